"""What was agreed on each issue, against the red lines of those who agreed it."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.report.figures.canvas import dress, list_names, make_figure, say_nothing, write
from engine.report.figures.palette import ACCENT, INK, LINE, MUTED
from engine.report.red_lines import RedLine, list_red_lines, load_asked
from engine.report.wording import say_name
from engine.results.agreed import count_terms
from engine.results.loading import Results

BINS = 20
HIGHEST = 0.62
"""Height of the tallest column of an issue, of a row's."""
FLOOR = 0.3
"""How far below the middle of its row an issue's columns stand."""


def draw_terms(results: Results, *, narrow: bool = False) -> Figure:
    """Draw the terms last agreed by issue: columns of trials, a dot for the mean with its 95% interval.

    A triangle stands at each party's red line and points to the terms that the party takes.
    """
    table = results.terms
    height = 1.6 + (0.72 if narrow else 0.62) * len(table)
    figure = make_figure(height, narrow)
    if not table["trials"].any():
        return say_nothing(figure, "No trial has an agreement.")
    counts = count_terms(results)
    lines = list(list_red_lines(load_asked(results)))
    axes = figure.subplots()
    agreed = int(table["trials"].max())
    dress(axes, f"Terms last agreed in {agreed:,} trials", "term, from 0 to 1 (what it means: see the table)")
    for row, (issue, mean, low, high) in enumerate(
        zip(*(table[name] for name in ("issue", "mean", "mean_low", "mean_high")), strict=True)
    ):
        base = row + FLOOR
        axes.plot([0, 1], [base, base], color=LINE, linewidth=0.8, zorder=1)
        _draw_columns(axes, counts[issue], base)
        axes.plot([low, high], [base, base], color=INK, linewidth=3, zorder=5, solid_capstyle="butt")
        axes.plot([mean], [base], "o", color=INK, markersize=5, zorder=6)
        _draw_red_lines(axes, [line for line in lines if line.issue == issue], base, narrow)
    list_names(axes, [say_name(str(issue)) for issue in table["issue"]])
    axes.set_xlim(-0.04, 1.04)
    axes.set_ylim(len(table) - 0.3, -0.55)
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    return figure


def _draw_columns(axes: Axes, counts: pd.Series, base: float) -> None:
    if not counts.sum():
        write(axes, 0.5, base - 0.2, "never agreed", ha="center", color=MUTED)
        return
    edges = np.linspace(-0.5 / BINS, 1 + 0.5 / BINS, BINS + 2)
    heights, _ = np.histogram(counts.index, bins=edges, weights=counts)
    scaled = HIGHEST * heights / heights.max()
    axes.bar(
        (edges[:-1] + edges[1:]) / 2,
        -scaled,
        width=0.9 / BINS,
        bottom=base,
        color=ACCENT,
        alpha=0.75,
        linewidth=0,
        zorder=3,
    )


def _draw_red_lines(axes: Axes, lines: list[RedLine], base: float, narrow: bool) -> None:
    for line in lines:
        if line.term is None:
            continue
        side = 1 if line.upward else -1
        axes.plot([line.term] * 2, [base - HIGHEST, base], color=INK, linewidth=1, linestyle=":", zorder=4)
        axes.plot(
            [line.term + 0.012 * side],
            [base - HIGHEST],
            ">" if line.upward else "<",
            color=INK,
            markersize=5,
            zorder=5,
        )
        write(
            axes,
            line.term + (0.035 if narrow else 0.025) * side,
            base - HIGHEST + 0.02,
            say_name(line.party),
            ha="left" if line.upward else "right",
            fontsize=9.5,
        )
