"""The tables of a sweep once no trial is missing; cut short anywhere and done again, they are the same."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from engine.errors import Problem, StoreError
from engine.results.aggregate import Aggregate, merge
from engine.results.csv_tables import write_table
from engine.results.disk import flush, sweep, writing_aside
from engine.results.finishing import digest_file
from engine.results.folder import explaining_disk_errors, say_resume
from engine.results.parts import DamageError, Part
from engine.results.provenance import now
from engine.results.sweeps.dictionary import list_fields, tabulate_fields
from engine.results.sweeps.differing import Differences
from engine.results.sweeps.layout import (
    AGGREGATES,
    DATASET,
    DICTIONARY,
    DIFFERENCES,
    ESTIMATES,
    FIXED,
    OUTCOMES,
    PARTS,
    SHARDS,
    name_rows,
    parse_scenario,
    read_axes,
    read_digests,
    read_scenario_text,
)
from engine.results.sweeps.pile import Bundle, Place, name_cell, pack_part, read_cell
from engine.results.sweeps.record import SweepRun, write_sweep_record
from engine.results.sweeps.store import say_of
from engine.results.sweeps.tabulating import SweepTables
from engine.results.trials import TrialWriter
from engine.scenario import Scenario
from engine.scenario.sweep import WHOLE as ALL
from engine.scenario.sweep import Cell, cut_share, find_gaps
from engine.simulation.records import STATUSES

HALF_WRITTEN = ".half-written"
"""Folder in which the dataset of trials lies until it is whole."""


def finish_sweep(
    folder: Path, run: SweepRun, places: dict[Cell, Place], workers: int, seconds: float
) -> SweepRun:
    """Write the tables and the rows, complete the record, then remove the parts.

    Raises
    ------
    StoreError
        If trials are missing, a part can't be read, or the disk does not allow it.
    """
    if gaps := find_gaps(cut_share(run.points, run.trials, ALL), list(places)):
        raise StoreError(Problem("output folder", str(folder), f"lacks {gaps[0]}", say_resume(folder)))
    aside = folder / HALF_WRITTEN
    tables, differences, n_failed = SweepTables(), Differences(run.sampling == "sobol"), 0
    with explaining_disk_errors(folder):
        shutil.rmtree(aside, ignore_errors=True)
        sweep(folder)
        with writing_aside(folder / AGGREGATES) as path:
            bundle = Bundle(path)
            for point, scenario, merged in _merge_points(folder, aside, run, places, differences):
                tables.add(point, merged, scenario)
                of = say_of(scenario.digest, run)
                bundle.add(name_cell(Cell(point, 0, run.trials)), pack_part(Part(of, merged, None)))
                n_failed += int(merged.statuses[STATUSES.index("failed")])
            bundle.close()
        written = {OUTCOMES: tables.outcomes, ESTIMATES: tables.estimates}
        if run.rows:
            written[DIFFERENCES] = differences.table
        first = parse_scenario(read_scenario_text(folder, 0))
        written[DICTIONARY] = tabulate_fields(list_fields(first, read_axes(folder)))
        for name, table in written.items():
            with writing_aside(folder / name) as path:
                write_table(path, table)
        if run.rows:
            shutil.rmtree(folder / DATASET, ignore_errors=True)
            (aside / DATASET).rename(folder / DATASET)
            flush(folder)
        shutil.rmtree(aside, ignore_errors=True)
        done = _complete(folder, run, n_failed, workers, seconds)
        write_sweep_record(folder, done)
        tidy_sweep(folder)
    return done


def tidy_sweep(folder: Path) -> None:
    """Remove what a complete sweep no longer needs."""
    sweep(folder)
    for name in (PARTS, SHARDS, HALF_WRITTEN):
        shutil.rmtree(folder / name, ignore_errors=True)


def list_files(run: SweepRun, folder: Path) -> list[str]:
    """List the files of a complete sweep, but for its record."""
    names = [*FIXED, OUTCOMES, ESTIMATES, DICTIONARY, AGGREGATES]
    if run.rows:
        names.append(DIFFERENCES)
        names += [name_rows(folder, point).relative_to(folder).as_posix() for point in range(run.points)]
    return sorted(names)


def _merge_points(
    folder: Path, aside: Path, run: SweepRun, places: dict[Cell, Place], differences: Differences
) -> Iterator[tuple[int, Scenario, Aggregate]]:
    """Give the aggregate of each point; on the way write its rows and compare it with the first."""
    cells: dict[int, list[Cell]] = {}
    for cell in places:
        cells.setdefault(cell.point, []).append(cell)
    for point, digest in enumerate(read_digests(folder, run.points)):
        scenario = parse_scenario(read_scenario_text(folder, point))
        if scenario.digest != digest:
            rule = f"says of point {point} what its file of scenarios does not"
            raise StoreError(Problem("output folder", str(folder), rule, "restore it or run again"))
        parts = (_read(folder, places[cell], cell, say_of(digest, run), run.rows) for cell in cells[point])
        writing = _Rows(name_rows(aside, point), scenario, differences) if run.rows else None
        yield point, scenario, _merge_parts(parts, writing)
        if writing:
            writing.close(point)


class _Rows:
    """The rows of one point: written, and compared by their outcomes."""

    def __init__(self, path: Path, scenario: Scenario, differences: Differences) -> None:
        path.parent.mkdir(parents=True)
        self._path, self._differences = path, differences
        self._writer = TrialWriter(path, scenario)

    def write(self, rows: pa.Table) -> None:
        self._writer.write(rows)
        self._differences.take(rows)

    def close(self, point: int) -> None:
        self._writer.close()
        flush(self._path)
        self._differences.close(point)


def _merge_parts(parts: Iterator[Part], writing: _Rows | None) -> Aggregate:
    first = next(parts)
    merged = first.aggregate
    if writing:
        writing.write(first.rows)
    for part in parts:
        merged = merge(merged, part.aggregate)
        if writing:
            writing.write(part.rows)
    return merged


def _read(folder: Path, place: Place, cell: Cell, of: str, rows: bool) -> Part:
    try:
        return read_cell(place, cell, of, rows)
    except DamageError as error:
        (problem,) = error.problems
        way_out = f"remove it, and {say_resume(folder)} runs its trials again"
        raise StoreError(problem._replace(way_out=way_out)) from error


def _complete(folder: Path, run: SweepRun, n_failed: int, workers: int, seconds: float) -> SweepRun:
    return run.model_copy(
        update={
            "failed": n_failed,
            "workers": workers,
            "status": "complete",
            "finished": now(),
            "seconds": round(run.seconds + seconds, 3),
            "checksums": {name: digest_file(folder / name) for name in list_files(run, folder)},
        }
    )


def measure_seconds(clock: float) -> float:
    """Give the time since a clock was started, in seconds."""
    return time.monotonic() - clock
