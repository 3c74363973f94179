"""The hot step: a week of a truce or accord along the front of one trial, in rows over its units."""

import numpy as np

from engine.model.arithmetic import (
    POISSON_EXACT,
    coarse_normal_quantile,
    poisson_expansion,
    poisson_inversion,
)
from engine.model.compiling import call_rule, compile_function
from engine.model.draws import uniform
from engine.model.parameters import Floats
from engine.model.rules import incidents, talks
from engine.model.streams import ATTRIBUTE, INCIDENT
from engine.simulation.compiled.world import Front


@compile_function(inline=True)
def draw_round(
    front: Front, units_key: np.uint64, posts_key: np.uint64, trial: np.uint64, first_week: int
) -> None:
    """Draw for all units and posts of a round of weeks at once, and the normal scores of units' draws."""
    draw, score, attribute = front.draw, front.score, front.attribute
    for i in range(draw.size):
        draw[i] = uniform(units_key, trial, first_week + front.unit_week[i], front.unit[i], INCIDENT)
    for i in range(draw.size):
        score[i] = coarse_normal_quantile(draw[i])
    for i in range(attribute.size):
        attribute[i] = uniform(posts_key, trial, first_week + front.post_week[i], front.post[i], ATTRIBUTE)


@compile_function(inline=True)
def exchange_fire(
    front: Front,
    week: int,
    provoked: bool,
    laxity_a: float,
    laxity_b: float,
    norm_a: float,
    norm_b: float,
    rule_a: int,
    rule_b: int,
    attributing: float,
    forgiveness: float,
    misattribution: float,
    memory: float,
    contagion: float,
    cap: float,
) -> float:
    """Let all units fire, perceive and set their answer; return the week's incidents.

    Parameters
    ----------
    front : Front
        Rows over the units of both sides, with the round's draws; `intensity` is renewed in place.
    week : int
        Week of the round, from 0.
    provoked : bool
        Whether `front.added` holds incidents staged by spoilers.
    laxity_a, laxity_b, norm_a, norm_b : float
        Laxity and retaliation norm of either side. [1]
    rule_a, rule_b : int
        Address of either side's retaliation rule, 0 for the model's own.
    attributing : float
        Chance that a sector's incidents are detected and attributed. [1]
    """
    background, intensity, added = front.background, front.intensity, front.added
    mean, fired, perceived = front.mean, front.fired, front.perceived
    n = perceived.size - 2
    first = week * 2 * n
    some_low = False
    for side in range(2):
        laxity = laxity_a if side == 0 else laxity_b
        for u in range(side * n, side * n + n):
            expected = incidents.intensity(background[u], laxity, intensity[u])
            mean[u] = expected
            some_low |= expected < POISSON_EXACT
    for u in range(2 * n):
        fired[u] = poisson_expansion(front.score[first + u], max(mean[u], POISSON_EXACT))
    if some_low:
        for u in range(2 * n):
            if mean[u] < POISSON_EXACT:
                drawn = front.draw[first + u]
                fired[u] = min(poisson_inversion(drawn, mean[u]), fired[u]) if mean[u] > 0.0 else 0.0
    if provoked:
        for u in range(2 * n):
            fired[u] += added[u]
    counted = 0
    for u in range(2 * n):
        counted += np.int64(fired[u])
    for side in range(2):
        norm = norm_a if side == 0 else norm_b
        rule = rule_a if side == 0 else rule_b
        own, enemy = side * n, (1 - side) * n
        for post in range(n):
            attributed = talks.happens(front.attribute[week * n + post], attributing)
            perceived[post + 1] = incidents.perceive(
                fired[enemy + post], fired[own + post], attributed, forgiveness, misattribution
            )
        if rule != 0:
            answer(rule, intensity[own : own + n], memory, norm, perceived, contagion, cap)
            continue
        for post in range(n):
            beside = perceived[post] + perceived[post + 2]
            intensity[own + post] = incidents.retaliate(
                intensity[own + post], memory, norm, perceived[post + 1], beside, contagion, cap
            )
    return float(counted)


@compile_function()
def answer(
    rule: int,
    intensity: Floats,
    memory: float,
    norm: float,
    perceived: Floats,
    contagion: float,
    cap: float,
) -> None:
    """Let one side's units set their answer by a rule from outside, at its address."""
    for post in range(intensity.size):
        beside = perceived[post] + perceived[post + 2]
        intensity[post] = call_rule(
            rule, (intensity[post], memory, norm, perceived[post + 1], beside, contagion, cap)
        )
