"""Executors of the shape of `concurrent.futures`, which end promptly when the work is abandoned."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType

from engine.experiment.workers import prepare_worker

_STARTING = threading.Lock()


def count_cpus() -> int:
    """Count the CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def open_processes(workers: int) -> Iterator[Executor]:
    """Open a pool whose processes end at once when the work is abandoned."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=_Context(), initializer=prepare_worker)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    pool.shutdown()


@contextmanager
def open_threads(workers: int) -> Iterator[Executor]:
    """Open a pool whose threads end with the chunk at hand, which they keep, when the work is abandoned."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


class _Process(ForkServerProcess):
    """A process that never runs the module that the user started again, which need not be guarded."""

    def start(self) -> None:
        """Start, with an empty module for the time in which it is told what to run first."""
        with _STARTING:
            started = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = started


class _Context(ForkServerContext):
    """How processes start: never by fork, which hangs once compiled threads have run."""

    Process = _Process
