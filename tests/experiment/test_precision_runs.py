"""Runs that stop once they are precise enough: after fixed numbers of trials, whatever happens to them."""

from pathlib import Path

import pytest
from made_trials import MADE

from engine.errors import ScenarioError
from engine.experiment.backends import Backend
from engine.experiment.running import Settings, begin, complete, extend, reopen, run_scenario, run_to, settle
from engine.results.precision import count_trials, estimate_outcomes, find_widest, schedule_looks
from engine.scenario import Scenario, load_scenario

WIDTH = 0.045


def asked(workers: int = 1, most: int | None = None) -> Settings:
    return Settings(most or count_trials(WIDTH), 3, workers, precision=WIDTH)


def test_a_run_stops_at_the_first_look_at_which_every_interval_is_narrow(
    minimal: Scenario, tmp_path: Path
) -> None:
    results = run_scenario(minimal, asked(), out=tmp_path / "out", backend=MADE)
    looks = list(schedule_looks(count_trials(WIDTH)))
    at = looks.index(results.run.trials)
    assert at > 0
    assert (results.outcomes["high"] - results.outcomes["low"]).max() < WIDTH
    with begin(minimal, Settings(looks[at - 1], 3, 1), out=tmp_path / "before") as store:
        earlier = run_to(store, looks[at - 1], backend=MADE)
    assert find_widest(estimate_outcomes(earlier)) >= WIDTH


@pytest.mark.parametrize(("workers", "chunk_trials"), [(1, 7), (2, 100), (3, 64)])
def test_it_stops_at_the_same_trial_whoever_works(
    minimal: Scenario, tmp_path: Path, workers: int, chunk_trials: int
) -> None:
    threads: Backend = MADE._replace(share="threads")
    alone = run_scenario(minimal, asked(), out=tmp_path / "alone", backend=MADE)
    with begin(minimal, asked(workers), out=tmp_path / "shared") as store:
        shared = complete(store, workers, backend=threads, chunk_trials=chunk_trials)
    assert shared.run.trials == alone.run.trials
    assert shared.run.checksums == alone.run.checksums


def test_a_run_stopped_between_looks_goes_on_to_the_same_end(minimal: Scenario, tmp_path: Path) -> None:
    whole = run_scenario(minimal, asked(), out=tmp_path / "whole", backend=MADE)
    with begin(minimal, asked(), out=tmp_path / "cut") as store:
        run_to(store, 1000, backend=MADE)
        run_to(store, 1100, backend=MADE)
    with reopen(tmp_path / "cut") as store:
        assert store.run.status == "unfinished"
        resumed = complete(store, backend=MADE)
    assert resumed.run.trials == whole.run.trials
    assert resumed.run.checksums == whole.run.checksums


def test_the_most_trials_asked_for_are_never_passed(minimal: Scenario, tmp_path: Path) -> None:
    results = run_scenario(minimal, asked(most=1050), out=tmp_path / "out", backend=MADE)
    assert results.run.trials == 1050
    assert (results.outcomes["high"] - results.outcomes["low"]).max() >= WIDTH


def test_an_extended_run_asks_for_no_precision_any_more(minimal: Scenario, tmp_path: Path) -> None:
    run_scenario(minimal, asked(most=1000), out=tmp_path / "out", backend=MADE)
    with extend(tmp_path / "out", 5) as store:
        assert complete(store, backend=MADE).run.trials == 1005


@pytest.mark.parametrize("width", [0.0, -1.0, 1.0, float("nan"), 1e-7])
def test_a_width_that_cannot_be_reached_is_refused(minimal: Scenario, width: float) -> None:
    with pytest.raises(ScenarioError, match="--precision"):
        settle(minimal, precision=width)


def test_precision_is_for_random_draws_alone() -> None:
    scenario = load_scenario("berlin", ["run.sampling=sobol"])
    with pytest.raises(ScenarioError, match=r"--precision: 0.1 needs independent draws"):
        settle(scenario, precision=0.1)


def test_more_trials_than_there_are_points_are_refused() -> None:
    scenario = load_scenario("berlin", ["run.sampling=sobol"])
    assert settle(scenario, trials=2**32).trials == 2**32
    with pytest.raises(ScenarioError, match="--trials: 4,294,967,297 must be at most 4,294,967,296"):
        settle(scenario, trials=2**32 + 1)


def test_every_wrong_setting_is_told_beside_the_precision(minimal: Scenario) -> None:
    with pytest.raises(ScenarioError) as refusal:
        settle(minimal, trials=0, seed=-1, precision=2.0)
    assert len(refusal.value.problems) == 3


def test_without_a_number_of_trials_enough_for_any_share_are_allowed(minimal: Scenario) -> None:
    assert settle(minimal, precision=0.01).trials == count_trials(0.01)
    assert settle(minimal, trials=70, precision=0.01).trials == 70
