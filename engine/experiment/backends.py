"""What can run trials, and how its work is best cut and shared out."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from engine.scenario import Scenario
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
    least_trials : int
        Fewest trials of a chunk for which beginning one pays.
    worker_trials : int
        Fewest trials for which another worker, with its start-up, pays.
    """

    runner: Runner
    share: Literal["processes", "threads"]
    chunk_trials: int
    worker_trials: int
    least_trials: int = 1


def run_on_kernel(
    scenario: Scenario, seed: int, first: int, n_trials: int, progress: Progress | None = None
) -> Chunk:
    """Run trials in compiled code."""
    from engine.simulation.kernel import run_chunk

    return run_chunk(scenario, seed, first, n_trials, progress)


def run_on_mesa(
    scenario: Scenario, seed: int, first: int, n_trials: int, progress: Progress | None = None
) -> Chunk:
    """Run trials with Mesa's agents; Mesa takes a while to import, so that the kernel goes without it."""
    from engine.simulation.trials import run_chunk

    return run_chunk(scenario, seed, first, n_trials, progress)


BACKENDS: dict[Name, Backend] = {
    "kernel": Backend(run_on_kernel, "threads", chunk_trials=4096, worker_trials=1024, least_trials=512),
    "mesa": Backend(run_on_mesa, "processes", chunk_trials=32, worker_trials=128),
}
"""Every backend by name; both give the same numbers to the last bit."""
