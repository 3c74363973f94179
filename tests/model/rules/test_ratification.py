"""What constituencies do with an agreement."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.ratification import carries, support

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
SHARE_ERROR = 1e-14
"""A logit of up to 20 is rounded a few times by 2^-49 and moves a share by a quarter of that."""
PHI_OF_ONE = 0.8413447460685429
draws = st.integers(1, 2**20 - 1).map(lambda k: k / 2**20)
gains = st.floats(-1, 1)


@pytest.mark.parametrize(
    ("gain", "slope", "noise_sd", "draw", "expected"),
    [
        (0.0, 6.0, 0.6, 0.5, 0.5),
        (0.1, 6.0, 0.6, 0.5, 1 / (1 + math.exp(-0.6))),  # .65
        (-0.1, 6.0, 0.6, 0.5, 1 / (1 + math.exp(0.6))),
        (0.1, 6.0, 0.6, PHI_OF_ONE, 1 / (1 + math.exp(-1.2))),  # one deviation of .6 more
        (0.1, 6.0, 0.6, 1 - PHI_OF_ONE, 0.5),  # one deviation less cancels the gain
        (0.5, 50.0, 0.0, 0.001, 1 / (1 + math.exp(-25))),
    ],
)
def test_support_for_an_agreement(gain, slope, noise_sd, draw, expected):
    assert support(gain, slope, noise_sd, draw) == pytest.approx(expected, abs=SHARE_ERROR)


@repeatable
@given(a=gains, b=gains, slope=st.floats(0, 50), noise_sd=st.floats(0, 5), draw=draws)
def test_support_is_a_share_that_grows_with_the_gain(a, b, slope, noise_sd, draw):
    low, high = sorted((a, b))
    assert 0.0 <= support(low, slope, noise_sd, draw) <= support(high, slope, noise_sd, draw) + SHARE_ERROR
    assert support(high, slope, noise_sd, draw) <= 1.0


@repeatable
@given(gain=gains, slope=st.floats(0, 20), noise_sd=st.floats(0, 2), draw=draws)
def test_support_for_the_opposite_under_the_opposite_draw_is_the_rest(gain, slope, noise_sd, draw):
    both = support(gain, slope, noise_sd, draw) + support(-gain, slope, noise_sd, 1 - draw)
    assert both == pytest.approx(1.0, abs=SHARE_ERROR)


@repeatable
@given(gain=gains, a=draws, b=draws)
def test_without_noise_the_campaign_does_not_matter(gain, a, b):
    assert support(gain, 6.0, 0.0, a) == support(gain, 6.0, 0.0, b)


@repeatable
@given(a=gains, b=gains, draw=draws)
def test_without_a_slope_the_terms_do_not_matter(a, b, draw):
    assert support(a, 0.0, 0.6, draw) == support(b, 0.0, 0.6, draw)


def test_overwhelming_noise_makes_a_vote_a_toss_of_the_draw():
    assert (support(0.2, 6.0, 1e6, 0.49), support(-0.2, 6.0, 1e6, 0.51)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("in_favour", "threshold", "expected"),
    [(0.5, 0.5, True), (0.49, 0.5, False), (0.66, 2 / 3, False), (0.67, 2 / 3, True), (0.0, 0.0, True)],
)
def test_a_vote_carries_from_the_threshold_on(in_favour, threshold, expected):
    assert carries(in_favour, threshold) is expected


@repeatable
@given(a=st.floats(0, 1), b=st.floats(0, 1), threshold=st.floats(0, 1))
def test_more_support_never_loses_a_vote(a, b, threshold):
    low, high = sorted((a, b))
    assert carries(high, threshold) >= carries(low, threshold)


@repeatable
@given(in_favour=st.floats(0, 1))
def test_a_threshold_of_nought_always_carries_and_one_above_all_never(in_favour):
    assert carries(in_favour, 0.0) is True
    assert carries(in_favour, math.nextafter(1, 2)) is False
