"""A run in a notebook: its tables, figures and comparisons, and what it comes to in a sentence."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from engine.notebook.plotting import RunPlots
from engine.notebook.showing import show_heading, show_line, show_table, wrap
from engine.notebook.tables import RunTables
from engine.report.answer import (
    INTERVALS,
    NO_INTERVALS,
    NOTE,
    has_intervals_of,
    list_rows,
    say_answer,
    share_of,
)
from engine.report.wording import say_interval, say_name, say_share
from engine.results.peeking import PartialResults
from engine.results.store import SCENARIO

if TYPE_CHECKING:
    from engine.notebook.comparing import Comparison
    from engine.notebook.mesa_style import MesaFrames
    from engine.results.loading import Results
    from engine.results.provenance import Run
    from engine.scenario import Scenario

SHOWN_DIGEST = 12


class RunResults(RunTables):
    """A run, complete or not, as a notebook shows it.

    Attributes
    ----------
    results : Results
        What it was read from; figures and reports take it.
    plot : RunPlots
        Its figures.
    """

    def __init__(self, results: "Results") -> None:
        self.results = results
        self.plot = RunPlots(results)

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.results.folder

    @property
    def run(self) -> "Run":
        """How it was made; of an unfinished run, `trials` are those that were there."""
        return self.results.run

    @cached_property
    def scenario(self) -> "Scenario":
        """What was run."""
        from engine.scenario.loading import load_scenario

        return load_scenario(self.folder / SCENARIO)

    @property
    def unfinished(self) -> str:
        """How much of an unfinished run was there; nothing for a complete one."""
        if not isinstance(self.results, PartialResults):
            return ""
        return f"unfinished: {self.run.trials:,} of {self.results.n_asked:,} trials"

    def compare(self, other: "RunResults") -> "Comparison":
        """Compare another run with this one, trial by trial over the same draws.

        Raises
        ------
        StoreError
            If the two do not share their draws, or keep no rows; names what differs.
        """
        from engine.notebook.comparing import compare_runs

        return compare_runs([self, other])

    def to_mesa(self) -> "MesaFrames":
        """Give model and agent tables named as Mesa's ``batch_run`` names them."""
        from engine.notebook.mesa_style import name_as_mesa

        return name_as_mesa(self)

    def report(self, path: str | Path | None = None) -> Path:
        """Write the run as one HTML page, and give its path; ``report.html`` in the folder if absent.

        Raises
        ------
        ScenarioError
            If something stands in its place that is no such page.
        StoreError
            If the run is unfinished, or the disk does not allow it.
        """
        from engine.report.page.writing import write_report

        return write_report(self.folder, None if path is None else Path(path)).path

    def _give(self, table: str) -> pd.DataFrame:
        found: pd.DataFrame = getattr(self.results, table)
        return found

    def __repr__(self) -> str:
        run = self.run
        about = self.unfinished or f"{run.trials:,} trials"
        return f"{run.title or say_name(run.scenario)}: {about}, seed {run.seed}. {say_answer(self.results)}"

    def _repr_html_(self) -> str:
        run = self.run
        years = self.phases["years"].max()
        about = f"{run.trials:,} trials of {years:g} years, seed {run.seed}"
        return wrap(
            show_heading(run.title or say_name(run.scenario)),
            show_line(f"{about} ({self.unfinished})" if self.unfinished else about),
            show_line(say_answer(self.results)),
            show_table(("outcome", "share", "95% interval", "trials"), self._list_cells()),
            show_line(f"{NOTE} {INTERVALS if has_intervals_of(self.results) else NO_INTERVALS}"),
            show_line(self._say_provenance(), faint=True),
        )

    def _list_cells(self) -> list[tuple[str, ...]]:
        cells: list[tuple[str, ...]] = []
        for row in list_rows(self.outcomes):
            share = share_of(row, self.results)
            interval = say_interval(share.low, share.high)
            cells.append((say_name(row.outcome), say_share(share.value), interval, f"{share.happened:,}"))
        return cells

    def _say_provenance(self) -> str:
        run = self.run
        failed = f"{run.failed:,} trials failed and are left out; " if run.failed else ""
        made = f"engine {run.engine}, {run.backend}, scenario {run.scenario} {run.digest[:SHOWN_DIGEST]}"
        return f"{failed}{made}, begun {run.started}, in {self.folder}"
