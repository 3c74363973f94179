"""One run's folder in the making."""

import datetime
import hashlib
import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import Problem, StoreError
from engine.results.aggregate import Aggregate, aggregate, merge
from engine.results.csv_tables import write_table
from engine.results.folder import choose_folder, explaining_disk_errors, make_aside, publish
from engine.results.provenance import STORE_SCHEMA, Run, list_versions
from engine.results.tables import tabulate
from engine.results.trials import TrialWriter, write_csv
from engine.scenario import Scenario
from engine.simulation.records import STATUSES, Chunk

RUN = "run.json"
SCENARIO = "scenario.toml"
TRIALS = "trials.parquet"
TRIALS_CSV = "trials.csv"


class Draft:
    """A result folder being written aside; leaving it unpublished removes it.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    out : Path or None
        Folder asked for; one named after the scenario where None.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything already.
    StoreError
        If the disk does not allow it, now or later.
    """

    def __init__(self, scenario: Scenario, out: Path | None = None) -> None:
        self._scenario = scenario
        text = scenario.to_toml()
        self._folder = choose_folder(out, scenario.name)
        self._aside = make_aside(self._folder)
        self._clock = time.monotonic()
        self._started = _now()
        self._aggregate: Aggregate | None = None
        with explaining_disk_errors(self._folder):
            (self._aside / SCENARIO).write_text(text, encoding="utf-8")
            self._trials = TrialWriter(self._aside / TRIALS, scenario)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)

    def add(self, chunk: Chunk) -> None:
        """Take the trials that follow those added so far."""
        counted = aggregate(chunk, self._scenario)
        self._aggregate = merge(self._aggregate, counted) if self._aggregate else counted
        with explaining_disk_errors(self._folder):
            self._trials.write(chunk)

    def publish(self, *, seed: int, workers: int, command: str = "", trials_csv: bool = False) -> Path:
        """Write the tables, give the folder its name, and say where it stands."""
        if self._aggregate is None:
            raise StoreError(Problem("output folder", str(self._folder), "would be empty: no trial was run"))
        tables = tabulate(self._aggregate, self._scenario)
        versions = list_versions()
        with explaining_disk_errors(self._folder):
            self._trials.close()
            for name, table in tables._asdict().items():
                write_table(self._aside / f"{name}.csv", table)
            if trials_csv:
                write_csv(self._aside / TRIALS, self._aside / TRIALS_CSV)
            run = Run(
                schema=STORE_SCHEMA,
                scenario=self._scenario.name,
                title=self._scenario.title,
                digest=self._scenario.digest,
                engine=versions.pop("engine"),
                python=versions.pop("python"),
                libraries=versions,
                seed=seed,
                trials=int(self._aggregate.statuses.sum()),
                failed=int(self._aggregate.statuses[STATUSES.index("failed")]),
                rounds=self._scenario.parameters.clock.rounds,
                backend="mesa",
                workers=workers,
                status="complete",
                started=self._started,
                finished=_now(),
                seconds=round(time.monotonic() - self._clock, 3),
                command=command,
                checksums={path.name: digest_file(path) for path in sorted(self._aside.iterdir())},
            )
            (self._aside / RUN).write_text(
                run.model_dump_json(by_alias=True, indent=2) + "\n", encoding="utf-8"
            )
        return publish(self._aside, self._folder)


def digest_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
