"""Incidents along the front: laxity, retaliation, monitors, spoilers and crises."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.incidents import (
    background,
    branching,
    crisis_chance,
    fire,
    intensity,
    laxity_growth,
    perceive,
    provocation_chance,
    recent_incidents,
    recommit,
    retaliate,
    sector_share,
    slacken,
)

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
shares = st.floats(0, 1)
counts = st.floats(0, 1e4)
draws = st.integers(0, 2**52 - 1).map(lambda k: (k + 0.5) * 2.0**-52)
FEW_ROUNDINGS = 4e-15
"""Relative: a dozen operations, each rounded by 2^-53."""


# sector_share


@pytest.mark.parametrize(
    ("hot", "n_hot", "n_sectors", "hotspot_share", "expected"),
    [
        (True, 1.0, 4.0, 0.76, 0.76),
        (False, 1.0, 4.0, 0.76, 0.08),  # .24 / 3
        (True, 2.0, 4.0, 0.76, 0.38),
        (False, 2.0, 4.0, 0.76, 0.12),
        (False, 0.0, 4.0, 0.76, 0.25),  # no hotspots: even
        (True, 4.0, 4.0, 0.76, 0.25),  # nothing but hotspots: even
    ],
)
def test_the_share_of_a_sector(hot, n_hot, n_sectors, hotspot_share, expected):
    assert sector_share(hot, n_hot, n_sectors, hotspot_share) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(n_sectors=st.integers(1, 64), part=shares, hotspot_share=shares)
def test_the_shares_of_all_sectors_sum_to_one(n_sectors, part, hotspot_share):
    n_hot = round(part * n_sectors)
    total = n_hot * sector_share(True, n_hot, n_sectors, hotspot_share)
    total += (n_sectors - n_hot) * sector_share(False, n_hot, n_sectors, hotspot_share)
    assert total == pytest.approx(1.0, rel=FEW_ROUNDINGS)


@repeatable
@given(n_sectors=st.integers(2, 64))
def test_hotspots_with_their_even_share_are_none(n_sectors):
    hot, calm = (sector_share(is_hot, 1.0, n_sectors, 1 / n_sectors) for is_hot in (True, False))
    assert hot == pytest.approx(calm, rel=1e-13)  # 1 - 1/64 loses up to six bits


# background


@pytest.mark.parametrize(
    ("per_km_day", "length", "share", "blur", "blur_effect", "zone", "scale", "expected"),
    [
        (1.0, 1000.0, 1.0, 0.0, 0.5, 0.0, 5.0, 3500.0),  # 7000 a week, half of it each side's
        (0.5, 1000.0, 0.2, 0.0, 0.5, 0.0, 5.0, 350.0),
        (0.5, 1000.0, 0.2, 1.0, 0.5, 0.0, 5.0, 525.0),
        (0.5, 1000.0, 0.2, 0.5, 0.5, 0.0, 5.0, 437.5),
        (0.5, 1000.0, 0.2, 0.0, 0.5, 5.0, 5.0, 350 / math.e),
        (0.5, 1000.0, 0.2, 0.0, 0.5, 10.0, 5.0, 350 / math.e**2),
    ],
)
def test_the_background_of_a_unit(per_km_day, length, share, blur, blur_effect, zone, scale, expected):
    found = background(per_km_day, length, share, blur, blur_effect, zone, scale)
    assert found == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(share=shares, blur=shares, zone=st.floats(0, 50), more=st.floats(0, 50))
def test_a_wider_zone_calms_and_a_blurred_line_stirs(share, blur, zone, more):
    base = background(1.0, 500.0, share, blur, 0.5, zone, 5.0)
    assert base >= 0.0
    assert background(1.0, 500.0, share, blur, 0.5, zone + more, 5.0) <= base * (1 + FEW_ROUNDINGS)
    blurrier = min(1.0, blur + more)
    assert background(1.0, 500.0, share, blurrier, 0.5, zone, 5.0) >= base * (1 - FEW_ROUNDINGS)


@repeatable
@given(per_km_day=st.floats(0, 20), length=st.floats(1, 2000), share=shares, effect=st.floats(0, 5))
def test_on_a_clear_line_without_a_zone_the_background_is_plain_arithmetic(per_km_day, length, share, effect):
    found = background(per_km_day, length, share, 0.0, effect, 0.0, 5.0)
    assert found == pytest.approx(per_km_day * length * share * 3.5, rel=FEW_ROUNDINGS, abs=1e-300)


# intensity


@pytest.mark.parametrize(
    ("rate", "laxity", "retaliation", "expected"),
    [(100.0, 0.1, 0.0, 10.0), (100.0, 0.1, 5.0, 15.0), (100.0, 1.0, 5.0, 105.0)],
)
def test_the_mean_of_a_units_week(rate, laxity, retaliation, expected):
    assert intensity(rate, laxity, retaliation) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(rate=counts, a=shares, b=shares, retaliation=counts)
def test_laxity_and_retaliation_add_incidents(rate, a, b, retaliation):
    low, high = sorted((a, b))
    assert retaliation <= intensity(rate, low, retaliation) <= intensity(rate, high, retaliation)
    assert intensity(rate, low, retaliation + 1) > intensity(rate, low, retaliation)


@repeatable
@given(rate=counts, retaliation=counts)
def test_perfect_restraint_leaves_only_retaliation(rate, retaliation):
    assert intensity(rate, 0.0, retaliation) == retaliation
    assert intensity(rate, 1.0, 0.0) == rate


# fire


@pytest.mark.parametrize(
    ("draw", "mean", "expected"),
    # At a mean of ln 2 the chances of at most 0, 1, 2 are .5, .8466, .9667.
    [
        (0.49, math.log(2), 0),
        (0.51, math.log(2), 1),
        (0.84, math.log(2), 1),
        (0.85, math.log(2), 2),
        (0.99, 0.0, 0),
    ],
)
def test_the_incidents_of_a_week(draw, mean, expected):
    assert fire(draw, mean) == expected


@repeatable
@given(draw=draws.filter(lambda u: u < 1 - 1e-13), a=counts, b=counts)
def test_the_same_draw_gives_more_incidents_at_a_higher_mean(draw, a, b):
    low, high = sorted((a, b))
    assert 0.0 <= fire(draw, low) <= fire(draw, high)
    assert fire(draw, low).is_integer()


@repeatable
@given(draw=draws)
def test_a_unit_with_no_cause_does_not_fire(draw):
    assert fire(draw, 0.0) == 0.0


def test_a_large_mean_is_the_median():
    # The median of a Poisson lies between mean - ln 2 and mean + 1/3 (Choi 1994).
    assert 9999 <= fire(0.5, 10_000.0) <= 10_000


# perceive


@pytest.mark.parametrize(
    ("enemy", "own", "attributed", "forgiveness", "misattribution", "expected"),
    [
        (10.0, 4.0, False, 0.5, 0.1, 10.4),
        (10.0, 4.0, True, 0.5, 0.1, 5.0),
        (10.0, 4.0, True, 1.0, 0.1, 0.0),
        (0.0, 4.0, False, 0.5, 0.25, 1.0),
        (0.0, 4.0, True, 0.5, 0.25, 0.0),
    ],
)
def test_what_a_unit_believes_it_suffered(enemy, own, attributed, forgiveness, misattribution, expected):
    found = perceive(enemy, own, attributed, forgiveness, misattribution)
    assert found == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(enemy=counts, own=counts, forgiveness=shares, misattribution=shares)
def test_attribution_never_makes_a_unit_feel_more_attacked(enemy, own, forgiveness, misattribution):
    with_monitors = perceive(enemy, own, True, forgiveness, misattribution)
    assert 0.0 <= with_monitors <= perceive(enemy, own, False, forgiveness, misattribution)


@repeatable
@given(enemy=counts, own=counts)
def test_without_forgiveness_or_confusion_a_unit_sees_what_happened(enemy, own):
    assert perceive(enemy, own, True, 0.0, 0.7) == enemy
    assert perceive(enemy, own, False, 0.7, 0.0) == enemy


# retaliate


@pytest.mark.parametrize(
    ("current", "memory", "norm", "here", "beside", "contagion", "cap", "expected"),
    [
        (8.0, 4.0, 0.6, 0.0, 0.0, 0.1, 5000.0, 6.0),  # three quarters remain
        (8.0, 4.0, 0.6, 20.0, 0.0, 0.1, 5000.0, 9.0),  # + .25 x .6 x 20
        (8.0, 4.0, 0.6, 20.0, 40.0, 0.1, 5000.0, 9.6),  # + .25 x .6 x 4
        (8.0, 1.0, 0.5, 20.0, 0.0, 0.1, 5000.0, 10.0),  # nothing remains
        (8.0, 4.0, 0.6, 20.0, 0.0, 0.1, 7.0, 7.0),
        (8.0, 4.0, 0.0, 20.0, 9.0, 0.1, 5000.0, 6.0),
    ],
)
def test_the_answer_of_a_unit(current, memory, norm, here, beside, contagion, cap, expected):
    found = retaliate(current, memory, norm, here, beside, contagion, cap)
    assert found == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(
    current=counts, memory=st.floats(1, 520), norm=st.floats(0, 3), here=counts, beside=counts, more=counts
)
def test_what_a_unit_suffers_and_its_norm_raise_its_answer_up_to_the_cap(
    current, memory, norm, here, beside, more
):
    cap = 5000.0
    base = retaliate(current, memory, norm, here, beside, 0.1, cap)
    almost = base * (1 - FEW_ROUNDINGS)
    assert 0.0 <= base <= cap
    assert almost <= retaliate(current, memory, norm, here + more, beside, 0.1, cap) <= cap
    assert almost <= retaliate(current, memory, norm, here, beside + more, 0.1, cap) <= cap
    assert almost <= retaliate(current, memory, norm + 0.1, here, beside, 0.1, cap) <= cap


@repeatable
@given(memory=st.floats(1, 520), norm=st.floats(0, 3), here=st.floats(0, 1000))
def test_under_steady_fire_the_answer_settles_at_the_norm(memory, norm, here):
    steady = norm * here
    assert retaliate(steady, memory, norm, here, 0.0, 0.0, 1e9) == pytest.approx(
        steady, rel=FEW_ROUNDINGS, abs=1e-300
    )


@repeatable
@given(current=counts, memory=st.floats(1, 520), weeks=st.integers(1, 20))
def test_without_incidents_the_answer_decays_by_a_power_law_of_weeks(current, memory, weeks):
    left = current
    for _ in range(weeks):
        left = retaliate(left, memory, 0.6, 0.0, 0.0, 0.1, 1e9)
    assert left == pytest.approx(current * (1 - 1 / memory) ** weeks, rel=1e-12, abs=1e-300)


# branching


@pytest.mark.parametrize(
    ("norm", "forgiveness", "misattribution", "attributed", "contagion", "expected"),
    [
        (0.6, 0.5, 0.1, 0.0, 0.0, 0.66),
        (0.6, 0.5, 0.1, 1.0, 0.0, 0.30),
        (0.6, 0.5, 0.1, 0.5, 0.0, 0.48),  # .6 x (1 - .25 + .05)
        (0.6, 0.5, 0.1, 0.5, 0.1, 0.576),
        (0.6, 0.0, 0.0, 0.3, 0.0, 0.60),
    ],
)
def test_the_branching_ratio(norm, forgiveness, misattribution, attributed, contagion, expected):
    found = branching(norm, forgiveness, misattribution, attributed, contagion)
    assert found == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(norm=st.floats(0, 3), forgiveness=shares, confusion=shares, a=shares, b=shares, contagion=shares)
def test_attribution_lowers_and_contagion_raises_the_branching_ratio(
    norm, forgiveness, confusion, a, b, contagion
):
    low, high = sorted((a, b))
    base = branching(norm, forgiveness, confusion, low, contagion)
    assert branching(norm, forgiveness, confusion, high, contagion) <= base * (1 + FEW_ROUNDINGS)
    assert branching(norm, forgiveness, confusion, low, contagion + 0.1) >= base


@repeatable
@given(norm=st.floats(0, 3), attributed=shares)
def test_without_forgiveness_confusion_and_contagion_branching_is_the_norm(norm, attributed):
    assert branching(norm, 0.0, 0.0, attributed, 0.0) == norm


# laxity: laxity_growth, slacken, recommit


@pytest.mark.parametrize(
    ("growth", "detection", "restraint", "commission", "commission_restraint", "expected"),
    [
        (0.16, 0.0, 0.5, 0.0, 0.5, 0.16),
        (0.16, 1.0, 0.5, 0.0, 0.5, 0.08),
        (0.16, 0.5, 0.5, 0.0, 0.5, 0.12),
        (0.16, 0.5, 0.5, 1.0, 0.5, 0.06),
        (0.16, 1.0, 1.0, 0.0, 0.5, 0.0),
    ],
)
def test_the_growth_of_laxity(growth, detection, restraint, commission, commission_restraint, expected):
    found = laxity_growth(growth, detection, restraint, commission, commission_restraint)
    assert found == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(growth=shares, detection=shares, restraint=shares, commission=shares, holds=shares, more=shares)
def test_monitors_and_a_commission_slow_laxity(growth, detection, restraint, commission, holds, more):
    base = laxity_growth(growth, detection, restraint, commission, holds)
    assert 0.0 <= base <= growth
    above = base * (1 + FEW_ROUNDINGS)
    assert laxity_growth(growth, max(detection, more), restraint, commission, holds) <= above
    assert laxity_growth(growth, detection, restraint, max(commission, more), holds) <= above


@repeatable
@given(growth=shares, restraint=shares, holds=shares)
def test_without_monitors_and_commission_laxity_grows_unhindered(growth, restraint, holds):
    assert laxity_growth(growth, 0.0, restraint, 0.0, holds) == growth


@pytest.mark.parametrize(
    ("laxity", "growth", "expected"),
    [(0.1, 0.5, 0.15), (0.8, 0.25, 1.0), (0.8, 0.5, 1.0), (1.0, 0.1, 1.0), (0.3, 0.0, 0.3)],
)
def test_laxity_after_a_round(laxity, growth, expected):
    assert slacken(laxity, growth) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(laxity=st.floats(0.001, 1), growth=shares, rounds=st.integers(1, 30))
def test_laxity_grows_like_compound_interest_until_nothing_is_held_back(laxity, growth, rounds):
    found = laxity
    for _ in range(rounds):
        assert found <= (found := slacken(found, growth)) <= 1.0
    assert found == pytest.approx(min(1.0, laxity * (1 + growth) ** rounds), rel=1e-13)  # 60 roundings


@repeatable
@given(laxity=shares)
def test_without_growth_an_order_stays_as_strict(laxity):
    assert slacken(laxity, 0.0) == laxity


@pytest.mark.parametrize(
    ("laxity", "fresh", "commission", "expected"),
    [(0.9, 0.1, 0.0, 0.9), (0.9, 0.1, 1.0, 0.1), (0.9, 0.1, 0.5, 0.5), (0.1, 0.1, 0.7, 0.1)],
)
def test_laxity_after_a_contained_crisis(laxity, fresh, commission, expected):
    assert recommit(laxity, fresh, commission) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(laxity=shares, fresh=shares, commission=shares)
def test_a_renewed_order_lies_between_the_old_and_a_fresh_one(laxity, fresh, commission):
    low, high = sorted((laxity, fresh))
    assert low - FEW_ROUNDINGS <= recommit(laxity, fresh, commission) <= high + FEW_ROUNDINGS
    assert recommit(laxity, fresh, 0.0) == laxity


# crisis_chance


@pytest.mark.parametrize(
    ("severity", "incidents", "calming", "attributed", "expected"),
    [
        (0.0, 1000.0, 0.5, 0.5, 0.0),
        (2e-5, 0.0, 0.5, 0.5, 0.0),
        (math.log(2) / 100, 100.0, 0.0, 1.0, 0.5),
        (math.log(2) / 100, 100.0, 1.0, 0.0, 0.5),
        (math.log(2) / 100, 100.0, 1.0, 1.0, 0.0),
        (math.log(2) / 100, 400.0, 0.5, 0.5, 0.875),
        (2e-5, 50_000.0, 0.0, 0.0, 1 - 1 / math.e),
        (1.0, 1e6, 0.5, 0.5, 1.0),
    ],
)
def test_the_chance_of_a_crisis(severity, incidents, calming, attributed, expected):
    assert crisis_chance(severity, incidents, calming, attributed) == pytest.approx(expected, abs=4e-16)


@repeatable
@given(severity=shares, incidents=counts, calming=shares, attributed=shares, more=shares)
def test_monitors_who_attribute_avert_crises(severity, incidents, calming, attributed, more):
    attributed, better = sorted((attributed, more))
    watched = crisis_chance(severity, incidents, calming, better)
    assert 0.0 <= watched <= crisis_chance(severity, incidents, calming, attributed) + 4e-16


@repeatable
@given(severity=shares, incidents=counts, more=counts)
def test_more_incidents_make_a_crisis_likelier(severity, incidents, more):
    fewer = crisis_chance(severity, incidents, 0.5, 0.5)
    assert 0.0 <= fewer <= crisis_chance(severity, incidents + more, 0.5, 0.5) + 4e-16
    assert fewer <= 1.0


@repeatable
@given(severity=st.floats(0, 1e-3), a=counts, b=counts)
def test_two_weeks_without_a_crisis_are_one_week_of_both_incidents(severity, a, b):
    apart = (1 - crisis_chance(severity, a, 0.3, 0.6)) * (1 - crisis_chance(severity, b, 0.3, 0.6))
    assert 1 - crisis_chance(severity, a + b, 0.3, 0.6) == pytest.approx(apart, abs=1e-14)


def test_a_rare_crisis_is_proportional_to_incidents():
    # To second order, (2e-8 x 100)^2 / 2, and a rounding of 1 by 2^-53.
    assert crisis_chance(2e-8, 100.0, 0.0, 0.0) == pytest.approx(2e-6, abs=2.1e-12)


# provocation_chance


@pytest.mark.parametrize(
    ("monthly", "surge", "near_signing", "expected"),
    [
        (0.02, 2.0, False, 0.02),
        (0.02, 2.0, True, 0.04),
        (0.7, 2.0, True, 1.0),
        (0.02, 0.5, True, 0.01),
        (0.0, 9.0, True, 0.0),
    ],
)
def test_the_chance_of_a_provocation(monthly, surge, near_signing, expected):
    assert provocation_chance(monthly, surge, near_signing) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(monthly=shares, surge=st.floats(1, 20), near=st.booleans())
def test_spoilers_are_no_calmer_near_signing_and_a_chance_stays_a_chance(monthly, surge, near):
    assert monthly <= provocation_chance(monthly, surge, True) <= 1.0
    assert provocation_chance(monthly, surge, False) == monthly
    assert provocation_chance(monthly, 1.0, near) == monthly


# recent_incidents


@pytest.mark.parametrize(
    ("average", "incidents", "weeks", "window", "expected"),
    [
        (0.0, 26.0, 1.0, 13.0, 26.0),
        (26.0, 0.0, 2.0, 13.0, 13.0),
        (10.0, 36.0, 13.0, 13.0, 12.0),
        (10.0, 36.0, 400.0, 13.0, 12.0),
    ],
)
def test_incidents_averaged_over_a_window(average, incidents, weeks, window, expected):
    assert recent_incidents(average, incidents, weeks, window) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(weekly=st.lists(counts, min_size=1, max_size=13))
def test_a_young_ceasefire_has_the_plain_average_of_its_weeks(weekly):
    average = 0.0
    for week, incidents in enumerate(weekly, start=1):
        average = recent_incidents(average, incidents, float(week), 13.0)
    assert average == pytest.approx(sum(weekly) / len(weekly), rel=1e-13, abs=1e-9)


@repeatable
@given(average=counts, incidents=counts, weeks=st.integers(1, 500))
def test_an_average_lies_between_what_it_was_and_this_week(average, incidents, weeks):
    low, high = sorted((average, incidents))
    found = recent_incidents(average, incidents, float(weeks), 13.0)
    assert low * (1 - FEW_ROUNDINGS) - 1e-11 <= found <= high * (1 + FEW_ROUNDINGS) + 1e-11


@repeatable
@given(steady=counts, weeks=st.integers(1, 500))
def test_a_steady_front_averages_to_itself(steady, weeks):
    assert recent_incidents(steady, steady, float(weeks), 13.0) == steady
