"""Executors of the shape of `concurrent.futures`, which end promptly when the work is abandoned."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext

from engine.experiment.workers import prepare_worker


def count_cpus() -> int:
    """Count the CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def open_processes(workers: int) -> Iterator[Executor]:
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


@contextmanager
def open_threads(workers: int) -> Iterator[Executor]:
    """Open a pool whose threads end with the chunk at hand, which they keep, when the work is abandoned."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _choose_context() -> BaseContext:
    """Choose how processes start: never by fork, which hangs once compiled threads have run."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
