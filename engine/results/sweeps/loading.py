"""Reading a sweep back from its folder."""

from functools import cached_property
from pathlib import Path

import pandas as pd

from engine.errors import Problem, StoreError
from engine.results.csv_tables import read_fields
from engine.results.finishing import digest_file
from engine.results.folder import say_resume
from engine.results.reading import reading
from engine.results.sweeps.dictionary import fields_of_sweeps
from engine.results.sweeps.layout import (
    AXES,
    DIFFERENCES,
    ESTIMATES,
    OUTCOMES,
    SHARDS,
    name_rows,
    read_points,
)
from engine.results.sweeps.record import SweepRun, read_sweep_record


class SweepResults:
    """A sweep read from its folder; each table is read when first asked for.

    Attributes
    ----------
    folder : Path
        Where it stands.
    run : SweepRun
        How it was made.
    """

    def __init__(self, folder: Path, run: SweepRun) -> None:
        self.folder, self.run = folder, run

    def __repr__(self) -> str:
        return f"SweepResults({str(self.folder)!r}, {self.run.points} points of {self.run.trials} trials)"

    @cached_property
    def points(self) -> pd.DataFrame:
        """A row for each point: its number, scenario and values."""
        return read_points(self.folder)

    @cached_property
    def axes(self) -> pd.DataFrame:
        """What each axis sets, and whether that is a lever or an uncertainty."""
        return self._read(AXES)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Share of trials by point and outcome."""
        return self._read(OUTCOMES)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """Every quantity by point, with its interval and unit."""
        return self._read(ESTIMATES)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """How the share of each outcome differs from that at point 0, over the same trials.

        Raises
        ------
        StoreError
            If the sweep kept no rows.
        """
        self._refuse_without_rows()
        return self._read(DIFFERENCES)

    def read_trials(self, point: int) -> pd.DataFrame:
        """Read the rows of a point's trials.

        Raises
        ------
        StoreError
            If the sweep kept no rows, or has no such point.
        """
        path = name_rows(self.folder, point)
        if not self.run.rows or not path.is_file():
            raise StoreError(self._say_without_rows(point))
        with reading(path):
            return pd.read_parquet(path, partitioning=None)

    def _read(self, name: str) -> pd.DataFrame:
        return read_fields(self.folder / name, fields_of_sweeps(Path(name).stem))

    def _refuse_without_rows(self) -> None:
        if not self.run.rows:
            rule = "keeps no rows, which differences are counted from"
            raise StoreError(Problem("output folder", str(self.folder), rule, "run again with --rows"))

    def _say_without_rows(self, point: int) -> Problem:
        rule = f"keeps no rows of point {point}"
        return Problem("output folder", str(self.folder), rule, "run again with --rows")


def load_sweep_results(path: str | Path) -> SweepResults:
    """Load a sweep.

    Raises
    ------
    StoreError
        If the folder holds no sweep, an unfinished or a changed one.
    """
    folder = Path(path)
    run = read_sweep_record(folder)
    if run.status != "complete":
        way_out = f"{say_resume(folder)} completes it"
        if run.shards > 1:
            way_out = f"sim merge {folder} once its {run.shards} shards in {SHARDS}/ are there"
        raise StoreError(Problem("output folder", str(folder), "holds an unfinished sweep", way_out))
    problems = [
        Problem("output folder", str(folder / name), "is missing or not what the sweep wrote", "restore it")
        for name, digest in run.checksums.items()
        if not (folder / name).is_file() or digest_file(folder / name) != digest
    ]
    if problems:
        raise StoreError(*problems)
    return SweepResults(folder, run)
