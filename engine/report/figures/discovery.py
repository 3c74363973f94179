"""Boxes of conditions: their limits along the draws, and coverage against density."""

import math
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    part,
    say_nothing,
    scale_percent,
    write,
)
from engine.report.figures.palette import ACCENT, INK, LINE, MUTED
from engine.report.findings.finding import Table
from engine.report.wording import say_name, say_percent
from engine.results.estimates import Estimate

WORDS = ("at least", "at most")
HEIGHT = 0.36


def draw_limits(limits: pd.DataFrame, narrow: bool = False) -> Figure:
    """Draw what each box allows of each parameter that it limits, along the parameter's draws.

    Parameters
    ----------
    limits : DataFrame
        The table of limits.
    narrow : bool
        Whether to draw for a phone.
    """
    rows = list(limits.groupby(["box", "parameter", "word"], sort=False))
    figure = make_figure(1.4 + (0.72 if narrow else 0.5) * len(rows), narrow)
    if not rows:
        return say_nothing(figure, "No box is claimed.")
    axes = figure.subplots()
    dress(axes, "What the boxes allow", "share of the parameter's draws below")
    for row, (_, ends) in enumerate(rows):
        _draw_row(axes, row, ends)
    axes.set_xlim(0, 1.9 if narrow else 1.55)
    scale_percent(axes, "x", 0)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    list_names(axes, [_name(*map(str, key)) for key, _ in rows])
    return figure


def _name(box: str, parameter: str, word: str) -> str:
    short = parameter if "." not in parameter else parameter.split(".", 1)[1].replace(".", " ")
    return f"{box}: {say_name(short)}" + (f" {say_name(word)}" if word else "")


def _draw_row(axes: Axes, row: int, ends: pd.DataFrame) -> None:
    low, high, said = 0.0, 1.0, []
    axes.barh(row, 1.0, height=HEIGHT, color=LINE, zorder=2)
    for end in ends.to_dict("records"):
        if end["end"] == WORDS[0]:
            low = end["below"]
        else:
            high = end["below"]
        value = (
            ("not " if end["end"] == WORDS[1] else "is ")
            if end["word"]
            else f"{end['end']} {end['limit']:.3g}"
        )
        said.append(f"{value.strip()}, {say_percent(end['reproduced']).replace('.0', '')}")
    axes.barh(row, high - low, left=low, height=HEIGHT, color=ACCENT, zorder=3)
    for end in ends.to_dict("records"):
        if not math.isnan(end["below_low"]) and not end["word"]:
            draw_whisker(axes, row, end["below_low"], end["below_high"])
            axes.plot([end["below"]], [row], "|", color=INK, markersize=14, markeredgewidth=2, zorder=5)
    write(axes, 1.02, row, "\n".join(said))


def draw_tradeoff(
    tables: Mapping[str, Table], base: Estimate, repeated: Estimate, narrow: bool = False
) -> Figure:
    """Draw coverage against density of the boxes on PRIM's way.

    Parameters
    ----------
    tables : mapping of str to Table
        Those of the discovery.
    base, repeated : Estimate
        Share of cases among held-out trials; share of cases that are cases again with other luck.
    narrow : bool
        Whether to draw for a phone.
    """
    steps, shuffled = tables["tradeoff"].frame, tables["shuffled"].frame
    figure = make_figure(5.2 if narrow else 4.6, narrow)
    axes = figure.subplots()
    dress(
        axes, "Coverage against density", "share of the cases that the box holds", "share of cases in the box"
    )
    axes.fill_between(
        shuffled["coverage"],
        shuffled["density_low"],
        shuffled["density_high"],
        color=MUTED,
        alpha=0.22,
        linewidth=0,
    )
    axes.plot(steps["coverage"], steps["density"], "--", color=MUTED, linewidth=1.6)
    axes.plot(steps["held_out_coverage"], steps["held_out_density"], "-", color=ACCENT, linewidth=2)
    chosen = steps[steps["chosen"] == "yes"].iloc[0]
    at = float(chosen["held_out_coverage"])
    axes.plot(
        [at, at],
        [chosen["held_out_density_low"], chosen["held_out_density_high"]],
        color=INK,
        linewidth=1.6,
        zorder=4,
    )
    axes.plot(
        [at], [chosen["held_out_density"]], "o", color=ACCENT, markeredgecolor=INK, markersize=8, zorder=5
    )
    axes.plot([0, 1], [base.value] * 2, color=INK, linewidth=1)
    axes.set_xlim(0, 1.62 if narrow else 1.4)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_ylim(0, None)
    for which in ("x", "y"):
        scale_percent(axes, which, 0)
    _name_lines(axes, steps, shuffled, base, repeated)
    return figure


def _name_lines(
    axes: Axes, steps: pd.DataFrame, shuffled: pd.DataFrame, base: Estimate, repeated: Estimate
) -> None:
    """Name the lines beside the axes' right end, each at the height that its middle has."""
    named = [
        (float(steps["density"].max()), "- - where found"),
        (float(shuffled["density_high"].max()), "band: shuffled labels"),
        (float(steps["held_out_density"].max()), "line: held-out trials"),
        (base.value, f"all trials {say_percent(base.value)}"),
    ]
    if not math.isnan(repeated.value):
        axes.plot([0, 1], [repeated.value] * 2, ":", color=INK, linewidth=1)
        named.append((repeated.value, f"same parameters,\nother luck {say_percent(repeated.value)}"))
    gap = 0.09 * axes.get_ylim()[1]
    for place, (_, text) in zip(part([height for height, _ in named], gap, gap / 2), named, strict=True):
        write(axes, 1.02, place, text)
