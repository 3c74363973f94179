"""Every command of the tutorial runs, on the files that it has one write, and prints what it shows."""

import re
import shlex
from pathlib import Path

import pytest
from printed import leave_out
from typer.testing import CliRunner

from engine.cli.main import app

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "tutorial.md").read_text()
BLOCKS = re.findall(r"`?(\w+\.toml)?`?[^`]*\n```(sh|toml|text)\n(.*?)```", PAGE, re.S)
WRITTEN = ["wide.toml", "zone.toml"]


def printed_by(command: str) -> str:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, f"{command}\n{result.output}\n{result.exception}"
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


@pytest.mark.slow
def test_a_reader_who_follows_the_tutorial_sees_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed, written, commands = "", [], 0
    for named, kind, block in BLOCKS:
        if kind == "toml":
            written.append(named)
            Path(named).write_text(block)
        elif kind == "text":
            wanted = block.splitlines(keepends=True)
            assert leave_out(wanted, printed.splitlines(keepends=True)) == wanted
        for command in block.splitlines():
            if kind == "sh" and command.startswith("sim "):
                printed = printed_by(command)
                commands += 1
    assert written == WRITTEN
    assert commands == 14


def test_the_tutorial_installs_as_the_readme_does() -> None:
    first = next(block for _, kind, block in BLOCKS if kind == "sh").splitlines()
    made, installed = (ROOT / "README.md").read_text().split(".venv && ", 1)[1].split(" && ")[0], first[1]
    assert first[0] == "python3 -m venv .venv"
    assert installed == made.replace(" -q", "")
