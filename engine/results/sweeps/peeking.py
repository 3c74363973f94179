"""What an unfinished sweep has so far; read beside whoever writes it, and the folder stays as it is."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from engine.errors import StoreError
from engine.results.aggregate import Aggregate, merge
from engine.results.exact import Ints
from engine.results.flipping import Codes, read_codes
from engine.results.parts import Part
from engine.results.peeking import try_again
from engine.results.sweeps.differing import REFERENCE, Differences
from engine.results.sweeps.layout import (
    name_shard,
    name_work,
    parse_scenario,
    read_digests,
    read_scenario_text,
)
from engine.results.sweeps.loading import SweepResults, load_sweep_results
from engine.results.sweeps.opening import refuse_other_engine
from engine.results.sweeps.pile import Place, drop_covered, find_parts, list_bundle, read_cell
from engine.results.sweeps.record import SweepRun, read_sweep_record
from engine.results.sweeps.store import say_of
from engine.results.sweeps.tabulating import SweepTables
from engine.results.trials import tabulate_nothing
from engine.scenario.sweep import Cell, Share
from engine.simulation.records import STATUSES


class Kept(NamedTuple):
    """What a folder holds of a sweep.

    Attributes
    ----------
    run : SweepRun
        Its record, with the trials that failed so far.
    cells : tuple of Cell
        The trials that are there.
    tables : SweepTables
        Of the points that have any.
    outcomes : dict of int to (trials, codes)
        By point, where rows are kept: numbers of the trials and how each ended.
    """

    run: SweepRun
    cells: tuple[Cell, ...]
    tables: SweepTables
    outcomes: dict[int, tuple[Ints, Codes]]


class PartialSweepResults(SweepResults):
    """An unfinished sweep as it stood when it was read; its tables are of the trials that were there.

    Attributes
    ----------
    folder : Path
        Where it stands.
    run : SweepRun
        How it is made; its `trials` are those asked for of each point.
    n_there, n_asked : int
        Trials that were there, and all of them, over all points.
    """

    def __init__(self, folder: Path, kept: Kept) -> None:
        super().__init__(folder, kept.run)
        self.n_there = sum(cell.n_trials for cell in kept.cells)
        self.n_asked = kept.run.points * kept.run.trials
        self._kept = kept

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Share of trials by outcome, of each point that has any."""
        return self._kept.tables.outcomes

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """Every quantity with its interval and unit, of each point that has any trials."""
        return self._kept.tables.estimates

    @cached_property
    def differences(self) -> pd.DataFrame:
        """How the share of each outcome differs from that at point 0, over the trials that both have.

        Raises
        ------
        StoreError
            If the sweep keeps no rows.
        """
        self._refuse_without_rows()
        differences = Differences(self.run.sampling == "sobol")
        if REFERENCE in self._kept.outcomes:
            first, theirs = self._kept.outcomes[REFERENCE]
            for point, (trials, ours) in self._kept.outcomes.items():
                _, here, there = np.intersect1d(trials, first, assume_unique=True, return_indices=True)
                if point != REFERENCE and len(here):
                    differences.compare(point, ours[here], theirs[there])
        return differences.table

    def read_trials(self, point: int) -> pd.DataFrame:
        """Read the rows of those of a point's trials that are there.

        Raises
        ------
        StoreError
            If the sweep keeps no rows, or has no such point.
        """
        if not self.run.rows or not 0 <= point < self.run.points:
            raise StoreError(self._say_without_rows(point))
        trials = try_again(lambda: _read_trials(self.folder, point))
        held = [cell for cell in self._kept.cells if cell.point == point]
        there = pd.Series(False, index=trials.index)
        for cell in held:
            there |= trials["trial"].between(cell.first, cell.stop - 1)
        return trials[there].reset_index(drop=True)


def peek_sweep(path: str | Path) -> SweepResults:
    """Load a sweep, or what there is of an unfinished one.

    Raises
    ------
    StoreError
        As `engine.results.sweeps.loading.load_sweep_results`, but for an unfinished sweep; if a part can't
        be read, or this engine would not go on with the sweep as it began.
    """
    folder = Path(path)
    if read_sweep_record(folder).status == "complete":
        return load_sweep_results(folder)
    kept = try_again(lambda: _read_kept(folder))
    return load_sweep_results(folder) if kept is None else PartialSweepResults(folder, kept)


def _read_kept(folder: Path) -> Kept | None:
    """Read the aggregates and outcomes; None where the sweep has been completed meanwhile."""
    run = read_sweep_record(folder)
    if run.status == "complete":
        return None
    refuse_other_engine(run, folder)
    places, digests = _find_places(folder, run), read_digests(folder, run.points)
    tables, outcomes, failed = SweepTables(), {}, 0
    for point in sorted({cell.point for cell in places}):
        merged: Aggregate | None = None
        numbers, codes = [], []
        for cell, part in _read_parts(places, point, say_of(digests[point], run), run.rows):
            merged = merge(merged, part.aggregate) if merged else part.aggregate
            if part.rows is not None:
                numbers.append(np.arange(cell.first, cell.stop, dtype=np.int64))
                codes.append(read_codes(part.rows["outcome"]))
        if merged is None:
            continue
        tables.add(point, merged, parse_scenario(read_scenario_text(folder, point)))
        failed += int(merged.statuses[STATUSES.index("failed")])
        if codes:
            outcomes[point] = np.concatenate(numbers), np.concatenate(codes)
    return Kept(run.model_copy(update={"failed": failed}), tuple(places), tables, outcomes)


def _read_trials(folder: Path, point: int) -> pd.DataFrame:
    run = read_sweep_record(folder)
    if run.status == "complete":
        return load_sweep_results(folder).read_trials(point)
    places = _find_places(folder, run)
    scenario = parse_scenario(read_scenario_text(folder, point))
    parts = _read_parts(places, point, say_of(scenario.digest, run), run.rows)
    tables = [tabulate_nothing(scenario), *(part.rows for _, part in parts)]
    frame: pd.DataFrame = pa.concat_tables(tables).to_pandas()
    return frame


def _read_parts(places: dict[Cell, Place], point: int, of: str, rows: bool) -> Iterator[tuple[Cell, Part]]:
    return ((cell, read_cell(places[cell], cell, of, rows)) for cell in places if cell.point == point)


def _find_places(folder: Path, run: SweepRun) -> dict[Cell, Place]:
    """Find the parts of all shares, finished or not, in the order of their trials."""
    found: dict[Cell, Place] = {}
    for share in (Share(number, run.shards) for number in range(1, run.shards + 1)):
        sealed = name_shard(folder, share)
        if run.shards > 1 and sealed.is_file():
            found |= dict.fromkeys(list_bundle(sealed), Place(sealed, bundled=True))
        else:
            found |= find_parts(name_work(folder, share))
    return {cell: found[cell] for cell in drop_covered(found)}
