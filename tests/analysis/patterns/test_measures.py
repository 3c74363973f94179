"""What is measured is what is said to be measured, on trials whose answer is known."""

import math

import numpy as np
import pytest

from engine.analysis.history.archetypes import DYAD, REFERENCE, TRUCE
from engine.analysis.patterns import pledges, truces, violence, wars
from engine.analysis.patterns.bench import Bench, fails, hazard, hazard_ratio, ratio
from engine.analysis.simulating import Trials
from engine.scenario import Scenario, load_scenario
from engine.simulation.records import columns


def make_trials(scenario: Scenario, **recorded: list[float]) -> Trials:
    """Make trials that record what is given and nothing else."""
    names = [column.name for column in columns(scenario)]
    n_trials = len(next(iter(recorded.values())))
    values = np.full((n_trials, len(names)), np.nan)
    for name, column in recorded.items():
        values[:, names.index(name)] = column
    return Trials(scenario, values, np.empty((n_trials, 0)))


@pytest.fixture(scope="module")
def agreement() -> Scenario:
    return load_scenario("agreement")


@pytest.fixture(scope="module")
def war() -> Scenario:
    return load_scenario("war")


def made_bench(monkeypatch: pytest.MonkeyPatch, trials: Trials) -> Bench:
    """Make a bench on which every archetype gives the same trials."""
    bench = Bench(len(trials.values))
    monkeypatch.setattr(bench, "run", lambda *_: trials)
    monkeypatch.setattr(bench, "run_shipped", lambda *_: trials)
    return bench


def test_failures_count_ends_by_a_time_and_not_what_still_holds(agreement: Scenario) -> None:
    trials = make_trials(agreement, ceasefire_weeks=[13, 13, 52, 300], ceasefire_end=[1, 0, 2, 1])
    assert [fails(trials, years) for years in (0.2, 0.25, 1, 6)] == [0, 0.25, 0.5, 0.75]
    assert hazard(trials, 1) == pytest.approx(math.log(2))


def test_a_hazard_ratio_is_one_against_itself_and_of_no_number_where_nothing_fails(
    agreement: Scenario,
) -> None:
    half = make_trials(agreement, ceasefire_weeks=[13, 99], ceasefire_end=[1, 0])
    none = make_trials(agreement, ceasefire_weeks=[99, 99], ceasefire_end=[0, 0])
    assert hazard_ratio(half, half, 1) == 1
    assert hazard_ratio(none, half, 1) == 0
    assert math.isnan(hazard_ratio(half, none, 1))
    assert math.isnan(ratio(1, 0))


def test_the_shape_of_weibull_times_is_found(monkeypatch: pytest.MonkeyPatch, agreement: Scenario) -> None:
    rng = np.random.default_rng(0)
    weeks = np.ceil(200 * rng.weibull(0.5, 2000) + 1e-9)
    ended = weeks <= 1040
    trials = make_trials(
        agreement, ceasefire_weeks=np.minimum(weeks, 1040), ceasefire_end=ended.astype(float)
    )
    # Three times 2,000 equal times: a relative error of about .02; times are whole weeks.
    assert truces.measure_shape(made_bench(monkeypatch, trials)) == pytest.approx([0.5], abs=0.05)


def test_times_to_failure_are_those_within_five_years(
    monkeypatch: pytest.MonkeyPatch, agreement: Scenario
) -> None:
    trials = make_trials(agreement, ceasefire_weeks=[13, 26, 200, 500, 1040], ceasefire_end=[1, 1, 1, 1, 0])
    median, early = truces.measure_times(made_bench(monkeypatch, trials))
    assert median == pytest.approx(6)
    assert early == pytest.approx(2 / 3)


def test_wars_end_by_what_comes_first(monkeypatch: pytest.MonkeyPatch, war: Scenario) -> None:
    nan = math.nan
    trials = make_trials(
        war,
        decision_round=[0, nan, 40, nan, nan],
        first_truce_round=[nan, 5, 20, 13, nan],
        ratification_round=[nan, 10, nan, 60, nan],
    )
    bench = made_bench(monkeypatch, trials)
    month, year, after_one, *_ = wars.measure_ends_by_age(bench)
    assert (month, year) == (0.2, 0.4)
    assert after_one == pytest.approx(2 / 3)
    decided, truce = wars.measure_kinds_of_end(bench)
    assert decided == 0.25
    assert truce == 0.5  # a settlement half a year after its truce is no bare truce; one four years after is


def test_median_years_to_collapse_are_the_horizon_where_most_hold(agreement: Scenario) -> None:
    holds = make_trials(agreement, ceasefire_weeks=[52, 1044, 1044], ceasefire_end=[1, 0, 0])
    falls = make_trials(agreement, ceasefire_weeks=[52, 520, 1044], ceasefire_end=[1, 1, 0])
    assert pledges._median_years(holds) == holds.years()
    assert pledges._median_years(falls) == 10


def test_more_force_than_clashes_than_war(monkeypatch: pytest.MonkeyPatch, agreement: Scenario) -> None:
    zeros = {key: [0, 0, 0, 0] for key in (f"incidents_year_{year}" for year in range(2, 6))}
    trials = make_trials(
        agreement,
        incidents_year_1=[0, 3, 3, 3],
        crises=[0, 0, 1, 0],
        attacks=[0, 0, 0, 1],
        ceasefire_end=[0, 0, 0, 1],
        ceasefire_weeks=[260, 260, 260, 5],
        **zeros,
    )
    found = violence.measure_severity(made_bench(monkeypatch, trials))
    assert found == [0.75, 0.5, 0.25]


def test_a_bench_runs_each_archetype_once_and_lays_values_over_it() -> None:
    bench = Bench(50, overrides=("clock.rounds=13", "front.severity=1e-4"))
    assert bench.run(TRUCE) is bench.run(TRUCE)
    assert bench.run(TRUCE).scenario.parameters.front.severity == 1e-4
    assert bench.run(REFERENCE, "front.severity=0").scenario.parameters.front.severity == 0
    assert bench.run(DYAD).values.shape[0] == 50


def test_surroundings_are_held_against_the_bare_truce() -> None:
    bench = Bench(400, overrides=("clock.rounds=66",))
    found = truces.measure_surroundings(bench)
    assert len(found) == 9
    settlement, _, _, force, _, _, blurred, imposed, shift = found
    assert max(settlement, force) < 1 < min(blurred, imposed, shift)
