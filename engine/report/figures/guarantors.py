"""What guarantors did when they were called."""

import math

from matplotlib.figure import Figure

from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    make_panels,
    say_nothing,
    scale_percent,
    write,
)
from engine.report.figures.palette import ACCENT, INK
from engine.report.wording import say_name, say_share
from engine.results.estimates import Estimate, wilson
from engine.results.loading import Results


def draw_guarantors(results: Results, *, narrow: bool = False) -> Figure:
    """Draw how often each guarantor was called and, of the trials with a call, honoured or helped."""
    table = results.guarantors
    rows = len(table)
    figure = make_figure((1.1 + 0.36 * rows) * (3 if narrow else 1) + 0.3, narrow)
    if not rows:
        return say_nothing(figure, "The scenario has no guarantors.")
    n_done = results.run.trials - results.run.failed
    with_intervals = results.outcomes["low"].notna().any()
    called = [wilson(int(trials), n_done) for trials in table["trials_called"]]
    if not with_intervals:
        called = [Estimate(share.value, math.nan, math.nan) for share in called]
    columns = {"Called, of all trials": called}
    for act, said in (("honoured", "Honoured with force"), ("helped", "Sent material only")):
        names = (f"{act}_share", f"{act}_low", f"{act}_high")
        columns[f"{said}, of those"] = [
            Estimate(*map(float, row)) for row in table[list(names)].itertuples(index=False)
        ]
    labels = [
        f"{say_name(str(name))} ({calls:,})"
        for name, calls in zip(table["guarantor"], table["trials_called"], strict=True)
    ]
    for place, (axes, (title, shares)) in enumerate(
        zip(make_panels(figure, narrow, 3, alike=True), columns.items(), strict=True)
    ):
        dress(axes, title)
        for row, share in enumerate(shares):
            if math.isnan(share.value):
                write(axes, 0.02, row, "never called")
                continue
            draw_whisker(axes, row, share.low, share.high)
            axes.plot([share.value], [row], "o", color=ACCENT, markeredgecolor=INK, markersize=7, zorder=5)
            edge = share.value if math.isnan(share.high) else share.high
            write(axes, edge, row, say_share(share.value), off=7)
        list_names(axes, labels)
        axes.tick_params(axis="y", labelleft=narrow or place == 0)
        axes.set_xlim(-0.02, 1.15)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        scale_percent(axes, "x")
    return figure
