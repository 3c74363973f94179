"""How strongly factors drive an objective: indices, effects and a tornado, a row each."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.analysis.sensitivity.asking import DUMMY
from engine.model.parameters import Floats
from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    say_nothing,
    write,
)
from engine.report.figures.palette import ACCENT, INK, LINE, MUTED, PAPER, SHADES
from engine.report.wording import say_name

MOST_ROWS = 16
OF_ACTORS = ("parties", "guarantors", "mediators")
TEN = 10.0
"""Numbers from here on are written without digits after the point."""
ROOM = {True: 1.1, False: 0.45}
"""Room for numbers to the right of what is drawn, as a share of it, where narrow and where not."""


def draw_indices(indices: pd.DataFrame, narrow: bool = False) -> Figure:
    """Draw the total and first-order indices of the factors with the largest total ones, and of the dummy."""
    title = f"Sobol's indices: the largest of {len(indices)}"
    rows = _choose_rows(indices)
    along = "filled: total index; hollow: first order; 95% intervals"
    return _draw_rows(rows, "total", title, along, narrow, beside="first")


def draw_effects(effects: pd.DataFrame, narrow: bool = False) -> Figure:
    """Draw the mean absolute effects of the factors with the largest ones, and of the dummy."""
    title = f"Mean absolute effects: the largest of {len(effects)}"
    along = "change of the objective from the 5% to the 95% quantile; 95% intervals"
    return _draw_rows(_choose_rows(effects), "mu_star", title, along, narrow)


def draw_tornado(tornado: pd.DataFrame, is_share: bool, narrow: bool = False) -> Figure:
    """Draw the change at both ends of each bar, the widest first, and the gain from one to the other.

    Parameters
    ----------
    tornado : DataFrame
        Columns ``factor``, ``first``, ``second``, ``gain``, ``low``, ``high``, ``first_gain`` and
        ``second_gain``.
    is_share : bool
        Whether the objective is a share of trials, which is drawn in points of percent.
    narrow : bool
        Whether to draw for a phone.
    """
    rows = tornado.head(MOST_ROWS)
    figure = make_figure(1.3 + (0.62 if narrow else 0.4) * len(rows), narrow)
    if rows.empty:
        return say_nothing(figure, "There is nothing to move.")
    axes = figure.subplots()
    unit, scale = ("points of percent", 100) if is_share else ("the objective", 1)
    dress(axes, f"End to end: the widest {len(rows)} of {len(tornado)}", f"change, in {unit}")
    numbers = scale * rows[["first_gain", "second_gain", "gain", "low", "high"]].to_numpy(float)
    for row, (first, second, gain, low, high) in enumerate(numbers):
        axes.barh(row, first, color=SHADES[1], edgecolor=INK, linewidth=0.5, height=0.6)
        axes.barh(row, second, color=SHADES[4], edgecolor=INK, linewidth=0.5, height=0.36)
        ends = f"({low:+.3g} to {high:+.3g})"
        text = f"{gain:+.3g}\n{ends}" if narrow else f"{gain:+.3g} {ends}"
        write(axes, max(first, second, 0.0), row, text, off=8)
    axes.axvline(0, color=INK, linewidth=1)
    _leave_room(axes, numbers[:, :2], narrow)
    list_names(axes, [_name(factor) for factor in rows["factor"]])
    return figure


def _choose_rows(table: pd.DataFrame) -> pd.DataFrame:
    top = table.head(MOST_ROWS)
    return top if DUMMY in set(top["factor"]) else pd.concat([top, table[table["factor"] == DUMMY]])


def _draw_rows(
    rows: pd.DataFrame, column: str, title: str, along: str, narrow: bool, beside: str = ""
) -> Figure:
    figure = make_figure(1.3 + (0.6 if narrow else 0.4) * len(rows), narrow)
    if rows[column].isna().all():
        return say_nothing(figure, "The mean is not seen to vary.")
    axes = figure.subplots()
    dress(axes, title, along)
    drawn = [f"{column}{end}" for end in ("", "_low", "_high")]
    numbers = rows[drawn].to_numpy(float)
    for row, ((value, low, high), apart) in enumerate(zip(numbers, rows["stands_out"], strict=True)):
        draw_whisker(axes, row, low, high, INK if apart else MUTED)
        axes.plot(
            [value],
            [row],
            "o",
            color=ACCENT if apart or beside else PAPER,
            markeredgecolor=INK,
            markersize=8,
            zorder=5,
        )
        ends = "" if np.isnan(low) else f"({_say(low)} to {_say(high)})"
        text = f"{_say(value)}\n{ends}" if narrow else f"{_say(value)} {ends}"
        write(axes, float(np.nanmax([value, high])), row, text.strip(), off=9)
    if beside:
        axes.plot(
            rows[beside], np.arange(len(rows)) + 0.22, "o", color=PAPER, markeredgecolor=MUTED, markersize=5
        )
    axes.axvline(0, color=INK, linewidth=1)
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    _leave_room(axes, numbers, narrow)
    list_names(axes, [_name(factor) for factor in rows["factor"]])
    return figure


def _leave_room(axes: Axes, numbers: Floats, narrow: bool) -> None:
    """Leave room for what is written to the right of what is drawn."""
    least, most = float(np.nanmin([0.0, *numbers.ravel()])), float(np.nanmax([0.0, *numbers.ravel()]))
    span = (most - least) or 1.0
    axes.set_xlim(least - 0.05 * span, most + ROOM[narrow] * span)


def _say(number: float) -> str:
    return f"{number:.2f}" if abs(number) < TEN else f"{number:,.0f}"


def _name(path: str) -> str:
    """Name an actor's value without the word for its kind: "russia cost"."""
    kind, _, rest = path.partition(".")
    return say_name((rest if kind in OF_ACTORS else path).replace(".", " "))
