"""One run of one scenario, from its trials to its folder."""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from engine.errors import Problem, ScenarioError
from engine.experiment.ensemble import Progress, Runner, count_cpus, run_ensemble
from engine.results.loading import Results, load
from engine.results.store import Draft
from engine.scenario import Scenario
from engine.simulation.trials import run_chunk

SEEDS = 2**64
TRIALS_A_WORKER = 128
"""Fewest trials for which another process, with its seconds of start-up, pays."""


class Settings(NamedTuple):
    """How much to run.

    Attributes
    ----------
    trials : int
        Trials to run.
    seed : int
        Seed of all draws.
    workers : int
        Processes.
    """

    trials: int
    seed: int
    workers: int


def settle(
    scenario: Scenario, trials: int | None = None, seed: int | None = None, workers: int | None = None
) -> Settings:
    """Fill in what was not asked for: the scenario's own trials and seed, every CPU that pays.

    Raises
    ------
    ScenarioError
        If there are no trials or no workers, or the seed is out of range.
    """
    defaults = scenario.parameters.run
    n_trials = defaults.trials if trials is None else trials
    useful = max(1, min(count_cpus(), n_trials // TRIALS_A_WORKER))
    settings = Settings(
        n_trials, defaults.seed if seed is None else seed, useful if workers is None else workers
    )
    problems = [
        Problem(f"--{option}", str(count), "must be at least 1")
        for option, count in (("trials", settings.trials), ("workers", settings.workers))
        if count < 1
    ]
    if not 0 <= settings.seed < SEEDS:
        problems.append(Problem("--seed", str(settings.seed), "must lie between 0 and 2^64 - 1"))
    if problems:
        raise ScenarioError(*problems)
    return settings


def run_scenario(
    scenario: Scenario,
    settings: Settings,
    *,
    out: Path | None = None,
    progress: Progress | None = None,
    command: str = "",
    trials_csv: bool = False,
    runner: Runner = run_chunk,
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
    trials_csv : bool
        Whether to write the table of trials as CSV too.
    runner : callable
        Runs a chunk.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything.
    StoreError
        If the folder can't be written; found out before trials run where it can be.
    """
    trials, seed, workers = settings
    with Draft(scenario, out) as draft:
        with closing(run_ensemble(scenario, trials, seed, workers, progress, runner=runner)) as chunks:
            for chunk in chunks:
                draft.add(chunk)
        folder = draft.publish(seed=seed, workers=workers, command=command, trials_csv=trials_csv)
    return load(folder)
