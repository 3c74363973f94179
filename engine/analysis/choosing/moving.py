"""Moving unknowns away from their medians, and where on the way the better of two arms changes."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.special import ndtr

from engine.analysis.measured import estimate_normal
from engine.results.estimates import Estimate, Z
from engine.simulation.records import Floats

SURE = 1.6448536269514722
"""Standard errors by which fresh trials fall short with a chance of 5%."""

Scores: TypeAlias = Mapping[str, float | Floats]


class Doubt(NamedTuple):
    """What is unknown about the lead of one arm over another, and how its consequences are played.

    Attributes
    ----------
    paths : tuple of str
        The unknowns.
    correlation : ndarray, shape (n_unknowns, n_unknowns)
        Of their normal scores.
    options : mapping of str to list of tuple
        For unknowns that are choices, the range of uniforms that gives each option.
    draw : callable
        Gives the unknowns of so many trials from a first on, as uniforms, shape (n_trials, n_unknowns).
    fix : callable
        Holds some unknowns of such trials at normal scores.
    play : callable
        Gives the lead in each of such trials, of which the number of the first is told; no NaN.
    """

    paths: tuple[str, ...]
    correlation: Floats
    options: Mapping[str, list[tuple[float, float]]]
    draw: Callable[[int, int], Floats]
    fix: Callable[[Floats, Scores], Floats]
    play: Callable[[Floats, int], Floats]


class Course(NamedTuple):
    """The lead along a move.

    Attributes
    ----------
    scores : mapping of str to float
        Normal scores by which unknowns move for each unit of distance.
    distances : tuple of float
        How far they moved.
    leads : tuple of Estimate
        The lead there, over the same trials at each.
    """

    scores: Mapping[str, float]
    distances: tuple[float, ...]
    leads: tuple[Estimate, ...]

    @property
    def crosses(self) -> bool:
        """Whether the second arm leads anywhere on it, noise or not."""
        return any(lead.value < 0 for lead in self.leads)


def follow(
    doubt: Doubt, uniforms: Floats, first: int, scores: Mapping[str, float], distances: Sequence[float]
) -> Course:
    """Play the same trials at some distances along a move."""
    leads = [lead_at(doubt, uniforms, first, scores, distance) for distance in distances]
    return Course(scores, tuple(map(float, distances)), tuple(leads))


def lead_at(
    doubt: Doubt,
    uniforms: Floats,
    first: int,
    scores: Mapping[str, float],
    distance: float,
    points: float = Z,
) -> Estimate:
    """Estimate the lead at a distance along a move."""
    moved = doubt.fix(uniforms, {path: score * distance for path, score in scores.items()})
    return estimate_normal(doubt.play(moved, first), points)


def place_turn(course: Course) -> Estimate:
    """Place the first reversal along a move; between the distances at which trials tell the arms apart.

    NaN where there is none; the far end is NaN where no trial so far out tells that the second leads.
    """
    values, lows, highs = np.array(course.leads).T
    value = _cross(course.distances, values)
    if math.isnan(value):
        return Estimate(math.nan, math.nan, math.nan)
    low = _cross(course.distances, lows)
    return Estimate(value, min(low, value), _cross(course.distances, highs))


def find_sure(course: Course, turn: Estimate, points: float) -> float:
    """Find the distance at which as many fresh trials should show a turn, if the course goes so far."""
    end = course.distances[-1]
    if math.isnan(turn.high):
        lowest = int(np.argmin([lead.value for lead in course.leads]))
        return course.distances[lowest]
    return min(end, turn.value + (turn.high - turn.value) * (points + SURE) / Z)


def chance_beyond(distance: float) -> float:
    """Give the chance that an unknown lies so far out on one side of its median, or farther."""
    return float(ndtr(-distance))


def _cross(distances: Sequence[float], leads: Floats) -> float:
    """Find where leads first fall below 0, by straight lines between them."""
    below = np.flatnonzero(leads < 0)
    if not below.size:
        return math.nan
    at = int(below[0])
    if at == 0:
        return distances[0]
    before, after = leads[at - 1], leads[at]
    return float(distances[at - 1] + (distances[at] - distances[at - 1]) * before / (before - after))
