"""The smallest joint move of several unknowns that reverses the ranking of two arms."""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from engine.analysis.choosing.moving import Course, Doubt, find_sure, follow, lead_at, place_turn
from engine.results.estimates import NOTHING, Estimate, Z
from engine.simulation.records import Floats

FARTHEST = 3.0
"""Farthest joint move, in normal scores: one draw in 740 goes so far in its direction."""
STEPS = 6
NEAR = 0.5
"""How far unknowns are spread about a reversal to find how the lead slopes there, in normal scores."""


class Joint(NamedTuple):
    """Several unknowns moved at once until the ranking is reversed.

    Attributes
    ----------
    course : Course
        The lead along the move; its scores are of one unit of distance.
    distance : Estimate
        Where the arms are alike, and between which distances trials don't tell them apart.
    shown : float
        The distance that was played with fresh luck.
    lead : Estimate
        How much the first arm leads there.
    """

    course: Course
    distance: Estimate
    shown: float
    lead: Estimate

    @property
    def settled(self) -> bool:
        """Whether fresh trials show the ranking reversed."""
        return self.lead.high < 0


def move_together(
    doubt: Doubt, uniforms: Floats, leads: Floats, drawn: Floats, fresh: Floats, points: float = Z
) -> Joint | None:
    """Move those unknowns together that a linear regression shows to move the lead.

    The first direction is that of the regression over all trials, the second that of one about the reversal
    which the first leads to; the one that reverses nearer to the medians is kept.

    Parameters
    ----------
    uniforms, leads : ndarray
        The unknowns and the lead in the trials that are at hand.
    drawn, fresh : ndarray
        Unknowns of the trials after these, for the search, and of those after them, to show what was found.

    Returns
    -------
    joint : Joint or None
        None where no unknown is shown to move the lead.
    """
    first, distances = len(uniforms), np.linspace(0, FARTHEST, STEPS + 1).tolist()
    slopes = _find_slopes(doubt, uniforms, leads)
    if not slopes:
        return None
    best = follow(doubt, drawn, first, _head_for(doubt, slopes), distances)
    turn = place_turn(best)
    if not math.isnan(turn.value):
        nearby = _find_slopes_at(doubt, drawn, first, best, turn.value)
        other = follow(doubt, drawn, first, _head_for(doubt, nearby), distances)
        if place_turn(other).value < turn.value:
            best, turn = other, place_turn(other)
    if math.isnan(turn.value):
        return Joint(best, turn, math.nan, NOTHING)
    shown = find_sure(best, turn, points)
    lead = lead_at(doubt, fresh, first + len(drawn), best.scores, shown, points)
    return Joint(best, turn, shown, lead)


def _find_slopes(doubt: Doubt, uniforms: Floats, leads: Floats) -> dict[str, float]:
    """Find how the lead slopes along those unknowns of which that is shown, all of them together at 95%."""
    places = [i for i, path in enumerate(doubt.paths) if path not in doubt.options]
    if not places:
        return {}
    slopes, errors = _regress(ndtri(uniforms[:, places]), leads)
    least = -ndtri(0.025 / len(places))
    return {
        doubt.paths[i]: float(slope)
        for i, slope, error in zip(places, slopes, errors, strict=True)
        if abs(slope) > least * error
    }


def _find_slopes_at(
    doubt: Doubt, uniforms: Floats, first: int, course: Course, distance: float
) -> dict[str, float]:
    places = [doubt.paths.index(path) for path in course.scores]
    spread = ndtri(uniforms[:, places]) * NEAR
    middle = distance * np.array(list(course.scores.values()))
    about = dict(zip(course.scores, (middle + spread).T, strict=True))
    slopes, _ = _regress(spread, doubt.play(doubt.fix(uniforms, about), first))
    return dict(zip(course.scores, map(float, slopes), strict=True))


def _regress(scores: Floats, leads: Floats) -> tuple[Floats, Floats]:
    """Fit a line by least squares; give its slopes and their standard errors."""
    columns = np.column_stack([np.ones(len(scores)), scores])
    inverse = np.linalg.pinv(columns.T @ columns)
    fitted = inverse @ (columns.T @ leads)
    variance = ((leads - columns @ fitted) ** 2).sum() / max(1, len(leads) - columns.shape[1])
    return fitted[1:], np.sqrt(variance * np.diagonal(inverse))[1:]


def _head_for(doubt: Doubt, slopes: dict[str, float]) -> dict[str, float]:
    """Give the move of length 1 that lowers the lead most, as likelihood measures length."""
    places = [doubt.paths.index(path) for path in slopes]
    steep = np.array(list(slopes.values()))
    way = doubt.correlation[np.ix_(places, places)] @ steep
    length = math.sqrt(float(steep @ way))
    return dict(zip(slopes, map(float, -way / length), strict=True))
