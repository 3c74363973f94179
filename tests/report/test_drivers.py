"""Which assumptions stand out, and where a scenario comes from."""

import numpy as np
import pandas as pd
import pytest

from engine.report import drivers
from engine.report.drivers import list_drivers, list_uncertain, say_drivers
from engine.report.parentage import as_stated, count_origins, find_parentage, list_own
from engine.report.red_lines import load_asked
from engine.results.loading import Results


def pretend(results: Results, monkeypatch: pytest.MonkeyPatch, slope: float) -> str:
    """Have the outcome follow the first uncertain value, the others be noise."""
    paths = list_uncertain(results)
    rng = np.random.default_rng(8)
    trials = pd.DataFrame(rng.random((2000, len(paths))), columns=paths)
    chance = 0.5 + slope * (trials[paths[0]] - 0.5)
    trials["outcome"] = np.where(rng.random(2000) < chance, "durable_peace", "renewed_war")
    monkeypatch.setattr(drivers, "_read_first", lambda *_: trials)
    return paths[0]


@pytest.mark.parametrize(("slope", "way"), [(0.8, "more often"), (-0.8, "less often")])
def test_the_value_that_the_outcome_follows_is_named_with_its_direction(
    results: Results, monkeypatch: pytest.MonkeyPatch, slope: float, way: str
) -> None:
    path = pretend(results, monkeypatch, slope)
    (found,) = list_drivers(results)
    assert found.path == path
    assert found.low < found.correlation < found.high
    assert f"{path} (higher: {way})" in say_drivers(results)


def test_noise_is_not_named(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(results, monkeypatch, 0.0)
    assert list_drivers(results) == []
    assert "stands out over these trials" in say_drivers(results)


def test_without_rows_none_can_be_said_to_stand_out(results: Results) -> None:
    results.run = results.run.model_copy(update={"rows": False})
    assert list_drivers(results) == []
    assert "without rows of trials" in say_drivers(results)


def test_values_are_counted_by_the_file_that_wrote_them(results: Results) -> None:
    assert sum(count for _, count in count_origins(results)) == len(results.assumptions)
    assert find_parentage(results, load_asked(results)).parent == ""


def test_what_a_scenario_gives_beside_a_file_of_ones_own_is_listed(results: Results) -> None:
    assert list_own(results).empty
    origins = ["valley.toml:9", "'--set", f"{results.run.scenario}.toml:5", "default"]
    table = results.assumptions.head(4).assign(origin=origins)
    results.assumptions = table
    assert list_own(results)["path"].tolist() == table["path"].tolist()[1:3]
    assert find_parentage(results, load_asked(results)).parent == ""


def test_the_mark_against_formulas_is_taken_off_and_no_other() -> None:
    assert [as_stated(cell) for cell in ("'--set", "'tis", "-1", "")] == ["--set", "'tis", "-1", ""]


def test_a_run_of_a_shipped_arm_differs_from_what_it_extends(results: Results) -> None:
    from engine.scenario import load_scenario

    arm = load_scenario("berlin-article5")
    results.run = results.run.model_copy(update={"scenario": "berlin-article5"})
    found = find_parentage(results, arm)
    assert found.parent == arm.parents[0]
    assert found.differences
