"""Packages by how often both sides sign them and how well they last."""

from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from engine.report.figures.canvas import SMALL, dress, make_figure, scale_percent, write
from engine.report.figures.palette import INK, LINE, MUTED, OUTCOME_COLOURS, PAPER

PEACE = OUTCOME_COLOURS["durable_peace"]
ROOM = 0.06
"""Share of an axis left free around what is drawn."""


class Axis(NamedTuple):
    """What an axis of the figure says.

    Attributes
    ----------
    label : str
        In words.
    is_share : bool
        Whether it is a share of trials.
    """

    label: str
    is_share: bool


def draw_search(tried: pd.DataFrame, front: pd.DataFrame, up: Axis, *, narrow: bool = False) -> Figure:
    """Draw all packages that were tried, and those of the front with their intervals on fresh draws.

    Parameters
    ----------
    tried : DataFrame
        Columns ``signed`` and ``lasts``, a row for each package.
    front : DataFrame
        Columns ``package``, ``signed``, ``signed_low``, ``signed_high`` and the same of ``lasts``; the
        scenario's own package is called ``own``.
    up : Axis
        What lasting means.
    narrow : bool
        Whether to draw for a phone.
    """
    figure = make_figure(4.6 if narrow else 5.4, narrow)
    axes = figure.subplots()
    dress(axes, "What both sides would sign, and what lasts", "signed by both within two years", up.label)
    axes.plot(tried["signed"], tried["lasts"], "o", color=LINE, markersize=4, zorder=2)
    for row in front.to_dict("records"):
        own = row["package"] == "own"
        colour = MUTED if own else INK
        x, y = row["signed"], row["lasts"]
        axes.plot([row["signed_low"], row["signed_high"]], [y, y], color=colour, linewidth=1.2, zorder=4)
        axes.plot([x, x], [row["lasts_low"], row["lasts_high"]], color=colour, linewidth=1.2, zorder=4)
        fill = PAPER if own else PEACE
        axes.plot([x], [y], "s" if own else "o", color=fill, markeredgecolor=colour, markersize=8, zorder=5)
        label = "as it stands" if own else str(row["package"])
        write(axes, x, y, label, off=8, va="bottom", fontsize=SMALL)
    scale_percent(axes, "x", 0)
    if up.is_share:
        scale_percent(axes, "y", 0)
    axes.grid(color=LINE, linewidth=0.6)
    axes.margins(ROOM + (0.1 if narrow else 0.04), ROOM)
    return figure
