"""Tripwires: how much each observable tells, and hits against false alarms by month."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.report.claims import is_told_apart
from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    part,
    scale_percent,
    write,
)
from engine.report.figures.palette import ACCENT, INK, LINE, LINE_STYLES, MUTED, PAPER, SHADES
from engine.report.wording import say_name

MOST_STEPS = 400
"""Most points of a curve that are drawn."""


def draw_wires(wires: pd.DataFrame, narrow: bool = False) -> Figure:
    """Draw hit rate less false-alarm rate of each observable at its best month.

    Parameters
    ----------
    wires : DataFrame
        The table of wires, best first.
    narrow : bool
        Whether to draw for a phone.
    """
    best = wires.drop_duplicates("observable")
    figure = make_figure(1.4 + (0.6 if narrow else 0.42) * len(best), narrow)
    axes = figure.subplots()
    dress(axes, "What foretells collapse", "hit rate less false-alarm rate, 95% intervals")
    for row, wire in enumerate(best.to_dict("records")):
        apart = (
            is_told_apart(wire["advantage_low"], wire["advantage_high"]) and wire["beats_shuffles"] == "yes"
        )
        draw_whisker(axes, row, wire["advantage_low"], wire["advantage_high"], INK if apart else MUTED)
        fill = ACCENT if apart else PAPER
        axes.plot([wire["advantage"]], [row], "o", color=fill, markeredgecolor=INK, markersize=8, zorder=5)
        sign = "more than" if wire["warns_of"] == "more" else "less than"
        write(axes, wire["advantage_high"], row, f"{sign} {wire['threshold']:.4g}", off=9)
    axes.axvline(0, color=INK, linewidth=1)
    least, most = min(0.0, best["advantage_low"].min()), max(0.1, best["advantage_high"].max())
    axes.set_xlim(least - 0.05, most + (0.8 if narrow else 0.3) * (most - least))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    names = [f"{say_name(str(row.observable))}, month {row.month}" for row in best.itertuples()]
    list_names(axes, names)
    return figure


def draw_curves(wires: pd.DataFrame, curves: pd.DataFrame, narrow: bool = False) -> Figure:
    """Draw hit rate against false-alarm rate of the best observable, a line for each month.

    Parameters
    ----------
    wires, curves : DataFrame
        The tables of wires and of curves.
    narrow : bool
        Whether to draw for a phone.
    """
    figure = make_figure(4.9, narrow)
    axes = figure.subplots()
    name = wires["observable"].iloc[0]
    dress(
        axes,
        f"{say_name(name).capitalize()}, by month",
        "share of ceasefires that hold warned of",
        "share of collapses warned of",
    )
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1)
    months = list(dict.fromkeys(curves["month"]))
    ends = []
    for place, month in enumerate(months):
        line = curves[curves["month"] == month]
        steps = np.unique(np.linspace(0, len(line) - 1, MOST_STEPS).round().astype(int))
        colour = SHADES[-1 - min(place, 3)]
        style = LINE_STYLES[place % len(LINE_STYLES)]
        axes.plot(line["false_alarm_rate"].iloc[steps], line["hit_rate"].iloc[steps], style, color=colour)
        chosen = wires[(wires["observable"] == name) & (wires["month"] == month)]
        if len(chosen):
            _draw_chosen(axes, chosen.iloc[0], colour)
            ends.append((float(chosen["hit_rate"].iloc[0]), f"month {month}", colour, style))
    heights = part([height for height, *_ in ends], 0.08, 0.04)
    for height, (_, text, colour, style) in zip(heights, ends, strict=True):
        axes.plot([1.05, 1.15], [height] * 2, style, color=colour, clip_on=False)
        write(axes, 1.18, height, text)
    axes.set_xlim(0, 1.6 if narrow else 1.35)
    axes.set_ylim(0, 1.05)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    for which in ("x", "y"):
        scale_percent(axes, which, 0)
    return figure


def _draw_chosen(axes: Axes, wire: "pd.Series[float]", colour: str) -> None:
    false, hit = wire["false_alarm_rate"], wire["hit_rate"]
    axes.plot(
        [wire["false_alarm_rate_low"], wire["false_alarm_rate_high"]], [hit] * 2, color=INK, linewidth=1
    )
    axes.plot([false] * 2, [wire["hit_rate_low"], wire["hit_rate_high"]], color=INK, linewidth=1)
    axes.plot([false], [hit], "o", color=colour, markeredgecolor=INK, markersize=7, zorder=5)
