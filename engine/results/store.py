"""The folder of a run at work: what is done, and what is missing.

At any instant the folder is whole: parts, tables and record are written aside and renamed, and what
is missing is what no part holds.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import Problem, StoreError
from engine.results.aggregate import Aggregate, aggregate, merge
from engine.results.folder import explaining_disk_errors, say_gone, say_resume
from engine.results.joining import join_parts
from engine.results.lock import Lock
from engine.results.parts import (
    DamageError,
    Part,
    Span,
    find_missing,
    list_parts,
    name_part,
    read_part,
    write_part,
)
from engine.results.provenance import Run
from engine.results.record import write_record
from engine.results.trials import tabulate_rows
from engine.scenario import Scenario
from engine.simulation.records import Chunk

SCENARIO = "scenario.toml"
TRIALS = "trials.parquet"
TRIALS_CSV = "trials.csv"
AGGREGATE = "aggregate.npz"
PARTS = "parts"

JOIN_EVERY = 64
"""Parts that come before small ones are looked for and joined."""


class Store:
    """A result folder held by this process; leaving it lets others in.

    Attributes
    ----------
    folder : Path
        Where it stands.
    scenario : Scenario
        What is run.
    run : Run
        The record; its `trials` are those asked for until the run is complete.
    base : Aggregate or None
        Of the trials that were complete before more were asked for.
    clock : float
        When the work began. [s]
    damaged : tuple of Path
        What could not be read on opening; the trials that it held are missing.
    """

    def __init__(self, folder: Path, scenario: Scenario, run: Run, lock: Lock) -> None:
        self.folder, self.scenario, self.run = folder, scenario, run
        self.damaged: tuple[Path, ...] = ()
        self._lock = lock
        self.clock = time.monotonic()
        self._n_new = 0
        self.base = self._read_base()
        self._looked_at: tuple[Aggregate, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others in."""
        self._lock.release(self.folder)

    @property
    def parts(self) -> Path:
        """Folder of the parts."""
        return self.folder / PARTS

    def list_missing(self) -> list[Span]:
        """List what trials of those asked for are not there yet."""
        return find_missing([Span(0, self.n_old), *self.list_parts()], self.run.trials)

    def count_missing(self) -> int:
        """Count the trials that are not there yet."""
        return sum(span.n_trials for span in self.list_missing())

    def note_part(self) -> None:
        """Take note that a part has come; now and then join small ones.

        Raises
        ------
        StoreError
            If the folder is gone, or the disk does not allow it.
        """
        self.check_held()
        self._n_new += 1
        if self._n_new % JOIN_EVERY == 0:
            with explaining_disk_errors(self.folder):
                join_parts(self.parts, self.list_parts(), self._read_part)

    def ask_for(self, n_trials: int, command: str = "", most_trials: int | None = None) -> None:
        """Raise the number of trials asked for, and the most; the run is unfinished from now on."""
        self.check_held()
        commands = (self.run.command, command)
        change = {
            "trials": n_trials,
            "most_trials": self.run.most_trials if most_trials is None else most_trials,
            "status": "unfinished",
            "finished": "",
            "checksums": {},
            "command": " && ".join(each for each in commands if each),
        }
        with explaining_disk_errors(self.folder):
            self.parts.mkdir(exist_ok=True)
            self.record(self.run.model_copy(update=change))

    def merge(self) -> Aggregate:
        """Give the aggregate of all trials asked for, from one part at a time that was not looked at yet.

        Raises
        ------
        StoreError
            If trials are missing, or a part can't be read.
        """
        self.check_held()
        if missing := self.list_missing():
            rule = f"lacks trials {missing[0].first} to {missing[0].stop - 1}"
            raise StoreError(Problem("output folder", str(self.folder), rule, say_resume(self.folder)))
        merged, reached = self._looked_at or (self.base, self.n_old)
        spans = [span for span in self.list_parts() if span.stop > reached]
        if spans and spans[0].first < reached:  # joined with one that was looked at
            merged, spans = self.base, self.list_parts()
        with explaining_disk_errors(self.folder):
            for part in map(self._read_part, spans):
                merged = merge(merged, part.aggregate) if merged else part.aggregate
        if merged is None:
            raise StoreError(Problem("output folder", str(self.folder), "would be empty: no trial was run"))
        self._looked_at = merged, self.run.trials
        return merged

    @property
    def of(self) -> str:
        """What the trials are trials of."""
        return say_of(self.scenario, self.run.seed)

    def _read_base(self) -> Aggregate | None:
        path = self.folder / AGGREGATE
        return read_part(path, self.of, rows=False).aggregate if path.is_file() else None

    @property
    def n_old(self) -> int:
        """Number of trials, from the first on, that were complete before more were asked for."""
        return int(self.base.statuses.sum()) if self.base else 0

    def list_parts(self) -> list[Span]:
        """List the trials of the parts, in order, but for those that are in the old aggregate."""
        return [span for span in list_parts(self.parts) if span.first >= self.n_old]

    def read_parts(self) -> Iterator[Part]:
        """Read the parts one at a time in the order of their trials; raises as `merge` does."""
        for span in self.list_parts():
            yield self._read_part(span)

    def _read_part(self, span: Span) -> Part:
        try:
            return read_part(name_part(self.parts, span), self.of, self.run.rows, span.n_trials)
        except DamageError as error:
            (problem,) = error.problems
            way_out = f"{say_resume(self.folder)} runs them again"
            raise StoreError(problem._replace(way_out=way_out)) from error

    def record(self, run: Run) -> None:
        """Replace the record."""
        write_record(self.folder, run)
        self.run = run

    def check_held(self) -> None:
        """Make sure that the folder is still there and this process's.

        Raises
        ------
        StoreError
            If it is not.
        """
        if not self._lock.holds(self.folder):
            raise StoreError(say_gone(self.folder))


def store_chunk(folder: Path, scenario: Scenario, seed: int, rows: bool, chunk: Chunk) -> None:
    """Keep finished trials, whole or not at all; any process may, and in any order.

    Raises
    ------
    StoreError
        If the disk does not allow it, or the folder is gone.
    """
    kept = tabulate_rows(chunk, scenario) if rows else None
    part = Part(say_of(scenario, seed), aggregate(chunk, scenario), kept)
    with explaining_disk_errors(folder):
        write_part(name_part(folder / PARTS, Span(chunk.first, len(chunk.values))), part)


def say_of(scenario: Scenario, seed: int) -> str:
    """Say what a part's trials are trials of."""
    return f"scenario {scenario.digest}, seed {seed}"
