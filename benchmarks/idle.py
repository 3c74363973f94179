"""Chunks without trials, which cost nothing but their way to a worker and back."""

from concurrent.futures import Executor, Future
from typing import Any

from engine.results.sweeps.store import SweepStore
from engine.scenario.sweep import Cell

PART_BYTES = 8000
"""Size of what comes back from a chunk whose rows are not kept."""


class IdleStore(SweepStore):
    """A store that keeps nothing."""

    def keep(self, cell: Cell, content: bytes) -> None:
        """Drop it."""


class IdleExecutor(Executor):
    """An executor whose workers get what they would for a chunk, and run no trial of it."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool

    def submit(self, _: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        """Send it on."""
        return self._pool.submit(give_back, *arguments, **named)


def give_back(*_: Any) -> bytes:
    """Give as many bytes as a part has."""
    return bytes(PART_BYTES)
