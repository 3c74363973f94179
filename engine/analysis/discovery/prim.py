"""PRIM, the patient rule induction method (Friedman & Fisher 1999): peeling and pasting."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.analysis.discovery.boxes import Box, Flags, Held, make_whole, test_limit
from engine.model.parameters import Floats

Ranks: TypeAlias = NDArray[np.unsignedinteger]

PEELED = 0.05
"""Share of the trials in a box that a peel takes off, alpha: Friedman & Fisher's choice."""
PASTED = 0.01
"""Share of the trials in a box that a paste puts back, as in R's `prim`."""
LEAST_MASS = 0.05
"""Share of all trials below which a box is not peeled."""
FALSE_ALARM = 0.05


class Step(NamedTuple):
    """A box on the way of peeling, and what it holds of the trials that it was found on."""

    box: Box
    held: Held


def rank(x: Floats) -> Ranks:
    """Rank each column of values, shape (n_columns, n_trials); equal values share a rank."""
    kind = np.uint16 if x.shape[1] <= np.iinfo(np.uint16).max else np.uint32
    return np.stack([np.unique(row, return_inverse=True)[1].astype(kind) for row in x])


def peel(
    x: Floats,
    hits: Flags,
    alpha: float = PEELED,
    least_mass: float = LEAST_MASS,
    ranks: Ranks | None = None,
) -> list[Step]:
    """Peel a box off all trials until hardly any are left.

    Each peel takes a share alpha off one end of one column, and what shares the last value with it. It is the
    one that raises the density most for each trial lost, so that columns of few values are not preferred
    (Friedman & Fisher 1999, 14; Kwakkel & Jaxa-Rozen 2016).

    Parameters
    ----------
    x : ndarray, shape (n_columns, n_trials)
        Values.
    hits : ndarray of bool, shape (n_trials,)
        Cases of interest.
    ranks : ndarray of int, optional
        Ranks of the values, where they are known.

    Returns
    -------
    steps : list of Step
        From all trials on; each box lies within the one before.
    """
    ranks = rank(x) if ranks is None else ranks
    least = max(1, int(np.ceil(least_mass * hits.size)))
    box, inside, n_cases = make_whole(len(x)), np.arange(hits.size), int(hits.sum())
    steps = []
    while True:
        steps.append(Step(box, Held(inside.size, int(hits[inside].sum()), hits.size, n_cases)))
        found = _find_peel(ranks[:, inside], hits[inside], int(alpha * (inside.size - 1)), least)
        if found is None:
            return steps
        column, end, kept = found
        box = box.limit(column, end, _middle(x[column, inside], kept, end))
        inside = inside[kept]


def paste(box: Box, x: Floats, hits: Flags, share: float = PASTED) -> Box:
    """Put back onto a box, again and again, what raises its density most."""
    while True:
        inside = box.holds(x)
        size, density = int(inside.sum()), float(hits[inside].mean()) if inside.any() else 0.0
        best, pasted = density, None
        for column, end in box.list_limits():
            beyond = np.sort(x[column][box.drop(column, end).holds(x) & ~inside])
            if end == 0:
                beyond = beyond[::-1]
            n_back = max(1, int(share * size))
            if beyond.size == 0:
                continue
            limit = (
                beyond[min(n_back, beyond.size) - 1] if n_back < beyond.size else (-1) ** (end + 1) * np.inf
            )
            wider = box.limit(column, end, float(limit))
            now = float(hits[wider.holds(x)].mean())
            if now > best:
                best, pasted = now, wider
        if pasted is None:
            return box
        box = pasted


def choose(steps: list[Step], coverage: float | None = None) -> int:
    """Choose a box on the way of peeling: that of the largest gain, or the densest that covers so much."""
    if coverage is None:
        return int(np.argmax([step.held.gain for step in steps]))
    enough = [place for place, step in enumerate(steps) if step.held.coverage >= coverage]
    return max(enough, key=lambda place: steps[place].held.density)


def choose_alike(steps: list[Step], coverage: float) -> int:
    """Choose the box whose coverage is nearest to another's."""
    return int(np.argmin([abs(step.held.coverage - coverage) for step in steps]))


def simplify(box: Box, x: Floats, hits: Flags) -> Box:
    """Drop limits, the weakest first, until chance hardly explains any of those left.

    By Fisher's test of what each alone keeps out, at 5% over both ends of all columns (Bonferroni). As limits
    were chosen on the same trials this is no proof: held-out trials judge what is left.
    """
    allowed = FALSE_ALARM / (2 * len(x))
    while limits := box.list_limits():
        chances = [test_limit(box, column, end, x, hits) for column, end in limits]
        weakest = int(np.argmax(chances))
        if chances[weakest] <= allowed:
            return box
        box = box.drop(*limits[weakest])
    return box


def _find_peel(ranks: Ranks, hits: Flags, n_off: int, least: int) -> tuple[int, int, Flags] | None:
    """Find the peel that raises density most for each trial lost: its column, its end, and what is kept."""
    n, n_cases = hits.size, int(hits.sum())
    at_low = np.partition(ranks, n_off, axis=1)[:, n_off, np.newaxis]
    at_high = np.partition(ranks, n - 1 - n_off, axis=1)[:, n - 1 - n_off, np.newaxis]
    off = np.stack([ranks <= at_low, ranks >= at_high])
    removed = off.sum(axis=2)
    allowed = n - removed >= least
    if not allowed.any():
        return None
    after = (n_cases - off[:, :, hits].sum(axis=2)) / np.where(allowed, n - removed, n)
    raised = np.where(allowed, (after - n_cases / n) / removed, -np.inf)
    end, column = np.unravel_index(int(np.argmax(raised)), raised.shape)
    return int(column), int(end), ~off[end, column]


def _middle(values: Floats, kept: Flags, end: int) -> float:
    """Give the limit between what was peeled off and what is kept."""
    inner, outer = values[kept], values[~kept]
    if end == 0:
        return float((outer.max() + inner.min()) / 2)
    return float((inner.max() + outer.min()) / 2)
