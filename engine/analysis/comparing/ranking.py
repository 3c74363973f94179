"""The order of sides by what their trials are worth, and how much of it their trials tell."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from engine.analysis.comparing.contrasts import Contrast, contrast
from engine.analysis.comparing.sides import Level, Side
from engine.analysis.objective import Objective
from engine.results.estimates import Estimate, Z
from engine.results.simultaneous import count_needed
from engine.results.weighted import average


class Pair(NamedTuple):
    """Two sides, the first of which is worth more or as much.

    Attributes
    ----------
    here, there : str
        Their names.
    contrast : Contrast
        The first less the second.
    told : bool
        Whether they are told apart, all pairs at once.
    needed : float
        Trials that would tell them apart, were the difference what it seems; infinite where there is none.
    least : float
        The same, were it as great as its own 95% interval allows; no fewer than there are.
    """

    here: str
    there: str
    contrast: Contrast
    told: bool
    needed: float
    least: float


class Ranking(NamedTuple):
    """Sides in order.

    Attributes
    ----------
    order : tuple of str
        Their names, the best first; ties in the order given.
    pairs : tuple of Pair
        All pairs, in that order.
    ranks : mapping of str to tuple of int
        The best and the worst rank of each that the pairs told apart leave open.
    """

    order: tuple[str, ...]
    pairs: tuple[Pair, ...]
    ranks: dict[str, tuple[int, int]]

    @property
    def is_settled(self) -> bool:
        """Whether every rank is told."""
        return all(best == worst for best, worst in self.ranks.values())

    @property
    def open(self) -> tuple[Pair, ...]:
        """Pairs of neighbours that are not told apart."""
        beside = set(zip(self.order[:-1], self.order[1:], strict=True))
        return tuple(pair for pair in self.pairs if (pair.here, pair.there) in beside and not pair.told)


def rank(sides: Sequence[Side], objective: Objective, level: Level) -> Ranking:
    """Rank sides by all pairs of them, whose intervals hold together.

    With 95%, no rank that is told is wrong (Klein, Wright & Wieczorek 2020; Mogstad, Romano, Shaikh & Wilhelm
    2024).
    """
    n_pairs = len(sides) * (len(sides) - 1) // 2
    found = {
        (here.name, there.name): contrast(here, there, objective, level, n_pairs)
        for here, there in combinations(sides, 2)
    }
    means = {side.name: _mean(side, objective) for side in sides}
    order = tuple(sorted(means, key=lambda name: -means[name]))
    pairs = []
    for here, there in combinations(order, 2):
        each = found.get((here, there)) or turn(found[there, here])
        pairs.append(_judge(here, there, each, level, n_pairs))
    return Ranking(order, tuple(pairs), list_ranks(order, pairs))


def turn(found: Contrast) -> Contrast:
    """Turn a contrast round."""
    return Contrast(
        found.there,
        found.here,
        _negate(found.difference),
        _negate(found.together),
        found.worse,
        found.better,
        found.gain,
        found.errors,
    )


def _judge(here: str, there: str, each: Contrast, level: Level, n_pairs: int) -> Pair:
    told = each.together.low > 0 or each.together.high < 0
    errors = (each.errors, each.errors + Z if each.errors else 0.0)
    needed, least = (count_needed(n_pairs, level.n_trials, far, always=level.always) for far in errors)
    return Pair(here, there, each, told, needed, max(least, float(level.n_trials)))


def list_ranks(order: Sequence[str], pairs: Sequence[Pair]) -> dict[str, tuple[int, int]]:
    """Bound the ranks: who is better than one that is better than a third is better than that one too."""
    beaten: dict[str, set[str]] = {name: set() for name in order}
    for pair in pairs:
        if pair.told:
            ahead = pair.contrast.together.low > 0
            beaten[pair.here if ahead else pair.there].add(pair.there if ahead else pair.here)
    for _ in order:
        for name in order:
            beaten[name].update(*(beaten[other] for other in tuple(beaten[name])))
    above = {name: sum(name in others for others in beaten.values()) for name in order}
    return {name: (1 + above[name], len(order) - len(beaten[name])) for name in order}


def _mean(side: Side, objective: Objective) -> float:
    return average(objective.measure(side.trials), side.weights).value


def _negate(estimate: Estimate) -> Estimate:
    return Estimate(-estimate.value, -estimate.high, -estimate.low)
