"""How far a run has come, where a notebook shows it."""

import importlib
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any, TypeAlias

Tick: TypeAlias = Callable[[int], None]

SECONDS_BETWEEN = 0.2


@contextmanager
def watching(n_things: int, about: str, things: str = "trials", *, shown: bool = True) -> Iterator[Tick]:
    """Show how many trials, or other things, have finished: a bar in a notebook, else as the command does.

    A notebook's bar is a display that is replaced by the next, and in the end by one line; it needs no
    widgets, and is stored as that line.

    Parameters
    ----------
    n_things : int
        All of them.
    about : str
        What is run.
    things : str
        What is counted.
    shown : bool
        Whether to show anything.
    """
    if not shown:
        yield lambda n: None
        return
    if is_notebook():
        bar = _Bar(n_things, about, things)
        try:
            yield bar.tick
        except BaseException:
            bar.close("stopped after")
            raise
        bar.close("ran")
        return
    from rich.console import Console

    from engine.experiment.progress import showing_progress

    with showing_progress(n_things, Console(stderr=True), things) as tick:
        yield tick


def say_compiling(*, shown: bool = True) -> None:
    """Say that the model must be compiled first, if it must."""
    from engine.model.compiling import is_compiled

    if shown and not is_compiled():
        sys.stderr.write(
            "Compiling the model for this machine, once for each version of it: half a minute.\n"
        )


def import_mesa() -> None:
    """Import Mesa without tqdm's complaint of missing widgets, which nothing here shows."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="IProgress not found")
        importlib.import_module("mesa")


def is_notebook() -> bool:
    """Whether the code runs in a kernel, whose front end shows displays."""
    shells = sys.modules.get("IPython")
    shell = shells.get_ipython() if shells else None
    return getattr(shell, "kernel", None) is not None


class _Bar:
    def __init__(self, n_things: int, about: str, things: str) -> None:
        from IPython.display import display

        self._n_things, self._about, self._things, self._n_done = n_things, about, things, 0
        self._began = self._shown = time.monotonic()
        self._handle: Any = display(self._draw(), raw=True, display_id=True)

    def tick(self, n: int) -> None:
        self._n_done += n
        if time.monotonic() - self._shown >= SECONDS_BETWEEN:
            self._shown = time.monotonic()
            self._handle.update(self._draw(), raw=True)

    def close(self, how: str) -> None:
        seconds = time.monotonic() - self._began
        line = f"{self._about}: {how} {self._n_done:,} {self._things} in {seconds:.1f} s"
        self._handle.update({"text/plain": line, "text/html": f"<p>{escape(line)}</p>"}, raw=True)

    def _draw(self) -> dict[str, str]:
        line = f"{self._about}: {self._n_done:,} of {self._n_things:,} {self._things}"
        bar = f'<progress max="{self._n_things}" value="{self._n_done}"></progress>'
        return {"text/plain": line, "text/html": f"<p>{bar} {escape(line)}</p>"}
