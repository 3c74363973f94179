"""What a worker process does. Imports late, so that an interrupt finds it deaf as early as can be."""

import multiprocessing
import os
import signal
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.experiment.ensemble import Runner
    from engine.scenario import Scenario
    from engine.simulation.records import Chunk


def prepare_worker() -> None:
    """Leave interrupts to the parent process, and end with it even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def run_span(runner: "Runner", text: str, seed: int, first: int, n_trials: int) -> "Chunk":
    """Run consecutive trials of the scenario that a resolved TOML text describes."""
    return runner(_read(text), seed, first, n_trials, None)


@lru_cache(maxsize=1)
def _read(text: str) -> "Scenario":
    from engine.scenario import load_scenario

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.toml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
