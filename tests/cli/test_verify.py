import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from engine.analysis.verification import verifying
from engine.analysis.verification.checks import Check
from engine.analysis.verification.verifying import Family
from engine.cli import main
from engine.cli.verify import register
from engine.errors import ScenarioError
from engine.model import compiling

GOOD = Check("levers", "spoilers", "fewer weeks held", "-34 weeks held", "2 standard errors", True)
ALSO_GOOD = Check("extremes", "no spoilers", "no provocation", 0.0, "exact", True)
BAD = Check("extremes", "one round", "4", float("nan"), "exact", False)


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    made = [ALSO_GOOD, BAD, GOOD]

    def verify(families: Sequence[Family], n_trials: int) -> Iterator[Check]:
        yield from (check for check in made if check.family in {family.name for family in families})

    monkeypatch.setattr(verifying, "verify", verify)
    monkeypatch.setattr(compiling, "is_compiled", lambda: True)
    return made


def sim(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["verify", *arguments])


def test_checks_are_printed_by_family_with_what_was_measured_and_expected() -> None:
    lines = sim().output.splitlines()
    assert lines[0].startswith("extremes: ")
    assert lines[1:4] == [
        "  pass  no spoilers",
        "        0",
        "        expected: no provocation; tolerance: exact",
    ]
    assert lines[4] == "  FAIL  one round"
    assert lines[7].startswith("levers: ")
    assert lines[-1] == "2 of 3 checks hold."


def test_a_check_that_fails_makes_the_exit_status_1(made: list[Check]) -> None:
    assert sim().exit_code == 1
    made.remove(BAD)
    assert sim().exit_code == 0


def test_quiet_prints_failures_and_the_last_line_alone() -> None:
    lines = sim("--quiet").output.splitlines()
    assert lines[0] == "  FAIL  one round"
    assert lines[-1] == "2 of 3 checks hold."
    assert len(lines) == 4


def test_only_runs_the_families_named() -> None:
    only = sim("--only", "levers")
    assert only.output.endswith("1 of 1 checks hold.\n")
    assert only.exit_code == 0


def test_json_is_one_object_with_every_check() -> None:
    shown: Any = json.loads(sim("--json").output)
    assert shown["passed"] == 2
    assert [check["passed"] for check in shown["checks"]] == [True, False, True]
    assert [check["measured"] for check in shown["checks"]] == [0.0, "nan", "-34 weeks held"]
    assert sim("--json").exit_code == 1


def test_unknown_families_and_too_few_trials_are_said_at_once() -> None:
    refused = sim("--only", "lever", "--trials", "3").exception
    assert isinstance(refused, ScenarioError)
    family, trials = (str(problem) for problem in refused.problems)
    assert family == '--only: lever is no family of checks (did you mean "levers"?)'
    assert trials.startswith("--trials: 3 must lie in [500, ")


def test_bad_options_make_the_commands_exit_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["sim", "verify", "--only", "lever"])
    with pytest.raises(SystemExit) as left:
        main.main()
    assert left.value.code == 2
    assert "did you mean" in capsys.readouterr().err


def test_a_kernel_that_must_be_compiled_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "is_compiled", lambda: False)
    assert "Compiling the model" in sim().stderr
    assert "Compiling the model" not in sim("--quiet").stderr
