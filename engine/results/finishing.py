"""The tables of a run once no trial is missing; cut short anywhere and done again, they are the same."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from engine.errors import Problem, StoreError
from engine.results.aggregate import Aggregate
from engine.results.csv_tables import write_table
from engine.results.disk import sweep, writing_aside
from engine.results.folder import explaining_disk_errors, say_resume
from engine.results.parts import Part, write_part
from engine.results.provenance import Run, now
from engine.results.reading import UNREADABLE
from engine.results.store import AGGREGATE, SCENARIO, TRIALS, TRIALS_CSV, Store
from engine.results.tables import Tables, tabulate
from engine.results.trials import TrialWriter, read_rows, write_csv
from engine.simulation.records import STATUSES


def finish(store: Store, workers: int) -> None:
    """Write the tables and complete the record, then remove the parts.

    The order matters to a kill: the rows are copied from the old table of trials, so that it is
    replaced before the old aggregate, which says how many of them to copy.

    Raises
    ------
    StoreError
        If trials are missing, a part can't be read, or the disk does not allow it.
    """
    merged = store.merge()
    with explaining_disk_errors(store.folder):
        for name, table in tabulate(merged, store.scenario)._asdict().items():
            if name != "assumptions":  # written when the folder was made
                with writing_aside(store.folder / f"{name}.csv") as aside:
                    write_table(aside, table)
        if store.run.rows:
            _write_rows(store)
        write_part(store.folder / AGGREGATE, Part(store.of, merged, None))
        store.check_held()
        store.record(_complete(store, merged, workers))
        tidy(store)
    store.base, store.clock = merged, time.monotonic()


def tidy(store: Store) -> None:
    """Remove what a complete run no longer needs."""
    sweep(store.folder)
    shutil.rmtree(store.parts, ignore_errors=True)


def digest_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_rows(store: Store) -> None:
    path = store.folder / TRIALS
    with writing_aside(path) as aside:
        writer = TrialWriter(aside, store.scenario)
        for rows in _read_old_rows(store, path):
            writer.write(rows)
        for part in store.read_parts():
            writer.write(part.rows)
        writer.close()
    if store.run.trials_csv:
        with writing_aside(store.folder / TRIALS_CSV) as aside:
            write_csv(path, aside)


def _read_old_rows(store: Store, path: Path) -> Iterator[pa.Table]:
    try:
        yield from read_rows(path, store.scenario, store.n_old) if store.n_old else ()
    except (*UNREADABLE, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # of the disk; Arrow's own bear no number
            raise
        rule = "can't be read, and the rows of an extended run are copied from it"
        way_out = f"restore it, or remove it, and {say_resume(store.folder)} runs all trials again"
        raise StoreError(Problem("output folder", str(path), rule, way_out)) from error


def _complete(store: Store, merged: Aggregate, workers: int) -> Run:
    names = [SCENARIO, AGGREGATE, *(f"{name}.csv" for name in Tables._fields)]
    names += [TRIALS] * store.run.rows + [TRIALS_CSV] * store.run.trials_csv
    return store.run.model_copy(
        update={
            "failed": int(merged.statuses[STATUSES.index("failed")]),
            "workers": workers,
            "status": "complete",
            "finished": now(),
            "seconds": round(store.run.seconds + time.monotonic() - store.clock, 3),
            "checksums": {name: digest_file(store.folder / name) for name in sorted(names)},
        }
    )
