"""The hot step: one week of a truce or accord along the front of one trial, in rows over its units."""

import numpy as np

from engine.model.arithmetic import (
    POISSON_EXACT,
    coarse_normal_quantile,
    poisson_expansion,
    poisson_inversion,
)
from engine.model.compiling import compile_function
from engine.model.draws import uniform
from engine.model.rules import incidents, talks
from engine.model.streams import ATTRIBUTE, INCIDENT
from engine.simulation.compiled.world import Front


@compile_function(inline=True)
def exchange_fire(
    front: Front,
    key: np.uint64,
    trial: np.uint64,
    week: int,
    provoked: bool,
    laxity_a: float,
    laxity_b: float,
    norm_a: float,
    norm_b: float,
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
        Rows over the units of both sides; `intensity` is renewed in place.
    provoked : bool
        Whether `front.added` holds incidents staged by spoilers.
    laxity_a, laxity_b, norm_a, norm_b : float
        Laxity and retaliation norm of either side. [1]
    attributing : float
        Chance that a sector's incidents are detected and attributed. [1]
    """
    units, posts = front.unit, front.post
    background, intensity = front.background, front.intensity
    fired, draw, score, added = front.fired, front.draw, front.score, front.added
    perceived, attribute = front.perceived, front.attribute
    n = posts.size
    some_low = False
    for side in range(2):
        laxity = laxity_a if side == 0 else laxity_b
        for u in range(side * n, side * n + n):
            mean = incidents.intensity(background[u], laxity, intensity[u])
            fired[u] = mean
            some_low |= mean < POISSON_EXACT
    for u in range(2 * n):
        draw[u] = uniform(key, trial, week, units[u], INCIDENT)
    for u in range(2 * n):
        score[u] = coarse_normal_quantile(draw[u])
    for u in range(2 * n):
        score[u] = poisson_expansion(score[u], max(fired[u], POISSON_EXACT))
    if some_low:
        for u in range(2 * n):
            mean = fired[u]
            if mean < POISSON_EXACT:
                score[u] = min(poisson_inversion(draw[u], mean), score[u]) if mean > 0.0 else 0.0
    for u in range(2 * n):
        fired[u] = score[u]
    if provoked:
        for u in range(2 * n):
            fired[u] += added[u]
    counted = 0
    for u in range(2 * n):
        counted += np.int64(fired[u])
    if counted > 0:
        for post in range(n):
            attribute[post] = uniform(key, trial, week, posts[post], ATTRIBUTE)
    for post in range(n):
        attributed = talks.happens(attribute[post], attributing)
        ours = fired[post]
        theirs = fired[n + post]
        perceived[0, post + 1] = incidents.perceive(theirs, ours, attributed, forgiveness, misattribution)
        perceived[1, post + 1] = incidents.perceive(ours, theirs, attributed, forgiveness, misattribution)
    for side in range(2):
        norm = norm_a if side == 0 else norm_b
        for post in range(n):
            u = side * n + post
            here = perceived[side, post + 1]
            beside = perceived[side, post] + perceived[side, post + 2]
            intensity[u] = incidents.retaliate(intensity[u], memory, norm, here, beside, contagion, cap)
    return float(counted)
