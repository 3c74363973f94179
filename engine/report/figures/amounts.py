"""Estimates with their intervals, a row each, and lines of estimates along a scale."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from engine.report.figures.canvas import (
    NAME_LETTERS,
    TITLE_LETTERS,
    draw_whisker,
    dress,
    list_names,
    make_figure,
    make_panels,
    say_nothing,
    write,
)
from engine.report.figures.palette import ACCENT, INK, LINE, MUTED, PAPER
from engine.results.estimates import Estimate


class Row(NamedTuple):
    """One estimate.

    Attributes
    ----------
    name : str
        What it is of.
    found : Estimate
        The estimate.
    shown : bool
        Whether it is told apart from 0, or else from what it is compared with.
    """

    name: str
    found: Estimate
    shown: bool


class Panel(NamedTuple):
    """Rows under one title.

    Attributes
    ----------
    title, along : str
        What the panel shows, and along what scale.
    rows : tuple of Row
        The first on top.
    """

    title: str
    along: str
    rows: tuple[Row, ...]


def draw_amounts(panel: Panel, nothing: str, *, narrow: bool = False) -> Figure:
    """Draw estimates from 0 as bars, with their intervals; hollow where they are not told apart from it."""
    figure = make_figure(1.3 + (0.6 if narrow else 0.4) * len(panel.rows), narrow)
    if not panel.rows:
        return say_nothing(figure, nothing)
    axes = figure.subplots()
    dress(axes, panel.title, panel.along)
    for row, (_, found, shown) in enumerate(panel.rows):
        fill = ACCENT if shown else PAPER
        axes.barh(row, found.value, height=0.55, color=fill, edgecolor=INK, linewidth=0.8, zorder=3)
        draw_whisker(axes, row, found.low, found.high)
        text = f"{found.value:.3g} ({found.low:.2g} to {found.high:.2g})"
        write(axes, float(np.nanmax([found.value, found.high])), row, text, off=7)
    most = max(max(row.found.value, row.found.high) for row in panel.rows)
    axes.set_xlim(0, max(most, 1e-9) * (1.9 if narrow else 1.35))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    list_names(axes, [_shorten(row.name, NAME_LETTERS // (2 if narrow else 1)) for row in panel.rows])
    return figure


def draw_panels(panels: Sequence[Panel], *, narrow: bool = False) -> Figure:
    """Draw several criteria side by side, the same rows in each; filled marks are the first by it."""
    n_rows = len(panels[0].rows)
    height = 0.9 + (0.42 if narrow else 0.36) * n_rows
    n_lines = len(panels) if narrow else -(-len(panels) // 3)
    figure = make_figure(height * n_lines + 0.3, narrow)
    shape = (n_lines, 1) if narrow else (n_lines, 3)
    grid = figure.subplots(*shape, squeeze=False)
    for place, axes in enumerate(axes for line in grid for axes in line):
        if place >= len(panels):
            axes.set_axis_off()
            continue
        panel = panels[place]
        dress(axes, panel.title, panel.along)
        for row, (_, found, shown) in enumerate(panel.rows):
            draw_whisker(axes, row, found.low, found.high)
            fill = ACCENT if shown else PAPER
            axes.plot([found.value], [row], "o", color=fill, markeredgecolor=INK, markersize=8, zorder=5)
        axes.grid(axis="x", color=LINE, linewidth=0.6)
        list_names(axes, [row.name for row in panel.rows])
        axes.tick_params(axis="y", labelleft=narrow or place % 3 == 0)
    return figure


class Line(NamedTuple):
    """Estimates along a move.

    Attributes
    ----------
    name : str
        What moves.
    at : tuple of float
        Where.
    founds : tuple of Estimate
        The estimates there.
    """

    name: str
    at: tuple[float, ...]
    founds: tuple[Estimate, ...]


def draw_lines(lines: Sequence[Line], along: str, up: str, nothing: str, *, narrow: bool = False) -> Figure:
    """Draw estimates along moves, a panel each, with bands for their intervals and a line at 0."""
    if not lines:
        return say_nothing(make_figure(1.0, narrow), nothing)
    figure = make_figure(3.0 * (len(lines) if narrow else 1), narrow)
    for place, (axes, line) in enumerate(zip(make_panels(figure, narrow, len(lines)), lines, strict=True)):
        dress(
            axes,
            _shorten(line.name, TITLE_LETTERS if narrow else TITLE_LETTERS * 2 // 3),
            along,
            up if narrow or place == 0 else "",
        )
        values, lows, highs = np.array(line.founds).T
        axes.fill_between(line.at, lows, highs, color=ACCENT, alpha=0.25, linewidth=0)
        axes.plot(line.at, values, color=ACCENT, marker="o", markersize=4)
        axes.axhline(0, color=INK, linewidth=1)
        axes.grid(color=LINE, linewidth=0.6)
        axes.tick_params(colors=MUTED)
    return figure


def _shorten(path: str, most: int) -> str:
    """Keep the end of a long path, which says more than its beginning."""
    return path if len(path) <= most or " " in path else f"…{path[1 - most :]}"
