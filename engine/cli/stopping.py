"""A run that is told to stop: what is kept of it, and how to go on."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from engine.results.store import Store
    from engine.results.sweeps.store import SweepStore

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM or USR1, which stop a run as an interrupt does."""


def stopping_kindly(store: "Store") -> AbstractContextManager[None]:
    """Turn a stop of a run into a message that says how to resume; raises as `stopping_with` does."""
    from engine.results.folder import say_resume

    def say() -> str:
        kept = f"{store.run.trials - store.count_missing():,} of {store.run.trials:,} trials"
        return f"{kept} are kept in {store.folder}. To go on: {say_resume(store.folder)}"

    return stopping_with(say, (signal.SIGTERM,))


def stopping_sweep_kindly(store: "SweepStore") -> AbstractContextManager[None]:
    """The same for a sweep or a shard, which USR1 stops too: Slurm sends it before the wall time ends."""
    from engine.results.folder import say_resume

    def say() -> str:
        kept = f"{store.n_trials - store.count_missing():,} of {store.n_trials:,} trials"
        share = "" if store.share.shares == 1 else f" --shard {store.share}"
        return f"{kept} are kept in {store.work}. To go on: {say_resume(store.folder)}{share}"

    return stopping_with(say, (signal.SIGTERM, signal.SIGUSR1))


@contextmanager
def stopping_with(say: Callable[[], str], signals: tuple[signal.Signals, ...]) -> Iterator[None]:
    """Turn an interrupt or a signal into a message, and the exit status of its kind.

    Raises
    ------
    typer.Exit
        With 130 or 143.
    """
    before = {each: signal.signal(each, _terminate) for each in signals}
    try:
        yield
    except KeyboardInterrupt as stop:
        typer.echo(f"Stopped; {say()}", err=True)
        raise typer.Exit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED) from None
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated
