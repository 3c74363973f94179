"""`sim calibrate` and `sim verify --patterns` as a user meets them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from engine.errors import ScenarioError
from engine.scenario import load_scenario

SMALL = ("--trials", "50", "--first", "16", "--kept", "16", "--generations", "1")


def test_a_small_calibration_prints_its_numbers_and_writes_a_posterior_that_loads(tmp_path: Path) -> None:
    out = tmp_path / "posterior.toml"
    done = CliRunner().invoke(app, ["calibrate", "truces", *SMALL, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "damage" in done.stdout
    assert "generation 1: 32 places tried" in done.stderr
    assert load_scenario(out).uncertain


def test_the_same_calibration_gives_the_same_numbers() -> None:
    words = ["calibrate", "wars", *SMALL, "--json"]
    first, second = (CliRunner().invoke(app, words).stdout for _ in range(2))
    assert first == second
    numbers = json.loads(first)["numbers"]
    assert set(numbers["ripeness_mean"]) == {"p5", "p50", "p95"}


def test_the_medians_can_be_laid_over_a_scenario() -> None:
    done = CliRunner().invoke(app, ["calibrate", "wars", *SMALL, "--quiet"])
    assert load_scenario("war", done.stdout.splitlines()).digest != load_scenario("war").digest


def test_a_calibration_that_can_not_be_done_is_refused() -> None:
    with pytest.raises(ScenarioError, match="power of 2"):
        CliRunner().invoke(app, ["calibrate", "--first", "100"], catch_exceptions=False)


def test_patterns_are_printed_with_measure_target_tolerance_and_verdict() -> None:
    words = ["verify", "--patterns", "--only", "P1", "--only", "P3", "--trials", "500"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert "P1   " in done.stdout
    assert "fails within 1 year" in done.stdout
    assert "tolerated 0.38 to 0.58" in done.stdout
    assert "of 2 patterns hold within tolerance." in done.stdout


def test_patterns_as_json_say_what_was_measured() -> None:
    words = ["verify", "--patterns", "--only", "P7", "--trials", "500", "--json"]
    shown = json.loads(CliRunner().invoke(app, words).stdout)
    [pattern] = shown["patterns"]
    assert [figure["target"] for figure in pattern["figures"]] == [0.66, 0.59, 0.17]
    assert pattern["holds"] is all(figure["holds"] for figure in pattern["figures"])


def test_an_unknown_pattern_is_refused() -> None:
    with pytest.raises(ScenarioError, match="is no pattern"):
        CliRunner().invoke(app, ["verify", "--patterns", "--only", "P99"], catch_exceptions=False)
