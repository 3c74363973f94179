"""The record of a sweep in its folder, read and written."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.errors import Problem, StoreError
from engine.modules import digest_modules
from engine.results.disk import writing_aside
from engine.results.modules import join_sources
from engine.results.provenance import (
    MOST_TRIALS,
    STORE_SCHEMA,
    Count,
    Seconds,
    Seed,
    digest_sources,
    list_versions,
    now,
)
from engine.results.reading import read_json
from engine.results.record import RUN, refuse_newer, say_broken
from engine.scenario.sweep import Plan

MOST_POINTS = MOST_SHARDS = 100_000
"""Most that a sweep may have of either, so that a record which says more is none."""


class SweepRun(BaseModel):
    """How a sweep was made.

    Attributes
    ----------
    kind : str
        Tells the record from that of a run.
    sweep, title, digest : str
        Name, title, and the digest of all that results depend on.
    points, trials, seed : int
        Points, trials of each, and their one seed.
    shards : int
        Shares in which it is done, each by a process of its own; 1 where it is done in one.
    failed : int
        Trials that failed, over all points.
    rows : bool
        Whether the trials' rows are kept.

    The rest is as in `engine.results.provenance.Run`.
    """

    model_config = ConfigDict(frozen=True)

    store_schema: int = Field(alias="schema")
    kind: Literal["sweep"]
    sweep: str
    title: str
    digest: str
    design: str
    points: Annotated[int, Field(ge=1, le=MOST_POINTS)]
    trials: Annotated[int, Field(ge=1, le=MOST_TRIALS)]
    seed: Seed
    sampling: Literal["random", "sobol"]
    shards: Annotated[int, Field(ge=1, le=MOST_SHARDS)]
    rows: bool
    failed: Count
    engine: str
    python: str
    sources: str
    modules: dict[str, str] = Field(default_factory=dict)
    libraries: dict[str, str]
    workers: Count
    status: Literal["complete", "unfinished"]
    started: str
    finished: str
    seconds: Seconds
    command: str
    checksums: dict[str, str]


def describe_sweep(
    plan: Plan, sampling: str, *, shards: int = 1, rows: bool = True, workers: int = 1, command: str = ""
) -> SweepRun:
    """Record a sweep of which nothing is done yet."""
    versions = list_versions()
    return SweepRun(
        schema=STORE_SCHEMA,
        kind="sweep",
        sweep=plan.name,
        title=plan.title,
        digest=plan.digest,
        design=plan.design,
        points=len(plan.points),
        trials=plan.trials,
        seed=plan.seed,
        sampling=sampling,
        shards=shards,
        rows=rows,
        failed=0,
        engine=versions.pop("engine"),
        python=versions.pop("python"),
        sources=digest_sources(),
        modules=digest_modules(),
        libraries=versions,
        workers=workers,
        status="unfinished",
        started=now(),
        finished="",
        seconds=0.0,
        command=command,
        checksums={},
    )


def write_sweep_record(folder: Path, run: SweepRun) -> None:
    """Write a sweep's record, whole or not at all."""
    with writing_aside(folder / RUN) as aside:
        aside.write_text(run.model_dump_json(by_alias=True, indent=2) + "\n", encoding="utf-8")


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds a sweep rather than a run; says nothing of whether it is whole."""
    try:
        stated = read_json(folder / RUN)
    except (StoreError, OSError):
        return False
    return isinstance(stated, dict) and stated.get("kind") == "sweep"


def read_sweep_record(folder: Path) -> SweepRun:
    """Read a sweep's record.

    Raises
    ------
    StoreError
        If the folder holds none, or one that a later engine wrote or that is not right.
    """
    if not is_sweep(folder):
        rule = "holds no sweep" if folder.is_dir() else "is no folder"
        way_out = "name the folder that sim sweep wrote"
        raise StoreError(Problem("output folder", str(folder), rule, way_out))
    return parse_record(read_json(folder / RUN), folder / RUN)


def parse_record(stated: object, path: Path) -> SweepRun:
    """Check what a record states, which errors call by its path; raises as `read_sweep_record`."""
    refuse_newer(stated, path)
    try:
        return SweepRun.model_validate(stated)
    except ValidationError as error:
        raise StoreError(say_broken(error, path, "a sweep")) from error


def list_mixtures(run: SweepRun, other: SweepRun, place: str) -> list[Problem]:
    """List why what another process did is not of the same sweep; `place` says whose it is."""
    compared = (
        ("sweep", run.digest, other.digest, "merge shards of one sweep alone"),
        ("engine", run.engine, other.engine, "run it again with the same engine"),
        ("sources of the model", *map(_say_sources, (run, other)), "run it again with the same engine"),
        ("rows", run.rows, other.rows, "run it again with the same --rows or --no-rows"),
    )
    return [
        Problem(place, "", f"is of {what} {theirs}, and the folder of {ours}", way_out)
        for what, ours, theirs, way_out in compared
        if ours != theirs
    ]


def _say_sources(run: SweepRun) -> str:
    return join_sources(run.sources, run.modules)
