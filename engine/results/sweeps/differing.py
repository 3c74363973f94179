"""How each point differs from the first over the same trials, so that every difference is paired."""

import numpy as np
import pandas as pd
import pyarrow as pa

from engine.results.flipping import Codes, count_flips, read_codes

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


class Differences:
    """The table of differences, which grows by a point at a time.

    Parameters
    ----------
    dependent : bool
        Whether trials are not independent, so that there are no intervals.
    """

    def __init__(self, dependent: bool) -> None:
        self._dependent = dependent
        self._codes: list[Codes] = []
        self._reference: Codes = np.empty(0, np.int8)
        self._rows: list[tuple[object, ...]] = []

    def take(self, rows: pa.Table) -> None:
        """Take the outcomes of the next trials of the point at hand."""
        self._codes.append(read_codes(rows["outcome"]))

    def close(self, point: int) -> None:
        """Compare the point at hand, all of whose trials were taken."""
        codes = np.concatenate(self._codes)
        self._codes = []
        if point == REFERENCE:
            self._reference = codes
        else:
            self.compare(point, codes, self._reference)

    def compare(self, point: int, here: Codes, reference: Codes) -> None:
        """Compare a point with the first by the outcomes of the same trials."""
        for each in count_flips(here, reference, self._dependent):
            counts = (each.trials, each.here_alone, each.there_alone)
            ends = (each.difference, each.low, each.high)
            self._rows.append((point, REFERENCE, each.outcome, *counts, *ends))

    @property
    def table(self) -> pd.DataFrame:
        """A row for each point but the first, and outcome."""
        return pd.DataFrame(self._rows, columns=list(COLUMNS))
