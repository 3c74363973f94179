"""A run that is told to stop: what is kept of it, and how to go on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from engine.results.store import Store

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM, which stops a run as an interrupt does."""


@contextmanager
def stopping_kindly(store: "Store") -> Iterator[None]:
    """Turn an interrupt or SIGTERM into a message that says how to resume, and the exit status of its kind.

    Raises
    ------
    typer.Exit
        With 130 or 143.
    """
    from engine.results.folder import say_resume

    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt as stop:
        kept = f"{store.run.trials - store.count_missing():,} of {store.run.trials:,} trials"
        typer.echo(
            f"Stopped; {kept} are kept in {store.folder}. To go on: {say_resume(store.folder)}", err=True
        )
        raise typer.Exit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated
