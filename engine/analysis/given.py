"""Observations that trials are held against: which agree, and how well."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.analysis.objective import COMPARE, EVERY_TRIAL
from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError
from engine.results.weighted import count_effective
from engine.scenario import Scenario
from engine.simulation.records import WEEKS_PER_ROUND, Floats, columns

OPTION = "--given"
LEAST_EFFECTIVE = 50
"""Trials, or an effective number of them, that must agree in every arm."""
QUIET_WEEKS = "quiet_weeks"
"""Weeks from the start of the first ceasefire to its first crisis or its end; rounds are the resolution."""
OBSERVATION = re.compile(
    r"([a-z]\w*)(?:\s*-\s*([a-z]\w*))?\s*(<=|>=|<|>|=)\s*(-?[\d.]+)(?:\s*(?:\+-|±)\s*([\d.]+))?"
)
KINDS = (*EVERY_TRIAL, "round", "number")
WAY_OUT = (
    "give a limit (ceasefire_weeks>=8, truces>=2, quiet_weeks>=8, collapse_round-first_truce_round>2) or a "
    "number with its tolerance (incidents_year_1=12000+-3000)"
)


class Observation(NamedTuple):
    """Something observed of a recorded number.

    Attributes
    ----------
    text : str
        As the user wrote it.
    name, less : str
        The recorded number, and what is taken from it; empty where nothing is.
    comparison : str
        How it compares; ``=`` for an equality.
    number, tolerance : float
        With what; standard deviation of a normal kernel about it, 0 where it must be equal.
    """

    text: str
    name: str
    less: str
    comparison: str
    number: float
    tolerance: float

    def weigh(self, trials: Trials) -> Floats:
        """Say how well each trial agrees, shape (n_trials,): 0 or 1, or the kernel's height in [0, 1].

        What did not happen agrees with nothing.
        """
        seen = _read(self.name, trials)
        if self.less:
            seen = seen - _read(self.less, trials)
        if self.tolerance:
            return np.nan_to_num(np.exp(-0.5 * ((seen - self.number) / self.tolerance) ** 2), nan=0.0)
        compare = COMPARE.get(self.comparison, np.equal)
        return np.asarray(compare(seen, self.number), dtype=np.float64)


def parse_observations(texts: Sequence[str], scenarios: Sequence[Scenario]) -> tuple[Observation, ...]:
    """Read observations, each of which all scenarios must record.

    Raises
    ------
    ScenarioError
        With every problem of them.
    """
    found: list[Observation] = []
    problems: list[Problem] = []
    for text in texts:
        match = OBSERVATION.fullmatch(text.strip())
        if match is None:
            problems.append(Problem(OPTION, text, "is no observation", WAY_OUT))
            continue
        name, less, comparison, number, tolerance = match.groups()
        problems += _check_names(text, [each for each in (name, less) if each], scenarios)
        if tolerance and comparison != "=":
            rule = "has a tolerance, which stands behind = alone"
            problems.append(Problem(OPTION, text, rule, WAY_OUT))
        try:
            numbers = (float(number), float(tolerance or 0))
        except ValueError:
            problems.append(Problem(OPTION, text, "needs a number", WAY_OUT))
            continue
        found.append(Observation(text.strip(), name, less or "", comparison, *numbers))
    if problems:
        raise ScenarioError(*problems)
    return tuple(found)


def weigh(observations: Sequence[Observation], trials: Trials) -> Floats:
    """Weigh trials, shape (n_trials,), by how well they agree with all observations; 0 where they failed."""
    weights = np.where(np.isnan(trials.column("outcome")), 0.0, 1.0)
    for each in observations:
        weights = weights * each.weigh(trials)
    return weights


def refuse_too_few(texts: Sequence[str], weights: Sequence[tuple[str, Floats]]) -> None:
    """Refuse observations with which too few trials agree.

    Parameters
    ----------
    texts : sequence of str
        The observations.
    weights : sequence of tuple of str and ndarray
        Of each arm, with its name.

    Raises
    ------
    ScenarioError
        With every arm in which too few do.
    """
    problems = []
    for name, each in weights:
        effective = count_effective(each)
        if effective >= LEAST_EFFECTIVE:
            continue
        rule = (
            f"leaves {effective:,.1f} effective trials of {len(each):,} in {name}, and {LEAST_EFFECTIVE} are "
            "needed"
        )
        enough = 1.5 * len(each) * LEAST_EFFECTIVE / effective if effective else 0
        more = f"ask for some {enough:,.0f} trials, or for less" if enough else "ask for less, or more trials"
        problems.append(Problem(OPTION, " and ".join(texts), rule, more))
    if problems:
        raise ScenarioError(*problems)


def _read(name: str, trials: Trials) -> Floats:
    if name != QUIET_WEEKS:
        return trials.column(name)
    began = np.fmin(trials.column("first_truce_round"), trials.column("ratification_round"))
    until = WEEKS_PER_ROUND * (trials.column("first_crisis_round") - began)
    held = trials.column("ceasefire_weeks")
    return np.where(np.isnan(held), np.nan, np.fmin(held, until))


def _check_names(text: str, names: Sequence[str], scenarios: Sequence[Scenario]) -> list[Problem]:
    problems = []
    for name in names:
        kinds = [{each.name: each.kind for each in columns(scenario)}.get(name) for scenario in scenarios]
        if name == QUIET_WEEKS or all(kind in KINDS for kind in kinds):
            continue
        rule = f"{name!r} is a word" if "code" in kinds else f"{name!r} is no number that all arms record"
        problems.append(Problem(OPTION, text, rule, WAY_OUT))
    return problems
