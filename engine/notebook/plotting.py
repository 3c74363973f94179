"""Figures of runs, sweeps and comparisons, drawn when asked for."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from engine.results.loading import Results
    from engine.results.sweeps.loading import SweepResults


class RunPlots:
    """The figures of a run."""

    def __init__(self, results: "Results") -> None:
        self._results = results

    def outcomes(self) -> "Figure":
        """Draw the share of each outcome with its interval."""
        from engine.report.figures.outcomes import draw_outcomes

        return show(draw_outcomes(self._results))

    def phases(self) -> "Figure":
        """Draw the share of trials in each phase over time."""
        from engine.report.figures.phases import draw_phases

        return show(draw_phases(self._results))

    def survival(self, spell: str = "ceasefire") -> "Figure":
        """Draw how long first ceasefires, or first accords (``"accord"``), hold."""
        from engine.report.figures.survival import draw_survival

        return show(draw_survival(self._results, spell=spell))

    def terms(self) -> "Figure":
        """Draw the terms last agreed."""
        from engine.report.figures.terms import draw_terms

        return show(draw_terms(self._results))

    def guarantors(self) -> "Figure":
        """Draw what guarantors did when called."""
        from engine.report.figures.guarantors import draw_guarantors

        return show(draw_guarantors(self._results))

    def incidents(self, trial: int) -> "Figure":
        """Draw the incidents of one trial by sector and week; it is played again, as `engine.replay` does."""
        from engine.notebook.replaying import replay
        from engine.report.figures.incidents import draw_incidents

        return show(draw_incidents(replay(self._results.folder, trial).incidents))


class SweepPlots:
    """The figures of a sweep."""

    def __init__(self, results: "SweepResults") -> None:
        self._results = results

    def response(self, outcome: str = "durable_peace") -> "Figure":
        """Draw how the share of an outcome moves with the axes."""
        from engine.report.figures.response import draw_response

        return show(draw_response(self._results, outcome=outcome))

    def differences(self, outcome: str = "durable_peace") -> "Figure":
        """Draw how far the share of an outcome at each point is from that at point 0."""
        from engine.report.figures.differences import draw_differences

        return show(draw_differences(self._results, outcome))


def draw_table(table: "pd.DataFrame", outcome: str) -> "Figure":
    """Draw the paired differences of an outcome; a column ``name`` names the rows."""
    from engine.report.figures.differences import draw_differences

    return show(draw_differences(table, outcome))


def show(figure: "Figure") -> "Figure":
    """See to it that IPython, where there is one, shows the figure as an image."""
    shells = sys.modules.get("IPython")
    shell = shells.get_ipython() if shells else None
    if shell is not None and type(figure) not in shell.display_formatter.formatters["image/png"]:
        from IPython.core.pylabtools import select_figure_formats

        select_figure_formats(shell, {"png"})
    return figure
