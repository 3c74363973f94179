"""Check that each command of a page prints what the page shows under it: python tests/printed.py PAGE SIM."""

import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

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
        printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        lines += difflib.unified_diff(
            shown.splitlines(keepends=True), printed.splitlines(keepends=True), "shown", command
        )
    return lines


if __name__ == "__main__":
    differing = compare(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.writelines(differing)
    sys.exit(bool(differing))
