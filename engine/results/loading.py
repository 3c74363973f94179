"""Reading a run back from its folder."""

from functools import cached_property
from pathlib import Path

import pandas as pd

from engine.errors import Problem, StoreError
from engine.results.csv_tables import read_table
from engine.results.finishing import digest_file
from engine.results.folder import say_unfinished
from engine.results.lock import is_held, say_held
from engine.results.provenance import Run
from engine.results.reading import reading
from engine.results.record import read_record
from engine.results.store import TRIALS


class Results:
    """A run read from its folder; each table is read when first asked for.

    Attributes
    ----------
    folder : Path
        Where it stands.
    run : Run
        How it was made.
    """

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self.run = run

    def __repr__(self) -> str:
        return f"Results({str(self.folder)!r}, {self.run.trials} trials of {self.run.scenario})"

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Share of trials by the class they end in."""
        return self._read("outcomes")

    @cached_property
    def variance(self) -> pd.DataFrame:
        """How much of each outcome's variance is doubt about the parameters, and how much is chance."""
        return self._read("variance")

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """Every quantity with its interval, unit and meaning."""
        return self._read("estimates")

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Terms last agreed by issue."""
        return self._read("terms")

    @cached_property
    def survival(self) -> pd.DataFrame:
        """How long first ceasefires and first accords hold, and what ends them."""
        return self._read("survival")

    @cached_property
    def guarantors(self) -> pd.DataFrame:
        """How often each guarantor was called, honoured its pledge and helped."""
        return self._read("guarantors")

    @cached_property
    def phases(self) -> pd.DataFrame:
        """Share of trials in each phase by round."""
        return self._read("phases")

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """Every value of the scenario, its origin and what it rests on."""
        return self._read("assumptions")

    @cached_property
    def dictionary(self) -> pd.DataFrame:
        """What every column of every table means."""
        return self._read("dictionary")

    @cached_property
    def trials(self) -> pd.DataFrame:
        """One row a trial: what it recorded and what was drawn for it.

        Raises
        ------
        StoreError
            If the run kept no rows.
        """
        self._refuse_without_rows()
        with reading(self.folder / TRIALS):
            return pd.read_parquet(self.folder / TRIALS)

    def _refuse_without_rows(self) -> None:
        if not self.run.rows:
            rule = "keeps no rows of trials"
            raise StoreError(Problem("output folder", str(self.folder), rule, "run again without --no-rows"))

    def _read(self, table: str) -> pd.DataFrame:
        return read_table(self.folder / f"{table}.csv", table)


def load(path: str | Path) -> Results:
    """Load a run.

    Raises
    ------
    StoreError
        If the folder holds no run, an unfinished or a changed one, one that another process is writing, or
        one that a later engine wrote.
    """
    folder = Path(path)
    run = read_record(folder)
    if run.status != "complete":
        raise StoreError(say_held(folder) if is_held(folder) else say_unfinished(folder))
    problems = [
        problem for name, digest in run.checksums.items() if (problem := _check(folder / name, digest))
    ]
    if problems:
        raise StoreError(*problems)
    return Results(folder, run)


def _check(path: Path, digest: str) -> Problem | None:
    if not path.is_file():
        return Problem("output folder", str(path), "is missing from the run", "restore it or run again")
    if digest_file(path) != digest:
        return Problem(
            "output folder",
            str(path),
            "is not what the run wrote: its checksum differs",
            "restore it or run again",
        )
    return None
