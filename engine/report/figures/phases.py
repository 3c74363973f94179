"""Where the trials are as time goes on."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.report.figures.canvas import dress, make_figure, part, scale_percent, write
from engine.report.figures.palette import PAPER, PHASE_COLOURS
from engine.report.wording import say_name, say_share
from engine.results.estimates import wilson
from engine.results.loading import Results
from engine.simulation.records import PHASES, Floats

GAP = 0.075
"""Least distance of two labels, as a share of the height."""


def draw_phases(results: Results, *, narrow: bool = False) -> Figure:
    """Draw the share of trials in each phase, stacked; a pale band on a border is its 95% interval."""
    counts = results.phases.pivot(index="years", columns="phase", values="trials")[list(PHASES)]
    years = np.array([0.0, *counts.index])
    n_done = int(counts.iloc[0].sum())
    shares = counts.to_numpy(float) / max(n_done, 1)
    shares = np.vstack([shares[:1], shares])
    tops = shares.cumsum(axis=1)
    figure = make_figure(4.2 if narrow else 3.8, narrow)
    axes = figure.subplots()
    dress(axes, f"Share of {n_done:,} trials in each phase", "years since the start")
    for place, phase in enumerate(PHASES):
        bottom = tops[:, place] - shares[:, place]
        axes.fill_between(
            years,
            bottom,
            tops[:, place],
            step="pre",
            color=PHASE_COLOURS[phase],
            linewidth=0,
            label=phase,
            zorder=2,
        )
    if results.phases["low"].notna().any():
        for place in range(len(PHASES) - 1):
            ends = [wilson(round(top * n_done), n_done) for top in tops[:, place]]
            low, high = [end.low for end in ends], [end.high for end in ends]
            axes.fill_between(years, low, high, step="pre", color=PAPER, alpha=0.45, linewidth=0, zorder=3)
    for place in range(len(PHASES) - 1):
        axes.plot(years, tops[:, place], drawstyle="steps-pre", color=PAPER, linewidth=0.8, zorder=4)
    _label_ends(axes, shares[-1], tops[-1], float(years[-1]))
    axes.set_xlim(0, years[-1])
    axes.set_ylim(0, 1)
    scale_percent(axes, "y")
    axes.grid(visible=False)
    return figure


def _label_ends(axes: Axes, shares: Floats, tops: Floats, end: float) -> None:
    """Name each phase where it ends, with its share at the end; those that never come are left out."""
    middles = tops - shares / 2
    for phase, share, middle, place in zip(PHASES, shares, middles, part(middles, GAP), strict=True):
        if share == 0:
            continue
        axes.plot(
            [end, end * 1.02],
            [middle, place],
            color=PHASE_COLOURS[phase],
            linewidth=3,
            clip_on=False,
            solid_capstyle="butt",
        )
        write(axes, end * 1.02, place, f"{say_name(phase)} {say_share(float(share))}", off=4)
