"""How an outcome answers to the points of a sweep."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from pandas.api.types import is_numeric_dtype

from engine.report.figures.canvas import (
    SMALL,
    as_written,
    draw_whisker,
    dress,
    list_names,
    make_figure,
    make_panels,
    part,
    scale_percent,
    write,
)
from engine.report.figures.palette import (
    ACCENT,
    INK,
    LINE_STYLES,
    OUTCOME_COLOURS,
    PAPER,
    SHADES,
    ink_on,
)
from engine.report.points import join_shares, list_axes, name_points, say_number
from engine.report.wording import say_interval, say_name, say_share
from engine.results.sweeps.loading import SweepResults

MOST_RUNGS, MOST_LINES, MOST_CELLS, MOST_PANELS = 40, 4, 30, 6
NOISES = 2
"""Least range of a heat map's colours, in widths of an interval."""
WITH_ENDS = 8
"""Widest heat map whose cells have room for the ends of intervals."""


def draw_response(results: SweepResults, outcome: str = "durable_peace", *, narrow: bool = False) -> Figure:
    """Draw an outcome's share by point, with 95% intervals for chance between trials.

    Arms become a ladder of dots, one axis of numbers a line with a band, two axes a map with numbers, more
    axes a panel each.
    """
    table, axes = join_shares(results, outcome), list_axes(results)
    of_numbers = [axis for axis in axes if is_numeric_dtype(table[axis])]
    grid = not table.duplicated(axes).any() and len(axes) == 2
    lines = len(axes) <= 2 and len(of_numbers) >= 1 and results.run.design != "lhs"
    others = [axis for axis in axes if axis not in of_numbers[:1]]
    if len(axes) == 1 and of_numbers:
        return _draw_lines(table, of_numbers[0], None, outcome, narrow)
    if grid and max(table[axis].nunique() for axis in axes) <= MOST_CELLS and _is_full(table, axes):
        if "scenario" in axes and lines and table["scenario"].nunique() <= MOST_LINES:
            return _draw_lines(table, of_numbers[0], others[0], outcome, narrow)
        return _draw_map(table, axes, outcome, narrow)
    if len(table) <= MOST_RUNGS:
        return _draw_ladder(table, name_points(results), outcome, narrow)
    return _draw_panels(table, of_numbers or axes, outcome, narrow)


def _is_full(table: pd.DataFrame, axes: list[str]) -> bool:
    return len(table) == table[axes[0]].nunique() * table[axes[1]].nunique()


def _title(table: pd.DataFrame, outcome: str) -> str:
    return f"Share ending in {say_name(outcome)}, of {table['done'].max():,} trials a point"


def _draw_ladder(table: pd.DataFrame, names: list[str], outcome: str, narrow: bool) -> Figure:
    figure = make_figure(1.2 + (0.55 if narrow else 0.42) * len(table), narrow)
    axes = figure.subplots()
    dress(axes, _title(table, outcome), "line: 95% interval for chance between trials")
    for row, (share, low, high) in enumerate(zip(table["share"], table["low"], table["high"], strict=True)):
        draw_whisker(axes, row, low, high)
        axes.plot(
            [share], [row], "o", color=OUTCOME_COLOURS[outcome], markeredgecolor=INK, markersize=8, zorder=5
        )
        said, interval = say_share(share), say_interval(low, high)
        text = f"{said}\n{interval}" if narrow else f"{said}   ({interval})" if interval else said
        write(axes, float(np.nanmax([share, high])), row, text, off=9)
    list_names(axes, names)
    most = float(np.nanmax([*table["high"], *table["share"], 0.01]))
    axes.set_xlim(-0.02 * most, most * (1.7 if narrow else 1.35))
    scale_percent(axes, "x", 0)
    return figure


def _draw_lines(table: pd.DataFrame, along: str, by: str | None, outcome: str, narrow: bool) -> Figure:
    figure = make_figure(4.2, narrow)
    axes = figure.subplots()
    dress(axes, _title(table, outcome), f"{say_name(along)}; band: 95% interval for chance between trials")
    colours = (
        ACCENT,
        *(OUTCOME_COLOURS[name] for name in ("renewed_war", "low_level_war", "military_decision")),
    )
    groups = [("", table)] if by is None else list(table.groupby(by, sort=False))
    ends = [float(rows.sort_values(along)["share"].iloc[-1]) for _, rows in groups]
    top = float(np.nanmax([*table["high"], *table["share"], 0.01]))
    places = part(ends, 0.07 * top)
    for (name, rows), colour, style, place in zip(groups, colours, LINE_STYLES, places, strict=False):
        ordered = rows.sort_values(along)
        axes.fill_between(
            ordered[along], ordered["low"], ordered["high"], color=colour, alpha=0.25, linewidth=0
        )
        axes.plot(
            ordered[along], ordered["share"], style, color=colour, marker="o", markersize=5, linewidth=2
        )
        if by is not None:
            write(axes, float(ordered[along].iloc[-1]), place, str(name), off=8)
    axes.set_ylim(0, 1.08 * top)
    scale_percent(axes, "y", 0)
    return figure


def _draw_map(table: pd.DataFrame, axes_names: list[str], outcome: str, narrow: bool) -> Figure:
    along, up = axes_names[-1], axes_names[0]
    shares = _spread_out(table, up, along, "share")
    lows, highs = (_spread_out(table, up, along, end) for end in ("low", "high"))
    figure = make_figure(max(2.6, 1.4 + 0.58 * len(shares)), narrow)
    axes = figure.subplots()
    dress(axes, _title(table, outcome), say_name(along), say_name(up))
    colours = LinearSegmentedColormap.from_list("shares", SHADES)
    least, most = _choose_range(shares, highs - lows)
    axes.pcolormesh(
        np.arange(shares.shape[1] + 1) - 0.5,
        np.arange(shares.shape[0] + 1) - 0.5,
        shares.to_numpy(),
        cmap=colours,
        vmin=least,
        vmax=most,
        edgecolors=PAPER,
        linewidth=1.5,
    )
    widest = shares.shape[1]
    with_ends = widest <= WITH_ENDS and highs.notna().to_numpy().any()
    for row, column in np.ndindex(shares.shape):
        share, low, high = (each.to_numpy(float)[row, column] for each in (shares, lows, highs))
        if np.isnan(share):
            continue
        ink = ink_on(to_hex(tuple(colours((share - least) / (most - least)))))
        text = f"{100 * share:.0f}%" + (f"\n{100 * low:.0f} to {100 * high:.0f}" if with_ends else "")
        write(
            axes,
            column,
            row,
            text,
            ha="center",
            color=ink,
            linespacing=1.25,
            fontsize=SMALL if widest < 12 else 9,
        )
    axes.set_xticks(range(widest), [as_written(say_number(value)) for value in shares.columns])
    axes.set_yticks(range(len(shares)), [as_written(say_number(value)) for value in shares.index])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    return figure


def _spread_out(table: pd.DataFrame, up: str, along: str, values: str) -> pd.DataFrame:
    """Give a row for each value of one axis and a column for each of another; words as the sweep has them."""
    spread = table.pivot(index=up, columns=along, values=values)
    rows = spread.index if is_numeric_dtype(table[up]) else table[up].unique()
    columns = spread.columns if is_numeric_dtype(table[along]) else table[along].unique()
    return spread.reindex(index=rows, columns=columns)


def _choose_range(shares: pd.DataFrame, widths: pd.DataFrame) -> tuple[float, float]:
    """Give the shares at the ends of the colours: never so near that noise alone would show as shades."""
    least, most = float(np.nanmin(shares.to_numpy())), float(np.nanmax(shares.to_numpy()))
    noise = NOISES * float(np.nanmedian(widths.to_numpy())) if widths.notna().to_numpy().any() else 0.01
    short = max(noise - (most - least), 0) / 2
    return least - short, most + short


def _draw_panels(table: pd.DataFrame, axes_names: list[str], outcome: str, narrow: bool) -> Figure:
    shown = axes_names[:MOST_PANELS]
    figure = make_figure(3.2 * (len(shown) if narrow else 1), narrow)
    panels: list[Axes] = make_panels(figure, narrow, len(shown), alike=True)
    for axes, axis in zip(panels, shown, strict=True):
        dress(axes, f"Share ending in {say_name(outcome)}" if axis == shown[0] else "", say_name(axis))
        axes.vlines(table[axis], table["low"], table["high"], color=ACCENT, alpha=0.3, linewidth=0.8)
        axes.plot(table[axis], table["share"], "o", color=ACCENT, markersize=3)
        scale_percent(axes, "y", 0)
    return figure
