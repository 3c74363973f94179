"""One trial as a run or a point of a sweep stored it, and whether what was played again is the same."""

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet

from engine.errors import Problem, ScenarioError, StoreError
from engine.results.loading import load
from engine.results.modules import refuse_other_modules
from engine.results.provenance import Run, digest_sources, list_versions
from engine.results.reading import reading
from engine.results.store import SCENARIO, TRIALS
from engine.results.sweeps.layout import name_rows, parse_scenario, read_scenario_text
from engine.results.sweeps.loading import load_sweep_results
from engine.results.sweeps.record import SweepRun, is_sweep
from engine.results.trials import ROW_GROUP
from engine.scenario import Scenario, load_scenario

UNCHECKED = "The run keeps no rows, so that the replay could not be checked against one."
SHOWN = 5
"""Most columns that a refusal names."""


class Stored(NamedTuple):
    """One trial of a folder.

    Attributes
    ----------
    folder : Path
        Where the run or the sweep stands.
    run : Run or SweepRun
        How it was made.
    scenario : Scenario
        What was run.
    trial : int
        Number of the trial.
    row : Table or None
        Its row; none where no rows are kept.
    """

    folder: Path
    run: Run | SweepRun
    scenario: Scenario
    trial: int
    row: pa.Table | None

    @property
    def name(self) -> str:
        """Name of the scenario or of the sweep."""
        return self.run.scenario if isinstance(self.run, Run) else self.run.sweep


class Source(NamedTuple):
    """Where trials are stored: a run, or a point of a sweep.

    Attributes
    ----------
    folder : Path
        Where the run or the sweep stands.
    run : Run or SweepRun
        How it was made.
    scenario : Scenario
        What was run.
    rows : Path or None
        The table of trials; none where no rows are kept.
    """

    folder: Path
    run: Run | SweepRun
    scenario: Scenario
    rows: Path | None


def open_source(folder: Path, point: int | None = None) -> Source:
    """Open a complete run, or a point of a complete sweep.

    Raises
    ------
    ScenarioError
        If there is no such point.
    StoreError
        If the folder can't be read, or was made with other modules of rules.
    """
    if is_sweep(folder):
        swept = load_sweep_results(folder).run
        refuse_other_modules(swept.modules, folder)
        if point is None:
            rule = f"holds a sweep of {swept.points:,} points"
            raise ScenarioError(Problem("--point", str(folder), rule, "name one of them"))
        _refuse_beyond("--point", point, swept.points, "points", folder)
        scenario = parse_scenario(read_scenario_text(folder, point))
        return Source(folder, swept, scenario, name_rows(folder, point) if swept.rows else None)
    if point is not None:
        raise ScenarioError(Problem("--point", str(point), "is for sweeps, and this is a run"))
    run = load(folder).run
    refuse_other_modules(run.modules, folder)
    return Source(folder, run, load_scenario(folder / SCENARIO), folder / TRIALS if run.rows else None)


def find_trial(folder: Path, trial: int, point: int | None = None) -> Stored:
    """Find a trial of a complete run, or of a point of a complete sweep.

    Raises
    ------
    ScenarioError
        If there is no such trial or point.
    StoreError
        If the folder can't be read, or was made with other modules of rules.
    """
    source = open_source(folder, point)
    _refuse_beyond("--trial", trial, source.run.trials, "trials", folder)
    row = None if source.rows is None else _read_row(source.rows, trial)
    return Stored(folder, source.run, source.scenario, trial, row)


def check(stored: Stored, played: pa.Table) -> str:
    """Make sure that a trial played again is the stored one, bit for bit.

    Returns
    -------
    note : str
        Why that could not be checked; nothing where it was.

    Raises
    ------
    StoreError
        If it is another, or if there is no row to compare it with and the engine is another.
    """
    changed = list_changes(stored)
    if stored.row is None:
        if changed:
            raise StoreError(*changed)
        return UNCHECKED
    differing = [name for name in played.column_names if not _same(played, stored.row, name)]
    if not differing:
        return ""
    shown = ", ".join(differing[:SHOWN]) + (" and more" if len(differing) > SHOWN else "")
    rule = f"is played otherwise by this engine: {shown}"
    way_out = "" if changed else "no version differs, so this is a fault of the engine: please report it"
    raise StoreError(Problem(str(stored.folder), f"trial {stored.trial}", rule, way_out), *changed)


def list_changes(stored: Stored) -> list[Problem]:
    """List the versions that are not those that the folder was made with."""
    run, now = stored.run, list_versions()
    compared = {"engine": run.engine, "python": run.python, **run.libraries}
    changed = [(name, then, now.get(name, "none")) for name, then in compared.items()]
    changed.insert(1, ("sources of the model", run.sources, digest_sources()))
    return [
        Problem(str(stored.folder), "", f"was made with {name} {then}, and this is {this}")
        for name, then, this in changed
        if then != this
    ]


def _read_row(rows: Path, trial: int) -> pa.Table:
    with reading(rows), pa.parquet.ParquetFile(rows) as source:
        return source.read_row_group(trial // ROW_GROUP)[trial % ROW_GROUP : trial % ROW_GROUP + 1]


def _refuse_beyond(option: str, asked: int, there: int, things: str, folder: Path) -> None:
    if not 0 <= asked < there:
        rule = f"is not there: {folder} has {there:,} {things}, numbered from 0"
        raise ScenarioError(Problem(option, str(asked), rule))


def _same(played: pa.Table, stored: pa.Table, name: str) -> bool:
    """Whether a column holds the same bits; the text of a float tells all of them."""
    return name in stored.column_names and repr(played[name].to_pylist()) == repr(stored[name].to_pylist())
