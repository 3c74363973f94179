"""How much to run, and with what."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypedDict, Unpack

from engine.errors import Problem, ScenarioError
from engine.experiment.backends import BACKENDS, Name
from engine.experiment.executors import count_cpus
from engine.results.precision import count_trials
from engine.scenario import Scenario

SEEDS = 2**64
MOST_TRIALS = 10**10
MOST_WORKERS = 1024
MOST = {"trials": MOST_TRIALS, "workers": MOST_WORKERS}
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


class Options(TypedDict, total=False):
    """What may be asked for of `Settings`; None and what is absent is left to the scenario or the machine."""

    trials: int | None
    seed: int | None
    workers: int | None
    backend: Name
    rows: bool
    trials_csv: bool
    precision: float | None


def settle(scenario: Scenario, **options: Unpack[Options]) -> Settings:
    """Fill in what was not asked for: the scenario's own trials and seed, every CPU that pays.

    Raises
    ------
    ScenarioError
        If trials, workers, seed or precision are out of range, a table is asked for whose rows are not
        kept, or Sobol' points for what they can't give.
    """
    if problems := [*check_options(options), *_check_sampling(scenario, options)]:
        raise ScenarioError(*problems)
    defaults, precision = scenario.parameters.run, options.get("precision")
    trials, seed = options.get("trials"), options.get("seed")
    if trials is None:
        trials = defaults.trials if precision is None else count_trials(precision)
    backend = options.get("backend", "kernel")
    return Settings(
        trials=trials,
        seed=defaults.seed if seed is None else seed,
        workers=settle_workers(trials, backend, options.get("workers")),
        backend=backend,
        rows=options.get("rows", True),
        trials_csv=options.get("trials_csv", False),
        precision=precision,
    )


def check_options(options: Options) -> Iterator[Problem]:
    """Say what is wrong with options whatever the scenario."""
    width, seed = options.get("precision"), options.get("seed")
    if width is not None and not 0 < width < 1:
        yield Problem("--precision", f"{width:g}", "must lie between 0 and 1", "0.01 is one in a hundred")
    elif width is not None and count_trials(width) > MOST_TRIALS:
        rule = f"takes up to {count_trials(width):,} trials, more than {MOST_TRIALS:,}"
        yield Problem("--precision", f"{width:g}", rule, "ask for a wider interval")
    yield from _check_counts({"trials": options.get("trials"), "workers": options.get("workers")})
    if seed is not None and not 0 <= seed < SEEDS:
        yield Problem("--seed", str(seed), "must lie between 0 and 2^64 - 1")
    if options.get("trials_csv") and not options.get("rows", True):
        yield Problem("--trials-csv", "", "needs the rows of trials", "leave out --no-rows")


def _check_sampling(scenario: Scenario, options: Options) -> Iterator[Problem]:
    """Say what Sobol' points can't give."""
    width, trials = options.get("precision"), options.get("trials") or scenario.parameters.run.trials
    if scenario.parameters.run.sampling != "sobol":
        return
    if width is not None:
        rule = "needs independent draws, and run.sampling is sobol"
        yield Problem("--precision", f"{width:g}", rule, "leave one of them out")
    if trials > MOST_POINTS:
        rule = f"must be at most {MOST_POINTS:,} on Sobol' points"
        yield Problem("--trials", f"{trials:,}", rule, "leave out run.sampling")


def settle_workers(trials: int, backend: Name, workers: int | None = None) -> int:
    """Give the workers asked for, else as many as pay for so many trials.

    Raises
    ------
    ScenarioError
        If none are asked for.
    """
    if workers is None:
        return max(1, min(count_cpus(), trials // BACKENDS[backend].worker_trials))
    refuse_wrong(workers=workers)
    return workers


def refuse_wrong(**options: Unpack[Options]) -> None:
    """Refuse options that are wrong whatever the scenario.

    Raises
    ------
    ScenarioError
        With every one of them.
    """
    if problems := list(check_options(options)):
        raise ScenarioError(*problems)


def _check_counts(counts: Mapping[str, int | None]) -> Iterator[Problem]:
    for option, count in counts.items():
        if count is not None and count < 1:
            yield Problem(f"--{option}", str(count), "must be at least 1")
        elif count is not None and count > (most := MOST[option]):
            yield Problem(f"--{option}", f"{count:,}", f"must be at most {most:,}")
