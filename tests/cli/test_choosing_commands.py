"""`sim value` and `sim choose`, and the same from a notebook."""

import json
from pathlib import Path
from typing import Any

import pytest
from told_findings import check_finding
from typer.testing import CliRunner

import engine
from engine.analysis.choosing.criteria import CRITERIA
from engine.cli.main import app
from engine.errors import ScenarioError

ARMS = ("berlin-article5", "berlin-donbas")
FEW = ("--trials", "120", "--states", "20", "--replicates", "8")
FEW_HERE = {"trials": 120, "states": 20, "replicates": 8, "progress": False}


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def tell(command: str, folder: Path, *arguments: str) -> Any:
    return json.loads(run(command, *arguments, *FEW, "--json", "--quiet", "--out", str(folder)))


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Two arms that are alike in all but their names."""
    paths = [tmp_path_factory.mktemp("alike") / f"{name}.toml" for name in ("one", "other")]
    for path in paths:
        path.write_text('schema = 1\nextends = "berlin-article5"\n')
    return str(paths[0]), str(paths[1])


def test_both_commands_tell_what_a_notebook_finds(tmp_path: Path) -> None:
    value = tell("value", tmp_path / "value", *ARMS)
    found = engine.value(*ARMS, **FEW_HERE)
    assert found.answer == " ".join(value["answer"])
    assert found.unknowns.to_dict("records") == value["rows"]["unknowns"]
    assert len(found.unknowns) == 60  # 59 unknowns and the dummy
    choice = tell("choose", tmp_path / "choose", *ARMS)
    chosen = engine.choose(*ARMS, **FEW_HERE)
    assert chosen.answer == " ".join(choice["answer"])
    assert chosen.criteria.to_dict("records") == choice["rows"]["criteria"]
    assert len(chosen.criteria) == len(CRITERIA) * 2
    for each in (found, chosen):
        check_finding(each.finding, tmp_path / f"kept-{each.finding.kind}")


def test_arms_that_are_alike_are_worth_nothing_to_tell_apart(twice: tuple[str, str], tmp_path: Path) -> None:
    value = tell("value", tmp_path / "value", *twice)
    for table in ("unknowns", "groups"):
        for row in value["rows"][table]:
            assert (row["worth"], row["worth_low"], row["worth_high"], row["shown"]) == (0, 0, 0, False)
    assert value["rows"]["perfect"][0]["worth"] == 0
    choice = tell("choose", tmp_path / "choose", *twice)
    regrets = [row for row in choice["rows"]["criteria"] if "regret" in row["criterion"]]
    assert len(regrets) == 4
    for row in regrets:
        assert (row["value"], row["value_low"], row["value_high"], row["rank"]) == (0, 0, 0, 1)
    assert choice["rows"]["reversals"] == []
    said = " ".join(choice["answer"])
    assert "alike in every trial" in said
    assert "there is no ranking" in said
    assert "there is none to reverse" in said


def test_an_objective_in_other_units_is_told_in_them(tmp_path: Path) -> None:
    choice = tell("choose", tmp_path / "choose", *ARMS, "--objective", "accord_weeks", "--satisfice", "300")
    labels = {row["criterion"] for row in choice["rows"]["criteria"]}
    assert "states that reach 300" in labels
    means = [row["value"] for row in choice["rows"]["criteria"] if row["criterion"] == "mean over states"]
    assert all(100 < mean < 521 for mean in means)


def test_every_wrong_number_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        engine.choose(*ARMS, trials=5, states=2, replicates=1, alpha=0.9, progress=False)
    for place in ("--trials", "--states", "--replicates", "--alpha"):
        assert place in str(refused.value)
    with pytest.raises(ScenarioError, match="at least 2"):
        engine.value("berlin-article5", progress=False)
