"""The command that compares arms."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import engine
from engine.cli.main import app
from engine.cli.saying import list_records
from engine.errors import ScenarioError

ARMS = ("berlin-budapest", "berlin-alliance", "berlin-article5")


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["compare", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_arms_are_ranked_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = run(*ARMS, "--trials", "400")
    assert "400 trials settle the ranking by durable peace" in printed
    assert "What sharing draws is worth" in printed
    folder = tmp_path / "outputs" / "compare-berlin-budapest"
    tables = {"ranking", "pairs", "outcomes", "holding", "changes"}
    assert {path.name for path in folder.iterdir()} == {
        *(f"{name}.csv" for name in tables),
        "finding.json",
        "report.html",
    }
    assert run(*ARMS, "--trials", "400", "--quiet").strip() == "outputs/compare-berlin-budapest-2"
    for name in tables:
        again = folder.with_name("compare-berlin-budapest-2") / f"{name}.csv"
        assert (folder / f"{name}.csv").read_bytes() == again.read_bytes()


def test_a_notebook_finds_what_the_command_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("--given", "quiet_weeks>=8", "--objective", "accord_weeks")
    told = json.loads(run(*ARMS, *asked, "--trials", "300", "--json"))
    found = engine.compare(
        *ARMS, given="quiet_weeks>=8", objective="accord_weeks", trials=300, progress=False
    )
    assert found.answer == " ".join(told["answer"])
    for name, table in found.finding.tables.items():
        assert list_records(table.frame) == told["rows"][name]
    assert told["record"]["given"] == ["quiet_weeks>=8"]


def test_trials_stop_once_the_ranking_is_settled_here_and_in_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("--until-settled", "--trials", "2000", "--json")
    told = json.loads(run("berlin-budapest", "berlin-alliance", *asked))
    assert told["about"].startswith("2 arms over 1,000 trials")
    assert told["record"]["looks"] == 1
    found = engine.compare(
        "berlin-budapest", "berlin-alliance", until_settled=True, trials=2000, progress=False
    )
    assert found.answer == " ".join(told["answer"])
    assert not found.arms
    assert {path.name for path in (tmp_path / "outputs").iterdir()} == {"compare-berlin-budapest"}


def test_too_few_that_agree_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError, match="50 are needed"):
        run("berlin", "--given", "incidents_year_1=20000", "--trials", "100")
    assert not list(tmp_path.iterdir())
