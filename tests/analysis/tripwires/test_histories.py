"""The same trials to a shorter horizon are the beginning of the same histories."""

from pathlib import Path

import numpy as np
import pytest
from made_scenarios import make_scenario

from engine.analysis.tripwires.histories import (
    OBSERVABLES,
    Histories,
    observe,
    play_to,
    trace_histories,
)
from engine.scenario import Scenario, load_scenario
from engine.simulation.kernel import run_without_twins
from engine.simulation.records import ENDS, ROUNDS_PER_YEAR, columns

SEED = 11
COUNTS = [each.name for each in OBSERVABLES]


def check_prefixes(scenario: Scenario, horizons: tuple[int, ...], n_trials: int) -> None:
    """Hold shorter plays against the longest: rounds are the same as far as they go, phases too."""
    rounds = scenario.parameters.clock.rounds
    whole = play_to(scenario, rounds, SEED, n_trials)
    phases = run_without_twins(scenario, SEED, 0, n_trials).phases
    grows = [place for place, name in enumerate(COUNTS) if name not in ("front_moved", "accord")]
    before = np.zeros((len(COUNTS), n_trials))
    for horizon in horizons:
        part = play_to(scenario, horizon, SEED, n_trials)
        assert np.array_equal(part.draws, whole.draws)
        shorter = run_without_twins(part.scenario, SEED, 0, n_trials).phases
        assert np.array_equal(shorter, phases[:, :horizon])
        for column in columns(scenario):
            if column.kind == "round":
                there = whole.column(column.name)
                there = np.where(there < horizon, there, np.nan)
                assert np.array_equal(part.column(column.name), there, equal_nan=True), column.name
        now = observe(part)
        assert (now[grows] >= before[grows]).all()
        before = now
        for year in range(1, horizon // ROUNDS_PER_YEAR + 1):
            name = f"incidents_year_{year}"
            assert np.array_equal(part.column(name), whole.column(name)), (horizon, name)
    assert (observe(whole)[grows] >= before[grows]).all()


@pytest.mark.parametrize("name", ["berlin", "berlin-article5", "minsk-2015"])
def test_counts_and_rounds_of_a_shorter_horizon_are_prefixes(name: str) -> None:
    scenario = load_scenario(name)
    check_prefixes(scenario, (1, 2, 13, 26, 40), 150)


def test_so_they_are_of_made_up_scenarios(tmp_path: Path) -> None:
    for seed in range(4):
        scenario = make_scenario(seed, tmp_path)
        rounds = scenario.parameters.clock.rounds
        check_prefixes(scenario, tuple(sorted({1, max(1, rounds // 3), max(1, rounds // 2)})), 60)


def test_an_outcome_is_no_prefix() -> None:
    """What is judged at the horizon depends on it, which is why none is an observable."""
    scenario = load_scenario("berlin-article5")
    short, whole = (play_to(scenario, rounds, SEED, 100).column("outcome") for rounds in (13, 130))
    assert not np.array_equal(short, whole)
    assert "outcome" not in COUNTS


def test_what_is_watched_is_counted_since_the_ceasefire_began() -> None:
    scenario = load_scenario("berlin-article5")
    traced = trace_histories(scenario, SEED, 120, (12, 13), 1)
    assert (traced.began == 0).all()
    whole = play_to(scenario, 130, SEED, 120)
    year = traced.watched[13][COUNTS.index("incidents")]
    seen = ~np.isnan(year)
    assert np.array_equal(seen, traced.holds_after(13))
    assert np.array_equal(year[seen], whole.column("incidents_year_1")[seen])
    month = traced.watched[13][COUNTS.index("incidents_last_month")]
    assert np.array_equal(month[seen], (year - traced.watched[12][COUNTS.index("incidents")])[seen])
    assert (traced.watched[13][COUNTS.index("accord")][seen] == 1).all()


def test_what_came_before_the_ceasefire_is_not_counted() -> None:
    """Drafts are tabled in war before most truces of berlin, and each trial's count begins anew."""
    scenario = load_scenario("berlin")
    traced = trace_histories(scenario, SEED, 100, (1,), 1)
    drafts = traced.watched[1][COUNTS.index("drafts")]
    whole = play_to(scenario, 130, SEED, 100)
    for trial in np.flatnonzero(~np.isnan(drafts))[:12]:
        began = int(traced.began[trial])
        now = play_to(scenario, began + 1, SEED, 100).column("drafts")[trial]
        then = play_to(scenario, began, SEED, 100).column("drafts")[trial] if began else 0.0
        assert drafts[trial] == now - then
    assert (drafts[~np.isnan(drafts)] <= whole.column("drafts")[~np.isnan(drafts)]).all()


def test_only_ceasefires_that_still_hold_and_whose_future_is_seen_count() -> None:
    held, attack = float(ENDS.index("held")), float(ENDS.index("attack"))
    traced = Histories(
        {},
        began=np.array([0.0, 0.0, 0.0, 20.0, np.nan]),
        weeks=np.array([4.0, 5.0, 12.0, 24.0, np.nan]),
        ends=np.array([attack, attack, attack, held, np.nan]),
        rounds=26,
    )
    assert traced.holds_after(1).tolist() == [False, True, True, True, False]
    assert traced.is_seen(7).tolist() == [True, True, True, False, False]
    assert traced.ends_within(1, 2, [ENDS.index("attack")]).tolist() == [False, True, True, False, False]
    assert traced.ends_within(1, 1, [ENDS.index("attack")]).tolist() == [False, True, False, False, False]
    assert not traced.ends_within(1, 2, [ENDS.index("lapse")]).any()
