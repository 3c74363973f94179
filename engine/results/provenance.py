"""The record of how a run was made, stored with it as run.json."""

import datetime
import hashlib
import importlib.metadata
import platform
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

import engine
from engine.errors import Problem
from engine.modules import digest_modules
from engine.scenario import Scenario

STORE_SCHEMA = 1
SOURCES = ("model", "simulation")
LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy")


MOST_TRIALS = 2**35
"""Most trials of which exact sums can be kept (`engine.results.exact`)."""

Count: TypeAlias = Annotated[int, Field(ge=0, le=MOST_TRIALS)]
Seed: TypeAlias = Annotated[int, Field(ge=0, lt=2**64)]
Seconds: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Run(BaseModel):
    """How a run was made.

    Attributes
    ----------
    store_schema : int
        Version of the folder's layout.
    scenario, title, digest : str
        The scenario's name, its title, and the digest of its resolved values.
    engine, python : str
        Versions.
    sources : str
        Digest of the sources that decide what a trial gives.
    modules : dict of str to str
        Digests of the modules of rules from outside the package by name.
    libraries : dict of str to str
        Versions of the libraries by name.
    seed, trials, failed : int
        Seed, trials run (asked for, in an unfinished run), and how many of them failed.
    precision : float or None
        Width under which every interval of an outcome's share was asked to be, where it was.
    most_trials : int
        Most trials that may be run for that precision.
    rounds : int
        Horizon. [rounds]
    backend : str
        What ran the trials.
    rows, trials_csv : bool
        Whether the trials' rows are kept, and as CSV too.
    workers : int
        Processes or threads that ran them last.
    status : str
        Whether all trials have run and all tables are written.
    started, finished : str
        UTC, ISO 8601; nothing where unfinished.
    seconds : float
        Time at work, but for what was stopped or killed. [s]
    command : str
        The command line, where there was one, and those that extended it.
    checksums : dict of str to str
        SHA-256 of every other file of a complete folder by name.
    """

    model_config = ConfigDict(frozen=True)

    store_schema: int = Field(alias="schema")
    scenario: str
    title: str
    digest: str
    engine: str
    python: str
    sources: str
    modules: dict[str, str] = Field(default_factory=dict)
    libraries: dict[str, str]
    seed: Seed
    trials: Annotated[int, Field(ge=1, le=MOST_TRIALS)]
    failed: Count
    precision: float | None = None
    most_trials: Count = 0
    rounds: Count
    backend: Literal["mesa", "kernel"]
    rows: bool
    trials_csv: bool
    workers: Count
    status: Literal["complete", "unfinished"]
    started: str
    finished: str
    seconds: Seconds
    command: str
    checksums: dict[str, str]


def describe(
    scenario: Scenario,
    *,
    seed: int,
    trials: int,
    backend: Literal["mesa", "kernel"],
    rows: bool = True,
    trials_csv: bool = False,
    workers: int = 1,
    precision: float | None = None,
    most_trials: int = 0,
    command: str = "",
) -> Run:
    """Record a run of which nothing is done yet."""
    versions = list_versions()
    return Run(
        schema=STORE_SCHEMA,
        scenario=scenario.name,
        title=scenario.title,
        digest=scenario.digest,
        engine=versions.pop("engine"),
        python=versions.pop("python"),
        sources=digest_sources(),
        modules=digest_modules(),
        libraries=versions,
        seed=seed,
        trials=trials,
        failed=0,
        precision=precision,
        most_trials=most_trials,
        rounds=scenario.parameters.clock.rounds,
        backend=backend,
        rows=rows,
        trials_csv=trials_csv,
        workers=workers,
        status="unfinished",
        started=now(),
        finished="",
        seconds=0.0,
        command=command,
        checksums={},
    )


def list_differences(run: Run, scenario: Scenario, folder: Path) -> list[Problem]:
    """List why this engine, with a folder's scenario, would not go on as the run began."""
    compared = (
        ("engine", run.engine, engine.__version__, "use the engine that began it"),
        ("sources of the model", run.sources, digest_sources(), "use the engine that began it"),
        ("scenario", run.digest, scenario.digest, "restore the folder's scenario.toml"),
    )
    return [
        Problem(
            "output folder",
            str(folder),
            f"was begun with {what} {then}, and this is {now}",
            f"{way_out}, or run again",
        )
        for what, then, now, way_out in compared
        if then != now
    ]


def digest_sources() -> str:
    """Digest the files that decide what a trial of a given scenario and seed gives."""
    root = Path(engine.__file__).parent
    digest = hashlib.sha256()
    for stage in SOURCES:
        for path in sorted((root / stage).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def now() -> str:
    """Give the time, UTC, ISO 8601."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def list_versions() -> dict[str, str]:
    """Give the versions of the engine, of Python and of the libraries that shape results."""
    libraries = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"engine": engine.__version__, "python": platform.python_version(), **libraries}
