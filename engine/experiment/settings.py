"""How much to run, and with what."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.errors import Problem, ScenarioError
from engine.experiment.backends import BACKENDS, Name
from engine.experiment.executors import count_cpus
from engine.results.precision import count_trials
from engine.scenario import Scenario

SEEDS = 2**64
MOST_TRIALS = 10**10
MOST_POINTS = 2**32
"""Points of the Sobol' sequence as `engine.model.sobol` has it."""


class Settings(NamedTuple):
    """How much to run.

    Attributes
    ----------
    trials : int
        Trials to run; the most of them, where a precision is asked for.
    seed : int
        Seed of all draws.
    workers : int
        Processes or threads, as the backend has it.
    backend : str
        What runs the trials.
    rows : bool
        Whether to keep a row for each trial.
    trials_csv : bool
        Whether to write the rows as CSV too.
    precision : float or None
        Width under which every interval of an outcome's share shall be.
    """

    trials: int
    seed: int
    workers: int
    backend: Name = "kernel"
    rows: bool = True
    trials_csv: bool = False
    precision: float | None = None


def settle(
    scenario: Scenario,
    trials: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    rows: bool = True,
    trials_csv: bool = False,
    backend: Name = "kernel",
    precision: float | None = None,
) -> Settings:
    """Fill in what was not asked for: the scenario's own trials and seed, every CPU that pays.

    Raises
    ------
    ScenarioError
        If there are no trials or no workers, the seed or the precision is out of range, a table is
        asked for whose rows are not kept, or Sobol' points for what they can't give.
    """
    defaults = scenario.parameters.run
    problems = list(_check_precision(scenario, precision))
    if trials is None:
        trials = defaults.trials if precision is None or problems else count_trials(precision)
    settings = Settings(
        trials=trials,
        seed=defaults.seed if seed is None else seed,
        workers=1 if workers is None else workers,
        backend=backend,
        rows=rows,
        trials_csv=trials_csv,
        precision=precision,
    )
    problems += _check(settings._asdict())
    problems += _check_seed(settings.seed)
    if trials_csv and not rows:
        problems.append(Problem("--trials-csv", "", "needs the rows of trials", "leave out --no-rows"))
    if defaults.sampling == "sobol" and trials > MOST_POINTS:
        rule = f"must be at most {MOST_POINTS:,} on Sobol' points"
        problems.append(Problem("--trials", f"{trials:,}", rule, "leave out run.sampling"))
    if problems:
        raise ScenarioError(*problems)
    return settings._replace(workers=settle_workers(settings.trials, settings.backend, workers))


def _check_precision(scenario: Scenario, width: float | None) -> Iterator[Problem]:
    if width is None:
        return
    if not 0 < width < 1:
        yield Problem("--precision", f"{width:g}", "must lie between 0 and 1", "0.01 is one in a hundred")
    elif count_trials(width) > MOST_TRIALS:
        rule = f"takes up to {count_trials(width):,} trials, more than {MOST_TRIALS:,}"
        yield Problem("--precision", f"{width:g}", rule, "ask for a wider interval")
    if scenario.parameters.run.sampling != "random":
        rule = "needs independent draws, and run.sampling is sobol"
        yield Problem("--precision", f"{width:g}", rule, "leave one of them out")


def settle_workers(trials: int, backend: Name, workers: int | None = None) -> int:
    """Give the workers asked for, else as many as pay for so many trials.

    Raises
    ------
    ScenarioError
        If none are asked for.
    """
    if workers is None:
        return max(1, min(count_cpus(), trials // BACKENDS[backend].worker_trials))
    check_at_least_one(workers=workers)
    return workers


def check_at_least_one(**options: int) -> None:
    """Refuse counts below 1.

    Raises
    ------
    ScenarioError
        With every option that is.
    """
    if problems := list(_check(options)):
        raise ScenarioError(*problems)


def check_seed(seed: int) -> None:
    """Refuse a seed out of range.

    Raises
    ------
    ScenarioError
        If it is.
    """
    if problems := _check_seed(seed):
        raise ScenarioError(*problems)


def _check_seed(seed: int) -> list[Problem]:
    if 0 <= seed < SEEDS:
        return []
    return [Problem("--seed", str(seed), "must lie between 0 and 2^64 - 1")]


def _check(options: dict[str, int]) -> list[Problem]:
    return [
        Problem(f"--{option}", str(options[option]), "must be at least 1")
        for option in ("trials", "workers")
        if options.get(option, 1) < 1
    ]
