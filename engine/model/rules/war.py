"""War as a random walk of the front, beliefs about its trend, and what fighting on is worth. ODD 7.2."""

import math

from engine.model.arithmetic import exp, normal_quantile
from engine.model.compiling import Floats, inlined_rule, rule

CONTINUITY = 0.5826
"""Shift of a barrier that is watched in discrete time, in steps' standard deviations: -zeta(1/2) /
sqrt(2 pi) (Broadie, Glasserman & Kou 1997)."""
SMALL_GROWTH = 1e-4
"""Below it the series of sinh(x) / sinh(y) to its cubic terms is exact to 1e-16."""
SINH_CUBIC = 6.0
"""Divisor of the cubic term of sinh."""
TIME_LINEAR = 3.0
"""Divisor of the linear term, in 2 trend / volatility^2, of the expected time to a barrier."""
SMALL_RATE = 1e-9
"""Discount rate below which the undiscounted limit is used."""

WIDEST_STEP = 1.25
"""Step of the trapezoidal rule over a standard normal belief; its error falls as exp(-2 pi / (step x
ratio)) in the ratio of the belief's width to the width over which the value bends."""
WIDE_BELIEF = 0.7
"""Ratio from which the step shrinks."""
REACH = 3.75
"""Standard deviations of a belief that are integrated; 2e-4 of it lie beyond."""
NARROWEST_STEP = 0.05
LANES = 8
"""Nodes that are computed together."""
WAR_VALUE_ROOM = 304
"""Numbers that `war_value` needs room for: a value and a weight for 151 nodes, in whole rows."""


@inlined_rule
def advance(draw: float, trend: float, volatility: float, years: float) -> float:
    """Move the front over a time step.

    Parameters
    ----------
    draw : float
        Uniform draw addressed to this week's fighting. [1]
    trend : float
        True military trend, toward the defender. [1/year]
    volatility : float
        Standard deviation of the front over a year. [1/sqrt(year)]
    years : float
        Length of the step. [year]

    Notes
    -----
    Smith & Stam 2004; Slantchev 2003.
    """
    return trend * years + volatility * math.sqrt(years) * normal_quantile(draw)


@inlined_rule
def doubt_left(variance: float, volatility: float, years: float) -> float:
    """Variance of a Normal belief about the trend after watching the front for a time step."""
    noise = volatility * volatility
    return variance * noise / (noise + variance * years)


@inlined_rule
def trend_learnt(mean: float, left: float, moved: float, volatility: float, years: float) -> float:
    """Mean of a Normal belief about the trend after watching the front move.

    Parameters
    ----------
    mean : float
        Mean before. [1/year]
    left : float
        Variance after, from `doubt_left`. [1/year^2]
    moved : float
        How far the front moved. [1]
    """
    return mean + left / (volatility * volatility) * (moved - mean * years)


@rule
def barrier(volatility: float, years: float) -> float:
    """Distance of the barriers in formulas for continuous time that match a walk by steps."""
    return 1.0 + CONTINUITY * volatility * math.sqrt(years)


@rule
def prevails(trend: float, position: float, volatility: float, edge: float) -> float:
    """Chance that the walk ends at +edge rather than -edge, undiscounted.

    Parameters
    ----------
    trend : float
        Trend toward +edge. [1/year]
    position : float
        Where the walk stands. [1]
    edge : float
        Distance of both barriers from 0. [1]
    """
    v = 2.0 * trend / (volatility * volatility)
    if abs(v) * edge < SMALL_GROWTH:
        return (edge + position) / (2.0 * edge) * (1.0 + v * (edge - position) / 2.0)
    if v > 0.0:
        return (1.0 - exp(-v * (edge + position))) / (1.0 - exp(-2.0 * v * edge))
    return exp(v * (edge - position)) * (1.0 - exp(v * (edge + position))) / (1.0 - exp(2.0 * v * edge))


@rule
def war_years(trend: float, position: float, volatility: float, edge: float) -> float:
    """Expected time until the walk reaches a barrier. [year]."""
    if abs(trend) * edge < SMALL_GROWTH * volatility * volatility:
        v = 2.0 * trend / (volatility * volatility)
        balanced = (edge * edge - position * position) / (volatility * volatility)
        return balanced * (1.0 - v * position / TIME_LINEAR)
    chance = prevails(trend, position, volatility, edge)
    return (edge * (2.0 * chance - 1.0) - position) / trend


@inlined_rule
def tilted_exits(
    trend: float, position: float, rate: float, volatility: float, edge: float
) -> tuple[float, float]:
    """Formula of `exit_chances` where the growth does not vanish."""
    variance = volatility * volatility
    growth = math.sqrt(trend * trend + 2.0 * rate * variance) / variance
    tilt = trend / variance
    ahead = edge - position
    behind = edge + position
    over_ahead = exp(-growth * ahead)
    over_behind = exp(-growth * behind)
    across = over_ahead * over_behind
    whole = 1.0 - across * across
    won = exp((tilt - growth) * ahead) * (1.0 - over_behind * over_behind) / whole
    lost = exp((-tilt - growth) * behind) * (1.0 - over_ahead * over_ahead) / whole
    return won, lost


@rule
def exit_chances(
    trend: float, position: float, rate: float, volatility: float, edge: float
) -> tuple[float, float]:
    """Discounted chances that the walk ends at +edge and at -edge: E[exp(-rate T); it ends there].

    Notes
    -----
    At +edge exp(b (a - m) / s^2) sinh((a + m) g) / sinh(2 a g) with g = sqrt(b^2 + 2 rate s^2) / s^2,
    written with exponents that are never positive; its series where g vanishes.
    """
    variance = volatility * volatility
    growth = math.sqrt(trend * trend + 2.0 * rate * variance) / variance
    if growth * edge >= SMALL_GROWTH:
        return tilted_exits(trend, position, rate, volatility, edge)
    tilt = trend / variance
    ahead = edge - position
    behind = edge + position
    bend = growth * growth / SINH_CUBIC
    width = 4.0 * edge * edge
    won = exp(tilt * ahead) * behind / (2.0 * edge) * (1.0 + bend * (behind * behind - width))
    lost = exp(-tilt * behind) * ahead / (2.0 * edge) * (1.0 + bend * (ahead * ahead - width))
    return won, lost


@inlined_rule
def costly_lottery(
    won: float, lost: float, rate: float, standing: float, at_worst: float, cost: float
) -> float:
    """Value of a war won and lost with discounted chances: F+ + F- L + (1 - F+ - F-) (S - c / rate).

    Notes
    -----
    Smith & Stam 2004.
    """
    return won + lost * at_worst + (1.0 - won - lost) * (standing - cost / rate)


@rule
def fighting_on(
    trend: float,
    position: float,
    rate: float,
    volatility: float,
    edge: float,
    standing: float,
    at_worst: float,
    cost: float,
) -> float:
    """Value of fighting to the end at a known trend: a costly lottery on the walk of the front.

    Parameters
    ----------
    trend, position : float
        Trend and front, both seen from the party's own side. [1/year], [1]
    rate : float
        Its discount rate. [1/year]
    standing : float
        Its utility of the line as it stands. [1]
    at_worst : float
        Its utility when the adversary prevails. [1]
    cost : float
        Cost of war, weariness included. [1/year]
    """
    if rate < SMALL_RATE:
        chance = prevails(trend, position, volatility, edge)
        return chance + (1.0 - chance) * at_worst - cost * war_years(trend, position, volatility, edge)
    won, lost = exit_chances(trend, position, rate, volatility, edge)
    return costly_lottery(won, lost, rate, standing, at_worst, cost)


@rule
def war_value(
    room: Floats,
    mean: float,
    sd: float,
    position: float,
    rate: float,
    volatility: float,
    edge: float,
    standing: float,
    at_worst: float,
    cost: float,
) -> float:
    """Value of war under a Normal belief about the trend, all seen from the party's own side.

    Parameters
    ----------
    room : ndarray, shape (`WAR_VALUE_ROOM`,)
        Room to work in; what it holds does not matter.
    mean, sd : float
        The belief about the trend. [1/year]

    Notes
    -----
    The other arguments are those of `fighting_on`, averaged by a trapezoidal rule whose step follows
    how sharply the value bends. Its error is under .005 (tests) at a volatility of .1 or more, or a
    rate of .02 or more, for beliefs no wider than .3 a year. Nodes are computed in whole rows of
    `LANES`, which the compiler turns into vector code, and added up in order.
    """
    if sd <= 0.0:
        return fighting_on(mean, position, rate, volatility, edge, standing, at_worst, cost)
    bend = volatility * math.sqrt(2.0 * rate + volatility * volatility)
    step = max(NARROWEST_STEP, WIDEST_STEP / max(1.0, sd / (bend * WIDE_BELIEF)))
    reach = int(REACH / step)
    nodes = 2 * reach + 1
    in_rows = (nodes + LANES - 1) // LANES * LANES
    if math.sqrt(2.0 * rate) * edge > 2.0 * SMALL_GROWTH * volatility and rate >= SMALL_RATE:
        for i in range(in_rows):
            trend = mean + sd * (float(i - reach) * step)
            won, lost = tilted_exits(trend, position, rate, volatility, edge)
            room[i] = costly_lottery(won, lost, rate, standing, at_worst, cost)
    else:
        for i in range(nodes):
            trend = mean + sd * (float(i - reach) * step)
            room[i] = fighting_on(trend, position, rate, volatility, edge, standing, at_worst, cost)
    for i in range(in_rows):
        z = float(i - reach) * step
        room[in_rows + i] = exp(-0.5 * z * z)
    value = 0.0
    total = 0.0
    for i in range(nodes):
        value += room[in_rows + i] * room[i]
        total += room[in_rows + i]
    return value / total


@inlined_rule
def cost_of_war(basic: float, pressures: float, winter: float, relief: float, weariness: float) -> float:
    """Cost of war to a party. [1/year].

    Parameters
    ----------
    basic, pressures : float
        Cost of the fighting and of outside pressures. [1/year]
    winter : float
        Cost of strikes on energy and water, for the season that is meant. [1/year]
    relief : float
        Share of these strikes that a partial truce stops. [1]
    weariness : float
        War weariness. [1]
    """
    return (basic + pressures + winter * (1.0 - relief)) * (1.0 + weariness)


@inlined_rule
def stillness(position: float, remembered: float, volatility: float) -> float:
    """How stalled the front is: 1 where it stands where it is remembered to have stood, falling to 0."""
    return exp(-abs(position - remembered) / volatility)


@inlined_rule
def remember_front(remembered: float, position: float, years: float) -> float:
    """Position of the front as remembered over the last year (exponential average)."""
    return remembered + (position - remembered) * (1.0 - exp(-years))


@rule
def is_offensive(moved: float, volatility: float, years: float, threshold: float) -> bool:
    """Whether an advance over a time step is an offensive: beyond so many standard deviations."""
    return moved > threshold * volatility * math.sqrt(years)


@inlined_rule
def aid_left(level: float, fatigue: float, years: float) -> float:
    """Level of a stream of aid, as a share of its start, after a time step without new funding."""
    return level * exp(-fatigue * years)


@rule
def surprise_advance(
    surprise: float, blur: float, blur_effect: float, zone_km: float, zone_scale_km: float
) -> float:
    """Advance that a renewed attack wins at once.

    Parameters
    ----------
    surprise : float
        Advance across a sharp line without a zone. [1]
    blur, blur_effect : float
        How blurred the line is, and what a fully blurred one adds, as a multiple. [1]
    zone_km, zone_scale_km : float
        Width of the demilitarised zone, which gives warning, and the width that divides it by e. [km]
    """
    return surprise * (1.0 + blur_effect * blur) * exp(-zone_km / zone_scale_km)


@rule
def struck_first(position: float, gained: float) -> float:
    """Front, seen from the attacker's own side, after its surprise; at most all of it."""
    return min(1.0, position + gained)
