"""Arms by rank: means of an objective, and paired differences from the first arm."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.analysis.comparing.comparing import Compared
from engine.report.answer import list_rows
from engine.report.claims import is_told_apart
from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    make_panels,
    scale_percent,
    write,
)
from engine.report.figures.palette import ACCENT, INK, LINE, MUTED, PAPER
from engine.report.wording import say_name


def draw_ranking(compared: Compared, *, narrow: bool = False) -> Figure:
    """Draw the mean of each arm, and how far each lies from the first arm over the same trials."""
    n_arms = len(compared.arms)
    figure = make_figure(2 * (1.4 + 0.55 * n_arms) if narrow else 1.4 + 0.5 * n_arms, narrow)
    means, differences = make_panels(figure, narrow, 2, (1, 1.2), alike=True)
    _draw_means(means, compared)
    _draw_differences(differences, compared, narrow)
    names = [_say_arm(row) for row in list_rows(compared.arms)]
    list_names(means, names)
    list_names(differences, names)
    if not narrow:
        differences.tick_params(axis="y", labelleft=False)
    return figure


def _draw_means(axes: Axes, compared: Compared) -> None:
    is_share = compared.objective.is_share
    title = say_name(compared.objective.text)
    dress(axes, title[:1].upper() + title[1:], "mean, 95% interval for chance between trials")
    for row, each in enumerate(list_rows(compared.arms)):
        draw_whisker(axes, row, each.mean_low, each.mean_high)
        axes.plot([each.mean], [row], "o", color=ACCENT, markeredgecolor=INK, markersize=8, zorder=5)
    ends = compared.arms[["mean", "mean_low", "mean_high"]].to_numpy(float)
    least, most = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.08 * max(most - least, 1e-9)
    axes.set_xlim(least - room, most + room)
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    if is_share:
        scale_percent(axes, "x", 0 if most - least > 0.03 else 1)


def _draw_differences(axes: Axes, compared: Compared, narrow: bool) -> None:
    scale, unit = (100.0, "points of percent") if compared.objective.is_share else (1.0, "of the objective")
    n_pairs = len(compared.ranking.pairs)
    at_once = f"95% for all {n_pairs} pairs at once" if n_pairs > 1 else "95% interval"
    dress(axes, f"Against {compared.reference.name}", f"{unit}, {at_once}")
    rows = scale * compared.arms[["difference", "low", "high"]].to_numpy(float)
    for row, (value, low, high) in enumerate(rows):
        if np.isnan(value):
            write(axes, 0.0, row, "the first arm", off=9, color=MUTED)
            continue
        apart = is_told_apart(low, high)
        draw_whisker(axes, row, low, high, INK if apart else MUTED)
        axes.plot(
            [value], [row], "o", color=ACCENT if apart else PAPER, markeredgecolor=INK, markersize=8, zorder=5
        )
        said = f"{value:+.3g}" if apart else "no difference shown"
        write(axes, float(np.nanmax([value, high])), row, said, off=9)
    axes.axvline(0, color=INK, linewidth=1)
    least, most = float(np.nanmin([0, *rows.ravel()])), float(np.nanmax([0, *rows.ravel()]))
    span = max(most - least, 1e-9)
    axes.set_xlim(least - 0.05 * span, most + span * (0.6 if narrow else 0.35))
    axes.grid(axis="x", color=LINE, linewidth=0.6)


def _say_arm(row: object) -> str:
    name, best, worst = (getattr(row, key) for key in ("arm", "best_rank", "worst_rank"))
    return f"{best}. {name}" if best == worst else f"{best} to {worst}. {name}"
