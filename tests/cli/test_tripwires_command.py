import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from told_findings import check_finding
from typer.testing import CliRunner, Result

import engine
from engine.cli import tripwires as tripwires_command
from engine.errors import ScenarioError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sim(*arguments: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    tripwires_command.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_says_what_foretells_collapse_how_often_and_how_early() -> None:
    done = sim("tripwires", "minsk-2015", "--trials", 400, "--months", "1,2", "--within", 6, "--quiet")
    assert done.exit_code == 0, done.exception
    folder = Path(done.stdout.strip())
    told = json.loads((folder / "finding.json").read_text())
    answer = " ".join(told["answer"])
    assert "it collapses within the next 6 months in" in answer
    assert "It warns of" in answer
    assert "shuffled labels" in answer
    wires = pd.read_csv(folder / "wires.csv")
    assert set(wires["month"]) <= {1, 2}
    assert (wires["score"].diff().dropna() <= 0).all()
    assert (wires["hits"] <= wires["collapses"]).all()
    assert len(pd.read_csv(folder / "shuffled.csv")) == told["record"]["shuffles"]


def test_a_finding_of_tripwires_is_whole(tmp_path: Path) -> None:
    found = engine.tripwires("minsk-2015", by="attack", months=(1, 3), trials=300, progress=False)
    assert "ends by attack within the next 12 months" in found.answer
    check_finding(found.finding, tmp_path / "kept")
    for narrow in (True, False):
        for part in found.finding.parts:
            assert part.draw is not None
            assert part.draw(narrow).axes


def test_what_it_refuses_is_told_before_anything_is_written(tmp_path: Path) -> None:
    for arguments, told in (
        (("--months", "1,x"), "whole numbers"),
        (("--months", "0"), "must be months from 1 on"),
        (("--months", "2000"), "beyond the horizon"),
        (("--within", "0"), "a month or more"),
        (("--set", "run.sampling=sobol"), "depend on each other"),
    ):
        done = sim("tripwires", "minsk-2015", "--trials", 50, *arguments)
        assert isinstance(done.exception, ScenarioError), arguments
        assert told in str(done.exception)
    with pytest.raises(ScenarioError, match="ask for more trials"):
        engine.tripwires("minsk-2015", trials=12, progress=False)
    assert not list(tmp_path.iterdir())
