"""Every command and snippet of the README runs, the two long ones of its top aside: those are the CI's."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()]
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.S)
FEW = 12
FEWEST = {"backtest": 50, "verify": 500}
"""Fewest trials that these commands take; a check that fails with so few is a failure of the test."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def shortened(command: str) -> list[str]:
    words = shlex.split(command)
    if words[1] in FEWEST:
        only = ["--only", "P1"] if "--patterns" in words else []
        return [*words[1:], "--trials", str(FEWEST[words[1]]), *only]
    if words[1] in ("plan", "sweep"):
        return [*words[1:], "--trials", str(FEW)]
    if words[1] == "explain":
        return [*words[1:], "--no-hinges"]
    if words[1] not in ("run", "extend", "compare"):
        return words[1:]
    words = words if "--trials" in words else [*words, "--trials", "0"]
    words[words.index("--trials") + 1] = str(FEW)
    return [*words[1:], "--workers", "1"] if words[1] != "compare" else words[1:]


def test_the_readmes_commands_and_snippets_run_one_after_the_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    sims = [line for line in COMMANDS if line.startswith("sim ")]
    assert len(sims) == 24
    for command in ["sim run berlin", *sims]:
        result = CliRunner().invoke(app, shortened(command))
        assert result.exit_code == 0, f"{command}\n{result.output}\n{result.exception}"
    assert len(SNIPPETS) == 2
    for snippet in SNIPPETS:
        exec(compile(snippet, "README.md", "exec"), {"__name__": "readme"})


def test_the_two_commands_on_top_are_the_ones_that_set_up_run_and_test() -> None:
    run, test = [line for line in COMMANDS if line.startswith("python3 -m venv")]
    assert run.endswith("sim run scenarios/berlin.toml")
    assert ".venv/bin/pytest" in test
    assert all("-c constraints.txt" in command for command in (run, test))
    assert sys.version_info >= (3, 11)
