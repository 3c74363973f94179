"""What an unfinished run has so far; read beside whoever writes it, and the folder stays as it is."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

import pandas as pd
import pyarrow as pa

from engine.errors import Problem, ScenarioError, StoreError
from engine.results.aggregate import Aggregate, aggregate, merge
from engine.results.loading import Results, load
from engine.results.parts import Part, Span, list_parts, name_part, read_part
from engine.results.provenance import Run, list_differences
from engine.results.record import read_record
from engine.results.store import AGGREGATE, PARTS, SCENARIO, TRIALS, say_of
from engine.results.tables import Tables, tabulate
from engine.results.trials import make_nothing, read_rows, tabulate_nothing
from engine.scenario import Scenario, load_scenario
from engine.simulation.records import STATUSES

ATTEMPTS = 20
"""Times that a folder is read anew because files of it were joined or finished meanwhile."""

T = TypeVar("T")


class Kept(NamedTuple):
    """What a folder holds of a run.

    Attributes
    ----------
    run : Run
        Its record, which has the trials asked for.
    scenario : Scenario
        What is run.
    spans : tuple of Span
        The trials that are there.
    aggregate : Aggregate
        Of them all.
    """

    run: Run
    scenario: Scenario
    spans: tuple[Span, ...]
    aggregate: Aggregate


class PartialResults(Results):
    """An unfinished run as it stood when it was read; its tables are of the trials that were there.

    Attributes
    ----------
    folder : Path
        Where it stands.
    run : Run
        How it is made; its `trials` and `failed` are those that were there.
    n_asked : int
        Trials asked for; the most of them, where a precision was.
    """

    def __init__(self, folder: Path, kept: Kept) -> None:
        statuses = dict(zip(STATUSES, kept.aggregate.statuses.tolist(), strict=True))
        there = {"trials": sum(statuses.values()), "failed": statuses["failed"]}
        super().__init__(folder, kept.run.model_copy(update=there))
        self.n_asked = max(kept.run.trials, kept.run.most_trials)
        self._kept = kept

    @cached_property
    def _tables(self) -> Tables:
        return tabulate(self._kept.aggregate, self._kept.scenario)

    @cached_property
    def trials(self) -> pd.DataFrame:
        """One row for each trial that was there: what it recorded and what was drawn for it.

        Raises
        ------
        StoreError
            If the run keeps no rows.
        """
        self._refuse_without_rows()
        trials = try_again(lambda: _read_trials(self.folder, self._kept.scenario))
        there = pd.Series(False, index=trials.index)
        for span in self._kept.spans:
            there |= trials["trial"].between(span.first, span.stop - 1)
        return trials[there].reset_index(drop=True)

    def _read(self, table: str) -> pd.DataFrame:
        if table == "assumptions":  # written while it was known which files they come from
            return super()._read(table)
        found: pd.DataFrame = getattr(self._tables, table)
        return found


def peek(path: str | Path) -> Results:
    """Load a run, or what there is of an unfinished one.

    Raises
    ------
    StoreError
        As `engine.results.loading.load`, but for an unfinished run; if a part can't be read, or this engine
        would not go on with the run as it began.
    """
    folder = Path(path)
    if read_record(folder).status == "complete":
        return load(folder)
    kept = try_again(lambda: _read_kept(folder))
    return load(folder) if kept is None else PartialResults(folder, kept)


def try_again(read: Callable[[], T]) -> T:
    """Read anew as long as files vanish, which whoever writes the folder joined or finished with.

    Raises
    ------
    StoreError
        If they always do.
    """
    for _ in range(ATTEMPTS):
        try:
            return read()
        except FileNotFoundError as error:
            missing = error
    name = str(missing.filename)
    raise StoreError(Problem("output folder", name, "is missing", "restore it or run again")) from missing


def _read_kept(folder: Path) -> Kept | None:
    """Read the aggregates; None where the run has been completed meanwhile."""
    run = read_record(folder)
    if run.status == "complete":
        return None
    scenario = _read_scenario(folder)
    if problems := list_differences(run, scenario, folder):
        raise StoreError(*problems)
    merged = aggregate(make_nothing(scenario), scenario)
    spans = []
    for span, part in _read_parts(folder, scenario, run):
        merged = merge(merged, part.aggregate)
        spans.append(span)
    return Kept(run, scenario, tuple(spans), merged)


def _read_trials(folder: Path, scenario: Scenario) -> pd.DataFrame:
    run = read_record(folder)
    if run.status == "complete":
        return load(folder).trials
    tables = [tabulate_nothing(scenario)]
    for span, part in _read_parts(folder, scenario, run):
        old = part.rows is None
        tables += read_rows(folder / TRIALS, scenario, span.n_trials) if old else [part.rows]
    frame: pd.DataFrame = pa.concat_tables(tables).to_pandas()
    return frame


def _read_parts(folder: Path, scenario: Scenario, run: Run) -> Iterator[tuple[Span, Part]]:
    """Give what was complete before more was asked for, without its rows, then part after part."""
    of, n_old = say_of(scenario, run.seed), 0
    if (folder / AGGREGATE).is_file():
        old = read_part(folder / AGGREGATE, of, rows=False)
        n_old = int(old.aggregate.statuses.sum())
        yield Span(0, n_old), old
    for span in _drop_old(list_parts(folder / PARTS), n_old):
        yield span, read_part(name_part(folder / PARTS, span), of, run.rows, span.n_trials)


def _drop_old(spans: Iterable[Span], n_old: int) -> Iterator[Span]:
    return (span for span in spans if span.first >= n_old)


def _read_scenario(folder: Path) -> Scenario:
    try:
        return load_scenario(folder / SCENARIO)
    except ScenarioError as error:
        raise StoreError(*error.problems) from error
