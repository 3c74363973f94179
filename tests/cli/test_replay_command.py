import json
from pathlib import Path

import pytest
import typer
from made_sweeps import write_sweep
from typer.testing import CliRunner, Result

from engine.cli import replay as replay_command
from engine.cli import run as run_commands
from engine.cli import sweep as sweep_commands
from engine.cli.replay import CHECKED
from engine.errors import ScenarioError, StoreError


@pytest.fixture(autouse=True)
def _with_a_sweep_in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_sweep(tmp_path)


def sim(*arguments: object) -> Result:
    app = typer.Typer()
    for commands in (run_commands, sweep_commands, replay_command):
        commands.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def folder() -> str:
    assert sim("run", "minimal.toml", "--trials", "12", "--out", "made", "--quiet").exit_code == 0
    return "made"


def test_a_trial_is_told_with_its_dates_its_end_and_that_it_was_checked(folder: str) -> None:
    done = sim("replay", folder, "--trial", 3)
    assert done.exit_code == 0, done.exception
    assert "Trial 3, seed" in done.output
    assert "2025-" in done.output
    assert CHECKED in done.output


def test_all_tells_at_least_as_much(folder: str) -> None:
    for trial in range(4):
        short, full = (
            sim("replay", folder, "--trial", trial),
            sim("replay", folder, "--trial", trial, "--all"),
        )
        assert len(full.output.splitlines()) >= len(short.output.splitlines())


def test_json_is_one_object_that_holds_the_row_and_the_events(folder: str) -> None:
    told = json.loads(sim("replay", folder, "--trial", 3, "--json").stdout)
    assert told["trial"] == told["record"]["trial"] == 3
    assert told["checked"] is True
    assert told["weeks"][-1]["front"] == told["record"]["front"]
    assert {"week", "date", "kind", "actor", "sentence", "details"} <= set(told["events"][0])
    assert told["events"][0]["date"][:2] == "20"


def test_a_trial_of_a_point_of_a_sweep_is_told() -> None:
    assert sim("sweep", "made.toml", "--out", "swept", "--quiet").exit_code == 0
    assert CHECKED in sim("replay", "swept", "--trial", 3, "--point", 2).output
    missing = sim("replay", "swept", "--trial", 3)
    assert isinstance(missing.exception, ScenarioError)
    assert "holds a sweep of 6 points (name one of them)" in str(missing.exception)


def test_what_is_not_there_is_refused(folder: str) -> None:
    beyond = sim("replay", folder, "--trial", 12)
    assert isinstance(beyond.exception, ScenarioError)
    assert "has 12 trials, numbered from 0" in str(beyond.exception)
    assert isinstance(sim("replay", "nowhere", "--trial", 0).exception, StoreError)
    assert isinstance(sim("replay", folder, "--trial", 0, "--point", 1).exception, ScenarioError)


def test_without_a_trial_it_lists_what_is_worth_reading(folder: str) -> None:
    listed = sim("replay", folder)
    assert listed.exit_code == 0, listed.exception
    assert "typical" in listed.output
    told = json.loads(sim("replay", folder, "--json").stdout)["trials"]
    typical = next(each for each in told if each["what"] == "typical")
    assert f"Trial {typical['trial']}, seed" in sim("replay", folder, "--typical", typical["of"]).output
    both = sim("replay", folder, "--typical", typical["of"], "--trial", 1)
    assert isinstance(both.exception, ScenarioError)


def test_a_page_is_written_and_named(folder: str) -> None:
    assert sim("replay", folder, "--trial", 2, "--page", "trial.html").stdout == "trial.html\n"
    assert Path("trial.html").read_text().startswith("<!doctype html>")
