"""Temptation, renewed attack, escalation and backing down."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.leadership import attack_chance, back_down_chance, escalation_chance, gross_temptation

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
values = st.floats(-2, 2)
shares = st.floats(0, 1)
noises = st.floats(0.01, 5)
FEW_ROUNDINGS = 4e-15
CHANCE_ERROR = 1e-13
"""A logit of up to 400 is rounded by up to 2^-44; a chance moves by at most a quarter of it."""


def chance(logit):
    return 1 / (1 + math.exp(-logit))


# gross_temptation


@pytest.mark.parametrize(
    ("war", "exposed", "utility", "frailty", "resentment", "duress", "expected"),
    [
        (0.5, 0.0, 0.5, 0.0, 0.5, 0.0, 0.0),
        (0.4, 0.1, 0.7, 0.0, 0.5, 0.0, -0.2),
        (0.4, 0.1, 0.7, 0.45, 0.5, 0.1, 0.30),  # -.2 + .45 + .05
        (-0.3, 0.0, 0.6, -0.2, 0.0, 1.0, -1.1),
    ],
)
def test_what_a_breach_would_gain_if_nobody_came(
    war, exposed, utility, frailty, resentment, duress, expected
):
    found = gross_temptation(war, exposed, utility, frailty, resentment, duress)
    assert found == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(war=values, exposed=shares, utility=values, frailty=values, duress=shares, more=st.floats(0, 1))
def test_a_good_war_exposure_frailty_and_duress_tempt_and_good_terms_do_not(
    war, exposed, utility, frailty, duress, more
):
    base = gross_temptation(war, exposed, utility, frailty, 0.5, duress)
    for raised in (
        gross_temptation(war + more, exposed, utility, frailty, 0.5, duress),
        gross_temptation(war, exposed + more, utility, frailty, 0.5, duress),
        gross_temptation(war, exposed, utility - more, frailty, 0.5, duress),
        gross_temptation(war, exposed, utility, frailty + more, 0.5, duress),
    ):
        assert raised - base == pytest.approx(more, abs=FEW_ROUNDINGS)
    under_duress = gross_temptation(war, exposed, utility, frailty, 0.5, duress + more)
    assert under_duress - base == pytest.approx(more / 2, abs=FEW_ROUNDINGS)


@repeatable
@given(war=values, utility=values, duress=shares)
def test_without_exposure_frailty_and_resentment_only_war_against_terms_counts(war, utility, duress):
    assert gross_temptation(war, 0.0, utility, 0.0, 0.0, duress) == war - utility


# attack_chance


@pytest.mark.parametrize(
    ("rate", "temptation", "noise", "expected"),
    [
        (0.25, 0.0, 0.12, 0.125),
        (0.25, 0.12, 0.12, 0.25 * chance(1.0)),
        (0.2, -0.24, 0.12, 0.2 * chance(-2.0)),
        (0.0, 5.0, 0.1, 0.0),
    ],
)
def test_the_chance_of_an_attack_in_a_round(rate, temptation, noise, expected):
    assert attack_chance(rate, temptation, noise) == pytest.approx(expected, abs=CHANCE_ERROR)


@repeatable
@given(rate=shares, temptation=values, more=st.floats(0, 1), noise=noises)
def test_the_chance_of_an_attack_grows_with_temptation_up_to_the_rate(rate, temptation, more, noise):
    before = attack_chance(rate, temptation, noise)
    assert (
        0.0 <= before <= attack_chance(rate, temptation + more, noise) + CHANCE_ERROR <= rate + CHANCE_ERROR
    )


def test_without_noise_attack_is_a_threshold_and_under_endless_noise_half_the_rate():
    assert (attack_chance(0.25, 0.01, 1e-4), attack_chance(0.25, -0.01, 1e-4)) == (0.25, 0.0)
    assert attack_chance(0.25, 1.0, 1e12) == pytest.approx(0.125, abs=1e-12)


# escalation_chance


@pytest.mark.parametrize(
    ("temptation", "anger", "noise", "calming", "commission", "expected"),
    [
        (-0.1, 0.1, 0.12, 0.3, 0.0, 0.5),
        (-0.1, 0.1, 0.12, 0.3, 1.0, 0.35),
        (-0.1, 0.1, 0.12, 0.3, 0.5, 0.425),
        (0.02, 0.1, 0.12, 0.0, 1.0, chance(1.0)),
        (-0.34, 0.1, 0.12, 1.0, 0.5, 0.5 * chance(-2.0)),
    ],
)
def test_the_chance_of_escalating_in_a_crisis(temptation, anger, noise, calming, commission, expected):
    found = escalation_chance(temptation, anger, noise, calming, commission)
    assert found == pytest.approx(expected, abs=CHANCE_ERROR)


@repeatable
@given(temptation=values, anger=shares, noise=noises, calming=shares, commission=shares, more=shares)
def test_anger_escalates_and_a_joint_commission_calms(temptation, anger, noise, calming, commission, more):
    base = escalation_chance(temptation, anger, noise, calming, commission)
    assert 0.0 <= base <= 1.0
    assert escalation_chance(temptation, anger + more, noise, calming, commission) >= base - CHANCE_ERROR
    calmer = max(commission, more)
    assert escalation_chance(temptation, anger, noise, calming, calmer) <= base + CHANCE_ERROR


@repeatable
@given(temptation=values, anger=shares, noise=noises, calming=shares)
def test_without_a_commission_its_power_to_calm_does_not_matter(temptation, anger, noise, calming):
    without = escalation_chance(temptation, anger, noise, calming, 0.0)
    assert without == escalation_chance(temptation, anger, noise, 0.0, 1.0)
    assert escalation_chance(temptation, anger, noise, 1.0, 1.0) == 0.0


# back_down_chance


@pytest.mark.parametrize(
    ("gross", "expected_loss", "suffered", "noise", "found"),
    [
        (0.3, 0.3, 0.3, 0.1, 0.0),  # just what it expected
        (0.3, 0.3, 0.0, 0.1, 0.0),  # nobody came
        (0.3, 0.3, 0.4, 0.1, 1 - 2 * chance(-1.0)),  # ordered at even odds, now at -1
        (0.3, 0.1, 0.5, 0.1, 1 - chance(-2.0) / chance(2.0)),
        (0.0, 0.0, 100.0, 0.1, 1.0),
        (0.0, 0.5, 1.0, 0.1, 1 - chance(-10.0) / chance(-5.0)),  # a rare attack, and worse than expected
        (-100.0, 0.0, 0.5, 0.1, 0.0),  # it would never have ordered the attack
    ],
)
def test_the_chance_of_breaking_off(gross, expected_loss, suffered, noise, found):
    assert back_down_chance(gross, expected_loss, suffered, noise) == pytest.approx(found, abs=CHANCE_ERROR)


@repeatable
@given(gross=values, expected=st.floats(0, 2), suffered=st.floats(0, 2), more=st.floats(0, 2), noise=noises)
def test_breaking_off_grows_with_who_came_and_falls_with_who_was_expected(
    gross, expected, suffered, more, noise
):
    base = back_down_chance(gross, expected, suffered, noise)
    # The ratio of two small chances is as exact as their logits: 400 x 2^-53 of a ratio that is cut at 1.
    assert 0.0 <= base <= 1.0
    assert back_down_chance(gross, expected, suffered + more, noise) >= base - CHANCE_ERROR
    if gross - expected - more > -30 * noise:
        assert back_down_chance(gross, expected + more, suffered, noise) <= base + CHANCE_ERROR


@repeatable
@given(gross=values, expected=st.floats(0, 2), noise=noises)
def test_who_faces_no_more_than_it_expected_never_breaks_off(gross, expected, noise):
    assert back_down_chance(gross, expected, expected, noise) == 0.0
    assert back_down_chance(gross, expected, 0.0, noise) == 0.0


@repeatable
@given(gross=st.floats(-0.5, 0.5), expected=shares, suffered=shares)
def test_an_attack_ordered_and_not_broken_off_is_one_ordered_in_full_knowledge(gross, expected, suffered):
    noise = 0.2
    ordered = attack_chance(1.0, gross - expected, noise)
    goes_on = 1 - back_down_chance(gross, expected, suffered, noise)
    knowing = attack_chance(1.0, gross - suffered, noise)
    assert ordered * goes_on == pytest.approx(min(ordered, knowing), abs=CHANCE_ERROR)


def test_under_endless_noise_who_came_changes_nothing():
    assert back_down_chance(0.3, 0.0, 1.0, 1e12) == pytest.approx(0.0, abs=1e-12)
