"""Futures as they finish; while they are waited for, a signal that stops the work is raised there alone.

Python runs signal handlers between any two steps of the main thread. One that raises just after a lock of a
future was taken leaves it taken for ever (Condition.__enter__ is no single step), and a worker that finishes
then waits for ever too. So a stop is put into the queue of what has finished, and raised when it comes out.
"""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from types import FrameType, TracebackType
from typing import Any, Generic, Self, TypeAlias, TypeVar

Kind = TypeVar("Kind")
Handler: TypeAlias = Callable[[int, FrameType | None], Any]

STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGUSR1") if hasattr(signal, name)]


class Finished(Generic[Kind]):
    """Waits for futures, one at a time, in the order in which they finish.

    Within its ``with`` block, signals that a handler of Python's would turn into an exception do so in `get`.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[Future[Kind] | Callable[[], Any]] = SimpleQueue()
        self._handlers: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in STOPS:
                handler = signal.getsignal(number)
                if callable(handler):
                    self._handlers[number] = handler
                    signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()
        if error is None:
            self._raise_stops()

    def watch(self, future: Future[Kind]) -> None:
        """Have `get` give a future once it is done."""
        future.add_done_callback(self._queue.put)

    def get(self) -> Future[Kind]:
        """Give the next future that is done.

        Raises
        ------
        BaseException
            What the handler of a signal raised that came in the meantime.
        """
        found = self._queue.get()
        if isinstance(found, Future):
            return found
        self._restore()
        found()
        return self.get()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._queue.put(partial(self._handlers[number], number, None))

    def _restore(self) -> None:
        while self._handlers:
            signal.signal(*self._handlers.popitem())

    def _raise_stops(self) -> None:
        while not self._queue.empty():
            found = self._queue.get()
            if not isinstance(found, Future):
                found()
