"""How far a run has come: a bar on a terminal, a plain line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Tick: TypeAlias = Callable[[int], None]

SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def showing_progress(
    n_things: int, console: Console, things: str = "trials", *, n_there: int = 0
) -> Iterator[Tick]:
    """Show how many trials, or other things, have finished, how fast they go and how long it takes yet.

    Parameters
    ----------
    n_things : int
        All of them.
    console : Console
        Where to.
    things : str
        What they are.
    n_there : int
        Those of them that were there before.
    """
    if not console.is_terminal:
        yield _Lines(n_things, console, things, n_there).tick
        return
    shown = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(things),
        TimeRemainingColumn(),
    )
    with Progress(*shown, console=console, transient=True) as progress:
        task = progress.add_task(f"Running {things}", total=n_things, completed=n_there)
        yield lambda n: progress.advance(task, n)


class _Speed(ProgressColumn):
    def __init__(self, things: str) -> None:
        super().__init__()
        self._things = things

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} {self._things}/s" if task.speed else "starting")


class _Lines:
    def __init__(self, n_things: int, console: Console, things: str, n_there: int) -> None:
        self._n_things, self._console, self._things = n_things, console, things
        self._n_there = self._n_finished = n_there
        self._started = self._said = time.monotonic()

    def tick(self, n: int) -> None:
        self._n_finished += n
        now = time.monotonic()
        if now - self._said < SECONDS_BETWEEN_LINES:
            return
        self._said = now
        speed = (self._n_finished - self._n_there) / (now - self._started)
        left = (self._n_things - self._n_finished) / speed
        count = f"{self._n_finished:,} of {self._n_things:,} {self._things}"
        self._console.print(f"{count}, {speed:,.1f} {self._things}/s, {left:,.0f} s left", highlight=False)
