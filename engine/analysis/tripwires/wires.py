"""Wires: thresholds of what is observed, found on one half of the trials and judged by the other."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from engine.analysis.discovery.boxes import Flags
from engine.analysis.tripwires.histories import OBSERVABLES, Histories, Observable
from engine.model.parameters import Floats
from engine.results.estimates import NOTHING, Estimate, wilson

SHUFFLES = 200
"""Shuffles of labels, each searched as the trials are."""
FALSE_ALARM = 0.05
"""Chance that a tripwire is claimed where no observable says anything of collapse."""
FEWEST = 10
"""Least collapses, and least ceasefires that hold, in either half, for a month to be looked at."""


class Landmark(NamedTuple):
    """Ceasefires that still hold after so many months, of one half of the trials.

    Attributes
    ----------
    month : int
        How many.
    watched : ndarray, shape (n_observables, n)
        What had been observed of them by then.
    collapses : ndarray of bool, shape (n,)
        Whether they collapse in the months that follow.
    lead : ndarray, shape (n,)
        How long after the landmark they end. [weeks]
    """

    month: int
    watched: Floats
    collapses: Flags
    lead: Floats


class Warned(NamedTuple):
    """What a wire does to ceasefires.

    Attributes
    ----------
    hits, collapses : int
        Collapses that it warned of, of all of them.
    false_alarms, holding : int
        Warnings of ceasefires that hold, of all of these.
    """

    hits: int
    collapses: int
    false_alarms: int
    holding: int

    @property
    def hit_rate(self) -> Estimate:
        """Share of collapses that it warns of."""
        return wilson(self.hits, self.collapses)

    @property
    def false_alarm_rate(self) -> Estimate:
        """Share of ceasefires that hold of which it warns."""
        return wilson(self.false_alarms, self.holding)

    @property
    def advantage(self) -> Estimate:
        """Hit rate less false-alarm rate, Youden's J, by the hybrid score interval (Newcombe 1998, 10)."""
        if not (self.collapses and self.holding):
            return NOTHING
        hit, false = self.hit_rate, self.false_alarm_rate
        value = hit.value - false.value
        below = math.hypot(hit.value - hit.low, false.high - false.value)
        above = math.hypot(hit.high - hit.value, false.value - false.low)
        return Estimate(value, value - below, value + above)


class Wire(NamedTuple):
    """A threshold of an observable after so many months.

    Attributes
    ----------
    observable : Observable
        What is watched.
    month : int
        When it is looked at.
    threshold : float
        It warns beyond this.
    more : bool
        Whether it warns of more than the threshold, rather than of less.
    learnt, held_out : Warned
        What it does to the ceasefires that it was chosen on, and to others.
    leads : tuple of float
        First quartile, median and third quartile of the time from warning to collapse, of held-out collapses
        that it warned of; NaN where there is none. [weeks]
    """

    observable: Observable
    month: int
    threshold: float
    more: bool
    learnt: Warned
    held_out: Warned
    leads: tuple[float, float, float]

    def warns(self, values: Floats) -> Flags:
        """Say of which values it warns."""
        return values > self.threshold if self.more else values < self.threshold

    @property
    def score(self) -> float:
        """Low end of the interval of its advantage where it was chosen, by which wires are compared."""
        return self.learnt.advantage.low


class Tripwires(NamedTuple):
    """All wires, the best of them, and what chance gives.

    Attributes
    ----------
    wires : tuple of Wire
        For each observable and month, the best score first.
    shuffled : ndarray, shape (n_shuffles,)
        Best score of all wires on shuffled labels.
    curves : dict of int to ndarray, shape (2, n_thresholds)
        By month, false-alarm and hit rates of the best wire's observable at all thresholds, held out.
    """

    wires: tuple[Wire, ...]
    shuffled: Floats
    curves: dict[int, Floats]

    @property
    def best(self) -> Wire:
        """The wire of the best score."""
        return self.wires[0]

    @property
    def chance(self) -> float:
        """Chance of as good a score on shuffled labels, by permutation."""
        return float((1 + (self.shuffled >= self.best.score).sum()) / (1 + self.shuffled.size))

    @property
    def claimed(self) -> bool:
        """Whether the best wire is claimed: better than chance where chosen, and of use where held out."""
        return self.chance < FALSE_ALARM and self.best.held_out.advantage.low > 0


def list_landmarks(histories: Histories, within: int, ends: Sequence[int], half: int) -> Iterator[Landmark]:
    """Give the ceasefires of one half of the trials at each month; every other trial, from the half's on."""
    for month, watched in histories.watched.items():
        here = np.zeros(watched.shape[1], dtype=bool)
        here[half::2] = True
        here &= ~np.isnan(watched[0])
        collapses = histories.ends_within(month, within, ends)[here]
        lead = histories.weeks[here] - 4.0 * month
        yield Landmark(month, watched[:, here], collapses, lead)


def find_tripwires(learnt: Sequence[Landmark], held_out: Sequence[Landmark], seed: int) -> Tripwires | None:
    """Find the best wire of each observable and month on one half of the trials, and judge all by the other.

    Thresholds are those of the largest hit rate less false-alarm rate (Youden 1950). Labels are shuffled at
    each landmark by itself, which makes the best of all months better by chance than it would be otherwise.

    Returns
    -------
    tripwires : Tripwires or None
        None where too few ceasefires collapse, or too few hold, at every landmark.
    """
    rng = np.random.default_rng(seed % 2**63)
    wires, best = [], np.full(SHUFFLES, -np.inf)
    for here, there in zip(learnt, held_out, strict=True):
        if any(min(each.collapses.sum(), (~each.collapses).sum()) < FEWEST for each in (here, there)):
            continue
        shuffled = np.array([rng.permutation(here.collapses) for _ in range(SHUFFLES)])
        for place, observable in enumerate(OBSERVABLES):
            values = here.watched[place]
            if values.min() == values.max():
                continue
            wires.append(_make_wire(observable, place, here, there))
            best = np.maximum(best, [_score(*found[2:]) for found in _search(values, shuffled)])
    if not wires:
        return None
    wires.sort(key=lambda wire: -wire.score)
    place = OBSERVABLES.index(wires[0].observable)
    months = {wire.month for wire in wires if wire.observable == wires[0].observable}
    curves = {each.month: _trace(each, place, wires[0].more) for each in held_out if each.month in months}
    return Tripwires(tuple(wires), best, curves)


def _make_wire(observable: Observable, place: int, here: Landmark, there: Landmark) -> Wire:
    threshold, more, *counts = _search(here.watched[place], here.collapses[np.newaxis])[0]
    wire = Wire(observable, here.month, threshold, more, Warned(*counts), Warned(0, 0, 0, 0), (np.nan,) * 3)
    warned = wire.warns(there.watched[place])
    hits = warned & there.collapses
    held_out = Warned(
        int(hits.sum()),
        int(there.collapses.sum()),
        int((warned & ~there.collapses).sum()),
        int((~there.collapses).sum()),
    )
    leads = tuple(np.quantile(there.lead[hits], (0.25, 0.5, 0.75)).tolist()) if hits.any() else (np.nan,) * 3
    return wire._replace(held_out=held_out, leads=leads)


def _search(values: Floats, labels: Flags) -> list[tuple[float, bool, int, int, int, int]]:
    """Find for each row of labels, shape (n_rows, n), the best threshold of values, shape (n,).

    Returns
    -------
    found : list of tuple
        Threshold, whether more than it warns, hits, collapses, false alarms, and what holds.
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    cuts = np.flatnonzero(ordered[1:] > ordered[:-1])
    below = np.cumsum(labels[:, order], axis=1)[:, cuts]
    n, collapses = values.size, labels.sum(axis=1)
    holding = n - collapses
    advantage = (cuts + 1 - below) / holding[:, np.newaxis] - below / collapses[:, np.newaxis]
    at = np.argmax(np.abs(advantage), axis=1)
    found = []
    for row, place in enumerate(at):
        cut, low = int(cuts[place]), int(below[row, place])
        more = bool(advantage[row, place] > 0)
        hits = int(collapses[row]) - low if more else low
        alarms = n - cut - 1 if more else cut + 1
        threshold = float((ordered[cut] + ordered[cut + 1]) / 2)
        found.append((threshold, more, hits, int(collapses[row]), alarms - hits, int(holding[row])))
    return found


def _score(hits: int, collapses: int, false_alarms: int, holding: int) -> float:
    return Warned(hits, collapses, false_alarms, holding).advantage.low


def _trace(landmark: Landmark, place: int, more: bool) -> Floats:
    """Trace hit rate against false-alarm rate over all thresholds of an observable."""
    values = landmark.watched[place] if more else -landmark.watched[place]
    levels = np.unique(values)[::-1]
    rates = [
        [float((group >= level).mean()) if group.size else np.nan for level in levels]
        for group in (values[~landmark.collapses], values[landmark.collapses])
    ]
    return np.array([[0.0, *rate] for rate in rates])
