"""How long what began holds, what ends it, and how long its like held in the past."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.evidence.base_rates import BaseRate, find_base_rate
from engine.report.figures.canvas import (
    SMALL,
    dress,
    make_figure,
    make_panels,
    say_nothing,
    scale_percent,
    write,
)
from engine.report.figures.palette import ACCENT, END_COLOURS, HISTORY, INK, LINE_STYLES
from engine.report.wording import say_interval, say_share
from engine.results.estimates import wilson
from engine.results.loading import Results

MARKED_YEARS = (0, 2, 5, 10, 20, 50)
FEWEST_MARKS = 3
GAP, LOW = 0.08, 0.55
END_NAMES = {"attack": "renewed attack", "escalation": "escalation", "lapse": "lapse of its term"}


def draw_survival(results: Results, spell: str = "ceasefire", *, narrow: bool = False) -> Figure:
    """Draw how long first ceasefires (or accords) hold, with numbers at risk, and the incidence of each end.

    Censored spells count as long as they are seen (Kaplan-Meier), and ends compete (Aalen-Johansen); the dots
    are the base rate of history with Wilson's intervals.
    """
    rows = results.survival[results.survival["spell"] == spell]
    figure = make_figure(7.6 if narrow else 4.3, narrow)
    begun = int(rows["at_risk"].iloc[0])
    if begun == 0:
        return say_nothing(figure, f"No trial has a first {spell}.")
    holding, ending = make_panels(figure, narrow, 2)
    _draw_holding(holding, rows, find_base_rate(spell))
    _draw_ends(ending, rows)
    dress(holding, f"First {spell}s still holding (of {begun:,})", "years since it began")
    dress(ending, "Ended so far, by cause", "years since it began")
    for axes in (holding, ending):
        _mark_years(axes, rows)
        axes.set_ylim(0, 1.0)
        scale_percent(axes, "y")
    return figure


def _draw_holding(axes: Axes, rows: pd.DataFrame, rate: BaseRate) -> None:
    seen = rows[rows["survival"].notna()]
    axes.fill_between(
        seen["years"], seen["low"], seen["high"], step="post", color=ACCENT, alpha=0.25, linewidth=0
    )
    axes.plot(seen["years"], seen["survival"], drawstyle="steps-post", color=ACCENT, linewidth=2)
    horizon = float(rows["years"].iloc[-1])
    for years, ended in rate.ended:
        if years > horizon:
            continue
        share = wilson(rate.spells - ended, rate.spells)
        axes.plot([years, years], [share.low, share.high], color=HISTORY, linewidth=1.4, zorder=4)
        axes.plot([years], [share.value], "o", color=HISTORY, markersize=6, zorder=5)
    middle = float(seen["survival"].iloc[len(seen) // 2])
    axes.text(
        0.98,
        0.97 if middle < LOW else 0.24,
        f"line: trials, 95% band\ndots: {rate.which}\n(n {rate.spells}), 95% intervals",
        transform=axes.transAxes,
        fontsize=SMALL,
        color=INK,
        ha="right",
        va="top",
        linespacing=1.4,
    )


def _draw_ends(axes: Axes, rows: pd.DataFrame) -> None:
    seen = rows[rows["attack"].notna()]
    years, horizon = seen["years"], float(rows["years"].iloc[-1])
    places = _find_room(seen[seen["years"] > horizon / 3])
    for (end, colour), style, place in zip(END_COLOURS.items(), LINE_STYLES, places, strict=False):
        share, low, high = (seen[column] for column in (end, f"{end}_low", f"{end}_high"))
        axes.fill_between(years, low, high, step="post", color=colour, alpha=0.25, linewidth=0)
        axes.plot(years, share, drawstyle="steps-post", color=colour, linewidth=2, linestyle=style)
        axes.plot([0.92 * horizon, 0.99 * horizon], [place] * 2, color=colour, linewidth=2, linestyle=style)
        last = float(share.iloc[-1])
        said = say_share(last) if last > 0 else f"none {say_interval(0.0, float(high.iloc[-1]))}".rstrip()
        write(axes, 0.92 * horizon, place, f"{END_NAMES[end]} {said}", off=-4, ha="right")


def _find_room(seen: pd.DataFrame) -> list[float]:
    """Find heights for the names where they are off the lines."""
    lines = seen[list(END_COLOURS)].to_numpy(float)
    for top in np.arange(0.94, 0.3, -0.04):
        places = [float(top - GAP * row) for row in range(len(END_COLOURS))]
        if all((np.abs(lines - place) > GAP).all() for place in places):
            return places
    return [0.94 - GAP * row for row in range(len(END_COLOURS))]


def _mark_years(axes: Axes, rows: pd.DataFrame) -> None:
    """Write under each marked year how many spells are at risk and how many were censored by then."""
    horizon = float(rows["years"].iloc[-1])
    marked = [float(year) for year in MARKED_YEARS if year <= horizon]
    if len(marked) < FEWEST_MARKS:
        marked = [0, round(horizon / 2, 1), round(horizon, 1)]
    places = [int(np.abs(rows["years"] - year).argmin()) for year in marked]
    censored = rows["censored"].cumsum()
    labels = [
        f"{year:g}\n{rows['at_risk'].iloc[place]:,}\n{censored.iloc[place]:,}"
        for year, place in zip(marked, places, strict=True)
    ]
    axes.set_xticks(marked, labels, fontsize=SMALL)
    axes.set_xlabel("years; spells still at risk; censored so far")
    axes.set_xlim(0, horizon)
