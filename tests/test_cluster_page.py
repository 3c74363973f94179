"""Every command of the page on clusters runs, but for those that need a scheduler."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from engine.experiment.sweeps.planning import load_sweep

PAGE = (Path(__file__).parents[1] / "docs" / "cluster.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
FEW = "12"


def shortened(command: str) -> list[str]:
    words = shlex.split(command.split(" > ")[0])[1:]
    return [*words, "--trials", FEW] if words[0] in ("sweep", "plan", "slurm") else words


def test_the_commands_of_the_page_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    alone = [command for command in COMMANDS if "--dask" not in command]
    assert len(alone) == len(COMMANDS) - 1 == 7
    for command in alone:
        result = CliRunner().invoke(app, shortened(command))
        assert result.exit_code == 0, f"{command}\n{result.output}\n{result.exception}"


def test_the_sweep_file_of_the_page_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    path = tmp_path / "page.toml"
    path.write_text(text)
    assert len(load_sweep(path).plan.points) == 6
