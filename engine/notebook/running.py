"""Runs and sweeps made from a notebook, into the same folders as the command makes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Unpack

from engine.experiment.settings import Options
from engine.notebook.runs import RunResults
from engine.notebook.sweeps import SweptResults
from engine.notebook.watching import import_mesa, say_compiling, watching
from engine.results.folder import say_resume


def run(
    scenario: str | Path,
    *,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    out: str | Path | None = None,
    progress: bool = True,
    **options: Unpack[Options],
) -> RunResults:
    """Run a scenario's trials, store the tables in a folder and load them, as `sim run` does.

    Parameters
    ----------
    scenario : str or Path
        A TOML file, or the name of a shipped scenario.
    set : mapping or sequence of str, optional
        Values laid over the scenario: ``{"front.zone_km": 10}`` or ``["front.zone_km=10"]``.
    out : str or Path, optional
        A new folder; ``outputs/SCENARIO``, numbered if taken, where absent.
    progress : bool
        Whether to show how far the run has come.
    **options
        ``trials``, ``seed`` (the scenario's own if absent), ``workers`` (every CPU that pays), ``backend``
        (``kernel``, or ``mesa`` for Mesa's agents: far slower, the same numbers), ``precision``, ``rows`` and
        ``trials_csv``, as `sim run` has them.

    Raises
    ------
    ScenarioError
        With every problem of scenario, values, options and folder, before anything runs.
    StoreError
        If the disk does not allow it. What is finished is kept, and `sim resume` goes on with it.
    """
    from engine.experiment.asking import ask
    from engine.experiment.running import begin, complete

    into = None if out is None else Path(out)
    asked, settings = ask(scenario, list_overrides(set), into, **options)
    say_compiling(shown=progress)
    if settings.backend == "mesa":
        import_mesa()
    command = _say_call("run", str(scenario), set=set, out=out, **options)
    with begin(asked, settings, out=into, command=command) as store:
        n_trials = max(store.run.trials, store.run.most_trials)
        with _saying_how_to_resume(store.folder), watching(n_trials, asked.name, shown=progress) as tick:
            results = complete(store, settings.workers, tick)
    return RunResults(results)


def sweep(
    sweep: str | Path,
    *,
    trials: int | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    rows: bool = True,
    progress: bool = True,
) -> SweptResults:
    """Run every point of a sweep over the same draws, store tidy tables and load them, as `sim sweep` does.

    Parameters
    ----------
    sweep : str or Path
        A TOML file, or the name of a shipped sweep.
    trials : int, optional
        Trials of each point; the file's own if absent.
    out : str or Path, optional
        A new folder; ``outputs/SWEEP``, numbered if taken, where absent.
    workers : int, optional
        Threads; one for each CPU if absent.
    rows : bool
        Whether to keep a row for each trial, which differences are counted from.
    progress : bool
        Whether to show how far the sweep has come.

    Raises
    ------
    ScenarioError
        With every problem of file, options and folder, before anything runs.
    EngineError
        If trials could not be run. What is finished is kept, and `sim resume` goes on with it.
    """
    from engine.experiment.sweeps.checking import check_sweep
    from engine.experiment.sweeps.running import begin_sweep, complete_sweep, settle_sweep_workers, threads
    from engine.notebook.loading import load_sweep
    from engine.scenario.sweep import WHOLE

    into = None if out is None else Path(out)
    found = check_sweep(sweep, WHOLE, trials=trials, out=into, rows=rows, workers=workers)
    say_compiling(shown=progress)
    command = _say_call("sweep", str(sweep), trials=trials, out=out, workers=workers, rows=rows)
    n_workers = settle_sweep_workers(workers)
    with (
        begin_sweep(found, out=into, rows=rows, workers=n_workers, command=command) as store,
        _saying_how_to_resume(store.folder),
        watching(store.n_trials, found.plan.name, shown=progress) as tick,
    ):
        folder = complete_sweep(store, threads(n_workers), tick)
    return load_sweep(folder)


def list_overrides(values: Mapping[str, Any] | Sequence[str]) -> list[str]:
    """Write values that are laid over a scenario as the command takes them."""
    from engine.scenario.writing import write_value

    if isinstance(values, str):
        return [values]
    if not isinstance(values, Mapping):
        return list(values)
    return [f"{path}={write_value(_make_plain(value))}" for path, value in values.items()]


def _make_plain(value: Any) -> Any:
    """Turn a number of NumPy's, such as a row of a table has, into Python's."""
    return value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value


def _say_call(function: str, what: str, **options: Any) -> str:
    """Write the call for the record."""
    said = [f"{name}={value!r}" for name, value in options.items() if value is not None and value != ()]
    return f"engine.{function}({', '.join([repr(what), *said])})"


@contextmanager
def _saying_how_to_resume(folder: Path) -> Iterator[None]:
    """Add to an interrupt what is kept and how to go on."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note(f"What is finished is kept in {folder}. To go on: {say_resume(folder)}")
        raise
