"""Searching trials for boxes of conditions, and judging the boxes by trials that were held out."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engine.analysis.arms import Asked
from engine.analysis.discovery.boxes import (
    Box,
    Flags,
    Held,
    adjust,
    count,
    test_box,
    test_limit,
    weigh_limit,
)
from engine.analysis.discovery.cart import grow
from engine.analysis.discovery.cases import Cases
from engine.analysis.discovery.prim import Step, choose, paste, peel, simplify
from engine.analysis.discovery.reproducing import (
    Chance,
    Reproduced,
    reproduce_cart,
    reproduce_prim,
    shuffle_labels,
)
from engine.analysis.objective import Objective
from engine.model.parameters import Floats
from engine.results.estimates import NOTHING, Estimate, wilson
from engine.results.variance import estimate_correlation, pair_up
from engine.simulation.kernel import run_chunk
from engine.simulation.records import NO_TWIN, OUTCOMES, TWIN_TRIALS

METHODS = ("PRIM", "CART")
FALSE_ALARM = 0.05
"""Chance that either method claims any box where no column says anything of the cases."""
MOST_BOXES = 3
"""Most boxes that PRIM covers trials with."""
COVERAGES = np.linspace(0.05, 1.0, 20)
"""Coverages at which the trade-off is compared with that of shuffled labels."""


class Limit(NamedTuple):
    """A limit of a box.

    Attributes
    ----------
    column, end : int
        Which column, and 0 for its low or 1 for its high end.
    value : float
        The limit.
    below : float
        Share of all trials whose value lies below it.
    quasi : float
        Quasi-p-value on the trials that it was found on.
    chance : float
        p-value on held-out trials, adjusted for all limits of the box.
    reproduced : Reproduced
        How resamples limit the same column at the same end.
    """

    column: int
    end: int
    value: float
    below: float
    quasi: float
    chance: float
    reproduced: Reproduced


class Found(NamedTuple):
    """A box that a method found.

    Attributes
    ----------
    method : str
        ``PRIM`` or ``CART``.
    box : Box
        Its limits.
    learnt, held_out : Held
        What it holds of either half; of PRIM's later boxes without the trials of those before.
    chance : float
        p-value on held-out trials that it holds cases more often than the trials outside, adjusted.
    claimed : bool
        Whether it is claimed: at 5% for both methods together.
    limits : tuple of Limit
        Its limits, of boxes that are claimed.
    """

    method: str
    box: Box
    learnt: Held
    held_out: Held
    chance: float
    claimed: bool
    limits: tuple[Limit, ...] = ()


class Discovery(NamedTuple):
    """Boxes, and what they are to be seen against.

    Attributes
    ----------
    cases : Cases
        The trials.
    base : Estimate
        Share of cases among held-out trials.
    boxes : tuple of Found
        PRIM's in their order, then CART's leaves that hold more cases than all trials, most gain first.
    steps : list of Step
        PRIM's way of peeling all trials.
    traced : list of Held
        What the box of each step holds of held-out trials.
    chosen : int
        Step whose box was chosen.
    shuffled : Chance
        The same search on shuffled labels.
    repeated : Estimate
        Share of cases that are cases again with the same parameters and other luck; nothing where unknown.
    """

    cases: Cases
    base: Estimate
    boxes: tuple[Found, ...]
    steps: list[Step]
    traced: list[Held]
    chosen: int
    shuffled: Chance
    repeated: Estimate = NOTHING

    @property
    def claimed(self) -> list[Found]:
        """The boxes that are claimed."""
        return [found for found in self.boxes if found.claimed]


def discover(cases: Cases, seed: int, coverage: float | None = None) -> Discovery:
    """Search one half of the trials for boxes, and judge them by the other.

    PRIM's boxes are tested one after the other until one is not told apart, and CART's leaves together
    (Holm), either at half of `FALSE_ALARM`.

    Parameters
    ----------
    seed : int
        Of resampling and shuffling.
    coverage : float, optional
        PRIM chooses the densest box that covers at least this share of the cases; that of the largest gain
        where absent.
    """
    rng = np.random.default_rng(seed % 2**63)
    x, hits = cases.learnt
    steps = peel(x, hits)
    boxes = [*_cover(cases, steps, coverage, rng), *_split(cases, rng)]
    return Discovery(
        cases,
        wilson(int(cases.held_out[1].sum()), cases.held_out[1].size),
        tuple(boxes),
        steps,
        [count(step.box, *cases.held_out) for step in steps],
        choose(steps, coverage),
        shuffle_labels(x, hits, COVERAGES, coverage, rng),
    )


def repeat_luck(asked: Asked, objective: Objective, discovery: Discovery) -> Discovery:
    """Add how often cases are cases again with other luck, where the outcome says what is one."""
    if objective.column:
        return discovery
    holds = np.array([objective.worths.get(name, 0.0) > 0 for name in OUTCOMES])
    hit = holds if discovery.cases.where == "holds" else ~holds
    n_each = min(asked.trials, TWIN_TRIALS // len(asked.arms))
    pairs = np.zeros((2, 2), dtype=np.int64)
    for place, arm in enumerate(asked.arms):
        chunk = run_chunk(arm.scenario, asked.seed, place * n_each, n_each)
        both = chunk.twins != NO_TWIN
        outcomes = chunk.values[both, 1].astype(int)
        np.add.at(pairs, (hit[outcomes].astype(int), hit[chunk.twins[both]].astype(int)), 1)
    counted = pair_up(pairs)
    share = (counted.both[1] + counted.one[1] / 2) / pairs.sum()
    again = (share + (1 - share) * float(each[1]) for each in estimate_correlation(counted))
    return discovery._replace(repeated=Estimate(*again))


def _cover(
    cases: Cases, steps: list[Step], coverage: float | None, rng: np.random.Generator
) -> Iterator[Found]:
    """Find PRIM's boxes one after the other, each among the trials that no box before it holds.

    A box that is no denser than all trials, which later ones may be, ends the search.
    """
    (x, hits), (x_out, hits_out) = cases.learnt, cases.held_out
    n_all, n_all_out = (hits.size, int(hits.sum())), (hits_out.size, int(hits_out.sum()))
    least = float(hits.mean())
    for _ in range(MOST_BOXES):
        step = steps[choose(steps, coverage)]
        box = paste(simplify(step.box, x, hits), x, hits)
        if not box.list_limits() or count(box, x, hits).density <= least:
            return
        held = [
            Held(*count(box, *half)[:2], *whole)
            for half, whole in (((x, hits), n_all), ((x_out, hits_out), n_all_out))
        ]
        chance = test_box(box, x_out, hits_out)
        found = Found("PRIM", box, held[0], held[1], chance, chance < FALSE_ALARM / len(METHODS))
        if not found.claimed:
            yield found
            return
        again = reproduce_prim(box, step.held.coverage, x, hits, rng)
        yield found._replace(limits=_judge(box, again, cases, (x, hits), (x_out, hits_out)))
        here, there = ~box.holds(x), ~box.holds(x_out)
        x, hits, x_out, hits_out = x[:, here], hits[here], x_out[:, there], hits_out[there]
        if not 0 < hits.sum() < hits.size:
            return
        steps = peel(x, hits)


def _split(cases: Cases, rng: np.random.Generator) -> Iterator[Found]:
    """Give the leaves of CART's tree that hold more cases than all trials do."""
    (x, hits), (x_out, hits_out) = cases.learnt, cases.held_out
    leaves, pruning = grow(x, hits)
    dense = [leaf.box for leaf in leaves if leaf.box.list_limits() and leaf.density > hits.mean()]
    dense.sort(key=lambda box: -count(box, x, hits).gain)
    chances = adjust([test_box(box, x_out, hits_out) for box in dense])
    claimed = [box for box, chance in zip(dense, chances, strict=True) if chance < FALSE_ALARM / len(METHODS)]
    again = iter(reproduce_cart(claimed, pruning, x, hits, rng) if claimed else ())
    for box, chance in zip(dense, chances, strict=True):
        told = chance < FALSE_ALARM / len(METHODS)
        found = Found("CART", box, count(box, x, hits), count(box, x_out, hits_out), chance, told)
        if told:
            found = found._replace(limits=_judge(box, next(again), cases, (x, hits), (x_out, hits_out)))
        yield found


def _judge(
    box: Box,
    reproduced: list[Reproduced],
    cases: Cases,
    learnt: tuple[Floats, Flags],
    held_out: tuple[Floats, Flags],
) -> tuple[Limit, ...]:
    """Judge each limit of a box."""
    places = box.list_limits()
    chances = adjust([test_limit(box, column, end, *held_out) for column, end in places])
    return tuple(
        Limit(
            column,
            end,
            value := float((box.low, box.high)[end][column]),
            float((cases.x[column] < value).mean()),
            weigh_limit(box, column, end, *learnt),
            chance,
            again,
        )
        for (column, end), chance, again in zip(places, chances, reproduced, strict=True)
    )
