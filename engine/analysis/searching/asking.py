"""What a search is asked for, with every problem at once, and its running."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from engine.analysis.arms import MOST_TRIALS, ask_arms
from engine.analysis.objective import DEFAULT, Objective, parse_objective
from engine.analysis.searching.judging import AT_THE_TABLE, IN_FORCE, Judge
from engine.analysis.searching.packages import Lever, list_levers
from engine.analysis.searching.search import MOST_KEPT, Searched, search
from engine.errors import Problem, ScenarioError
from engine.scenario import Scenario
from engine.scenario.loading import load_text

BUDGET, TRIALS, FRESH = 400, 256, 2000
"""Packages to try, trials of each, and fresh trials of the best."""
MOST_PACKAGES = 100_000
LEAST_TRIALS = 50
"""Fewest trials from which a share is worth telling."""


class SearchAsked(NamedTuple):
    """A search that was found right.

    Attributes
    ----------
    scenario : Scenario
        Under the packages.
    levers : tuple of Lever
        What packages set.
    objective : Objective
        What counts once a package is in force.
    seed, budget, trials, fresh : int
        As for `search`.
    """

    scenario: Scenario
    levers: tuple[Lever, ...]
    objective: Objective
    seed: int
    budget: int
    trials: int
    fresh: int

    @property
    def n_judged(self) -> int:
        """Most packages that are played."""
        return self.budget + MOST_KEPT + 1


def ask_search(
    reference: str | Path,
    levers: Sequence[str] = (),
    overrides: Sequence[str] = (),
    *,
    objective: str = DEFAULT,
    seed: int | None = None,
    budget: int = BUDGET,
    trials: int = TRIALS,
    fresh: int = FRESH,
) -> SearchAsked:
    """Settle what to search.

    Raises
    ------
    ScenarioError
        With the problems of scenario, levers, objective and numbers.
    """
    problems = [
        Problem(option, f"{number:,}", f"must lie between {least:,} and {most:,}")
        for option, number, least, most in (
            ("--budget", budget, 1, MOST_PACKAGES),
            ("--trials", trials, LEAST_TRIALS, MOST_TRIALS),
            ("--fresh", fresh, LEAST_TRIALS, MOST_TRIALS),
        )
        if not least <= number <= most
    ]
    if problems:
        raise ScenarioError(*problems)
    asked = ask_arms([reference], overrides, trials=trials, seed=seed)
    scenario = asked.arms[0].scenario
    found = list_levers(scenario, levers)
    counts = parse_objective(objective, scenario)
    if refused := list(_check_settings(scenario, found)):
        raise ScenarioError(*dict.fromkeys(refused))
    return SearchAsked(scenario, found, counts, asked.seed, budget, trials, fresh)


def run_search(asked: SearchAsked, tick: Callable[[int], None] | None = None) -> Searched:
    """Run a search; `tick` is called with 1 whenever a package was judged."""
    return search(
        asked.levers,
        _judge(asked).judge,
        seed=asked.seed,
        budget=asked.budget,
        trials=asked.trials,
        fresh=asked.fresh,
        tick=tick,
    )


def _check_settings(scenario: Scenario, levers: Sequence[Lever]) -> Iterator[Problem]:
    """Say what is wrong with the settings of levers, each set alone."""
    text = scenario.to_toml()
    for lever in levers:
        for setting in range(len(lever.settings)):
            for start in (AT_THE_TABLE, IN_FORCE):
                try:
                    load_text(text, scenario.name, [*lever.override(setting), *start])
                except ScenarioError as error:
                    yield from error.problems


def _judge(asked: SearchAsked) -> Judge:
    return Judge(asked.scenario, asked.levers, asked.seed, asked.objective)
