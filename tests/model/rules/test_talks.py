"""Coming to the table, drafting, judging a draft and accepting it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.talks import (
    acceptance,
    aspiration,
    compliance,
    deal_value,
    draft_term,
    gives_enough,
    happens,
    nearer,
    readiness,
    tilt_moved,
    within_red_lines,
)

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
shares = st.floats(0, 1)
values = st.floats(-2, 2)
lines = st.one_of(shares, st.just(-1.0))
FEW_ROUNDINGS = 2e-15
"""A handful of operations on numbers of up to about 4, each rounded by 2^-53 of its size."""
CHANCE_ERROR = 1e-13
"""A logit of up to 1000 is rounded by up to 2^-44; a chance moves by at most a quarter of it."""


def chance(logit):
    return 1 / (1 + math.exp(-logit))


# readiness


@pytest.mark.parametrize(
    ("base", "per_pain", "pain", "per_stillness", "still", "push", "expected"),
    [
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5),
        (-2.5, 6.0, 0.25, 1.0, 1.0, 0.0, 0.5),  # -2.5 + 1.5 + 1
        (-2.5, 6.0, 0.15, 1.0, 0.6, 0.5, chance(-0.5)),  # -2.5 + .9 + .6 + .5
        (-2.5, 6.0, 0.0, 1.0, 0.0, 0.0, chance(-2.5)),
        (-2.5, 0.0, 9.0, 0.0, 9.0, 40.0, 1.0),
    ],
)
def test_readiness_to_talk(base, per_pain, pain, per_stillness, still, push, expected):
    found = readiness(base, per_pain, pain, per_stillness, still, push)
    assert found == pytest.approx(expected, abs=CHANCE_ERROR)


@repeatable
@given(pain=st.floats(0, 2), more=st.floats(0, 2), still=shares, push=st.floats(0, 5), base=st.floats(-10, 5))
def test_pain_stalemate_and_mediators_make_parties_readier(pain, more, still, push, base):
    before = readiness(base, 6.0, pain, 1.0, still, push)
    assert 0.0 <= before <= 1.0
    assert readiness(base, 6.0, pain + more, 1.0, still, push) >= before - CHANCE_ERROR
    assert readiness(base, 6.0, pain, 1.0, still + more, push) >= before - CHANCE_ERROR
    assert readiness(base, 6.0, pain, 1.0, still, push + more) >= before - CHANCE_ERROR


@repeatable
@given(base=st.floats(-10, 10), pain=st.floats(0, 2), still=shares)
def test_without_effects_and_mediators_only_the_base_counts(base, pain, still):
    assert readiness(base, 0.0, pain, 0.0, still, 0.0) == pytest.approx(chance(base), abs=CHANCE_ERROR)


# draft_term


@pytest.mark.parametrize(
    ("tilt", "weight_defender", "ideal_defender", "weight_challenger", "ideal_challenger", "expected"),
    [
        (0.5, 0.5, 1.0, 0.5, 0.0, 0.5),
        (0.5, 0.6, 1.0, 0.2, 0.0, 0.75),  # .3 / (.3 + .1): the issue goes to whom it matters more
        (0.25, 0.6, 1.0, 0.2, 0.0, 0.5),  # .15 / (.15 + .15)
        (0.8, 0.5, 0.9, 0.5, 0.4, 0.8),  # (.4 x .9 + .1 x .4) / .5
        (1.0, 0.3, 0.7, 0.9, 0.1, 0.7),
        (0.0, 0.3, 0.7, 0.9, 0.1, 0.1),
        (0.5, 0.0, 1.0, 0.0, 0.5, 0.75),  # nobody cares: half way
        (1.0, 0.0, 1.0, 0.9, 0.0, 0.5),  # only who does not care is heard
    ],
)
def test_a_term_of_the_text(
    tilt, weight_defender, ideal_defender, weight_challenger, ideal_challenger, expected
):
    found = draft_term(tilt, weight_defender, ideal_defender, weight_challenger, ideal_challenger)
    assert found == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(tilt=shares, w_a=st.floats(0.01, 1), a=shares, w_b=st.floats(0.01, 1), b=shares)
def test_a_term_maximises_the_tilted_sum_of_quadratic_utilities(tilt, w_a, a, w_b, b):
    def tilted(term):
        return -tilt * w_a * (term - a) ** 2 - (1 - tilt) * w_b * (term - b) ** 2

    best = tilted(draft_term(tilt, w_a, a, w_b, b))
    assert best >= max(tilted(term) for term in np.linspace(0, 1, 101).tolist()) - FEW_ROUNDINGS


@repeatable
@given(tilt=shares, further=shares, w_a=shares, a=shares, w_b=shares, b=shares)
def test_a_term_lies_between_the_ideals_and_follows_the_tilt(tilt, further, w_a, a, w_b, b):
    term = draft_term(tilt, w_a, a, w_b, b)
    assert min(a, b) - FEW_ROUNDINGS <= term <= max(a, b) + FEW_ROUNDINGS
    if w_a > 0.001 and w_b > 0.001:
        tilted = draft_term(max(tilt, further), w_a, a, w_b, b)
        assert abs(tilted - a) <= abs(term - a) + FEW_ROUNDINGS


@repeatable
@given(tilt=st.floats(0.01, 0.99), w_a=st.floats(0.01, 1), a=shares, w_b=st.floats(0.01, 1), b=shares)
def test_the_text_is_the_same_whichever_side_comes_first(tilt, w_a, a, w_b, b):
    # 1 - (1 - tilt) may differ from the tilt by 2^-53, relative to at least .01.
    assert draft_term(1 - tilt, w_b, b, w_a, a) == pytest.approx(draft_term(tilt, w_a, a, w_b, b), abs=1e-13)


# within_red_lines


@pytest.mark.parametrize(
    ("term", "ideal_a", "red_a", "ideal_b", "red_b", "expected"),
    [
        (0.5, 1.0, -1.0, 0.0, -1.0, 0.5),  # no red lines
        (0.5, 1.0, 0.6, 0.0, -1.0, 0.6),  # the defender bears .6 to 1
        (0.5, 1.0, 0.4, 0.0, 0.45, 0.45),  # both bear .4 to .45
        (0.3, 1.0, 0.4, 0.0, 0.45, 0.4),
        (0.42, 1.0, 0.4, 0.0, 0.45, 0.42),
        (0.5, 1.0, 0.7, 0.0, 0.3, 0.5),  # no overlap: left as it is
        (0.9, 1.0, 0.5, 0.0, 0.5, 0.5),  # the overlap is one point
        (0.0, 1.0, 0.005, 0.0, -1.0, 0.005),  # a red line next to nought is one
        (0.2, 0.0, 0.4, 1.0, 0.3, 0.3),  # ideals the other way round: 0 to .4, and .3 to 1
    ],
)
def test_a_term_is_moved_to_what_both_could_bear(term, ideal_a, red_a, ideal_b, red_b, expected):
    assert within_red_lines(term, ideal_a, red_a, ideal_b, red_b) == expected


@repeatable
@given(term=shares, ideal_a=shares, red_a=lines, ideal_b=shares, red_b=lines)
def test_a_moved_term_is_borne_and_needs_no_second_move(term, ideal_a, red_a, ideal_b, red_b):
    moved = within_red_lines(term, ideal_a, red_a, ideal_b, red_b)
    assert within_red_lines(moved, ideal_a, red_a, ideal_b, red_b) == moved
    assert within_red_lines(term, ideal_b, red_b, ideal_a, red_a) == moved
    if moved != term:
        for ideal, red in ((ideal_a, red_a), (ideal_b, red_b)):
            assert red < 0 or min(ideal, red) <= moved <= max(ideal, red)


@repeatable
@given(term=shares, ideal_a=shares, ideal_b=shares)
def test_without_red_lines_no_term_moves(term, ideal_a, ideal_b):
    assert within_red_lines(term, ideal_a, -1.0, ideal_b, -1.0) == term


# nearer


@pytest.mark.parametrize(
    ("term", "best", "level", "expected"),
    [
        (0.6, 0.0, 0.5, 0.5),
        (0.2, 0.0, 0.5, 0.0),
        (0.25, 0.0, 0.5, 0.0),
        (0.25, 0.5, 0.0, 0.5),
        (1.0, 0.5, 1.0, 1.0),
    ],
)
def test_the_nearer_of_two_levels(term, best, level, expected):
    assert nearer(term, best, level) == expected


@repeatable
@given(term=shares, levels=st.lists(shares, min_size=1, max_size=8))
def test_going_through_levels_finds_the_nearest(term, levels):
    best = levels[0]
    for level in levels:
        best = nearer(term, best, level)
    assert best == min(levels, key=lambda level: abs(level - term))


@repeatable
@given(level=shares, best=shares)
def test_a_term_on_a_level_stays(level, best):
    assert nearer(level, best, level) == level


# compliance


@pytest.mark.parametrize(
    ("deterrence", "war", "gain", "utility", "noise", "expected"),
    [
        (0.3, 0.5, 0.1, 0.3, 0.12, 0.5),  # .3 - (.5 + .1 - .3) = 0
        (0.42, 0.5, 0.1, 0.3, 0.12, chance(1.0)),
        (0.0, 0.5, 0.1, 0.36, 0.12, chance(-2.0)),  # -.24 / .12
        (0.0, 0.2, 0.0, 0.8, 0.2, chance(3.0)),
    ],
)
def test_the_estimate_that_the_adversary_complies(deterrence, war, gain, utility, noise, expected):
    found = compliance(deterrence, war, gain, utility, noise)
    assert found == pytest.approx(expected, abs=CHANCE_ERROR)


@repeatable
@given(deterrence=st.floats(0, 2), war=values, gain=st.floats(0, 2), utility=values, more=st.floats(0, 1))
def test_guarantees_and_good_terms_raise_compliance_and_a_good_war_and_exposure_lower_it(
    deterrence, war, gain, utility, more
):
    base = compliance(deterrence, war, gain, utility, 0.12)
    assert 0.0 <= base <= 1.0
    assert compliance(deterrence + more, war, gain, utility, 0.12) >= base - CHANCE_ERROR
    assert compliance(deterrence, war, gain, utility + more, 0.12) >= base - CHANCE_ERROR
    assert compliance(deterrence, war + more, gain, utility, 0.12) <= base + CHANCE_ERROR
    assert compliance(deterrence, war, gain + more, utility, 0.12) <= base + CHANCE_ERROR


def test_compliance_without_noise_is_certain_and_under_endless_noise_a_coin():
    assert compliance(0.0, 0.5, 0.0, 0.6, 1e-4) == 1.0
    assert compliance(0.0, 0.6, 0.0, 0.5, 1e-4) == 0.0
    assert compliance(0.0, 0.6, 0.0, 0.5, 1e9) == pytest.approx(0.5, abs=1e-10)  # a logit of 1e-10


# deal_value


@pytest.mark.parametrize(
    ("complies", "utility", "war", "exposed", "leverage", "expected"),
    [
        (1.0, 0.7, 0.2, 0.1, 0.0, 0.7),
        (0.0, 0.7, 0.2, 0.1, 0.0, 0.1),
        (0.5, 0.7, 0.2, 0.1, 0.05, 0.45),  # .35 + .05 + .05
        (0.8, 0.5, -0.5, 0.2, 0.0, 0.26),  # .4 - .14
    ],
)
def test_the_value_of_a_deal(complies, utility, war, exposed, leverage, expected):
    assert deal_value(complies, utility, war, exposed, leverage) == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(
    complies=shares,
    more=shares,
    utility=values,
    war=values,
    exposed=st.floats(0, 2),
    leverage=st.floats(0, 1),
)
def test_a_deal_lies_between_its_terms_and_a_worse_war_and_trust_pulls_it_to_the_terms(
    complies, more, utility, war, exposed, leverage
):
    value = deal_value(complies, utility, war, exposed, leverage) - leverage
    low, high = sorted((utility, war - exposed))
    assert low - FEW_ROUNDINGS <= value <= high + FEW_ROUNDINGS
    trusted = deal_value(max(complies, more), utility, war, exposed, leverage) - leverage
    assert abs(trusted - utility) <= abs(value - utility) + FEW_ROUNDINGS


@repeatable
@given(utility=values, war=values, exposed=st.floats(0, 2), leverage=st.floats(0, 1))
def test_a_deal_that_surely_holds_is_its_terms_and_one_that_surely_fails_a_worse_war(
    utility, war, exposed, leverage
):
    assert deal_value(1.0, utility, war, exposed, leverage) == utility + leverage
    assert deal_value(0.0, utility, war, exposed, leverage) == war - exposed + leverage


# aspiration


@pytest.mark.parametrize(
    ("ceiling", "war", "rounds", "patience", "concession", "returned", "expected"),
    [
        (0.85, 0.25, 0.0, 26.0, 0.5, 0.0, 0.85),
        (0.85, 0.25, 13.0, 26.0, 0.5, 0.0, 0.70),  # a quarter of .6 conceded: (1/2)^2
        (0.85, 0.25, 13.0, 26.0, 1.0, 0.0, 0.55),  # half
        (0.85, 0.25, 6.5, 26.0, 2.0, 0.0, 0.55),  # half: (1/4)^(1/2)
        (0.85, 0.25, 26.0, 26.0, 0.5, 0.0, 0.25),
        (0.85, 0.25, 99.0, 26.0, 0.5, 0.0, 0.25),
        (0.85, 0.25, 13.0, 26.0, 0.5, 0.1, 0.60),
        (0.85, 0.25, 13.0, 26.0, 0.5, 0.9, 0.25),  # never below the war value
        (0.40, 0.60, 0.0, 26.0, 0.5, 0.0, 0.60),
    ],
)
def test_what_a_party_asks_for(ceiling, war, rounds, patience, concession, returned, expected):
    found = aspiration(ceiling, war, rounds, patience, concession, returned)
    assert found == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(
    ceiling=st.floats(0, 2),
    war=values,
    rounds=st.floats(0, 200),
    later=st.floats(0, 50),
    patience=st.floats(1, 100),
    concession=st.floats(0.02, 10),
    returned=st.floats(0, 1),
)
def test_a_party_asks_for_ever_less_but_never_less_than_its_war(
    ceiling, war, rounds, later, patience, concession, returned
):
    now = aspiration(ceiling, war, rounds, patience, concession, returned)
    # The power is rounded by up to 50 log(100) x 2^-53 of itself, and multiplied by up to 4.
    assert war <= now <= max(ceiling, war) + FEW_ROUNDINGS
    assert aspiration(ceiling, war, rounds + later, patience, concession, returned) <= now + 1e-12
    assert aspiration(ceiling, war, rounds, patience, concession, returned + 0.1) <= now


@repeatable
@given(rounds=st.floats(1, 25), concession=st.floats(0.02, 0.99))
def test_boulware_asks_for_more_and_a_conceder_for_less_than_a_straight_line(rounds, concession):
    straight = 1 - rounds / 26
    assert aspiration(1.0, 0.0, rounds, 26.0, concession, 0.0) >= straight
    assert aspiration(1.0, 0.0, rounds, 26.0, 1 / concession, 0.0) <= straight


def test_endless_patience_concedes_nothing_and_exponent_one_a_straight_line():
    # Conceded is 10 / 1e15 of .6.
    assert aspiration(0.85, 0.25, 10.0, 1e15, 1.0, 0.0) == pytest.approx(0.85, abs=1e-14)
    assert aspiration(1.0, 0.0, 6.0, 24.0, 1.0, 0.0) == pytest.approx(0.75, abs=FEW_ROUNDINGS)


# acceptance


@pytest.mark.parametrize(
    ("value", "asked", "precision", "expected"),
    [
        (0.5, 0.5, 12.0, 0.5),
        (0.6, 0.5, 10.0, chance(1.0)),
        (0.4, 0.5, 10.0, chance(-1.0)),
        (1.0, 0.0, 2.0, chance(2.0)),
    ],
)
def test_the_chance_of_accepting(value, asked, precision, expected):
    assert acceptance(value, asked, precision) == pytest.approx(expected, abs=CHANCE_ERROR)


@repeatable
@given(value=values, more=st.floats(0, 1), asked=values, precision=st.floats(0, 200))
def test_the_chance_of_accepting_grows_with_the_value(value, more, asked, precision):
    before = acceptance(value, asked, precision)
    assert 0.0 <= before <= acceptance(value + more, asked, precision) + CHANCE_ERROR
    assert acceptance(asked, value, precision) == pytest.approx(1 - before, abs=CHANCE_ERROR)


def test_acceptance_is_a_coin_without_precision_and_a_threshold_with_endless_precision():
    assert acceptance(0.9, 0.1, 0.0) == 0.5
    assert (acceptance(0.5001, 0.5, 1e6), acceptance(0.4999, 0.5, 1e6)) == (1.0, 0.0)


# tilt_moved


@pytest.mark.parametrize(
    ("tilt", "revision", "toward_defender", "expected"),
    [
        (0.5, 0.2, True, 0.6),
        (0.5, 0.2, False, 0.4),
        (0.9, 0.5, True, 0.95),
        (0.0, 0.3, False, 0.0),
        (0.3, 1.0, True, 1.0),
    ],
)
def test_a_revised_tilt(tilt, revision, toward_defender, expected):
    assert tilt_moved(tilt, revision, toward_defender) == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(tilt=shares, revision=shares)
def test_a_tilt_moves_toward_who_rejected_and_stays_a_share(tilt, revision):
    assert 0.0 <= tilt_moved(tilt, revision, False) <= tilt <= tilt_moved(tilt, revision, True) <= 1.0
    # The sides are alike: the mirrored tilt moves the mirrored way.
    mirrored = 1 - tilt_moved(1 - tilt, revision, False)
    assert mirrored == pytest.approx(tilt_moved(tilt, revision, True), abs=FEW_ROUNDINGS)


@repeatable
@given(tilt=shares, side=st.booleans())
def test_a_mediator_who_does_not_revise_keeps_the_tilt_and_one_who_gives_in_drops_it(tilt, side):
    assert tilt_moved(tilt, 0.0, side) == tilt
    assert tilt_moved(tilt, 1.0, side) == pytest.approx(1.0 if side else 0.0, abs=FEW_ROUNDINGS)


# gives_enough


@pytest.mark.parametrize(
    ("term", "asked", "ideal", "expected"),
    [
        (0.5, 0.5, 1.0, True),
        (0.4, 0.5, 1.0, False),
        (0.4, 0.5, 0.0, True),
        (0.6, 0.5, 0.0, False),
        (0.75, 0.25, 0.5, True),
    ],
)
def test_terms_that_give_enough_for_a_truce(term, asked, ideal, expected):
    assert gives_enough(term, asked, ideal) is expected


@repeatable
@given(a=shares, b=shares, asked=shares, ideal=shares)
def test_a_term_nearer_to_the_ideal_gives_no_less(a, b, asked, ideal):
    near, far = sorted((a, b), key=lambda term: abs(term - ideal))
    assert gives_enough(near, asked, ideal) >= gives_enough(far, asked, ideal)


@repeatable
@given(asked=shares, ideal=shares)
def test_what_was_asked_for_and_the_ideal_itself_give_enough(asked, ideal):
    assert gives_enough(asked, asked, ideal) is True
    assert gives_enough(ideal, asked, ideal) is True


# happens


@pytest.mark.parametrize(
    ("draw", "odds", "expected"), [(0.2, 0.3, True), (0.3, 0.3, False), (0.4, 0.3, False)]
)
def test_a_thing_happens_under_a_draw_below_its_chance(draw, odds, expected):
    assert happens(draw, odds) is expected


@repeatable
@given(draw=st.floats(2**-53, 1 - 2**-53), a=shares, b=shares)
def test_under_one_draw_the_likelier_thing_happens_whenever_the_other_does(draw, a, b):
    low, high = sorted((a, b))
    assert happens(draw, high) >= happens(draw, low)


@repeatable
@given(draw=st.floats(2**-53, 1 - 2**-53))
def test_the_impossible_never_and_the_certain_always_happens(draw):
    assert happens(draw, 0.0) is False
    assert happens(draw, 1.0) is True
