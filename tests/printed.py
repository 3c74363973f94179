"""Check that each command of a page prints what the page shows under it: python tests/printed.py PAGE SIM."""

import difflib
import itertools
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

DOTS = "...\n"
SHOWN = re.compile(r"```sh\n(sim [^\n]+)\n```\n\n```text\n(.*?)```", re.S)


def compare(page: Path, sim: str) -> list[str]:
    """Give the lines in which what is printed differs from what is shown."""
    found = SHOWN.findall(page.read_text(encoding="utf-8"))
    assert found, f"{page} shows no output"
    lines = []
    for command, shown in found:
        words = [sim, *shlex.split(command)[1:]]
        done = subprocess.run(
            words, capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "80"}
        )
        printed = [f"{line.rstrip()}\n" for line in done.stdout.splitlines()]
        wanted = shown.splitlines(keepends=True)
        lines += difflib.unified_diff(wanted, leave_out(wanted, printed), "shown", command)
    return lines


def leave_out(shown: list[str], printed: list[str]) -> list[str]:
    """Leave out of what is printed what a page leaves out with a line of dots; nothing where they differ."""
    kept: list[str] = []
    at = 0
    for whole, lines in itertools.groupby(shown, lambda line: line != DOTS):
        part = list(lines)
        if whole:
            places = range(at, at + 1) if not kept else range(at, len(printed))
            found = [place for place in places if printed[place : place + len(part)] == part]
            if not found:
                return printed
            at = found[0] + len(part)
        kept += part
    return kept if shown[-1] == DOTS or at == len(printed) else printed


if __name__ == "__main__":
    differing = compare(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.writelines(differing)
    sys.exit(bool(differing))
