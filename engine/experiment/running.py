"""One run of one scenario: begun, gone on with, extended, and brought to its tables."""

from contextlib import closing
from pathlib import Path

from engine.errors import StoreError
from engine.experiment.backends import BACKENDS, Backend, Progress
from engine.experiment.ensemble import run_ensemble
from engine.experiment.settings import Settings, refuse_wrong, settle, settle_workers
from engine.experiment.workers import Job
from engine.results.aggregate import Aggregate
from engine.results.finishing import finish
from engine.results.folder import say_unfinished
from engine.results.loading import Results, load
from engine.results.opening import create, refuse_differences, reopen
from engine.results.precision import estimate_outcomes, is_precise, schedule_looks
from engine.results.provenance import Run, describe
from engine.results.store import Store
from engine.scenario import Scenario

__all__ = ["Settings", "begin", "complete", "extend", "reopen", "run_scenario", "run_to", "settle"]


def run_scenario(
    scenario: Scenario,
    settings: Settings,
    *,
    out: Path | None = None,
    progress: Progress | None = None,
    command: str = "",
    backend: Backend | None = None,
) -> Results:
    """Run a scenario's trials and store what came out.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    settings : Settings
        How much to run.
    out : Path, optional
        A new folder for the results; ``outputs/<scenario>``, numbered if taken, where absent.
    progress : callable, optional
        Told how many more trials are finished.
    command : str
        The command line, for the record.
    backend : Backend, optional
        What runs the trials, where not the one that `settings` names.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything.
    StoreError
        If the folder can't be written; found out before trials run where it can be.
    """
    with begin(scenario, settings, out=out, command=command) as store:
        return complete(store, settings.workers, progress, backend)


def begin(scenario: Scenario, settings: Settings, *, out: Path | None = None, command: str = "") -> Store:
    """Make the folder of a run, which can be resumed from then on; raises as `run_scenario` does."""
    looks = schedule_looks(settings.trials)
    run = describe(
        scenario,
        seed=settings.seed,
        trials=settings.trials if settings.precision is None else next(looks),
        precision=settings.precision,
        most_trials=0 if settings.precision is None else settings.trials,
        backend=settings.backend,
        rows=settings.rows,
        trials_csv=settings.trials_csv,
        workers=settings.workers,
        command=command,
    )
    return create(scenario, run, out)


def extend(folder: Path, n_more: int, command: str = "") -> Store:
    """Reopen a complete run and ask for more trials, whatever the precision.

    Raises
    ------
    ScenarioError
        If no trials are asked for.
    StoreError
        If the run is not complete, a file of it has changed, another process holds it, or this engine
        would not go on as it began.
    """
    refuse_wrong(trials=n_more)
    load(folder)
    store = reopen(folder)
    try:
        if store.run.status != "complete":
            raise StoreError(say_unfinished(folder))
        refuse_differences(store.run, store.scenario, folder)
        store.ask_for(store.run.trials + n_more, command, most_trials=0)
    except BaseException:
        store.close()
        raise
    return store


def complete(
    store: Store,
    workers: int | None = None,
    progress: Progress | None = None,
    backend: Backend | None = None,
    chunk_trials: int | None = None,
) -> Results:
    """Run what is missing of the trials asked for, write the tables and read them.

    Where a precision was asked for, that is as many as the first look needs at which all is precise.
    """
    run = store.run
    n_most = max(run.trials, run.most_trials)
    workers = settle_workers(n_most - run.trials + store.count_missing(), run.backend, workers)
    for look in _list_looks(run):
        aggregate = run_to(store, look, workers, progress, backend, chunk_trials)
        if run.precision is not None and is_precise(estimate_outcomes(aggregate), run.precision):
            break
    finish(store, workers)
    return load(store.folder)


def _list_looks(run: Run) -> list[int]:
    """List the numbers of trials to look after; those before the one at hand were too few."""
    later = [look for look in schedule_looks(run.most_trials) if look > run.trials] if run.most_trials else []
    return [run.trials, *later]


def run_to(
    store: Store,
    n_trials: int,
    workers: int = 1,
    progress: Progress | None = None,
    backend: Backend | None = None,
    chunk_trials: int | None = None,
) -> Aggregate:
    """Run what is missing of trials 0 to `n_trials` - 1 and look at them all.

    The tables are not written, so that one may look, ask for more and look again, as often as need be.

    Raises
    ------
    EngineError
        If worker processes die, and those that replace them die before finishing anything.
    StoreError
        If the disk does not allow it, or the folder is gone.
    """
    if n_trials > store.run.trials:
        store.ask_for(n_trials)
    used = backend or BACKENDS[store.run.backend]
    job = Job(used.runner, store.run.seed, store.folder, store.run.rows)
    missing = store.list_missing()
    with closing(
        run_ensemble(job, store.scenario, missing, used, workers, progress, chunk_trials)
    ) as finished:
        for _ in finished:
            store.note_part()
    return store.merge()
