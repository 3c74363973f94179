"""Incidents along the front in one trial."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from engine.report.figures.canvas import dress, list_names, make_figure, say_nothing
from engine.report.figures.palette import ACCENT, INK, LINE

HIGHEST = 0.9


def draw_incidents(table: pd.DataFrame, *, narrow: bool = False) -> Figure:
    """Draw the incidents of one trial by week, a band for each sector; counts, and so without intervals.

    Parameters
    ----------
    table : DataFrame
        Columns week, sector and incidents; weeks that are absent had none.
    narrow : bool
        Whether to draw for a phone.
    """
    if table.empty:
        return say_nothing(make_figure(1.2, narrow), "No incidents: the trial has no week of ceasefire.")
    counts = table.pivot_table(
        index="week", columns="sector", values="incidents", aggfunc="sum", fill_value=0
    )
    weeks = np.arange(int(counts.index.min()), int(counts.index.max()) + 1)
    counts = counts.reindex(weeks, fill_value=0)
    sectors = list(counts.columns)
    figure = make_figure(1.2 + 0.34 * len(sectors), narrow)
    axes = figure.subplots()
    most = max(float(counts.to_numpy().max(initial=0)), 1.0)
    dress(axes, f"Incidents by sector and week; a full row is {most:,.0f} a week", "week")
    for row, sector in enumerate(sectors):
        base = row + 0.5
        axes.plot([weeks[0], weeks[-1] + 1], [base, base], color=LINE, linewidth=0.6, zorder=1)
        line = np.append(base - HIGHEST * counts[sector].to_numpy(float) / most, base)
        axes.fill_between(
            np.append(weeks, weeks[-1] + 1),
            base,
            line,
            step="post",
            color=ACCENT,
            edgecolor=INK,
            linewidth=0.3,
            zorder=2,
        )
    list_names(axes, [str(sector) for sector in sectors])
    axes.set_xlim(weeks[0], weeks[-1] + 1)
    axes.set_ylim(len(sectors) - 0.4, -0.5)
    axes.set_ylabel("sector", fontsize=10)
    return figure
