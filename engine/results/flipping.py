"""How often trials of two arms that share their draws end otherwise."""

import math
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.results.paired import Flips, difference
from engine.simulation.records import OUTCOMES

Codes: TypeAlias = NDArray[np.int8]
"""Index into the outcomes of each trial's own; `FAILED` where it has none."""
FAILED = -1


class Flipped(NamedTuple):
    """One outcome in two arms over the same trials.

    Attributes
    ----------
    outcome : str
        The outcome.
    trials : int
        Trials that ran to their end in both.
    here, there : int
        Trials that end in it.
    here_alone, there_alone : int
        Trials that do so in this arm alone.
    difference, low, high : float
        Share here less share there, with its 95% interval.
    """

    outcome: str
    trials: int
    here: int
    there: int
    here_alone: int
    there_alone: int
    difference: float
    low: float
    high: float


def read_codes(outcomes: pa.ChunkedArray) -> Codes:
    """Give the codes of a column of outcomes."""
    codes = [chunk.indices.fill_null(FAILED).to_numpy(zero_copy_only=False) for chunk in outcomes.chunks]
    return np.concatenate([np.empty(0, np.int8), *codes]).astype(np.int8)


def count_flips(here: Codes, there: Codes, dependent: bool) -> Iterator[Flipped]:
    """Compare two arms, outcome by outcome.

    Parameters
    ----------
    here, there : ndarray of int8, shape (n_trials,)
        Outcomes of the same trials.
    dependent : bool
        Whether trials are not independent, so that there are no intervals.
    """
    paired = (here != FAILED) & (there != FAILED)
    here, there = here[paired], there[paired]
    for code, outcome in enumerate(OUTCOMES):
        ours, theirs = here == code, there == code
        both, alone = int((ours & theirs).sum()), int((ours & ~theirs).sum())
        others = int((theirs & ~ours).sum())
        value, low, high = difference(Flips(both, alone, others, len(here) - both - alone - others))
        if dependent:
            low = high = math.nan
        counts = (len(here), both + alone, both + others, alone, others)
        yield Flipped(outcome, *counts, value, low, high)
