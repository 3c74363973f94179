"""The back-test: what the engine says of past agreements from what was known when they were signed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from engine.analysis.history.archetypes import load_case
from engine.analysis.history.rivals import climatology, logistic_regression
from engine.analysis.history.scores import Bin, Floats, calibrate, gain, score, squared, surprise
from engine.analysis.simulating import simulate_all
from engine.errors import Problem, ScenarioError
from engine.evidence.cases import HORIZONS, Case, CodedCase
from engine.results.estimates import Estimate, wilson

LEAST_TRIALS, MOST_TRIALS = 50, 10**6
TRIALS, SEED = 2000, 1648
FEWEST = 3
"""Fewest cases, some of which held and some of which did not, for a horizon to be scored."""


class Prediction(NamedTuple):
    """What the engine says of one case.

    Attributes
    ----------
    case : Case
        What was known.
    chances : tuple of Estimate
        Chance that it holds 1, 5 and 20 years, with its Monte Carlo interval. [1]
    held : tuple of float
        Whether it did; NaN where that is not known yet.
    """

    case: Case
    chances: tuple[Estimate, ...]
    held: tuple[float, ...]


class Contest(NamedTuple):
    """A rival's score, and how much better the engine is on the same cases.

    Attributes
    ----------
    name : str
        Who the rival is.
    brier, log_score : Estimate
        Its mean losses. [1]
    brier_gain, log_gain : Estimate
        Its losses less the engine's, case by case; above 0 the engine is better. [1]
    """

    name: str
    brier: Estimate
    log_score: Estimate
    brier_gain: Estimate
    log_gain: Estimate


class Verdict(NamedTuple):
    """How well the engine does at one horizon.

    Attributes
    ----------
    years : int
        The horizon. [years]
    cases, held : int
        Cases whose end is known, and how many of them held.
    stated : float
        Mean chance that the engine gave. [1]
    brier, log_score : Estimate
        Mean losses of the engine, with intervals over cases. [1]
    contests : tuple of Contest
        Climatology and logistic regression, each from all cases but the one in question.
    bins : tuple of Bin
        The calibration table.
    """

    years: int
    cases: int
    held: int
    stated: float
    brier: Estimate
    log_score: Estimate
    contests: tuple[Contest, ...]
    bins: tuple[Bin, ...]


class BackTest(NamedTuple):
    """Predictions for all cases, and the verdict at each horizon that can be scored."""

    n_trials: int
    seed: int
    predictions: tuple[Prediction, ...]
    verdicts: tuple[Verdict, ...]


def run_backtest(
    coded: Sequence[CodedCase],
    n_trials: int = TRIALS,
    seed: int = SEED,
    tick: Callable[[int], None] | None = None,
) -> BackTest:
    """Run every case from its codes at signature and score what is said against what happened.

    Raises
    ------
    ScenarioError
        If the number of trials is out of range.
    """
    if not LEAST_TRIALS <= n_trials <= MOST_TRIALS:
        rule = f"must lie between {LEAST_TRIALS} and {MOST_TRIALS:,}"
        raise ScenarioError(Problem("--trials", str(n_trials), rule))
    scenarios = [load_case(each.case) for each in coded]
    predictions = []
    for each, trials in zip(coded, simulate_all(scenarios, n_trials, seed), strict=True):
        holding = (n_trials - int(trials.fails_by(years).sum()) for years in HORIZONS)
        chances = tuple(wilson(n, n_trials) for n in holding)
        predictions.append(Prediction(each.case, chances, each.held))
        if tick is not None:
            tick(1)
    verdicts = [judge(predictions, place, n_trials) for place in range(len(HORIZONS))]
    return BackTest(n_trials, seed, tuple(predictions), tuple(each for each in verdicts if each is not None))


def judge(predictions: Sequence[Prediction], place: int, n_trials: int) -> Verdict | None:
    """Score the predictions at one horizon; none where too few cases are known or all ended alike."""
    known = [each for each in predictions if not np.isnan(each.held[place])]
    held = np.array([each.held[place] for each in known])
    if held.size < FEWEST or np.ptp(held) == 0:
        return None
    stated = np.array([each.chances[place].value for each in known])
    chances = (stated * n_trials + 0.5) / (n_trials + 1)
    cases = [each.case for each in known]
    rivals = (
        ("climatology", climatology(held)),
        ("logistic regression", logistic_regression(cases, held)),
    )
    return Verdict(
        HORIZONS[place],
        held.size,
        int(held.sum()),
        float(stated.mean()),
        score(squared, chances, held),
        score(surprise, chances, held),
        tuple(_contest(name, chances, theirs, held) for name, theirs in rivals),
        calibrate(chances, held),
    )


def _contest(name: str, chances: Floats, theirs: Floats, held: Floats) -> Contest:
    return Contest(
        name,
        score(squared, theirs, held),
        score(surprise, theirs, held),
        gain(squared, chances, theirs, held),
        gain(surprise, chances, theirs, held),
    )
