"""Chunks of trials over an executor of the shape of `concurrent.futures`, wherever its workers are."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, wait
from typing import NamedTuple

from engine.errors import EngineError, Problem
from engine.experiment.backends import Progress
from engine.experiment.finished import Finished
from engine.experiment.sweeps.tasks import run_cell
from engine.results.modules import join_sources
from engine.results.sweeps.layout import read_scenario_text
from engine.results.sweeps.store import SweepStore
from engine.scenario.sweep import Cell

CHUNKS_AHEAD = 4
"""Chunks submitted for each worker; bounds what an executor holds."""
MOST_FAILURES = 100
"""Chunks that may fail before it is not their fault."""
PATIENCE = 10.0
"""Time for chunks at hand when the work is abandoned; what is done by then is kept. [s]"""


class Workers(NamedTuple):
    """An executor and what its work is best cut into.

    Attributes
    ----------
    pool : Executor
        Runs chunks.
    count_workers : callable
        Tells how many workers it has at the moment.
    chunk_trials : int
        Most trials of a chunk.
    """

    pool: Executor
    count_workers: Callable[[], int]
    chunk_trials: int


def cut_cells(cells: Iterable[Cell], size: int) -> Iterator[Cell]:
    """Cut trials into chunks of at most so many."""
    for cell in cells:
        for first in range(cell.first, cell.stop, size):
            yield Cell(cell.point, first, min(size, cell.stop - first))


def run_cells(
    store: SweepStore, workers: Workers, cells: Iterable[Cell], progress: Progress | None = None
) -> None:
    """Run chunks and keep them as they come; one that fails is noted and the others go on.

    Raises
    ------
    EngineError
        If a worker has another engine, or the cluster is lost, or too many chunks fail.
    StoreError
        If what is finished can't be kept.
    """
    running: dict[Future[bytes], Cell] = {}
    waiting = iter(cells)
    submit = _Submitter(store, workers.pool)
    try:
        with Finished[bytes]() as finished:
            while True:
                n_free = max(0, CHUNKS_AHEAD * max(1, workers.count_workers()) - len(running))
                for cell in itertools.islice(waiting, n_free):
                    future = submit(cell)
                    running[future] = cell
                    finished.watch(future)
                if not running:
                    return
                future = finished.get()
                _keep(store, running.pop(future), future, progress)
    except BaseException:
        _keep_what_is_done(store, running)
        raise


class _Submitter:
    """Submits chunks; the text of a point is read once for all of its chunks in a row."""

    def __init__(self, store: SweepStore, pool: Executor) -> None:
        self._store, self._pool = store, pool
        self._point, self._text = -1, ""

    def __call__(self, cell: Cell) -> Future[bytes]:
        store, run = self._store, self._store.run
        if cell.point != self._point:
            self._point, self._text = cell.point, read_scenario_text(store.folder, cell.point)
        of, sources = store.of[cell.point], join_sources(run.sources, run.modules)
        return self._pool.submit(
            run_cell, self._text, of, sources, run.seed, cell.first, cell.n_trials, run.rows
        )


def _keep(store: SweepStore, cell: Cell, future: Future[bytes], progress: Progress | None) -> None:
    try:
        error = future.exception()
    except CancelledError as cancelled:
        rule = f"was given up by its workers' scheduler while it ran: {cell}"
        raise EngineError(
            Problem("sim sweep", "a chunk", rule, "resume once it is there again")
        ) from cancelled
    if isinstance(error, EngineError):
        raise error
    if error is not None:
        store.note_failure(cell, f"{type(error).__name__}: {error}")
        if len(store.failures) >= MOST_FAILURES:
            last = store.failures[-1].error
            rule = f"failed, the last with {last}"
            way_out = "see to it, then resume"
            raise EngineError(Problem("sim sweep", f"{MOST_FAILURES} chunks", rule, way_out)) from error
        return
    store.keep(cell, future.result())
    if progress:
        progress(cell.n_trials)


def _keep_what_is_done(store: SweepStore, running: dict[Future[bytes], Cell]) -> None:
    """Give up what has not begun, and keep what is done in a moment."""
    left = {future: cell for future, cell in running.items() if not future.cancel()}
    done, _ = wait(left, timeout=PATIENCE)
    for future in done:
        if not future.cancelled() and future.exception() is None:
            try:
                store.keep(left[future], future.result())
            except EngineError:
                return
