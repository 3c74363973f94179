"""What a sweep is asked for beside its file, with every problem at once, before anything is written."""

from pathlib import Path

from engine.errors import Problem, ScenarioError
from engine.experiment.settings import check_options
from engine.experiment.sweeps.cluster import check_dask
from engine.experiment.sweeps.planning import Sweep, load_sweep
from engine.results.folder import OUTPUTS, check_free
from engine.results.room import check_room, estimate_room
from engine.results.sweeps.record import is_sweep
from engine.scenario.sweep import Share


def check_sweep(
    reference: str | Path,
    share: Share,
    *,
    trials: int | None = None,
    out: Path | None = None,
    rows: bool = True,
    workers: int | None = None,
    dask: str | None = None,
) -> Sweep:
    """Load a sweep, and refuse what can't be run.

    Raises
    ------
    ScenarioError
        With every problem of file, options, folder and room for rows.
    """
    problems: list[Problem] = list(check_options({"trials": trials, "workers": workers}))
    sweep = None
    try:
        sweep = load_sweep(reference, None if problems else trials)
    except ScenarioError as error:
        problems += error.problems
    try:
        check_dask(dask, workers)
    except ScenarioError as error:
        problems += error.problems
    if out is not None and not (share.shares > 1 and is_sweep(out)):
        problems += check_free(out)
    if sweep is not None:
        folder = out or OUTPUTS / sweep.plan.name
        problems += _check_shard(sweep, share)
        if rows:
            n_trials = len(sweep.plan.points) * sweep.plan.trials // share.shares
            problems += check_room(folder, estimate_room(sweep.resolve(0), n_trials))
    if problems or sweep is None:
        raise ScenarioError(*problems)
    return sweep


def _check_shard(sweep: Sweep, share: Share) -> list[Problem]:
    n_trials = len(sweep.plan.points) * sweep.plan.trials
    if share.shares > n_trials:
        rule = f"are more shards than the sweep's {n_trials:,} trials"
        return [Problem("--shard", str(share), rule, "ask for fewer")]
    return []
