"""A sweep in a notebook: its points, tables, figures and cube."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from engine.errors import Problem, StoreError
from engine.notebook.plotting import SweepPlots
from engine.notebook.showing import show_heading, show_line, show_table, wrap
from engine.notebook.tables import SweepTables
from engine.report.answer import INTERVALS, NO_INTERVALS, NOTE, list_rows
from engine.report.sweep_answer import PEACE, say_sweep_answer
from engine.report.wording import say_interval, say_name, say_share
from engine.results.sweeps.peeking import PartialSweepResults

if TYPE_CHECKING:
    import xarray

    from engine.results.sweeps.loading import SweepResults
    from engine.results.sweeps.record import SweepRun

SHOWN_POINTS = 60


class SweptResults(SweepTables):
    """A sweep, complete or not, as a notebook shows it.

    Attributes
    ----------
    results : SweepResults
        What it was read from; figures and reports take it.
    plot : SweepPlots
        Its figures.
    """

    def __init__(self, results: "SweepResults") -> None:
        self.results = results
        self.plot = SweepPlots(results)

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.results.folder

    @property
    def run(self) -> "SweepRun":
        """How it was made."""
        return self.results.run

    @property
    def unfinished(self) -> str:
        """How much of an unfinished sweep was there; nothing for a complete one."""
        if not isinstance(self.results, PartialSweepResults):
            return ""
        return f"unfinished: {self.results.n_there:,} of {self.results.n_asked:,} trials"

    @cached_property
    def trials(self) -> pd.DataFrame:
        """One row for each trial of each point, with the values of the axes as columns.

        Raises
        ------
        StoreError
            If the sweep keeps no rows.
        """
        if not self.run.rows:
            rule = "keeps no rows of trials"
            raise StoreError(Problem("output folder", str(self.folder), rule, "run again with rows"))
        points = self.points.drop(columns="digest")
        rows = [self.results.read_trials(int(point)) for point in points["point"]]
        taken = {str(column) for each in rows for column in each}
        points = points.rename(columns={name: f"{name} (axis)" for name in points if str(name) in taken})
        frames = [each.assign(point=point) for point, each in enumerate(rows) if len(each)]
        if not frames:
            return points.merge(rows[0].assign(point=0), on="point").head(0)
        return points.merge(pd.concat(frames, ignore_index=True), on="point", validate="1:m")

    def to_xarray(self) -> "xarray.Dataset":
        """Give shares and estimates as arrays over the axes; needs xarray.

        A complete grid of one scenario has a dimension for each axis; any other design has the dimension
        ``point``, with scenario and axes as coordinates. ``share``, ``low`` and ``high`` are by outcome,
        ``value``, ``value_low`` and ``value_high`` by quantity.

        Raises
        ------
        EngineError
            If xarray is not installed.
        """
        from engine.notebook.cubes import make_cube

        return make_cube(self)

    def report(self, path: str | Path | None = None) -> Path:
        """Write the sweep as one HTML page, and give its path; ``report.html`` in the folder if absent.

        Raises
        ------
        ScenarioError
            If something stands in its place that is no such page.
        StoreError
            If the sweep is unfinished, or the disk does not allow it.
        """
        from engine.report.page.writing import write_report

        return write_report(self.folder, None if path is None else Path(path)).path

    def _give(self, table: str) -> pd.DataFrame:
        found: pd.DataFrame = getattr(self.results, table)
        return found

    def __repr__(self) -> str:
        run = self.run
        about = f"{run.points:,} points of {run.trials:,} trials, seed {run.seed}"
        said = f"{self.unfinished}." if self.unfinished else say_sweep_answer(self.results)
        return f"{run.title or say_name(run.sweep)}: {about}. {said}"

    def _repr_html_(self) -> str:
        run = self.run
        about = f"{run.points:,} points of {run.trials:,} trials, seed {run.seed}; all share their draws"
        hidden = run.points - SHOWN_POINTS
        failed = f"{run.failed:,} trials failed and are in no share; " if run.failed else ""
        made = f"{failed}engine {run.engine}, sweep {run.digest[:12]}, begun {run.started}, in {self.folder}"
        names = [str(name) for name in self.points.columns if name != "digest"]
        return wrap(
            show_heading(run.title or say_name(run.sweep)),
            show_line(f"{about} ({self.unfinished})" if self.unfinished else about),
            "" if self.unfinished else show_line(say_sweep_answer(self.results)),
            show_heading("Chance of durable peace"),
            show_table([*names, "trials", "share", "95% interval"], self._list_cells(), n_left=len(names)),
            show_line(f"{hidden:,} more points are in points and outcomes.") if hidden > 0 else "",
            show_line(f"{NOTE} {NO_INTERVALS if run.sampling == 'sobol' else INTERVALS}"),
            show_line(made, faint=True),
        )

    def _list_cells(self) -> list[tuple[str, ...]]:
        done = self.outcomes.groupby("point")["trials"].sum()
        peace = self.outcomes[self.outcomes["outcome"] == PEACE].set_index("point")
        cells = []
        for row in list_rows(self.points.drop(columns="digest").head(SHOWN_POINTS)):
            said = ("0", "not begun", "")
            if row.point in peace.index:
                there = peace.loc[row.point]
                interval = say_interval(there["low"], there["high"])
                said = (f"{done[row.point]:,}", say_share(there["share"]), interval)
            values = (f"{value:g}" if isinstance(value, float) else str(value) for value in row[1:])
            cells.append((*values, *said))
        return cells
