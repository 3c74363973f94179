import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.results.estimates import wilson
from engine.results.paired import Flips, difference

FLIPS = st.builds(Flips, *([st.integers(0, 300)] * 4))


def test_the_interval_is_tangos() -> None:
    # Airway hyper-responsiveness before and after transplantation (Bentur et al. 2009), by Tango's
    # interval in Fagerland, Lydersen & Laake 2014.
    assert difference(Flips(1, 1, 7, 12)) == pytest.approx((-0.286, -0.517, -0.026), abs=5e-4)


def test_the_ends_solve_the_score_equation() -> None:
    flips, n_trials = Flips(30, 12, 5, 53), 100
    for end in difference(flips)[1:]:
        linear = (2 * n_trials - 12 + 5) * end - 12 - 5
        second = (math.sqrt(linear**2 + 8 * n_trials * 5 * end * (1 - end)) - linear) / (4 * n_trials)
        error = math.sqrt(n_trials * (2 * second + end * (1 - end)))
        assert abs(12 - 5 - n_trials * end) / error == pytest.approx(1.959964, rel=1e-6)


@given(FLIPS)
def test_the_difference_lies_in_an_interval_that_has_width(flips: Flips) -> None:
    value, low, high = difference(flips)
    assert -1 <= low < high <= 1
    assert math.isnan(value) or low - 1e-12 <= value <= high + 1e-12


@given(FLIPS)
def test_arms_that_change_places_change_its_sign(flips: Flips) -> None:
    value, low, high = difference(flips)
    other = difference(Flips(flips.both, flips.second, flips.first, flips.neither))
    assert other == pytest.approx((-value, -high, -low), abs=1e-9, nan_ok=True)


@given(FLIPS, st.integers(0, 300))
def test_trials_alike_in_both_arms_count_alike(flips: Flips, moved: int) -> None:
    moved = min(moved, flips.both)
    other = Flips(flips.both - moved, flips.first, flips.second, flips.neither + moved)
    assert difference(other) == pytest.approx(difference(flips), nan_ok=True)


def test_arms_that_never_differ_may_yet_differ() -> None:
    high = wilson(0, 400).high
    assert difference(Flips(100, 0, 0, 300)) == pytest.approx((0, -high, high))


def test_no_trials_leave_the_difference_anywhere() -> None:
    value, *ends = difference(Flips(0, 0, 0, 0))
    assert math.isnan(value)
    assert ends == [-1, 1]
