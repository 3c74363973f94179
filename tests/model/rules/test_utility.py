"""What terms, and the line as it stands, are worth to a party."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.utility import exposure, front_utility, issue_loss, leader_utility

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
shares = st.floats(0, 1)
FEW_ROUNDINGS = 1e-15
"""Three or four operations on numbers of about 1, each rounded by 2^-53."""


# issue_loss


@pytest.mark.parametrize(
    ("term", "ideal", "red_line", "weight", "firmness", "loss"),
    [
        (1.0, 1.0, 0.8, 0.6, 0.5, 0.0),
        (0.5, 1.0, -1.0, 0.6, 0.5, 0.15),  # .6 x .25, and no red line
        (1.0, 0.0, -0.1, 0.6, 0.5, 0.60),  # nor is there one a little below nought
        (0.9, 1.0, 0.8, 0.6, 0.5, 0.006),  # within the red line
        (0.8, 1.0, 0.8, 0.6, 0.5, 0.024),  # on it
        (0.5, 1.0, 0.8, 0.6, 0.5, 0.30),  # .15 + .5 x (.5 - .2)
        (1.0, 0.0, 0.3, 0.4, 2.0, 1.80),  # .4 + 2 x .7: firmness may make utility negative
        (0.2, 0.5, 0.6, 1.0, 1.0, 0.29),  # .09 + (.3 - .1): the line bites at its distance on either side
        (0.7, 1.0, 1.0, 0.0, 1.0, 0.30),  # a red line at the ideal
    ],
)
def test_the_loss_on_an_issue(term, ideal, red_line, weight, firmness, loss):
    assert issue_loss(term, ideal, red_line, weight, firmness) == pytest.approx(loss, abs=FEW_ROUNDINGS)


@repeatable
@given(
    a=shares,
    b=shares,
    ideal=shares,
    red_line=st.one_of(shares, st.just(-1.0)),
    weight=shares,
    firm=st.floats(0, 20),
)
def test_the_loss_grows_with_distance_from_the_ideal(a, b, ideal, red_line, weight, firm):
    near, far = sorted((a, b), key=lambda term: abs(term - ideal))
    losses = [issue_loss(term, ideal, red_line, weight, firm) for term in (near, far)]
    assert 0.0 <= losses[0] <= losses[1]


@repeatable
@given(term=shares, ideal=shares, red_line=shares, weight=shares, firmness=st.floats(0, 20))
def test_the_loss_is_the_same_seen_from_the_other_end_of_the_scale(term, ideal, red_line, weight, firmness):
    mirrored = issue_loss(1 - term, 1 - ideal, 1 - red_line, weight, firmness)
    # Distances are rounded by up to 2^-53 when mirrored, and multiplied by up to 20.
    assert mirrored == pytest.approx(issue_loss(term, ideal, red_line, weight, firmness), abs=1e-14)


@repeatable
@given(term=shares, ideal=shares, red_line=shares, weight=shares)
def test_without_firmness_the_loss_is_quadratic(term, ideal, red_line, weight):
    distance = term - ideal
    assert issue_loss(term, ideal, red_line, weight, 0.0) == pytest.approx(
        weight * distance**2, abs=FEW_ROUNDINGS
    )
    assert issue_loss(term, ideal, -1.0, weight, 9.0) == pytest.approx(
        weight * distance**2, abs=FEW_ROUNDINGS
    )


def test_the_loss_does_not_jump_at_the_red_line():
    inside, outside = (issue_loss(0.8 + step, 1.0, 0.8, 0.6, 20.0) for step in (1e-12, -1e-12))
    # The slope is at most 2 x .6 x .2 + 20 over a distance of 2e-12.
    assert 0.0 < outside - inside < 21 * 2e-12


# front_utility


@pytest.mark.parametrize(
    ("advance", "status_quo", "worst", "expected"),
    [
        (0.0, 0.6, 0.1, 0.6),
        (1.0, 0.6, 0.1, 1.0),
        (-1.0, 0.6, 0.1, 0.1),
        (0.5, 0.6, 0.1, 0.8),  # .6 + .4 x .5
        (-0.5, 0.6, 0.1, 0.35),  # .6 - .5 x .5
        (-0.5, 0.6, -0.4, 0.1),  # .6 - 1 x .5
    ],
)
def test_the_utility_of_the_line(advance, status_quo, worst, expected):
    assert front_utility(advance, status_quo, worst) == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(a=st.floats(-1, 1), b=st.floats(-1, 1), status_quo=shares, below=st.floats(0, 5))
def test_the_utility_of_the_line_rises_from_the_worst_to_one(a, b, status_quo, below):
    worst = status_quo - below
    low, high = sorted((a, b))
    values = [front_utility(advance, status_quo, worst) for advance in (-1.0, low, high, 1.0)]
    assert values[0] == pytest.approx(worst, abs=4e-15)
    assert values[-1] == pytest.approx(1.0, abs=4e-15)
    # Numbers up to 6 are rounded by up to 2^-51 in each of three operations.
    assert all(later >= earlier - 4e-15 for earlier, later in itertools.pairwise(values))


@repeatable
@given(status_quo=shares, worst=st.floats(-5, 1))
def test_a_line_that_has_not_moved_is_worth_the_status_quo(status_quo, worst):
    assert front_utility(0.0, status_quo, worst) == status_quo


def test_a_gain_is_worth_nothing_more_where_the_status_quo_is_the_ideal():
    assert front_utility(0.7, 1.0, 0.0) == 1.0


# exposure


@pytest.mark.parametrize(
    ("term", "ideal", "vulnerability", "expected"),
    [(0.5, 1.0, 0.2, 0.1), (0.5, 0.0, 0.2, 0.1), (1.0, 1.0, 3.0, 0.0), (0.0, 1.0, 5.0, 5.0)],
)
def test_the_exposure_by_a_concession(term, ideal, vulnerability, expected):
    assert exposure(term, ideal, vulnerability) == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(term=shares, ideal=shares, vulnerability=st.floats(0, 5))
def test_exposure_is_never_a_gain_and_at_most_the_vulnerability(term, ideal, vulnerability):
    assert 0.0 <= exposure(term, ideal, vulnerability) <= vulnerability
    assert exposure(term, ideal, vulnerability) == exposure(ideal, term, vulnerability)


@repeatable
@given(term=shares, ideal=shares)
def test_what_is_no_source_of_power_exposes_nothing(term, ideal):
    assert exposure(term, ideal, 0.0) == 0.0


# leader_utility


@pytest.mark.parametrize(
    ("own", "weight", "weighted", "expected"),
    [
        (0.8, 0.0, 0.0, 0.8),
        (0.8, 0.25, 0.1, 0.7),  # .75 x .8 + .25 x .4
        (0.8, 0.5, 0.35, 0.75),  # .5 x .8 + .3 x .9 + .2 x .4
        (0.8, 1.0, 0.3, 0.3),
    ],
)
def test_a_leader_weighs_home_and_its_own_view(own, weight, weighted, expected):
    assert leader_utility(own, weight, weighted) == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(own=st.floats(-1, 1), weight=shares, at_home=st.floats(-1, 1))
def test_a_leaders_utility_lies_between_its_own_and_that_at_home(own, weight, at_home):
    low, high = sorted((own, at_home))
    assert low - FEW_ROUNDINGS <= leader_utility(own, weight, weight * at_home) <= high + FEW_ROUNDINGS


@repeatable
@given(own=st.floats(-1, 1), at_home=st.floats(-1, 1))
def test_a_leader_who_heeds_nobody_and_one_who_heeds_only_home(own, at_home):
    assert leader_utility(own, 0.0, 0.0) == own
    assert leader_utility(own, 1.0, at_home) == at_home
