"""Differences between points that share their trials."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from engine.report.claims import is_told_apart
from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    say_nothing,
    write,
)
from engine.report.figures.palette import INK, LINE, MUTED, OUTCOME_COLOURS, PAPER
from engine.report.points import name_points
from engine.report.wording import say_name
from engine.results.sweeps.loading import SweepResults

MOST_ROWS = 40


def draw_differences(
    results: SweepResults | pd.DataFrame, outcome: str = "durable_peace", *, narrow: bool = False
) -> Figure:
    """Draw how far each point's share lies from the reference's, over the same trials, with 95% intervals.

    Hollow marks are differences that chance between trials explains.

    Parameters
    ----------
    results : SweepResults or DataFrame
        A sweep, or a table with the columns of its differences; a column ``name`` names its rows.
    outcome : str
        Which outcome.
    narrow : bool
        Whether to draw for a phone.
    """
    table, reference = _tabulate(results)
    rows = table[table["outcome"] == outcome].head(MOST_ROWS)
    figure = make_figure(1.3 + (0.6 if narrow else 0.42) * len(rows), narrow)
    if rows.empty:
        return say_nothing(figure, "There is nothing to compare.")
    axes = figure.subplots()
    trials = int(rows["trials"].max())
    title = f"{say_name(outcome).capitalize()} against {reference}"
    dress(axes, title, f"points of percent, 95% intervals over the same {trials:,} trials")
    columns = ("difference", "low", "high")
    for row, (value, low, high) in enumerate(100 * rows[list(columns)].to_numpy(float)):
        apart = is_told_apart(low, high)
        draw_whisker(axes, row, low, high, INK if apart else MUTED)
        fill = OUTCOME_COLOURS[outcome] if apart else PAPER
        axes.plot([value], [row], "o", color=fill, markeredgecolor=INK, markersize=8, zorder=5)
        text = f"{value:+.1f}" if apart else "no difference shown"
        ends = "" if np.isnan(low) else f" ({low:+.1f} to {high:+.1f})"
        text = f"{text}\n{ends.strip()}" if narrow else f"{text} {ends}"
        write(axes, float(np.nanmax([value, high])), row, text, off=9)
    axes.axvline(0, color=INK, linewidth=1)
    ends_all = 100 * rows[list(columns)].to_numpy(float)
    least, most = float(np.nanmin([0, *ends_all.ravel()])), float(np.nanmax([0, *ends_all.ravel()]))
    span = max(most - least, 0.1)
    axes.set_xlim(least - 0.05 * span, most + span * (0.8 if narrow else 0.4))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    list_names(axes, [str(name) for name in rows["name"]])
    return figure


def _tabulate(results: SweepResults | pd.DataFrame) -> tuple[pd.DataFrame, str]:
    if isinstance(results, pd.DataFrame):
        names = results["name"] if "name" in results else "point " + results["point"].astype(str)
        return results.assign(name=names), "the reference"
    named = name_points(results)
    table = results.differences
    reference = named[int(table["reference"].iloc[0])] if len(table) else ""
    return table.assign(name=[named[point] for point in table["point"]]), reference
