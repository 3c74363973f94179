"""How trials end: shares with what chance leaves open, and apart from them what assumptions do."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    make_panels,
    scale_percent,
    write,
)
from engine.report.figures.palette import INK, LINE, OUTCOME_COLOURS
from engine.report.spread import spread_over_assumptions
from engine.report.wording import say_interval, say_name, say_share
from engine.results.loading import Results


def draw_outcomes(results: Results, *, narrow: bool = False) -> Figure:
    """Draw each outcome's share with its 95% interval; in a panel apart, the spread over assumptions."""
    figure = make_figure(7.2 if narrow else 3.9, narrow)
    shares, spreads = make_panels(figure, narrow, 2, (1.5, 1), alike=True)
    _draw_shares(shares, results, narrow)
    _draw_spreads(spreads, results)
    names = [say_name(str(outcome)) for outcome in results.outcomes["outcome"]]
    list_names(shares, names)
    list_names(spreads, names)
    if not narrow:
        spreads.tick_params(axis="y", labelleft=False)
    return figure


def _draw_shares(axes: Axes, results: Results, narrow: bool) -> None:
    table = results.outcomes
    n_done = results.run.trials - results.run.failed
    dress(axes, f"Share of {n_done:,} trials", "line: 95% interval for chance between trials")
    for row, (outcome, share, low, high) in enumerate(
        zip(*(table[name] for name in ("outcome", "share", "low", "high")), strict=True)
    ):
        axes.barh(
            row, share, height=0.62, color=OUTCOME_COLOURS[outcome], edgecolor=INK, linewidth=0.5, zorder=3
        )
        draw_whisker(axes, row, low, high)
        said, interval = say_share(share), say_interval(low, high)
        text = f"{said}\n{interval}" if narrow else f"{said}   ({interval})" if interval else said
        write(axes, float(np.nanmax([share, high, 0])), row, text, off=8)
    most = float(np.nanmax([*table["share"], *table["high"], 0.01]))
    axes.set_xlim(0, most * (1.75 if narrow else 1.6))
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= 1])
    axes.set_xlim(0, most * (1.75 if narrow else 1.6))
    scale_percent(axes, "x", 0)


def _draw_spreads(axes: Axes, results: Results) -> None:
    spread = spread_over_assumptions(results.variance)
    dress(
        axes,
        "How far assumptions shift the chance",
        "typical shift [percentage points], 95% interval",
    )
    for row, (outcome, value, low, high) in enumerate(spread.itertuples(index=False)):
        draw_whisker(axes, row, 100 * low, 100 * high)
        axes.plot(
            [100 * value],
            [row],
            "D",
            clip_on=False,
            color=OUTCOME_COLOURS[outcome],
            markeredgecolor=INK,
            markersize=7,
            zorder=5,
        )
    axes.set_xlim(0, max(5.0, 115 * float(np.nanmax([*spread["high"], *spread["spread"], 0]))))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
