"""Trials in chunks over workers, each of which keeps what it has finished; in any order."""

import itertools
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeAlias

from engine.errors import EngineError, Problem
from engine.experiment.backends import Backend, Progress
from engine.experiment.executors import open_processes, open_threads
from engine.experiment.finished import Finished
from engine.experiment.workers import Job, run_span, run_span_of_text
from engine.results.parts import Span
from engine.scenario import Scenario

CHUNKS_A_WORKER = 8
"""Fewest chunks for each worker, so that none waits long for the last."""
CHUNKS_AHEAD = 4
"""Chunks submitted for each worker; bounds what an executor holds."""

Work: TypeAlias = Callable[[Span], None]
"""Runs consecutive trials and keeps them."""


def run_ensemble(
    job: Job,
    scenario: Scenario,
    missing: Iterable[Span],
    backend: Backend,
    workers: int = 1,
    progress: Progress | None = None,
    chunk_trials: int | None = None,
) -> Generator[Span, None, None]:
    """Run trials and yield which, chunk by chunk, once they are kept.

    Parameters
    ----------
    job : Job
        What to run the trials with, and where to keep them.
    scenario : Scenario
        What to run.
    missing : iterable of Span
        Which trials.
    backend : Backend
        How work is cut and shared out.
    workers : int
        Processes or threads; 1 runs in this thread.
    progress : callable, optional
        Told how many more trials are finished.
    chunk_trials : int, optional
        Trials of a chunk; shapes nothing but the pace.

    Raises
    ------
    EngineError
        If worker processes die, and those that replace them die before finishing anything.
    StoreError
        If what is finished can't be kept.
    """
    missing = list(missing)
    n_trials = sum(span.n_trials for span in missing)
    share = min(backend.chunk_trials, n_trials // (CHUNKS_A_WORKER * workers))
    size = chunk_trials or max(backend.least_trials, share)
    spans = list(_cut(missing, size))
    workers = max(1, min(workers, len(spans)))
    if workers == 1:
        return _run_here(partial(run_span, job, scenario, progress), spans)
    if backend.share == "threads":
        return _run_in_threads(partial(run_span, job, scenario, None), spans, workers, progress)
    return _run_in_processes(partial(run_span_of_text, job, scenario.to_toml()), spans, workers, progress)


def _cut(missing: Iterable[Span], size: int) -> Iterator[Span]:
    for span in missing:
        for first in range(span.first, span.stop, size):
            yield Span(first, min(size, span.stop - first))


def _run_here(work: Work, spans: list[Span]) -> Generator[Span, None, None]:
    for span in spans:
        work(span)
        yield span


def _run_in_threads(
    work: Work, spans: list[Span], workers: int, progress: Progress | None
) -> Generator[Span, None, None]:
    with open_threads(workers) as pool:
        yield from _run_in_pool(pool, work, spans, workers, progress)


def _run_in_processes(
    work: Work, spans: list[Span], workers: int, progress: Progress | None
) -> Generator[Span, None, None]:
    """Run in a pool, and what is missing in a new pool when a process of the old one died."""
    left = dict.fromkeys(spans)
    for attempt in itertools.count():
        n_begun = len(left)
        try:
            with open_processes(workers) as pool:
                for span in _run_in_pool(pool, work, list(left), workers, progress):
                    del left[span]
                    yield span
            return
        except BrokenProcessPool as error:
            if attempt and len(left) == n_begun:
                raise _give_up(list(left)[: CHUNKS_AHEAD * workers]) from error


def _run_in_pool(
    pool: Executor, work: Work, spans: list[Span], workers: int, progress: Progress | None
) -> Iterator[Span]:
    waiting = iter(spans)
    running: dict[Future[None], Span] = {}
    n_free = CHUNKS_AHEAD * workers
    with Finished[None]() as finished:
        while True:
            for span in itertools.islice(waiting, n_free):
                future = pool.submit(work, span)
                running[future] = span
                finished.watch(future)
            if not running:
                return
            future = finished.get()
            n_free = 1
            span = running.pop(future)
            future.result()
            if progress:
                progress(span.n_trials)
            yield span


def _give_up(spans: list[Span]) -> EngineError:
    which = f"{spans[0].first} to {spans[-1].stop - 1}"
    rule = f"died twice in a row while trials {which} ran; the system may have run out of memory"
    return EngineError(Problem("--workers", "a process", rule, "try fewer"))
