"""Trials in chunks over processes; their records come back in order, whoever ran them."""

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.context import BaseContext
from typing import NamedTuple, TypeAlias

from engine.errors import EngineError, Problem
from engine.experiment.workers import prepare_worker, run_span
from engine.scenario import Scenario
from engine.simulation.records import Chunk
from engine.simulation.trials import run_chunk

Progress: TypeAlias = Callable[[int], None]
"""Told how many more trials are finished."""
Runner: TypeAlias = Callable[[Scenario, int, int, int, Progress | None], Chunk]
"""Runs consecutive trials: scenario, seed, first trial, number of trials, progress."""

CHUNK_TRIALS = 32
"""Most trials of a chunk: about a second's work, so that progress moves and an interrupt is prompt."""
CHUNKS_A_WORKER = 8
"""Fewest chunks for each worker, so that none waits long for the last."""
CHUNKS_AHEAD = 4
"""Chunks in flight for each worker; bounds what waits for an earlier chunk in memory."""

Work: TypeAlias = Callable[[int, int], Chunk]
"""Runs consecutive trials in a worker process: first trial, number of trials."""


class Span(NamedTuple):
    """Consecutive trials."""

    first: int
    n_trials: int


def count_cpus() -> int:
    """Count the CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_ensemble(
    scenario: Scenario,
    n_trials: int,
    seed: int,
    workers: int = 1,
    progress: Progress | None = None,
    chunk_trials: int | None = None,
    runner: Runner = run_chunk,
) -> Generator[Chunk, None, None]:
    """Run trials 0 to `n_trials` - 1 and yield their records in order.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    n_trials, seed : int
        How many trials, and the seed of all draws.
    workers : int
        Processes; 1 runs in this process.
    progress : callable, optional
        Told how many more trials are finished.
    chunk_trials : int, optional
        Trials of a chunk; shapes nothing but the pace.
    runner : callable
        Runs a chunk; found by its name in worker processes.

    Raises
    ------
    EngineError
        If workers die, and those that replace them die before finishing anything.
    """
    size = chunk_trials or max(1, min(CHUNK_TRIALS, n_trials // (CHUNKS_A_WORKER * workers)))
    workers = min(workers, -(-n_trials // size))
    trials = range(n_trials)
    if workers == 1:
        return _run_here(runner, scenario, seed, trials, size, progress)
    return _run_in_pools(partial(run_span, runner, scenario.to_toml(), seed), trials, size, workers, progress)


def _cut(trials: range, size: int) -> Iterator[Span]:
    for first in trials[::size]:
        yield Span(first, min(size, trials.stop - first))


def _run_here(
    runner: Runner, scenario: Scenario, seed: int, trials: range, size: int, progress: Progress | None
) -> Generator[Chunk, None, None]:
    for first, n_trials in _cut(trials, size):
        yield runner(scenario, seed, first, n_trials, progress)


def _run_in_pools(
    work: Work, trials: range, size: int, workers: int, progress: Progress | None
) -> Generator[Chunk, None, None]:
    """Run in a pool, and what is missing in a new pool when a process of the old one died."""
    ahead = CHUNKS_AHEAD * workers
    for attempt in itertools.count():
        begun = trials.start
        try:
            with _open_pool(workers) as pool:
                for chunk in _run_in_order(pool, work, _cut(trials, size), ahead):
                    trials = trials[len(chunk.values) :]
                    if progress:
                        progress(len(chunk.values))
                    yield chunk
            return
        except BrokenProcessPool as error:
            if attempt and trials.start == begun:
                raise _give_up(trials[: ahead * size]) from error


def _run_in_order(
    pool: ProcessPoolExecutor, work: Work, spans: Iterator[Span], ahead: int
) -> Generator[Chunk, None, None]:
    futures: deque[Future[Chunk]] = deque()
    for span in spans:
        futures.append(pool.submit(work, *span))
        if len(futures) >= ahead:
            yield futures.popleft().result()
    while futures:
        yield futures.popleft().result()


@contextmanager
def _open_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool whose processes end at once when the work is abandoned."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=_choose_context(), initializer=prepare_worker)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    pool.shutdown()


def _choose_context() -> BaseContext:
    """Choose how processes start: never by fork, which hangs once compiled threads have run."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _give_up(trials: range) -> EngineError:
    which = f"{trials[0]} to {trials[-1]}"
    rule = f"died twice in a row while trials {which} ran; the system may have run out of memory"
    return EngineError(Problem("--workers", "a process", rule, "try fewer"))
