"""How long spells hold on two sides: of all trials, and once begun (restricted mean survival time)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from engine.analysis.comparing.sides import Level, Side
from engine.analysis.simulating import HELD
from engine.results.estimates import Estimate
from engine.results.restricted import find_years_seen, restrict_mean
from engine.results.weighted import Statistic, average, bound, subtract
from engine.simulation.records import WEEKS_PER_YEAR, Floats

SPELLS = ("ceasefire", "accord")
OF_TRIALS, ONCE_BEGUN = "of all trials", "once begun"


class Holding(NamedTuple):
    """How long the first spell of a kind holds on two sides.

    Attributes
    ----------
    spell : str
        ``ceasefire`` or ``accord``.
    of : str
        ``of all trials``, where a trial without one counts as none; or ``once begun``, of those that began.
    arm, reference : str
        The sides.
    years : int
        Years that count: of the trial, or since the spell began.
    here, there : float
        Mean time that it holds. [years]
    difference : Estimate
        Here less there, with the interval that holds together with the others. [years]
    """

    spell: str
    of: str
    arm: str
    reference: str
    years: int
    here: float
    there: float
    difference: Estimate


def compare_holding(sides: Sequence[Side], level: Level) -> Iterator[Holding]:
    """Compare how long first spells hold on each other side with the first.

    A spell that did not begin holds no time of its trial; of how long spells hold once begun, a trial without
    one says nothing, and what is left of a difference may be that others begin. Time once begun counts up to
    the most whole years after which enough spells are still observed on all sides; where all begin with their
    trials it is the same, and left out.
    """
    reach = level.reach(2 * len(SPELLS) * (len(sides) - 1))
    most = int(sides[0].trials.years())
    for spell in SPELLS:
        weeks = [side.trials.column(f"{spell}_weeks") for side in sides]
        seen = min(find_years_seen(each, side.weights, most) for each, side in zip(weeks, sides, strict=True))
        held = [_average(each, side) for each, side in zip(weeks, sides, strict=True)]
        yield from _list_rows(spell, OF_TRIALS, sides, most, held, reach)
        lasted = [_restrict(spell, each, side, seen) for each, side in zip(weeks, sides, strict=True)]
        if seen and not np.allclose([each.value for each in lasted], [each.value for each in held]):
            yield from _list_rows(spell, ONCE_BEGUN, sides, seen, lasted, reach)


def _list_rows(
    spell: str, of: str, sides: Sequence[Side], years: int, statistics: Sequence[Statistic], reach: float
) -> Iterator[Holding]:
    reference, there = sides[0], statistics[0]
    for side, here in zip(sides[1:], statistics[1:], strict=True):
        ends = bound(subtract(here, there), reach)
        yield Holding(spell, of, side.name, reference.name, years, here.value, there.value, ends)


def _average(weeks: Floats, side: Side) -> Statistic:
    return average(np.nan_to_num(weeks, nan=0.0) / WEEKS_PER_YEAR, side.weights)


def _restrict(spell: str, weeks: Floats, side: Side, years: int) -> Statistic:
    ended = side.trials.column(f"{spell}_end") > HELD
    mean = restrict_mean(weeks, ended, side.weights, years * WEEKS_PER_YEAR)
    return Statistic(mean.value / WEEKS_PER_YEAR, mean.pulls / WEEKS_PER_YEAR)
