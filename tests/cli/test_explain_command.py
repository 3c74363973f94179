import json
from pathlib import Path

import pytest
import typer
from places import MINIMAL
from typer.testing import CliRunner, Result

from engine.cli import explain as explain_command
from engine.cli import run as run_commands
from engine.errors import ScenarioError
from engine.experiment import progress


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    assert sim("run", MINIMAL, "--trials", "30", "--out", "made", "--quiet").exit_code == 0
    return "made"


def sim(*arguments: object) -> Result:
    app = typer.Typer()
    for commands in (run_commands, explain_command):
        commands.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_says_what_flips_the_end_what_does_not_and_how_much_was_played(folder: str) -> None:
    told = json.loads(sim("explain", folder, "--trial", 3, "--json", "--quiet").stdout)
    done = sim("explain", folder, "--trial", 3, "--quiet")
    assert done.exit_code == 0, done.exception
    printed = " ".join(done.stdout.split())
    assert f"{told['runs']:,} trials were played for this" in printed
    for twin in told["twins"]:
        assert not twin["flips"] or twin["condition"] in printed
    assert ("A hinge" in printed) == any(hinge["claimed"] for hinge in told["hinges"])
    assert ("No hinge was found" in printed) != any(hinge["claimed"] for hinge in told["hinges"])
    for hinge in told["hinges"]:
        assert f"the end flips in {hinge['flipped']} (" in printed


def test_hinges_may_be_left_out(folder: str) -> None:
    told = json.loads(sim("explain", folder, "--typical", "collapse", "--no-hinges", "--json").stdout)
    assert (told["blocks"], told["hinges"]) == (0, [])
    assert told["runs"] == len(told["twins"]) + told["unturned"]
    printed = sim("explain", folder, "--typical", "collapse", "--no-hinges").output
    assert "Not looked into." in printed


def test_without_a_trial_it_counts_which_levers_decide(folder: str) -> None:
    told = json.loads(sim("explain", folder, "--trials", 20, "--json", "--quiet").stdout)
    assert told["trials"] == 20
    assert told["hinges"]["trials"] == 20
    assert told["hinges"]["hinged"] <= sum(block["hinged"] for block in told["hinges"]["blocks"])
    flips = [lever["to_peace"] + lever["to_war"] for lever in told["levers"]]
    assert flips == sorted(flips, reverse=True)
    printed = sim("explain", folder, "--quiet").output
    assert "in 30 trials over the same draws" in printed
    assert "of 30 trials (" in printed
    assert "have a hinge" in printed
    assert told["levers"][0]["path"] in "".join(printed.split())
    assert isinstance(sim("explain", folder, "--trials", 0).exception, ScenarioError)


def test_hinges_of_many_trials_may_be_left_out(folder: str) -> None:
    asked = ("explain", folder, "--trials", 5, "--no-hinges", "--quiet")
    assert json.loads(sim(*asked, "--json").stdout)["hinges"] is None
    assert "have a hinge" not in sim(*asked).output


@pytest.mark.parametrize("asked", [("--trials", 20), ("--trial", 3)])
def test_it_says_how_far_it_is_unless_it_is_to_be_quiet(
    folder: str, asked: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    assert "s left" in sim("explain", folder, *asked).stderr
    assert sim("explain", folder, *asked, "--quiet").stderr == ""
