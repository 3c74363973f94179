import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from told_findings import check_finding
from typer.testing import CliRunner, Result

import engine
from engine.cli import discover as discover_command
from engine.errors import ScenarioError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sim(*arguments: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    discover_command.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_says_in_plain_words_where_peace_holds_and_how_sure_that_is() -> None:
    done = sim("discover", "berlin-article5", "--trials", 900, "--quiet")
    assert done.exit_code == 0, done.exception
    folder = Path(done.stdout.strip())
    told = json.loads((folder / "finding.json").read_text())
    answer = " ".join(told["answer"])
    assert "Durable peace holds more often where" in answer
    assert "(growth of laxity while nothing supports the order; 1/round)" in answer
    assert "held-out trials (" in answer
    assert "under the same parameters with other luck" in answer
    boxes, limits = pd.read_csv(folder / "boxes.csv"), pd.read_csv(folder / "limits.csv")
    claimed = boxes[boxes["claimed"] == "yes"]
    assert (claimed["density_low"] > claimed["base"]).all()
    assert set(limits["box"]) == set(claimed["box"])
    assert ((limits["reproduced"] >= 0) & (limits["reproduced"] <= 1)).all()


def test_where_chance_explains_all_it_claims_nothing_and_says_so(tmp_path: Path) -> None:
    """One parameter that hardly varies moves nothing: a false alarm has a chance of 5%."""
    even = 'parties.russia.leader_exit_month={dist="uniform", low=0.0100, high=0.0101}'
    fixed = engine.load_scenario("berlin").uncertain
    overrides = [f"{path}={engine.load_scenario('berlin').value_at(path).mean()!r}" for path in fixed]
    found = engine.discover("berlin", trials=500, set=[*overrides, even], seed=4, progress=False)
    assert "No conditions are claimed" in found.answer
    assert found.finding.parts[0].name == "trade-off"
    assert (found.boxes["claimed"] == "no").all()
    check_finding(found.finding, tmp_path / "kept")


def test_a_finding_with_arms_and_limits_is_whole(tmp_path: Path) -> None:
    found = engine.discover(
        "berlin-article5", "berlin", objective="collapse_round<=26", where="fails", trials=400, progress=False
    )
    assert "collapse_round<=26 fails" in found.answer.lower()
    assert "same parameters" not in found.answer  # twins keep no more than their outcome
    check_finding(found.finding, tmp_path / "kept")
    for narrow in (True, False):
        for part in found.finding.parts:
            assert part.draw is not None
            assert part.draw(narrow).axes


def test_what_it_refuses_is_told_before_anything_is_written(tmp_path: Path) -> None:
    done = sim("discover", "berlin", "--objective", "accord_weeks")
    assert isinstance(done.exception, ScenarioError)
    assert "yes or no" in str(done.exception)
    assert not list(tmp_path.iterdir())
    with pytest.raises(ScenarioError, match="is no shipped scenario"):
        engine.discover("nowhere", progress=False)
