"""The restricted mean survival time."""

import math

import numpy as np
import pytest

from engine.results.restricted import LEAST_SEEN, find_years_seen, restrict_mean


def test_without_censoring_it_is_the_mean_of_what_was_seen() -> None:
    weeks = np.array([3.0, 10.0, 4.0, 25.0, 1.0])
    found = restrict_mean(weeks, np.ones(5, bool), np.ones(5), 12)
    seen = np.minimum(weeks, 12)
    assert found.value == pytest.approx(seen.mean())
    assert found.pulls == pytest.approx((seen - seen.mean()) / 5)


def test_what_is_censored_at_the_horizon_is_seen_whole() -> None:
    weeks, ended = np.array([3.0, 12.0, 12.0]), np.array([True, False, True])
    assert restrict_mean(weeks, ended, np.ones(3), 12).value == pytest.approx(9)


def test_a_curve_worked_by_hand() -> None:
    weeks, ended = np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False])
    # Holding beyond weeks 0 to 3: 1, 3/4, 3/4, 3/8.
    assert restrict_mean(weeks, ended, np.ones(4), 4).value == pytest.approx(1 + 3 / 4 + 3 / 4 + 3 / 8)


def test_each_pull_is_how_far_a_trial_moves_it() -> None:
    rng = np.random.default_rng(1)
    weeks, ended = rng.integers(1, 30, 40).astype(float), rng.random(40) < 0.6
    weeks[:6] = np.nan
    weights = rng.uniform(0.5, 2, 40)
    base, step = restrict_mean(weeks, ended, weights, 20), 1e-6
    for trial in range(40):
        heavier = weights.copy()
        heavier[trial] *= 1 + step
        moved = (restrict_mean(weeks, ended, heavier, 20).value - base.value) / step
        assert moved == pytest.approx(base.pulls[trial], abs=1e-4)
    assert not base.pulls[:6].any()


def test_spells_that_end_at_one_rate_last_as_long_as_it_says() -> None:
    rng, hazard, horizon = np.random.default_rng(2), 0.01, 104
    lasts = np.ceil(rng.exponential(1 / hazard, 4000))
    last = rng.integers(60, 300, 4000).astype(float)
    found = restrict_mean(np.minimum(lasts, last), lasts <= last, np.ones(4000), horizon)
    left = math.exp(-hazard)
    assert abs(found.value - (1 - left**horizon) / (1 - left)) < 4 * found.error  # fails for 1 seed in 16,000


def test_years_count_while_enough_are_seen() -> None:
    weeks = np.concatenate([np.full(LEAST_SEEN, 260.0), np.full(100, 52.0), [np.nan]])
    assert find_years_seen(weeks, np.ones(len(weeks)), 10) == 5
    assert find_years_seen(weeks[1:], np.ones(len(weeks) - 1), 10) == 1
    assert find_years_seen(weeks, np.ones(len(weeks)), 3) == 3
    assert find_years_seen(np.full(5, np.nan), np.ones(5), 10) == 0
