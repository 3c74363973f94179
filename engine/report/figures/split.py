"""Where the variance between trials comes from: one bar that adds up, and each share with its interval."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from engine.report.figures.canvas import (
    draw_whisker,
    dress,
    list_names,
    make_figure,
    say_nothing,
    scale_percent,
    write,
)
from engine.report.figures.palette import INK, PAPER, SOURCE_COLOURS
from engine.report.wording import say_percent

NAMES = {
    "levers": "arms and levers",
    "parameters": "unknown parameters",
    "rules": "choices among rules",
    "interactions": "interactions",
    "chance": "chance within a trial",
}


def draw_split(split: pd.DataFrame, narrow: bool = False) -> Figure:
    """Draw the shares of an objective's variance; estimates below 0 take no room in the upper bar.

    Parameters
    ----------
    split : DataFrame
        Columns ``source``, ``share``, ``low`` and ``high``.
    narrow : bool
        Whether to draw for a phone.
    """
    figure = make_figure(4.2 if narrow else 3.4, narrow)
    if split["share"].isna().any():
        return say_nothing(figure, "All trials are worth the same.")
    axes = figure.subplots()
    dress(axes, "What makes trials differ", "share of the variance between trials, with 95% intervals")
    shares = split["share"].clip(lower=0.0).to_numpy(float)
    starts = np.cumsum(shares) - shares
    for row, (source, share, low, high, start) in enumerate(
        zip(split["source"], split["share"], split["low"], split["high"], starts / shares.sum(), strict=True),
        1,
    ):
        colour = SOURCE_COLOURS[source]
        part = max(share, 0.0)
        axes.barh(0, part / shares.sum(), left=start, color=colour, edgecolor=PAPER, height=0.72)
        axes.barh(row, part, color=colour, height=0.5)
        draw_whisker(axes, row, low, high)
        said = "not varied" if low == high == 0 else f"{_say(share)} ({_say(low)} to {_say(high)})"
        write(axes, max(part, high, 0.0), row, said, off=8)
    list_names(axes, ["all", *(NAMES[source] for source in split["source"])])
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_xlim(min(-0.02, float(split["low"].min()) - 0.02), 1.65 if narrow else 1.4)
    axes.set_xticks(np.linspace(0, 1, 6))
    scale_percent(axes, "x", 0)
    return figure


def _say(share: float) -> str:
    return f"-{say_percent(-share)}" if share < 0 else say_percent(share)
