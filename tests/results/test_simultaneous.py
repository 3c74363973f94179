"""Intervals that hold together, and at every look."""

import math

import numpy as np
import pytest

from engine.results.estimates import Z
from engine.results.precision import schedule_looks
from engine.results.simultaneous import ERROR, count_needed, reach_all, reach_always


def test_one_comparison_reaches_as_far_as_ever() -> None:
    assert reach_all(1) == Z


def test_more_comparisons_reach_further_and_all_looks_further_yet() -> None:
    assert Z < reach_all(3) < reach_all(10) < reach_always(10, 10_000)
    assert reach_always(1, 10_000) > Z


def test_no_difference_is_taken_for_one_at_any_look_more_often_than_said() -> None:
    """The chance that any of three pairs is ever told apart, where all are equal, over 46 looks.

    Means of n trials are a random walk over looks; three arms, all pairs. With a true chance of 5% the test
    fails for .13% of seeds; it is far less, as Bonferroni and looks that begin at 1,000 trials leave slack.
    """
    rng, size = np.random.default_rng(1), 4000
    sums, before = np.zeros((size, 3)), 0
    ever, naive = np.zeros(size, bool), np.zeros(size, bool)
    for look in schedule_looks(80_000):
        sums += math.sqrt(look - before) * rng.normal(size=(size, 3))
        before = look
        apart = np.abs(sums - np.roll(sums, 1, axis=1)).max(axis=1) / math.sqrt(2 * look)
        ever |= apart > reach_always(3, look)
        naive |= apart > reach_all(3)
    assert ever.mean() <= ERROR + 3 * math.sqrt(ERROR * (1 - ERROR) / size)
    assert naive.mean() > 2 * ERROR  # what looking often costs where it is not paid for


@pytest.mark.parametrize("always", [False, True])
def test_so_many_trials_suffice_and_one_in_a_hundred_less_do_not(always: bool) -> None:
    needed = count_needed(3, 2000, 1.3, always=always)

    def reach(trials: float) -> float:
        return reach_always(3, int(trials)) if always else reach_all(3)

    assert 1.3 * math.sqrt(needed / 2000) >= reach(needed) * (1 - 1e-9)
    assert 1.3 * math.sqrt(0.99 * needed / 2000) < reach(0.99 * needed)


def test_no_number_of_trials_tells_what_does_not_differ() -> None:
    assert count_needed(1, 1000, 0.0, always=True) == math.inf
