"""How each point differs from the first over the same trials, so that every difference is paired."""

import math

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from engine.results.paired import Flips, difference
from engine.simulation.records import OUTCOMES

COLUMNS = (
    "point",
    "reference",
    "outcome",
    "trials",
    "here_alone",
    "there_alone",
    "difference",
    "low",
    "high",
)
REFERENCE = 0
"""Point with which the others are compared."""
FAILED = -1


class Differences:
    """The table of differences, which grows by a point at a time.

    Parameters
    ----------
    dependent : bool
        Whether trials are not independent, so that there are no intervals.
    """

    def __init__(self, dependent: bool) -> None:
        self._dependent = dependent
        self._codes: list[NDArray[np.int8]] = []
        self._reference: NDArray[np.int8] = np.empty(0, np.int8)
        self._rows: list[tuple[object, ...]] = []

    def take(self, rows: pa.Table) -> None:
        """Take the outcomes of the next trials of the point at hand."""
        for chunk in rows["outcome"].chunks:
            codes = chunk.indices.fill_null(FAILED)
            self._codes.append(codes.to_numpy(zero_copy_only=False).astype(np.int8))

    def close(self, point: int) -> None:
        """Compare the point at hand, all of whose trials were taken."""
        codes = np.concatenate(self._codes)
        self._codes = []
        if point == REFERENCE:
            self._reference = codes
            return
        paired = (codes != FAILED) & (self._reference != FAILED)
        here, there = codes[paired], self._reference[paired]
        for code, outcome in enumerate(OUTCOMES):
            ours, theirs = here == code, there == code
            both, alone = int((ours & theirs).sum()), int((ours & ~theirs).sum())
            others = int((theirs & ~ours).sum())
            flips = Flips(both, alone, others, len(here) - both - alone - others)
            value, low, high = difference(flips)
            if self._dependent:
                low = high = math.nan
            counts = (len(here), alone, others)
            self._rows.append((point, REFERENCE, outcome, *counts, value, low, high))

    @property
    def table(self) -> pd.DataFrame:
        """A row for each point but the first, and outcome."""
        return pd.DataFrame(self._rows, columns=list(COLUMNS))
