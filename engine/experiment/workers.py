"""What a worker does. Imports late, so that an interrupt finds its process deaf as early as can be."""

import multiprocessing
import os
import signal
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from engine.experiment.backends import Progress, Runner
    from engine.results.parts import Span
    from engine.scenario import Scenario


class Job(NamedTuple):
    """What every chunk of a run has in common.

    Attributes
    ----------
    runner : callable
        Runs a chunk.
    seed : int
        Seed of all draws.
    folder : Path
        The result folder; a worker keeps its finished chunk there before it takes the next.
    rows : bool
        Whether the rows of trials are kept.
    """

    runner: "Runner"
    seed: int
    folder: Path
    rows: bool


def prepare_worker() -> None:
    """Leave interrupts to the parent process, and end with it even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def run_span(job: Job, scenario: "Scenario", progress: "Progress | None", span: "Span") -> None:
    """Run consecutive trials and keep them."""
    from engine.results.store import store_chunk

    chunk = job.runner(scenario, job.seed, *span, progress)
    store_chunk(job.folder, scenario, job.seed, job.rows, chunk)


def run_span_of_text(job: Job, text: str, span: "Span") -> None:
    """Run consecutive trials of the scenario that a resolved TOML text describes, and keep them."""
    run_span(job, _read(text), None, span)


@lru_cache(maxsize=1)
def _read(text: str) -> "Scenario":
    from engine.scenario.loading import load_text

    return load_text(text)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
