"""Pledges: what binds, is believed, deters, who comes, and what is learnt from it."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.guarantees import (
    believed,
    binding_capability,
    deterrence,
    drift,
    forgotten,
    honour,
    left_uncovered,
    reliability_called,
    share_forgotten,
    trend_brought,
)

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
shares = st.floats(0, 1)
inner = st.floats(0.01, 0.99)
draws = st.integers(1, 2**20 - 1).map(lambda k: k / 2**20)
ROUNDING = 2.0**-52
PHI_OF_ONE = 0.8413447460685429
LOGIT_ERROR = 1e-13
"""A logit of up to 40 is rounded a few times by 2^-48; a share moves by a quarter of it."""


def share(logit):
    return 1 / (1 + math.exp(-logit))


# binding_capability


@pytest.mark.parametrize(
    ("capability", "term", "expected"), [(0.6, 1.0, 0.6), (0.6, 0.5, 0.3), (0.6, 0.0, 0.0)]
)
def test_a_pledge_binds_as_far_as_the_terms_contain_it(capability, term, expected):
    assert binding_capability(capability, term) == expected


@repeatable
@given(capability=shares, a=shares, b=shares)
def test_stronger_terms_bind_no_less_and_never_more_than_the_capability(capability, a, b):
    low, high = sorted((a, b))
    assert 0.0 <= binding_capability(capability, low) <= binding_capability(capability, high) <= capability


@repeatable
@given(capability=shares)
def test_terms_without_the_pledge_bind_nothing(capability):
    assert binding_capability(capability, 0.0) == 0.0
    assert binding_capability(capability, 1.0) == capability


# believed: the Beta belief


@pytest.mark.parametrize(
    ("alpha", "beta", "expected"),
    [(1.0, 1.0, 0.5), (3.0, 7.0, 0.3), (4.0, 7.0, 4 / 11), (3.0, 8.0, 3 / 11), (0.0, 5.0, 0.0)],
)
def test_what_is_believed_of_a_guarantor(alpha, beta, expected):
    assert believed(alpha, beta) == pytest.approx(expected, rel=ROUNDING)


@repeatable
@given(alpha=st.integers(1, 40), beta=st.integers(1, 40), conduct=st.lists(st.booleans(), max_size=30))
def test_a_belief_updated_call_by_call_is_exactly_the_beta_posterior(alpha, beta, conduct):
    after_alpha, after_beta = float(alpha), float(beta)
    for came in conduct:
        after_alpha, after_beta = after_alpha + came, after_beta + (not came)
    honours = sum(conduct)
    posterior = Fraction(alpha + honours, alpha + beta + len(conduct))
    # Whole counts carry no rounding, so that the one division is the nearest double.
    assert believed(after_alpha, after_beta) == float(posterior)


@repeatable
@given(alpha=st.floats(0.1, 50), beta=st.floats(0.1, 50), weight=st.floats(0.01, 1))
def test_an_honoured_call_raises_and_a_failed_one_lowers_what_is_believed(alpha, beta, weight):
    before = believed(alpha, beta)
    assert 0.0 < believed(alpha, beta + weight) < before < believed(alpha + weight, beta) < 1.0


def test_an_endless_record_is_believed_as_it_is():
    # A prior of (3, 7) among 10^12 calls moves the mean by under 10^-11.
    assert believed(3 + 0.9e12, 7 + 0.1e12) == pytest.approx(0.9, abs=1e-11)


# left_uncovered


@pytest.mark.parametrize(
    ("uncovered", "chance", "capability", "expected"),
    [
        (1.0, 0.5, 0.6, 0.7),
        (0.7, 0.5, 0.6, 0.49),
        (1.0, 0.0, 0.6, 1.0),
        (1.0, 1.0, 1.0, 0.0),
        (0.8, 1.0, 0.25, 0.6),
    ],
)
def test_what_a_further_guarantor_leaves_uncovered(uncovered, chance, capability, expected):
    assert left_uncovered(uncovered, chance, capability) == pytest.approx(expected, abs=ROUNDING)


@repeatable
@given(pledges=st.lists(st.tuples(shares, shares), max_size=8))
def test_guarantors_multiply_in_any_order(pledges):
    forward = backward = 1.0
    for chance, capability in pledges:
        forward = left_uncovered(forward, chance, capability)
    for chance, capability in reversed(pledges):
        backward = left_uncovered(backward, chance, capability)
    product = math.prod(1 - chance * capability for chance, capability in pledges)
    assert 0.0 <= forward <= 1.0
    assert forward == pytest.approx(product, rel=32 * ROUNDING)
    assert backward == pytest.approx(product, rel=32 * ROUNDING)


@repeatable
@given(uncovered=shares, anything=shares)
def test_one_who_never_comes_or_can_do_nothing_covers_nothing(uncovered, anything):
    assert left_uncovered(uncovered, 0.0, anything) == uncovered
    assert left_uncovered(uncovered, anything, 0.0) == uncovered


# deterrence


@pytest.mark.parametrize(
    ("damage", "uncovered", "expected"),
    [(1.0, 0.7, 0.3), (2.0, 0.49, 1.02), (3.0, 1.0, 0.0), (3.0, 0.0, 3.0)],
)
def test_what_deters_an_attacker(damage, uncovered, expected):
    assert deterrence(damage, uncovered) == pytest.approx(expected, rel=4 * ROUNDING)


@repeatable
@given(damage=st.floats(0, 5), a=shares, b=shares)
def test_deterrence_falls_with_what_is_uncovered_from_all_the_damage_to_none(damage, a, b):
    low, high = sorted((a, b))
    assert 0.0 == deterrence(damage, 1.0) <= deterrence(damage, high) <= deterrence(damage, low) <= damage


@repeatable
@given(uncovered=shares)
def test_one_who_fears_no_damage_is_not_deterred(uncovered):
    assert deterrence(0.0, uncovered) == 0.0


# reliability_called


@pytest.mark.parametrize(
    ("reliability", "shock", "loading", "leader_failed", "dependence", "expected"),
    [
        (0.6, 0.5, 1.0, False, 0.5, 0.6),  # a shock at its median
        (0.6, 0.5, 1.0, True, 0.5, 0.3),
        (0.6, 0.9, 0.0, False, 0.5, 0.6),  # no loading
        (0.6, 0.9, 0.0, True, 0.25, 0.45),
        (0.5, PHI_OF_ONE, 1.0, False, 0.0, share(1.0)),
        (0.75, 1 - PHI_OF_ONE, 2.0, False, 0.0, 3 * math.exp(-2) / (1 + 3 * math.exp(-2))),  # odds 3 x e^-2
        (0.5, PHI_OF_ONE, 1.0, True, 0.5, share(1.0) / 2),
    ],
)
def test_the_chance_to_honour_when_called(reliability, shock, loading, leader_failed, dependence, expected):
    found = reliability_called(reliability, shock, loading, leader_failed, dependence)
    assert found == pytest.approx(expected, abs=LOGIT_ERROR)


@repeatable
@given(a=inner, b=inner, shock=draws, loading=st.floats(0, 3), failed=st.booleans(), dependence=shares)
def test_reliability_at_a_call_keeps_the_order_of_reliabilities(a, b, shock, loading, failed, dependence):
    low, high = sorted((a, b))
    chances = [reliability_called(each, shock, loading, failed, dependence) for each in (low, high)]
    assert 0.0 <= chances[0] <= chances[1] + LOGIT_ERROR <= 1.0 + LOGIT_ERROR


@repeatable
@given(reliability=inner, shock=draws, loading=st.floats(0, 3), dependence=shares)
def test_a_leader_that_fails_makes_no_follower_more_reliable(reliability, shock, loading, dependence):
    with_leader = reliability_called(reliability, shock, loading, False, dependence)
    assert reliability_called(reliability, shock, loading, True, dependence) <= with_leader
    assert reliability_called(reliability, shock, loading, True, 0.0) == with_leader
    assert reliability_called(reliability, shock, loading, True, 1.0) == 0.0


@repeatable
@given(reliability=shares, shock=draws)
def test_without_loading_or_dependence_a_guarantor_is_as_reliable_as_it_is(reliability, shock):
    assert reliability_called(reliability, shock, 0.0, True, 0.0) == reliability


@repeatable
@given(reliability=inner, a=draws, b=draws, loading=st.floats(0.01, 3))
def test_a_common_shock_moves_all_guarantors_the_same_way(reliability, a, b, loading):
    low, high = sorted((a, b))
    under = [reliability_called(reliability, shock, loading, False, 0.0) for shock in (low, high)]
    assert under[0] <= under[1] + LOGIT_ERROR


# honour


@pytest.mark.parametrize(
    ("draw", "reliability", "expected"), [(0.3, 0.31, True), (0.31, 0.31, False), (0.9, 0.31, False)]
)
def test_a_guarantor_honours_under_a_draw_below_its_reliability(draw, reliability, expected):
    assert honour(draw, reliability) is expected


@repeatable
@given(draw=draws, a=shares, b=shares)
def test_under_one_draw_the_more_reliable_honours_whenever_the_other_does(draw, a, b):
    low, high = sorted((a, b))
    assert honour(draw, high) >= honour(draw, low)


@repeatable
@given(draw=draws)
def test_a_wholly_unreliable_guarantor_never_and_a_wholly_reliable_one_always_comes(draw):
    assert honour(draw, 0.0) is False
    assert honour(draw, 1.0) is True


# drift


@pytest.mark.parametrize(
    ("reliability", "sd", "draw", "expected"),
    [
        (0.5, 1.0, 0.5, 0.5),
        (0.5, 1.0, PHI_OF_ONE, share(1.0)),
        (0.8, math.log(4), 1 - PHI_OF_ONE, 0.5),  # odds of 4 divided by 4
        (0.3, 0.0, 0.99, 0.3),
        (0.0, 1.0, 0.99, 0.0),
        (1.0, 1.0, 0.01, 1.0),
    ],
)
def test_the_drift_of_reliability(reliability, sd, draw, expected):
    assert drift(reliability, sd, draw) == pytest.approx(expected, abs=LOGIT_ERROR)


@repeatable
@given(reliability=inner, sd=st.floats(0, 2), a=draws, b=draws)
def test_drift_follows_the_draw_and_keeps_a_share(reliability, sd, a, b):
    low, high = sorted((a, b))
    assert (
        0.0 <= drift(reliability, sd, low) <= drift(reliability, sd, high) + LOGIT_ERROR <= 1.0 + LOGIT_ERROR
    )


@repeatable
@given(reliability=inner, sd=st.floats(0, 2), draw=draws)
def test_a_step_and_the_opposite_step_cancel(reliability, sd, draw):
    # Logits reach 4.6 + 2 x 4.9 = 14.4, where a share is known to 2^-53 / exp(-14.4), about 2e-10 of a logit.
    assert drift(drift(reliability, sd, draw), sd, 1 - draw) == pytest.approx(reliability, abs=1e-9)


@repeatable
@given(reliability=shares, draw=draws)
def test_a_walk_of_no_width_goes_nowhere(reliability, draw):
    assert drift(reliability, 0.0, draw) == reliability


@repeatable
@given(sd=st.floats(0, 5), draw=draws)
def test_what_is_certain_does_not_drift(sd, draw):
    assert drift(0.0, sd, draw) == 0.0
    assert drift(1.0, sd, draw) == 1.0


# share_forgotten, forgotten


@pytest.mark.parametrize(
    ("rate", "years", "expected"),
    [(0.05, 0.0, 0.0), (math.log(2), 1.0, 0.5), (math.log(2), 2.0, 0.75), (0.1, 10.0, 1 - 1 / math.e)],
)
def test_the_share_forgotten(rate, years, expected):
    assert share_forgotten(rate, years) == pytest.approx(expected, abs=2 * ROUNDING)


@repeatable
@given(rate=st.floats(0, 5), years=st.floats(0, 10), more=st.floats(0, 10))
def test_more_is_forgotten_in_more_time_but_never_more_than_all(rate, years, more):
    assert (
        0.0
        <= share_forgotten(rate, years)
        <= share_forgotten(rate, years + more) + ROUNDING
        <= 1.0 + ROUNDING
    )


@repeatable
@given(years=st.floats(0, 100))
def test_without_forgetting_nothing_is_forgotten(years):
    assert share_forgotten(0.0, years) == 0.0


@pytest.mark.parametrize(
    ("parameter", "prior", "share", "expected"),
    [(5.0, 3.0, 0.5, 4.0), (5.0, 3.0, 0.0, 5.0), (5.0, 3.0, 1.0, 3.0), (2.0, 6.0, 0.25, 3.0)],
)
def test_a_belief_returns_to_its_prior(parameter, prior, share, expected):
    assert forgotten(parameter, prior, share) == expected


@repeatable
@given(parameter=st.floats(0, 100), prior=st.floats(0, 100), part=shares)
def test_a_belief_never_overshoots_its_prior(parameter, prior, part):
    low, high = sorted((parameter, prior))
    # Numbers up to 100 are rounded by 2^-47.
    assert low - 2**-46 <= forgotten(parameter, prior, part) <= high + 2**-46


@repeatable
@given(parameter=st.floats(0, 100), prior=st.floats(0, 100), rate=st.floats(0, 2), years=st.floats(0, 5))
def test_forgetting_in_two_halves_is_forgetting_once(parameter, prior, rate, years):
    half, whole = share_forgotten(rate, years / 2), share_forgotten(rate, years)
    twice = forgotten(forgotten(parameter, prior, half), prior, half)
    assert twice == pytest.approx(forgotten(parameter, prior, whole), abs=1e-12)  # numbers up to 100


@repeatable
@given(parameter=st.floats(0, 100), prior=st.floats(0, 100))
def test_a_belief_that_forgets_nothing_stays(parameter, prior):
    assert forgotten(parameter, prior, 0.0) == parameter


# trend_brought


@pytest.mark.parametrize(
    ("force", "help_sent", "capability", "force_trend", "material_trend", "expected"),
    [
        (True, False, 0.5, 0.4, 0.05, 0.2),
        (True, True, 0.5, 0.4, 0.05, 0.2),  # force is not added to material support
        (False, True, 0.5, 0.4, 0.05, 0.05),
        (False, False, 0.5, 0.4, 0.05, 0.0),
    ],
)
def test_what_an_answer_brings_to_the_trend(
    force, help_sent, capability, force_trend, material_trend, expected
):
    assert trend_brought(force, help_sent, capability, force_trend, material_trend) == pytest.approx(
        expected, rel=ROUNDING
    )


@repeatable
@given(capability=shares, more=shares, force_trend=st.floats(0, 3), material_trend=st.floats(0, 3))
def test_force_bends_the_trend_by_capability_and_help_does_not(capability, more, force_trend, material_trend):
    low, high = sorted((capability, more))
    with_less = trend_brought(True, False, low, force_trend, material_trend)
    assert 0.0 <= with_less <= trend_brought(True, False, high, force_trend, material_trend) <= force_trend
    assert trend_brought(False, True, low, force_trend, material_trend) == material_trend


@repeatable
@given(force_trend=st.floats(0, 3), material_trend=st.floats(0, 3))
def test_one_without_capability_brings_nothing_by_force_and_one_who_does_not_answer_nothing_at_all(
    force_trend, material_trend
):
    assert trend_brought(True, False, 0.0, force_trend, material_trend) == 0.0
    assert trend_brought(False, False, 1.0, force_trend, material_trend) == 0.0
