"""Statistics of trials with weights."""

import math

import numpy as np
import pytest

from engine.results.estimates import Z, wilson
from engine.results.weighted import (
    average,
    bound,
    bound_share,
    count_effective,
    measure_gain,
    subtract,
    subtract_shares,
)


def test_weights_of_nought_and_one_count_themselves() -> None:
    weights = np.array([0, 1, 1, 0, 1, 1, 1.0])
    assert count_effective(weights) == 5
    assert count_effective(3 * weights) == pytest.approx(5)
    assert count_effective(np.zeros(4)) == 0
    assert count_effective(np.array([3.0, 1.0])) == pytest.approx(16 / 10)


def test_a_mean_of_trials_that_all_count_has_the_usual_error() -> None:
    values = np.random.default_rng(1).normal(size=50)
    mean = average(values, np.ones(50))
    assert mean.value == pytest.approx(values.mean())
    assert mean.error == pytest.approx(values.std() / math.sqrt(50))


def test_a_subset_is_what_it_would_be_alone() -> None:
    rng = np.random.default_rng(2)
    happened, weights = (rng.random(80) < 0.4).astype(float), (rng.random(80) < 0.5).astype(float)
    share = average(happened, weights)
    alone = happened[weights > 0]
    assert share.value == pytest.approx(alone.mean())
    assert bound_share(share, weights) == pytest.approx(wilson(int(alone.sum()), alone.size))


def test_each_pull_is_how_far_a_trial_moves_the_mean() -> None:
    rng = np.random.default_rng(3)
    values, weights = rng.normal(size=12), rng.random(12)
    base = average(values, weights)
    step = 1e-6
    for trial in range(12):
        heavier = weights.copy()
        heavier[trial] *= 1 + step
        moved = (average(values, heavier).value - base.value) / step
        assert moved == pytest.approx(base.pulls[trial], abs=1e-5)


def test_no_weight_at_all_says_nothing() -> None:
    nothing = average(np.ones(3), np.zeros(3))
    assert math.isnan(nothing.value)
    assert math.isnan(bound_share(nothing, np.zeros(3)).low)


def test_a_difference_of_shares_never_seen_keeps_its_width() -> None:
    whole, never = np.ones(400), average(np.zeros(400), np.ones(400))
    ends = bound_share(never, whole)
    apart = subtract_shares(never, never, ends, ends)
    assert apart.value == 0
    assert apart.low == -apart.high
    assert apart.high >= wilson(0, 400).high


def test_what_does_not_vary_apart_has_a_difference_of_no_width() -> None:
    values, whole = np.random.default_rng(4).normal(size=60), np.ones(60)
    same = subtract(average(values, whole), average(values, whole))
    assert bound(same, Z) == (0.0, 0.0, 0.0)


def test_arms_that_differ_nowhere_have_no_gain_and_independent_ones_none_to_speak_of() -> None:
    rng, whole = np.random.default_rng(5), np.ones(4000)
    one, other = (average(rng.normal(size=4000), whole) for _ in range(2))
    assert math.isnan(measure_gain(one, one).value)
    gain = measure_gain(one, other)
    assert gain.low < 1 < gain.high  # fails by chance for 5% of seeds
