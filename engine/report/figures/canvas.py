"""What all figures share: sizes, axes and labels. No figure touches pyplot or its global state."""

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from numpy.typing import ArrayLike

from engine.report.figures.palette import INK, LINE, MUTED, PAPER

WIDE, NARROW = 10.5, 5.0
"""Widths of figures for a page and for a phone. [inches]"""
SIZE, SMALL = 11.0, 10.0
"""Sizes of letters. [points]"""
WHISKER = 1.6
TITLE_LETTERS, LETTERS = 41, 46
"""Letters that fit on a phone."""
NAME_LETTERS = 42
"""Longest name of a row on a page; half of it, on two lines, on a phone."""


def make_figure(height: float, narrow: bool) -> Figure:
    """Make an empty figure; its height in inches."""
    return Figure(figsize=(NARROW if narrow else WIDE, height), layout="constrained", facecolor=PAPER)


def make_panels(
    figure: Figure, narrow: bool, n_panels: int, widths: Sequence[float] = (), *, alike: bool = False
) -> list[Axes]:
    """Make panels side by side, or one under the other where narrow."""
    shape = (n_panels, 1) if narrow else (1, n_panels)
    ratios = list(widths) if widths and not narrow else None
    panels = figure.subplots(*shape, squeeze=False, width_ratios=ratios, sharey=alike and not narrow)
    return [panel for row in panels for panel in row]


def dress(axes: Axes, title: str, along: str = "", up: str = "") -> None:
    """Give axes their title, quiet lines and letters of one size."""
    axes.set_facecolor("none")
    if _is_narrow(axes):
        title, along = textwrap.fill(title, TITLE_LETTERS), textwrap.fill(along, LETTERS)
    title, along, up = (as_written(text) for text in (title, along, up))
    axes.set_title(title, loc="left", fontsize=SIZE, color=INK, fontweight="bold", pad=8)
    axes.set_xlabel(along, fontsize=SMALL, color=MUTED)
    axes.set_ylabel(up, fontsize=SMALL, color=MUTED)
    axes.tick_params(labelsize=SMALL, labelcolor=INK, color=LINE, length=3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    axes.set_axisbelow(True)


def list_names(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows of axes, the first on top."""
    width, lines = (NAME_LETTERS // 2, 2) if _is_narrow(axes) else (NAME_LETTERS, 1)
    short = ["\n".join(textwrap.wrap(name, width, max_lines=lines, placeholder="…")) for name in names]
    axes.set_yticks(range(len(names)), [as_written(name) for name in short])
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def scale_percent(axes: Axes, which: str, decimals: int | None = None) -> None:
    """Write an axis of shares in percent and draw its lines."""
    (axes.xaxis if which == "x" else axes.yaxis).set_major_formatter(PercentFormatter(1, decimals=decimals))
    axes.grid(axis="x" if which == "x" else "y", color=LINE, linewidth=0.6)


def draw_whisker(axes: Axes, row: float, low: float, high: float, colour: str = INK) -> None:
    """Draw an interval along a row; nothing where there is none."""
    if not (math.isnan(low) or math.isnan(high)):
        axes.plot([low, high], [row, row], color=colour, linewidth=WHISKER, solid_capstyle="butt", zorder=4)


def write(axes: Axes, x: float, y: float, text: str, *, off: float = 0.0, **style: Any) -> None:
    """Write a label where a thing is drawn, or so many points to its right."""
    given: dict[str, Any] = {"fontsize": SMALL, "color": INK, "va": "center", "zorder": 6}
    given |= {"linespacing": 1.2} | style
    axes.annotate(
        as_written(text), (x, y), (off, 0), textcoords="offset points", annotation_clip=False, **given
    )


def as_written(text: str) -> str:
    """Keep matplotlib from taking a name for a formula."""
    return text.replace("$", r"\$")


def say_nothing(figure: Figure, text: str) -> Figure:
    """Say why there is nothing to draw, on empty axes: notebooks show no figure without any."""
    figure.subplots().set_axis_off()
    figure.set_figheight(1.0)
    figure.text(0.5, 0.5, text, ha="center", va="center", fontsize=SIZE, color=MUTED)
    return figure


def part(places: ArrayLike, gap: float, least: float = -math.inf) -> list[float]:
    """Move places apart, by little, until none is nearer to the next than a gap or under the least."""
    wanted = np.asarray(places, float)
    order = np.argsort(wanted, kind="stable")
    moved = wanted[order].copy()
    for _ in range(100):
        short = gap - np.diff(moved)
        if not (short > 1e-9).any():
            break
        push = np.maximum(short, 0) / 2
        moved[:-1] -= push
        moved[1:] += push
    if len(moved) and moved[0] < least:
        moved = np.maximum(moved, least + gap * np.arange(len(moved)))
    placed = np.empty_like(moved)
    placed[order] = moved
    return [float(place) for place in placed]


def _is_narrow(axes: Axes) -> bool:
    figure = axes.get_figure(root=True)
    return figure is not None and figure.get_figwidth() < WIDE
