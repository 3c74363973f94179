"""A sweep begun, gone on with and brought to its tables, whole or a shard of it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

from engine.errors import EngineError, Problem
from engine.experiment.backends import BACKENDS, Progress
from engine.experiment.executors import count_cpus, open_threads
from engine.experiment.sweeps.executing import Workers, cut_cells, run_cells
from engine.experiment.sweeps.planning import Sweep
from engine.results.folder import say_resume
from engine.results.sweeps.finishing import finish_sweep, measure_seconds
from engine.results.sweeps.opening import create_sweep
from engine.results.sweeps.record import describe_sweep
from engine.results.sweeps.sharding import find_sealed, seal_shard
from engine.results.sweeps.store import SweepStore
from engine.scenario.sweep import WHOLE, Cell, Share, find_gaps

CHUNKS_A_WORKER = 8
"""Fewest chunks for each worker, so that none waits long for the last."""

Cluster: TypeAlias = AbstractContextManager[Workers]


def begin_sweep(
    sweep: Sweep,
    *,
    out: Path | None = None,
    share: Share = WHOLE,
    rows: bool = True,
    workers: int = 1,
    command: str = "",
) -> SweepStore:
    """Make the folder of a sweep, or join it as a shard; it can be resumed from then on.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything but this sweep in as many shards.
    StoreError
        If the disk does not allow it, or another process holds the share.
    """
    sampling = sweep.resolve(0).parameters.run.sampling
    run = describe_sweep(
        sweep.plan, sampling, shards=share.shares, rows=rows, workers=workers, command=command
    )
    return create_sweep(sweep.plan, sweep, run, share, out)


@contextmanager
def threads(n_workers: int) -> Iterator[Workers]:
    """Open threads of this process, whose compiled trials run side by side."""
    with open_threads(n_workers) as pool:
        yield Workers(pool, lambda: n_workers, BACKENDS["kernel"].chunk_trials)


def settle_sweep_workers(workers: int | None) -> int:
    """Give the workers asked for, else one for each CPU."""
    return workers or count_cpus()


def complete_sweep(
    store: SweepStore,
    cluster: Cluster,
    progress: Progress | None = None,
    *,
    failed_alone: bool = False,
    chunk_trials: int | None = None,
) -> Path:
    """Run what is missing of a share; write the tables, or the file of the shard; give its path.

    Parameters
    ----------
    store : SweepStore
        The share, held.
    cluster : context manager of Workers
        Opened where anything is missing.
    progress : callable, optional
        Told how many more trials are finished.
    failed_alone : bool
        Whether to run again what failed, and nothing else.
    chunk_trials : int, optional
        Trials of a chunk; shapes nothing but the pace.

    Raises
    ------
    EngineError
        If trials could not be run; the folder then says which.
    StoreError
        If the disk does not allow it, or the folder is gone.
    """
    if store.share.shares > 1 and (finished := find_sealed(store)):
        return finished
    missing = store.list_missing()
    if failed_alone:
        failed = sorted(failure.cell for failure in store.failures)
        elsewhere = find_gaps(missing, failed)
        missing = find_gaps(missing, elsewhere)
    n_workers = 1
    if missing:
        store.forget_failures()
        with cluster as workers:
            size = chunk_trials or _choose_size(missing, workers)
            run_cells(store, workers, cut_cells(missing, size), progress)
            n_workers = workers.count_workers()
    if left := store.list_missing():
        raise EngineError(*_say_left(store, left))
    if store.share.shares > 1:
        return seal_shard(store)
    finish_sweep(store.folder, store.run, store.find_parts(), n_workers, measure_seconds(store.clock))
    return store.folder


def _choose_size(missing: list[Cell], workers: Workers) -> int:
    n_trials = sum(cell.n_trials for cell in missing)
    share = n_trials // (CHUNKS_A_WORKER * max(1, workers.count_workers()))
    return max(BACKENDS["kernel"].least_trials, min(workers.chunk_trials, share))


def _say_left(store: SweepStore, left: list[Cell]) -> Iterator[Problem]:
    n_left = sum(cell.n_trials for cell in left)
    share = "" if store.share.shares == 1 else f" --shard {store.share}"
    for failure in store.failures[:3]:
        yield Problem("sim sweep", str(failure.cell), f"failed: {failure.error}")
    how = f"{say_resume(store.folder)}{share}"
    rule = f"did not run, {len(store.failures)} chunks of them failed"
    way_out = f"{how} --failed runs what failed, {how} all that is missing"
    yield Problem("sim sweep", f"{n_left:,} of {store.n_trials:,} trials", rule, way_out)
