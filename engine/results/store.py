"""The folder of a run at work: what is done, what is missing, and the tables once nothing is.

At any instant the folder is whole: parts, tables and record are written aside and renamed, and what
is missing is what no part holds. Finishing may be cut short anywhere; done again it writes the same.
"""

import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from engine.errors import Problem, StoreError
from engine.results.aggregate import Aggregate, aggregate, merge
from engine.results.csv_tables import write_table
from engine.results.disk import sweep, writing_aside
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
from engine.results.provenance import Run, now
from engine.results.record import write_record
from engine.results.tables import Tables, tabulate
from engine.results.trials import TrialWriter, count_rows, read_rows, tabulate_rows, write_csv
from engine.scenario import Scenario
from engine.simulation.records import STATUSES, Chunk

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
    damaged : tuple of Path
        Parts that were removed on opening since they could not be read; their trials are missing.
    """

    def __init__(self, folder: Path, scenario: Scenario, run: Run, lock: Lock) -> None:
        self.folder, self.scenario, self.run = folder, scenario, run
        self.damaged: tuple[Path, ...] = ()
        self._lock = lock
        self._clock = time.monotonic()
        self._n_new = 0
        self._base = self._read_base()

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
        return find_missing(self._list_spans(), self.run.trials)

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
        self._check_held()
        self._n_new += 1
        if self._n_new % JOIN_EVERY == 0:
            with explaining_disk_errors(self.folder):
                join_parts(self.parts, self._list_spans()[1:], self._read_part)

    def ask_for(self, n_trials: int, command: str = "") -> None:
        """Raise the number of trials asked for; the run is unfinished from now on."""
        self._check_held()
        commands = (self.run.command, command)
        change = {
            "trials": n_trials,
            "status": "unfinished",
            "finished": "",
            "checksums": {},
            "command": " && ".join(each for each in commands if each),
        }
        with explaining_disk_errors(self.folder):
            self.parts.mkdir(exist_ok=True)
            self._record(self.run.model_copy(update=change))

    def merge(self) -> Aggregate:
        """Give the aggregate of all trials asked for, from one part at a time.

        Raises
        ------
        StoreError
            If trials are missing, or a part can't be read.
        """
        self._check_held()
        if missing := self.list_missing():
            rule = f"lacks trials {missing[0].first} to {missing[0].stop - 1}"
            raise StoreError(Problem("output folder", str(self.folder), rule, say_resume(self.folder)))
        merged = self._base
        with explaining_disk_errors(self.folder):
            for part in self._read_parts():
                merged = merge(merged, part.aggregate) if merged else part.aggregate
        if merged is None:
            raise StoreError(Problem("output folder", str(self.folder), "would be empty: no trial was run"))
        return merged

    def finish(self, workers: int) -> None:
        """Write the tables and complete the record, then remove the parts.

        The order matters to a kill: the rows are copied from the old table of trials, so that it is
        replaced before the old aggregate, which says how many of them to copy.
        """
        merged = self.merge()
        with explaining_disk_errors(self.folder):
            for name, table in tabulate(merged, self.scenario)._asdict().items():
                if name != "assumptions":
                    with writing_aside(self.folder / f"{name}.csv") as aside:
                        write_table(aside, table)
            if self.run.rows:
                self._write_rows()
            write_part(self.folder / AGGREGATE, Part(self._of, merged, None))
            self._check_held()
            self._record(self._complete(merged, workers))
            self.tidy()
        self._base = merged

    def tidy(self) -> None:
        """Remove what a complete run no longer needs."""
        sweep(self.folder)
        shutil.rmtree(self.parts, ignore_errors=True)

    def drop_damaged(self) -> None:
        """Remove half-written files, parts within others and what can't be read of finished trials."""
        sweep(self.folder)
        n_old = self._list_spans()[0].n_trials
        if self.run.rows and n_old and count_rows(self.folder / TRIALS) < n_old:
            (self.folder / AGGREGATE).unlink()
            self._base = None
            self.damaged += (self.folder / TRIALS,)
        sweep(self.parts)
        spans = list_parts(self.parts)
        for path in self.parts.glob("*.npz"):
            if path not in {name_part(self.parts, span) for span in spans}:
                path.unlink()
        for span in spans:
            path = name_part(self.parts, span)
            try:
                read_part(path, self._of, self.run.rows, span.n_trials)
            except DamageError:
                path.unlink()
                self.damaged += (path,)

    @property
    def _of(self) -> str:
        return say_of(self.scenario, self.run.seed)

    def _read_base(self) -> Aggregate | None:
        path = self.folder / AGGREGATE
        return read_part(path, self._of, rows=False).aggregate if path.is_file() else None

    def _list_spans(self) -> list[Span]:
        base = Span(0, int(self._base.statuses.sum())) if self._base else Span(0, 0)
        return [base, *(span for span in list_parts(self.parts) if span.first >= base.stop)]

    def _read_parts(self) -> Iterator[Part]:
        for span in self._list_spans()[1:]:
            yield self._read_part(span)

    def _read_part(self, span: Span) -> Part:
        try:
            return read_part(name_part(self.parts, span), self._of, self.run.rows, span.n_trials)
        except DamageError as error:
            (problem,) = error.problems
            way_out = f"{say_resume(self.folder)} runs them again"
            raise StoreError(problem._replace(way_out=way_out)) from error

    def _write_rows(self) -> None:
        path = self.folder / TRIALS
        n_old = self._list_spans()[0].n_trials
        with writing_aside(path) as aside:
            writer = TrialWriter(aside, self.scenario)
            for rows in self._read_old_rows(path, n_old):
                writer.write(rows)
            for part in self._read_parts():
                writer.write(part.rows)
            writer.close()
        if self.run.trials_csv:
            with writing_aside(self.folder / TRIALS_CSV) as aside:
                write_csv(path, aside)

    def _read_old_rows(self, path: Path, n_old: int) -> Iterator[pa.Table]:
        try:
            yield from read_rows(path, self.scenario, n_old) if n_old else ()
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno:  # of the disk; Arrow's own bear no number
                raise
            rule = "can't be read, and the rows of an extended run are copied from it"
            way_out = f"restore it, or remove it, and {say_resume(self.folder)} runs all trials again"
            raise StoreError(Problem("output folder", str(path), rule, way_out)) from error

    def _complete(self, merged: Aggregate, workers: int) -> Run:
        names = [SCENARIO, AGGREGATE, *(f"{name}.csv" for name in Tables._fields)]
        names += [TRIALS] * self.run.rows + [TRIALS_CSV] * self.run.trials_csv
        return self.run.model_copy(
            update={
                "failed": int(merged.statuses[STATUSES.index("failed")]),
                "workers": workers,
                "status": "complete",
                "finished": now(),
                "seconds": round(self.run.seconds + time.monotonic() - self._clock, 3),
                "checksums": {name: digest_file(self.folder / name) for name in sorted(names)},
            }
        )

    def _record(self, run: Run) -> None:
        write_record(self.folder, run)
        self.run = run

    def _check_held(self) -> None:
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


def digest_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
