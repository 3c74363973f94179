"""Tables of findings as readers see them: an estimate and the ends of its interval in one cell."""

import math
from typing import Any

import pandas as pd

from engine.report.findings.finding import Table
from engine.report.page.parts import Grid, make_grid, say_cell


def show_rows(table: Table, most: int, note: str = "") -> Grid:
    """Make a table of text of the first rows, each interval with its estimate; all rows are in the file.

    Parameters
    ----------
    most : int
        Most rows that are shown.
    note : str
        What to add to the caption where there are more, with ``{}`` for how many.
    """
    more = len(table.frame) - most
    caption = f"{table.caption} ({note.format(f'{more:,}')})" if more > 0 and note else table.caption
    return make_grid(caption, join_intervals(table.shown.head(most)))


def join_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the ends of each interval into the cell of its estimate.

    They are columns ``low`` and ``high``, or ``NAME_low`` and ``NAME_high``, right after the estimate's.
    """
    names = [str(name) for name in frame.columns]
    shown: dict[str, Any] = {}
    place = 0
    while place < len(names):
        name = names[place]
        if tuple(names[place + 1 : place + 3]) in (("low", "high"), (f"{name}_low", f"{name}_high")):
            ends = frame.iloc[:, place : place + 3].to_numpy(float)
            shown[name] = [_say_estimate(*row) for row in ends]
            place += 3
        else:
            shown[name] = frame.iloc[:, place]
            place += 1
    return pd.DataFrame(shown)


def _say_estimate(value: float, low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return say_cell(value)
    return f"{say_cell(value)} ({say_cell(low)} to {say_cell(high)})"
