"""How the trials of several arms end, one bar for each arm."""

import numpy as np
from matplotlib.figure import Figure

from engine.analysis.comparing.comparing import Compared
from engine.report.answer import list_rows
from engine.report.figures.canvas import SMALL, dress, list_names, make_figure, scale_percent
from engine.report.figures.palette import INK, OUTCOME_COLOURS
from engine.report.wording import say_name


def draw_endings(compared: Compared, *, narrow: bool = False) -> Figure:
    """Draw the shares of outcomes of each arm, in the order of the ranking."""
    order = compared.ranking.order
    figure = make_figure((2.6 if narrow else 1.9) + 0.5 * len(order), narrow)
    axes = figure.subplots()
    dress(axes, "How trials end", "share of trials")
    shares = _tabulate(compared)
    before = np.zeros(len(order))
    for outcome, colour in OUTCOME_COLOURS.items():
        widths = np.array([shares[name][outcome] for name in order])
        axes.barh(
            range(len(order)),
            widths,
            left=before,
            height=0.64,
            color=colour,
            edgecolor=INK,
            linewidth=0.5,
            label=say_name(outcome),
        )
        before = before + widths
    axes.set_xlim(0, 1)
    scale_percent(axes, "x", 0)
    list_names(axes, order)
    figure.legend(loc="outside lower center", ncols=2 if narrow else 4, fontsize=SMALL, frameon=False)
    return figure


def _tabulate(compared: Compared) -> dict[str, dict[str, float]]:
    """Give the share of each outcome by arm."""
    found: dict[str, dict[str, float]] = {name: {} for name in compared.ranking.order}
    for row in list_rows(compared.outcomes):
        found[row.arm][row.outcome] = row.here
        found[row.reference][row.outcome] = row.there
    return found
