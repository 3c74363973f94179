"""War as a random walk of the front, beliefs about its trend, and what fighting on is worth."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules import war

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
shares = st.floats(0, 1)
trends = st.floats(-0.5, 0.5)
places = st.floats(-1, 1)
volatilities = st.floats(0.1, 1)
spans = st.floats(1 / 52, 5)
draws = st.integers(1, 2**20 - 1).map(lambda k: k / 2**20)
ROUNDING = 2.0**-52
FEW_ROUNDINGS = 1e-14
"""Relative: some twenty operations, each rounded by 2^-53."""
PHI_OF_ONE = 0.8413447460685429

SERIES_ERROR = 7e-9
"""Where v is under 1e-4 the series of the undiscounted chance leaves out at most (2e-4)^2 / 6 of it."""
CANCELLATION = 2e-11
"""Above it 1 - exp(-x), with x at least 1e-4, is known to about 2^-53 / x, and so are its ratios."""


# advance


@pytest.mark.parametrize(
    ("draw", "trend", "volatility", "years", "expected"),
    [
        (0.5, 0.2, 0.3, 0.5, 0.1),
        (PHI_OF_ONE, 0.2, 0.3, 0.25, 0.20),  # .05 + .3 x .5
        (1 - PHI_OF_ONE, 0.2, 0.3, 0.25, -0.10),
        (0.975, 0.0, 0.2, 1.0, 0.2 * 1.959963984540054),
    ],
)
def test_an_advance_of_the_front(draw, trend, volatility, years, expected):
    assert war.advance(draw, trend, volatility, years) == pytest.approx(expected, abs=FEW_ROUNDINGS)


@repeatable
@given(a=draws, b=draws, trend=trends, volatility=volatilities, years=spans)
def test_an_advance_follows_the_draw_and_is_the_adversarys_retreat(a, b, trend, volatility, years):
    low, high = sorted((a, b))
    moved = war.advance(low, trend, volatility, years)
    assert moved <= war.advance(high, trend, volatility, years) + FEW_ROUNDINGS
    assert moved == pytest.approx(-war.advance(1 - low, -trend, volatility, years), abs=FEW_ROUNDINGS)


@repeatable
@given(draw=draws, trend=trends, years=spans)
def test_without_volatility_the_front_follows_the_trend(draw, trend, years):
    assert war.advance(draw, trend, 0.0, years) == trend * years


# doubt_left, trend_learnt: a Normal belief, updated exactly


@pytest.mark.parametrize(
    ("variance", "volatility", "years", "expected"),
    [
        (0.01, 0.2, 1.0, 0.008),
        (0.04, 0.2, 1.0, 0.02),
        (0.04, 0.2, 3.0, 0.01),
        (0.0, 0.2, 1.0, 0.0),
        (0.01, 0.2, 0.0, 0.01),
    ],
)
def test_the_doubt_that_watching_leaves(variance, volatility, years, expected):
    assert war.doubt_left(variance, volatility, years) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(variance=st.floats(1e-6, 4), volatility=volatilities, years=spans)
def test_precisions_add(variance, volatility, years):
    left = war.doubt_left(variance, volatility, years)
    assert 0.0 < left <= variance
    assert 1 / left == pytest.approx(1 / variance + years / volatility**2, rel=FEW_ROUNDINGS)


@repeatable
@given(years=spans)
def test_from_endless_doubt_only_the_watching_counts_and_a_wild_front_teaches_nothing(years):
    # Relative to what is left, noise / (variance years) is under 1e-14 x 52.
    assert war.doubt_left(1e14, 0.5, years) == pytest.approx(0.25 / years, rel=1e-12)
    assert war.doubt_left(0.01, 1e8, years) == pytest.approx(0.01, rel=1e-14)


@pytest.mark.parametrize(
    ("mean", "left", "moved", "volatility", "years", "expected"),
    [
        (0.0, 0.008, 0.1, 0.2, 1.0, 0.02),  # .008 / .04 of the surprise of .1
        (0.1, 0.008, 0.1, 0.2, 1.0, 0.1),  # no surprise
        (0.1, 0.01, -0.1, 0.2, 2.0, 0.025),  # a quarter of -.3
    ],
)
def test_what_a_party_learns_of_the_trend(mean, left, moved, volatility, years, expected):
    assert war.trend_learnt(mean, left, moved, volatility, years) == pytest.approx(expected, abs=ROUNDING)


@repeatable
@given(
    mean=trends,
    variance=st.floats(1e-4, 1),
    volatility=volatilities,
    steps=st.lists(st.tuples(st.floats(-0.3, 0.3), spans), min_size=1, max_size=20),
)
def test_a_belief_updated_step_by_step_is_the_posterior_of_all_steps(mean, variance, volatility, steps):
    learnt, left = mean, variance
    for moved, years in steps:
        left = war.doubt_left(left, volatility, years)
        learnt = war.trend_learnt(learnt, left, moved, volatility, years)
    moved, years = (math.fsum(column) for column in zip(*steps, strict=True))
    precision = 1 / variance + years / volatility**2
    # Twenty steps of some six roundings each, on movements of up to 6 per .1^2 and year.
    assert left == pytest.approx(1 / precision, rel=1e-12)
    assert learnt == pytest.approx((mean / variance + moved / volatility**2) / precision, abs=1e-11)


@repeatable
@given(mean=trends, a=places, b=places, left=st.floats(0, 1), volatility=volatilities, years=spans)
def test_a_better_front_never_lowers_the_hope(mean, a, b, left, volatility, years):
    low, high = sorted((a, b))
    hope = war.trend_learnt(mean, left, high, volatility, years)
    # The gain, up to 100, times a surprise of up to 4, rounded.
    assert war.trend_learnt(mean, left, low, volatility, years) <= hope + 1e-12


@repeatable
@given(mean=trends, moved=places, years=spans)
def test_one_without_doubt_learns_nothing(mean, moved, years):
    assert war.trend_learnt(mean, 0.0, moved, 0.2, years) == mean


# barrier


def test_the_correction_of_a_barrier_is_the_published_constant():
    # Broadie, Glasserman & Kou 1997: -zeta(1/2) / sqrt(2 pi), given to four digits.
    exact = float(-mpmath.zeta(0.5) / mpmath.sqrt(2 * mpmath.pi))
    assert abs(war.CONTINUITY - exact) < 5e-5


@pytest.mark.parametrize(
    ("volatility", "years", "expected"),
    [(0.2, 0.25, 1.05826), (0.5, 0.01, 1.02913), (0.2, 1 / 52, 1 + 0.11652 / math.sqrt(52))],
)
def test_the_distance_of_a_barrier_that_is_watched_in_steps(volatility, years, expected):
    assert war.barrier(volatility, years) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(volatility=st.floats(0, 3), years=st.floats(0, 1), more=st.floats(0, 1))
def test_a_barrier_moves_out_with_volatility_and_longer_steps(volatility, years, more):
    assert 1.0 <= war.barrier(volatility, years) <= war.barrier(volatility, years + more)
    assert war.barrier(volatility, years) <= war.barrier(volatility + more, years)


@repeatable
@given(volatility=st.floats(0, 3))
def test_a_barrier_watched_all_the_time_is_where_it_is(volatility):
    assert war.barrier(volatility, 0.0) == 1.0


# prevails, war_years


def exact_prevails(trend, position, volatility, edge):
    with mpmath.workdps(40):
        b, m, s, a = (mpmath.mpf(value) for value in (trend, position, volatility, edge))
        if b == 0:
            return float((a + m) / (2 * a))
        v = 2 * b / s**2
        return float((1 - mpmath.exp(-v * (a + m))) / (1 - mpmath.exp(-2 * v * a)))


def exact_years(trend, position, volatility, edge):
    with mpmath.workdps(60):
        b, m, s, a = (mpmath.mpf(value) for value in (trend, position, volatility, edge))
        if b == 0:
            return float((a * a - m * m) / s**2)
        v = 2 * b / s**2
        chance = (1 - mpmath.exp(-v * (a + m))) / (1 - mpmath.exp(-2 * v * a))
        return float((a * (2 * chance - 1) - m) / b)


@pytest.mark.parametrize(
    ("trend", "position", "volatility", "edge", "expected"),
    [
        (0.0, 0.0, 0.2, 1.0, 0.5),
        (0.0, 0.5, 0.2, 1.0, 0.75),
        (0.0, 0.5, 0.2, 1.25, 0.7),  # 1.75 / 2.5
        (0.2, 0.0, 0.2, 1.0, 1 / (1 + math.exp(-10))),  # v = 10
        (-0.2, 0.0, 0.2, 1.0, 1 / (1 + math.exp(10))),
        (0.04, 0.5, 0.2, 1.0, (1 - math.exp(-3)) / (1 - math.exp(-4))),  # v = 2
        (0.3, 1.0, 0.2, 1.0, 1.0),
        (0.3, -1.0, 0.2, 1.0, 0.0),
    ],
)
def test_the_chance_of_prevailing(trend, position, volatility, edge, expected):
    assert war.prevails(trend, position, volatility, edge) == pytest.approx(
        expected, rel=FEW_ROUNDINGS, abs=1e-300
    )


@repeatable
@given(trend=st.floats(-3, 3), further=trends, position=places, nearer=places, volatility=st.floats(0.02, 3))
def test_prevailing_is_a_chance_that_grows_with_trend_and_front_and_is_the_others_defeat(
    trend, further, position, nearer, volatility
):
    edge = 1.05
    chance = war.prevails(trend, position, volatility, edge)
    assert 0.0 <= chance <= 1.0
    opposite = war.prevails(-trend, -position, volatility, edge)
    assert chance + opposite == pytest.approx(1.0, abs=SERIES_ERROR)
    assert war.prevails(max(trend, further), position, volatility, edge) >= chance - SERIES_ERROR
    assert war.prevails(trend, max(position, nearer), volatility, edge) >= chance - CANCELLATION


@repeatable
@given(exponent=st.floats(-9, 0.5), sign=st.sampled_from([-1, 1]), position=places, volatility=volatilities)
def test_the_chance_of_prevailing_is_the_closed_form_at_every_trend_down_to_none(
    exponent, sign, position, volatility
):
    trend = sign * 10.0**exponent
    exact = exact_prevails(trend, position, volatility, 1.03)
    series = 2 * abs(trend) / volatility**2 * 1.03 < war.SMALL_GROWTH
    found = war.prevails(trend, position, volatility, 1.03)
    assert found == pytest.approx(exact, abs=SERIES_ERROR if series else CANCELLATION)


@repeatable
@given(position=places, volatility=volatilities)
def test_without_a_trend_the_chance_of_prevailing_is_the_share_of_the_way(position, volatility):
    assert war.prevails(0.0, position, volatility, 1.0) == pytest.approx((1 + position) / 2, abs=ROUNDING)


@pytest.mark.parametrize(
    ("trend", "position", "volatility", "edge", "expected"),
    [
        (0.0, 0.0, 0.2, 1.0, 25.0),
        (0.0, 0.5, 0.5, 1.0, 3.0),
        (0.0, 1.0, 0.5, 1.0, 0.0),
        (0.2, 0.0, 0.2, 1.0, 5 * math.tanh(5)),
        (-0.2, 0.0, 0.2, 1.0, 5 * math.tanh(5)),
        (0.08, 0.0, 0.4, 1.5, 1.5 * math.tanh(0.75) / 0.08),
    ],
)
def test_the_years_that_a_war_takes(trend, position, volatility, edge, expected):
    assert war.war_years(trend, position, volatility, edge) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(trend=trends, further=st.floats(0, 1), position=places, volatility=volatilities)
def test_a_war_is_as_long_for_both_sides_and_shortest_with_a_clear_trend(
    trend, further, position, volatility
):
    years = war.war_years(trend, position, volatility, 1.03)
    # (2 q - 1) - m is known to some 2e-12 and divided by a trend of at least 1e-4 s^2: to 2e-8 years / s^2.
    slack = 1e-7 / volatility**2
    assert years == pytest.approx(war.war_years(-trend, -position, volatility, 1.03), rel=1e-4, abs=slack)
    assert -slack <= years
    straight = war.war_years(trend, 0.0, volatility, 1.0)
    clearer = math.copysign(abs(trend) + further, trend)
    assert war.war_years(clearer, 0.0, volatility, 1.0) <= straight + slack


@repeatable
@given(
    exponent=st.floats(-9, 0.5),
    sign=st.sampled_from([-1, 1]),
    position=st.floats(-0.99, 0.99),
    volatility=volatilities,
)
def test_the_years_of_a_war_are_the_closed_form_at_every_trend_down_to_none(
    exponent, sign, position, volatility
):
    trend = sign * 10.0**exponent
    exact = exact_years(trend, position, volatility, 1.03)
    # Below the threshold v a is under 2e-4, and the first term left out is v^2 (a^2 - m^2) / 12 of the
    # result. Above it the chance is known to 2e-12 against a numerator of at least 1e-4 (a^2 - m^2) > 8e-6.
    error = 1e-6 if 9e-5 < abs(trend) / volatility**2 < 0.01 else 1e-8
    assert war.war_years(trend, position, volatility, 1.03) == pytest.approx(exact, rel=error)


@repeatable
@given(
    exponent=st.floats(-7, 1),
    sign=st.sampled_from([-1, 1]),
    position=places,
    rate=st.floats(-12, 0).map(lambda power: 10.0**power),
    volatility=volatilities,
    finer=st.integers(-8, 8),
)
def test_the_unit_of_the_front_does_not_matter(exponent, sign, position, rate, volatility, finer):
    # Powers of two scale without rounding, so that not a bit may change.
    unit = 2.0**finer
    trend, edge = sign * 10.0**exponent * volatility**2, 1.03
    walk = (trend, position, volatility, edge)
    scaled = tuple(unit * length for length in walk)
    assert war.prevails(*scaled) == war.prevails(*walk)
    assert war.war_years(*scaled) == war.war_years(*walk)
    discounted = (*walk[:2], rate, *walk[2:])
    assert war.exit_chances(*scaled[:2], rate, *scaled[2:]) == war.exit_chances(*discounted)


# exit_chances


def war_value(*arguments):
    return war.war_value(np.full(war.WAR_VALUE_ROOM, np.nan), *arguments)


def discounted_victory(*walk):
    return war.exit_chances(*walk)[0]


def closed_victory(trend, position, rate, volatility, edge):
    variance = volatility**2
    growth = math.sqrt(trend**2 + 2 * rate * variance) / variance
    tilt = math.exp(trend * (edge - position) / variance)
    return tilt * math.sinh((edge + position) * growth) / math.sinh(2 * edge * growth)


@pytest.mark.parametrize(
    ("trend", "position", "rate", "volatility", "edge", "expected"),
    [
        (0.0, 0.0, 0.02, 0.2, 1.0, math.sinh(1) / math.sinh(2)),  # growth 1
        (0.0, 0.5, 0.08, 0.2, 1.0, math.sinh(3) / math.sinh(4)),  # growth 2
        (0.04, 0.0, 0.0, 0.2, 1.0, 1 / (1 + math.exp(-2))),  # no discount
        (0.06, 0.0, 0.08, 0.2, 1.0, math.exp(1.5) / (2 * math.cosh(2.5))),  # growth 2.5
        (0.3, 1.0, 0.15, 0.2, 1.0, 1.0),
        (0.3, -1.0, 0.15, 0.2, 1.0, 0.0),
        (0.0, 0.5, 0.0, 0.2, 1.0, 0.75),
    ],
)
def test_the_discounted_chance_of_victory(trend, position, rate, volatility, edge, expected):
    found = discounted_victory(trend, position, rate, volatility, edge)
    assert found == pytest.approx(expected, rel=2 * FEW_ROUNDINGS, abs=1e-300)


@repeatable
@given(trend=trends, position=places, rate=st.floats(0.001, 1), volatility=volatilities)
def test_the_discounted_chance_of_victory_is_the_closed_form(trend, position, rate, volatility):
    # Growth of at least .04; exponents of up to 200 are rounded by 2^-45 and are relative in the result.
    exact = closed_victory(trend, position, rate, volatility, 1.03)
    assert discounted_victory(trend, position, rate, volatility, 1.03) == pytest.approx(
        exact, rel=1e-12, abs=1e-15
    )


@repeatable
@given(
    exponent=st.floats(-12, 0), slow=st.floats(-6, -1), position=st.floats(-0.99, 1), volatility=volatilities
)
def test_the_discounted_chance_of_victory_has_no_gap_where_trend_and_rate_vanish(
    exponent, slow, position, volatility
):
    trend, rate = 10.0**slow, 10.0**exponent
    exact = closed_victory(trend, position, rate, volatility, 1.03)
    found = discounted_victory(trend, position, rate, volatility, 1.03)
    # Behind the front lies at least .04, so that 1 - exp(-x) has x of at least 8e-6: known to 2^-53 / x.
    assert found == pytest.approx(exact, rel=CANCELLATION)
    lost = war.exit_chances(-trend, -position, rate, volatility, 1.03)[1]
    assert lost == pytest.approx(exact, rel=CANCELLATION)


@repeatable
@given(trend=trends, position=places, rate=st.floats(0, 2), more=st.floats(0, 1), volatility=volatilities)
def test_victory_and_defeat_share_a_chance_that_waiting_shrinks(trend, position, rate, more, volatility):
    won = discounted_victory(trend, position, rate, volatility, 1.03)
    lost = war.exit_chances(trend, position, rate, volatility, 1.03)[1]
    mirrored = discounted_victory(-trend, -position, rate, volatility, 1.03)
    assert lost == pytest.approx(mirrored, rel=CANCELLATION, abs=1e-300)
    assert won >= 0.0
    assert lost >= 0.0
    assert won + lost <= 1.0 + SERIES_ERROR
    assert discounted_victory(trend, position, rate + more, volatility, 1.03) <= won + SERIES_ERROR
    ahead = min(1.0, position + more)
    assert discounted_victory(trend, ahead, rate, volatility, 1.03) >= won - SERIES_ERROR
    assert discounted_victory(trend + more, position, rate, volatility, 1.03) >= won - SERIES_ERROR


@repeatable
@given(trend=trends, position=places, volatility=volatilities)
def test_without_discounting_it_is_the_chance_of_prevailing(trend, position, volatility):
    undiscounted = war.prevails(trend, position, volatility, 1.03)
    found = discounted_victory(trend, position, 0.0, volatility, 1.03)
    assert found == pytest.approx(undiscounted, abs=2 * SERIES_ERROR)


@pytest.mark.parametrize("trend", [-3.0, 3.0])
def test_the_strongest_trend_on_the_calmest_front_overflows_nothing(trend):
    for position in (-1.0, 0.0, 1.0):
        for rate in (0.0, 1e-12, 3.0):
            assert 0.0 <= discounted_victory(trend, position, rate, 0.02, 1.0) <= 1.0
            assert 0.0 <= war.prevails(trend, position, 0.02, 1.0) <= 1.0
            assert math.isfinite(war_value(trend, 2.0, position, rate, 0.02, 1.0, 0.5, 0.0, 1.0))


# tilted_exits, costly_lottery


@repeatable
@given(trend=trends, position=places, rate=st.floats(0.01, 1), volatility=volatilities)
def test_where_the_growth_does_not_vanish_the_tilted_formula_is_used(trend, position, rate, volatility):
    walk = (trend, position, rate, volatility, 1.03)
    assert war.tilted_exits(*walk) == war.exit_chances(*walk)


@pytest.mark.parametrize(
    ("won", "lost", "rate", "standing", "at_worst", "cost", "expected"),
    [
        (1.0, 0.0, 0.1, 0.3, -0.5, 9.0, 1.0),
        (0.0, 1.0, 0.1, 0.3, -0.5, 9.0, -0.5),
        (0.0, 0.0, 0.1, 0.3, -0.5, 0.02, 0.1),  # endless: .3 - .02 / .1
        (0.25, 0.25, 0.1, 0.3, -0.5, 0.02, 0.175),
    ],
)
def test_the_costly_lottery(won, lost, rate, standing, at_worst, cost, expected):
    found = war.costly_lottery(won, lost, rate, standing, at_worst, cost)
    assert found == pytest.approx(expected, abs=FEW_ROUNDINGS)


# fighting_on


@pytest.mark.parametrize(
    ("trend", "position", "rate", "volatility", "standing", "at_worst", "cost", "expected"),
    [
        # rate .02 at volatility .2: growth 1, each end worth 1 / (2 cosh 1)
        (0.0, 0.0, 0.02, 0.2, 0.6, 0.1, 0.0, 1.1 / (2 * math.cosh(1)) + 0.6 * (1 - 1 / math.cosh(1))),
        (0.0, 0.0, 0.02, 0.2, 0.6, 0.1, 0.03, 1.1 / (2 * math.cosh(1)) - 0.9 * (1 - 1 / math.cosh(1))),
        (0.0, 0.0, 0.0, 0.2, 0.6, 0.1, 0.01, 0.30),  # .5 + .05 - 25 x .01
        (0.0, 0.5, 0.0, 0.5, 0.9, -0.2, 0.1, 0.40),  # .75 - .05 - 3 x .1
        (0.2, 1.0, 0.15, 0.2, 0.6, 0.1, 0.2, 1.0),
        (0.2, -1.0, 0.15, 0.2, 0.6, 0.1, 0.2, 0.1),
    ],
)
def test_the_value_of_fighting_on(trend, position, rate, volatility, standing, at_worst, cost, expected):
    found = war.fighting_on(trend, position, rate, volatility, 1.0, standing, at_worst, cost)
    assert found == pytest.approx(expected, abs=1e-13)


@repeatable
@given(
    trend=trends, more=shares, position=places, rate=st.floats(0.02, 1), volatility=volatilities, cost=shares
)
def test_fighting_on_is_worth_less_at_a_cost_and_more_with_better_ends(
    trend, more, position, rate, volatility, cost
):
    def value(standing=0.5, at_worst=0.0, dear=0.0):
        return war.fighting_on(trend, position, rate, volatility, 1.03, standing, at_worst, cost + dear)

    # Values reach 50, the cost over the rate, and chances are known to 1e-12.
    assert value(dear=more) <= value() + 1e-10
    assert value(standing=0.5 + more) >= value() - 1e-10
    assert value(at_worst=more) >= value() - 1e-10
    assert -cost / rate - 1e-10 <= value() <= 1.0 + 1e-10


@repeatable
@given(trend=trends, position=places, rate=st.floats(0.02, 1), volatility=volatilities)
def test_two_sides_without_cost_share_all_there_is(trend, position, rate, volatility):
    # Ends worth 1 and 0, the line worth .5 to each: the prize is divided and nothing is lost.
    ours = war.fighting_on(trend, position, rate, volatility, 1.03, 0.5, 0.0, 0.0)
    theirs = war.fighting_on(-trend, -position, rate, volatility, 1.03, 0.5, 0.0, 0.0)
    assert ours + theirs == pytest.approx(1.0, abs=1e-11)


@repeatable
@given(
    trend=trends, position=places, volatility=st.floats(0.1, 0.4), exponent=st.floats(-12, -6), cost=shares
)
def test_fighting_on_has_no_gap_where_discounting_vanishes(trend, position, volatility, exponent, cost):
    rate = 10.0**exponent
    undiscounted = war.fighting_on(trend, position, 0.0, volatility, 1.03, 0.5, 0.0, cost)
    found = war.fighting_on(trend, position, rate, volatility, 1.03, 0.5, 0.0, cost)
    # The longest mean duration T is (1.03 / s)^2 and E[T^2] at most 2 T^2: discounting takes up to
    # rate (2 T + cost T^2). Just above the threshold of 1e-9 chances known to 2e-12 are divided by the rate.
    longest = (1.03 / volatility) ** 2
    assert found == pytest.approx(undiscounted, abs=rate * (2 * longest + cost * longest**2) + 3e-3 * cost)


@pytest.mark.parametrize("rate", [2e-9, 1e-8])
@pytest.mark.parametrize("volatility", [0.5, 1.0, 2.0, 3.0])
def test_a_wild_front_still_costs_where_discounting_vanishes(rate, volatility):
    # A war without trend takes 1 / s^2 years on average; discounting takes under 1e-6 of its cost.
    expected = 0.5 - 1.0 / volatility**2
    assert war.fighting_on(0.0, 0.0, rate, volatility, 1.0, 0.5, 0.0, 1.0) == pytest.approx(
        expected, abs=1e-4
    )


@pytest.mark.parametrize("rate", [2e-9, 3e-9, 1e-8])
@pytest.mark.parametrize("volatility", [2.0, 3.0])
def test_a_war_on_a_wild_front_has_its_value_where_discounting_vanishes(rate, volatility):
    # Over a belief of 1e-4 the growth stays under 1e-4 throughout. The belief and discounting move the value
    # by under 1e-7; 1 - F+ - F-, known to a few 2^-53, is divided by the rate.
    found = war_value(0.0, 1e-4, 0.0, rate, volatility, 1.0, 0.5, 0.0, 1.0)
    assert found == pytest.approx(0.5 - 1.0 / volatility**2, abs=1e-6)


def test_endless_haste_leaves_the_line_as_it_stands():
    # The ends are exp(-growth) away; the cost over the rate is 1e-6.
    assert war.fighting_on(0.1, 0.0, 1e5, 0.2, 1.0, 0.6, 0.0, 0.1) == pytest.approx(0.6, abs=2e-6)


# war_value


def dense_war_value(mean, sd, position, rate, volatility, edge, standing, at_worst, cost):
    """Integrate over the belief at 4001 trends within eight standard deviations."""
    z = np.linspace(-8, 8, 4001)
    weights = np.exp(-z * z / 2)
    b = mean + sd * z
    b = np.where(np.abs(b) < 1e-7, 1e-7, b)
    variance = volatility**2
    growth = np.sqrt(b * b + 2 * rate * variance) / variance

    def ends(sign):
        ahead, behind = edge - sign * position, edge + sign * position
        tilted = np.exp((sign * b / variance - growth) * ahead)
        return tilted * np.expm1(-2 * behind * growth) / np.expm1(-4 * edge * growth)

    won, lost = ends(1), ends(-1)
    if rate > 0:
        values = won + lost * at_worst + (1 - won - lost) * (standing - cost / rate)
    else:
        values = won + lost * at_worst - cost * (edge * (won - lost) - position) / b
    return float((values * weights).sum() / weights.sum())


def belief(rng, calmest, slowest):
    volatility = float(np.exp(rng.uniform(np.log(calmest), 0)))
    return (
        rng.uniform(-0.5, 0.5),
        rng.uniform(0, 0.3),
        rng.uniform(-0.95, 0.95),
        rng.uniform(slowest, 0.6),
        volatility,
        war.barrier(volatility, 1 / 52),
        rng.uniform(-1, 1),
        rng.uniform(-1, 0.5),
        rng.uniform(0, 1),
    )


@pytest.mark.parametrize(("calmest", "slowest"), [(0.05, 0.02), (0.1, 0.0)])
def test_the_value_of_war_errs_by_less_than_half_a_percent_of_the_prize(calmest, slowest):
    rng = np.random.default_rng(1)
    for _ in range(1500):
        arguments = belief(rng, calmest, slowest)
        assert war_value(*arguments) == pytest.approx(dense_war_value(*arguments), abs=0.005), arguments


@pytest.mark.parametrize("sd", [0.0, 0.02, 0.06, 0.2, 1.0])
def test_the_value_of_an_undiscounted_war_errs_by_less_than_half_a_percent_of_the_prize(sd):
    for mean, position, volatility in [
        (0.0, 0.0, 0.2),
        (-0.04, 0.0, 0.17),
        (0.1, -0.6, 0.3),
        (0.3, 0.9, 0.5),
    ]:
        arguments = (mean, sd, position, 0.0, volatility, 1.02, 0.5, 0.0, 0.2)
        assert war_value(*arguments) == pytest.approx(dense_war_value(*arguments), abs=0.005), arguments


def test_the_value_of_war_of_two_beliefs_worked_by_hand():
    # Without costs and with ends worth 1 and 0 around .5, a belief centred on nought is worth .5.
    assert war_value(0.0, 0.1, 0.0, 0.15, 0.2, 1.0, 0.5, 0.0, 0.0) == pytest.approx(0.5, abs=1e-12)
    # A belief so firm that it is knowledge: rate .02 at volatility .2, growth 1.
    known = 1.1 / (2 * math.cosh(1)) + 0.6 * (1 - 1 / math.cosh(1))
    assert war_value(0.0, 1e-9, 0.0, 0.02, 0.2, 1.0, 0.6, 0.1, 0.0) == pytest.approx(known, abs=1e-8)


@repeatable
@given(
    mean=trends,
    sd=st.floats(0, 0.3),
    position=places,
    rate=st.floats(0.05, 1),
    cost=shares,
    more=st.floats(0, 0.5),
)
def test_a_better_trend_raises_and_cost_lowers_the_value_of_war(mean, sd, position, rate, cost, more):
    base = war_value(mean, sd, position, rate, 0.2, 1.03, 0.5, 0.0, cost)
    assert war_value(mean, sd, position, rate, 0.2, 1.03, 0.5, 0.0, cost + more) <= base + 1e-10
    free = war_value(mean, sd, position, rate, 0.2, 1.03, 0.5, 0.0, 0.0)
    # Each of the two values is within .005 of the truth.
    assert war_value(mean + more, sd, position, rate, 0.2, 1.03, 0.5, 0.0, 0.0) >= free - 0.01


@repeatable
@given(mean=trends, position=places, rate=st.floats(0, 1), cost=shares)
def test_without_doubt_war_is_worth_what_fighting_on_is(mean, position, rate, cost):
    arguments = (position, rate, 0.2, 1.03, 0.5, 0.0, cost)
    assert war_value(mean, 0.0, *arguments) == war.fighting_on(mean, *arguments)


# cost_of_war


@pytest.mark.parametrize(
    ("basic", "pressures", "winter", "relief", "weariness", "expected"),
    [
        (0.15, 0.0, 0.0, 0.0, 0.0, 0.15),
        (0.15, 0.02, 0.0, 0.0, 0.0, 0.17),
        (0.15, 0.02, 0.1, 0.0, 0.0, 0.27),
        (0.15, 0.02, 0.1, 0.7, 0.0, 0.20),
        (0.15, 0.02, 0.1, 0.7, 0.5, 0.30),
    ],
)
def test_the_cost_of_war(basic, pressures, winter, relief, weariness, expected):
    assert war.cost_of_war(basic, pressures, winter, relief, weariness) == pytest.approx(
        expected, rel=FEW_ROUNDINGS
    )


@repeatable
@given(basic=shares, pressures=shares, winter=shares, relief=shares, weariness=shares, more=shares)
def test_winter_pressure_and_weariness_make_war_dearer_and_a_partial_truce_cheaper(
    basic, pressures, winter, relief, weariness, more
):
    base = war.cost_of_war(basic, pressures, winter, relief, weariness)
    less = base * (1 - FEW_ROUNDINGS)
    assert base >= 0.0
    assert war.cost_of_war(basic, pressures + more, winter, relief, weariness) >= less
    assert war.cost_of_war(basic, pressures, winter + more, relief, weariness) >= less
    assert war.cost_of_war(basic, pressures, winter, relief, weariness + more) >= less
    relieved = war.cost_of_war(basic, pressures, winter, max(relief, more), weariness)
    assert relieved <= base * (1 + FEW_ROUNDINGS)


@repeatable
@given(basic=shares, pressures=shares, winter=shares)
def test_a_full_relief_takes_away_the_winter(basic, pressures, winter):
    assert war.cost_of_war(basic, pressures, winter, 1.0, 0.0) == basic + pressures


# stillness, remember_front


@pytest.mark.parametrize(
    ("position", "remembered", "volatility", "expected"),
    [
        (0.3, 0.3, 0.2, 1.0),
        (0.3, 0.1, 0.2, 1 / math.e),
        (0.1, 0.3, 0.2, 1 / math.e),
        (0.1, 0.2, 0.2, math.exp(-0.5)),
    ],
)
def test_how_still_the_front_is(position, remembered, volatility, expected):
    assert war.stillness(position, remembered, volatility) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(a=places, b=places, remembered=places, volatility=st.floats(0.02, 3))
def test_a_front_that_moved_further_is_less_still(a, b, remembered, volatility):
    near, far = sorted((a, b), key=lambda position: abs(position - remembered))
    still = war.stillness(near, remembered, volatility)
    assert 0.0 <= war.stillness(far, remembered, volatility) <= still * (1 + 4 * ROUNDING) <= 1 + 4 * ROUNDING


@repeatable
@given(position=places, remembered=places)
def test_on_a_wild_front_every_move_is_still_and_on_a_calm_one_none(position, remembered):
    assert war.stillness(position, remembered, 1e18) == pytest.approx(1.0, abs=ROUNDING)
    assert war.stillness(position, position, 1e-9) == 1.0
    assert war.stillness(0.5, 0.4, 1e-9) == 0.0


@pytest.mark.parametrize(
    ("remembered", "position", "years", "expected"),
    [(0.1, 0.3, 0.0, 0.1), (0.0, 0.2, 1.0, 0.2 * (1 - 1 / math.e)), (0.2, 0.0, math.log(2), 0.1)],
)
def test_where_the_front_is_remembered_to_have_stood(remembered, position, years, expected):
    assert war.remember_front(remembered, position, years) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(remembered=places, position=places, years=st.floats(0, 5))
def test_a_memory_follows_the_front_and_two_halves_make_a_year(remembered, position, years):
    once = war.remember_front(remembered, position, years)
    low, high = sorted((remembered, position))
    assert low - 4 * ROUNDING <= once <= high + 4 * ROUNDING
    half = war.remember_front(remembered, position, years / 2)
    assert war.remember_front(half, position, years / 2) == pytest.approx(once, abs=8 * ROUNDING)


@repeatable
@given(remembered=places, position=places)
def test_after_a_lifetime_a_standing_front_is_all_that_is_remembered(remembered, position):
    assert war.remember_front(remembered, position, 60.0) == pytest.approx(position, abs=2 * ROUNDING)


# is_offensive


@pytest.mark.parametrize(
    ("moved", "volatility", "years", "threshold", "expected"),
    [
        (0.11, 0.2, 0.25, 1.0, True),
        (0.1, 0.2, 0.25, 1.0, False),
        (0.19, 0.2, 0.25, 2.0, False),
        (-0.5, 0.2, 0.25, 1.0, False),
    ],
)
def test_an_advance_is_an_offensive_beyond_its_usual_spread(moved, volatility, years, threshold, expected):
    assert war.is_offensive(moved, volatility, years, threshold) is expected


@repeatable
@given(a=places, b=places, volatility=volatilities, years=spans, threshold=st.floats(0, 4))
def test_a_longer_advance_is_no_less_an_offensive(a, b, volatility, years, threshold):
    low, high = sorted((a, b))
    near, far = (war.is_offensive(moved, volatility, years, threshold) for moved in (low, high))
    assert near <= far


@repeatable
@given(moved=places, volatility=volatilities, years=spans)
def test_with_no_threshold_every_gain_and_with_an_endless_one_none_is_an_offensive(moved, volatility, years):
    assert war.is_offensive(moved, volatility, years, 0.0) is (moved > 0)
    assert war.is_offensive(moved, volatility, years, 1e9) is False


# aid_left


@pytest.mark.parametrize(
    ("level", "fatigue", "years", "expected"),
    [(1.0, 0.3, 0.0, 1.0), (1.0, math.log(2), 1.0, 0.5), (0.5, math.log(2), 2.0, 0.125)],
)
def test_the_aid_that_fatigue_leaves(level, fatigue, years, expected):
    assert war.aid_left(level, fatigue, years) == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(level=shares, fatigue=st.floats(0, 5), years=st.floats(0, 10), more=st.floats(0, 5))
def test_aid_only_dwindles_and_two_halves_make_a_year(level, fatigue, years, more):
    left = war.aid_left(level, fatigue, years)
    assert 0.0 <= left <= level
    assert war.aid_left(level, fatigue + more, years) <= left * (1 + 4 * ROUNDING)
    half = war.aid_left(level, fatigue, years / 2)
    # The exponent, up to 50, is rounded by 2^-47.
    assert war.aid_left(half, fatigue, years / 2) == pytest.approx(left, rel=3e-14, abs=1e-300)


@repeatable
@given(level=shares, years=st.floats(0, 100))
def test_backers_that_do_not_tire_keep_giving(level, years):
    assert war.aid_left(level, 0.0, years) == level


# surprise_advance


@pytest.mark.parametrize(
    ("surprise", "blur", "effect", "zone", "scale", "expected"),
    [
        (0.05, 0.0, 1.5, 0.0, 5.0, 0.05),
        (0.05, 1.0, 1.5, 0.0, 5.0, 0.125),
        (0.05, 0.5, 1.0, 5.0, 5.0, 0.075 / math.e),
        (0.08, 0.0, 0.0, 5 * math.log(2), 5.0, 0.04),
    ],
)
def test_what_a_surprise_wins(surprise, blur, effect, zone, scale, expected):
    won = war.surprise_advance(surprise, blur, effect, zone, scale)
    assert won == pytest.approx(expected, rel=FEW_ROUNDINGS)


@repeatable
@given(
    surprise=shares,
    blur=shares,
    sharper=shares,
    zone=st.floats(0, 100),
    wider=st.floats(0, 100),
    scale=st.floats(0.5, 100),
)
def test_a_wider_zone_and_a_sharper_line_let_a_surprise_win_less(surprise, blur, sharper, zone, wider, scale):
    sharper, blur = sorted((blur, sharper))
    won = war.surprise_advance(surprise, blur, 1.5, zone, scale) * (1 + 4 * ROUNDING)
    assert 0.0 <= war.surprise_advance(surprise, blur, 1.5, zone + wider, scale) <= won
    assert 0.0 <= war.surprise_advance(surprise, sharper, 1.5, zone, scale) <= won


@repeatable
@given(surprise=shares, scale=st.floats(0.5, 100))
def test_a_surprise_across_a_sharp_line_wins_all_and_behind_an_endless_zone_nothing(surprise, scale):
    assert war.surprise_advance(surprise, 0.0, 1.5, 0.0, scale) == surprise
    assert war.surprise_advance(surprise, 1.0, 1.5, 1e6, scale) == 0.0


# struck_first


@pytest.mark.parametrize(
    ("position", "gained", "expected"),
    [(0.0, 0.0, 0.0), (-0.25, 0.5, 0.25), (0.75, 0.5, 1.0), (-0.5, 0.0, -0.5)],
)
def test_the_front_after_a_first_strike(position, gained, expected):
    assert war.struck_first(position, gained) == expected


@repeatable
@given(position=places, gained=shares, more=shares)
def test_a_first_strike_never_loses_and_never_wins_more_than_all(position, gained, more):
    assert position <= war.struck_first(position, gained) <= war.struck_first(position, gained + more) <= 1.0
