"""How long work shows how far it has come, to whoever asks for it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

Showing: TypeAlias = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given how many things will be done, opens what is called with the number of those just done."""


@contextmanager
def show_nothing(n_things: int) -> Iterator[Callable[[int], None]]:
    """Show nothing."""
    yield lambda n_done: None
