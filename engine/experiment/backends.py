"""What can run trials, and how its work is best cut and shared out."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from engine.scenario import Scenario
from engine.simulation import kernel, trials
from engine.simulation.records import Chunk

Progress: TypeAlias = Callable[[int], None]
"""Told how many more trials are finished."""
Runner: TypeAlias = Callable[[Scenario, int, int, int, Progress | None], Chunk]
"""Runs consecutive trials: scenario, seed, first trial, number of trials, progress."""
Name: TypeAlias = Literal["kernel", "mesa"]


class Backend(NamedTuple):
    """A way to run trials.

    Attributes
    ----------
    runner : callable
        Runs a chunk; found by its name in worker processes.
    share : str
        Whether workers are ``processes``, or ``threads`` of one process for a runner that lets go of the GIL.
    chunk_trials : int
        Most trials of a chunk: a second's work at most, so that progress moves and a kill costs little.
    worker_trials : int
        Fewest trials for which another worker, with its start-up, pays.
    """

    runner: Runner
    share: Literal["processes", "threads"]
    chunk_trials: int
    worker_trials: int


BACKENDS: dict[Name, Backend] = {
    "kernel": Backend(kernel.run_chunk, "threads", chunk_trials=4096, worker_trials=1024),
    "mesa": Backend(trials.run_chunk, "processes", chunk_trials=32, worker_trials=128),
}
"""Every backend by name; both give the same numbers to the last bit."""
