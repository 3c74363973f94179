"""What a user wants of a trial, as a number: how it ends, what is recorded, whether that passes a limit."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, Column, Floats, columns

DEFAULT = "durable_peace"
OPTION = "--objective"
LIMIT = re.compile(r"([a-z]\w*)\s*(<=|>=|<|>)\s*(-?[\d.]+)")
COMPARE: dict[str, Callable[[Floats, float], Floats]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
EVERY_TRIAL = ("count", "weeks")
"""Kinds of columns that mean 0 where a thing did not happen."""
ALWAYS_THERE = ("front",)
"""Numbers that every trial has, beside the parties' war costs."""
WAY_OUT = (
    "an outcome, several with + between them or each with its worth (durable_peace=1,frozen_conflict=0.4), a "
    "recorded number (accord_weeks, -war_cost_ukraine) or a limit to one (collapse_round<=26)"
)


class Objective(NamedTuple):
    """A number that a trial is worth; more is better.

    Attributes
    ----------
    text : str
        As the user wrote it.
    worths : mapping of str to float
        Worth of each outcome; empty where a recorded number counts.
    column : str
        The recorded number that counts; empty where the outcome does.
    sign : int
        -1 where less of the number is better.
    limit : tuple of str and float, or None
        Comparison and limit, where whether the number passes it is what counts.
    """

    text: str
    worths: Mapping[str, float]
    column: str = ""
    sign: int = 1
    limit: tuple[str, float] | None = None

    @property
    def is_share(self) -> bool:
        """Whether a trial is worth 0 or 1, so that the mean is a share of trials."""
        return self.limit is not None or (not self.column and set(self.worths.values()) <= {0.0, 1.0})

    def measure(self, trials: Trials) -> Floats:
        """Give what each trial is worth, shape (n_trials,); NaN where it failed."""
        outcomes = trials.column("outcome")
        failed = np.isnan(outcomes)
        if not self.column:
            worths = np.array([self.worths.get(name, 0.0) for name in OUTCOMES])
            measured = worths[np.where(failed, 0, outcomes).astype(int)]
        else:
            numbers = trials.column(self.column)
            if self.limit is not None:
                compare, limit = self.limit
                measured = COMPARE[compare](numbers, limit).astype(float)
            else:
                measured = self.sign * np.nan_to_num(numbers, nan=0.0)
        return np.where(failed, np.nan, measured)


def parse_objective(text: str, scenario: Scenario) -> Objective:
    """Read an objective.

    One of `durable_peace`, `durable_peace+unproven_peace`, `durable_peace=1,frozen_conflict=0.4`,
    `accord_weeks`, `-war_cost_ukraine`, `collapse_round<=26`. A round of what never came passes no limit;
    weeks of what never began, and counts, are 0.

    Raises
    ------
    ScenarioError
        If it is none of these.
    """
    text = text.strip()
    if limited := LIMIT.fullmatch(text):
        column = _find_column(text, limited[1], scenario, kinds=("count", "weeks", "round", "number"))
        return Objective(text, {}, column.name, limit=(limited[2], float(limited[3])))
    if "=" in text:
        return Objective(text, _parse_worths(text))
    names = [name.strip() for name in text.split("+")]
    if all(name in OUTCOMES for name in names):
        return Objective(text, dict.fromkeys(names, 1.0))
    if len(names) > 1:
        raise ScenarioError(*(_unknown(text, name) for name in names if name not in OUTCOMES))
    column = _find_column(text, text.removeprefix("-"), scenario, kinds=EVERY_TRIAL)
    return Objective(text, {}, column.name, sign=-1 if text.startswith("-") else 1)


def _parse_worths(text: str) -> dict[str, float]:
    worths: dict[str, float] = {}
    problems = []
    for each in text.split(","):
        name, _, worth = (part.strip() for part in each.partition("="))
        if name not in OUTCOMES:
            problems.append(_unknown(text, name))
            continue
        try:
            worths[name] = float(worth)
        except ValueError:
            problems.append(Problem(OPTION, each.strip(), "needs a number as its worth"))
            continue
        if not np.isfinite(worths[name]):
            problems.append(Problem(OPTION, each.strip(), "needs a finite number as its worth"))
    if problems:
        raise ScenarioError(*problems)
    return worths


def _find_column(text: str, name: str, scenario: Scenario, kinds: tuple[str, ...]) -> Column:
    known = {column.name: column for column in columns(scenario)}
    column = known.get(name)
    if column is None:
        raise ScenarioError(_unknown(text, name))
    always = name in ALWAYS_THERE or name.startswith("war_cost_")
    if column.kind not in kinds and not always:
        rule = f"counts {column.kind}s, which trials may lack" if column.kind != "code" else "is a word"
        raise ScenarioError(Problem(OPTION, text, rule, "give a limit, as in collapse_round<=26"))
    return column


def _unknown(text: str, name: str) -> Problem:
    return Problem(OPTION, text, f"{name!r} is neither an outcome nor a recorded number", f"give {WAY_OUT}")
