"""The split of an objective's variance into levers, unknown parameters, choices among rules, and chance."""

import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from engine.analysis.sensitivity.asking import Lever, Question, set_lever
from engine.analysis.sensitivity.playing import Job, Tick, draw_all, play_given
from engine.errors import Problem, ScenarioError
from engine.model.draws import key_of
from engine.model.packing import pack
from engine.model.parameters import Floats
from engine.results.estimates import Z
from engine.scenario import Scenario

SOURCES = ("levers", "parameters", "rules", "interactions", "chance")
REPLICATES = 2


class Split(NamedTuple):
    """Where the variance of an objective comes from.

    Attributes
    ----------
    table : DataFrame
        A row for each source: its variance, and its share of the whole with an interval.
    total : float
        Variance of the objective over trials, all sources varying at once.
    lever_cells, rule_cells : int
        Combinations of arms and levers, and of rules.
    """

    table: pd.DataFrame
    total: float
    lever_cells: int
    rule_cells: int


class _Sums(NamedTuple):
    """Per trial, what adds to a squared mean and to a mean square."""

    contrast: Floats
    square: Floats


def count_cells(question: Question) -> int:
    """Count the scenarios that are played, each with a twin."""
    levers = len(list(_combine(question.levers))) * len(question.asked.arms)
    return REPLICATES * levers * len(list(_combine(question.rules)))


def play_split(question: Question, tick: Tick | None = None) -> Split:
    """Play the same trials under every arm, setting of levers and choice of rules, and a twin of each."""
    asked = question.asked
    levers, rules = list(_combine(question.levers)), list(_combine(question.rules))
    jobs: list[Job] = []
    for arm, setting, words in itertools.product(asked.arms, levers, rules):
        packed = pack(_set_all(arm.scenario, (*setting, *words)))
        draw = partial(draw_all, packed, asked.seed, asked.trials)
        jobs += [Job(packed, draw, key_of(asked.seed, replicate)) for replicate in range(REPLICATES)]
    n_levers = len(asked.arms) * len(levers)
    played = np.stack(list(play_given(question, jobs, tick)))
    measured = played.reshape(n_levers, len(rules), REPLICATES, asked.trials)
    return split_variance(measured.transpose(3, 0, 1, 2))


def split_variance(measured: Floats) -> Split:
    """Split the variance of an objective that was measured with all sources crossed.

    The variance of the conditional mean falls to levers, parameters and rules, each alone, and to what
    they do together (their interactions, of any order). Chance is what twins differ by: the variance within
    a trial, given all of these, so that it holds what chance does together with them. Squares are taken
    between twins or between different trials, so that each part is unbiased and may fall a little below 0.
    Intervals are those of the jackknife over trials, whose variance is never too small in expectation
    (Efron & Stein 1981).

    Parameters
    ----------
    measured : ndarray, shape (n_trials, n_levers, n_rules, 2)
        Trials share their parameters and luck over all levers and rules; twins share parameters alone.
        Levers and rules count as likely one as another.
    """
    n_trials = len(measured)
    parts = {name: _take(measured, name) for name in ("", "l", "r", "lr")}
    main = {name: _square_means(sums, n_trials) for name, sums in parts.items()}
    shared = {name: _average(sums.square, n_trials) - main[name] for name, sums in parts.items()}
    chance = _average(((measured[..., 0] - measured[..., 1]) ** 2).mean(axis=(1, 2)) / 2, n_trials)
    found = np.stack(
        [
            main["l"],
            shared[""],
            main["r"],
            main["lr"] + shared["l"] + shared["r"] + shared["lr"],
            chance,
        ]
    )
    total = found.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = found / total
    spread = shares[:, 1:] - shares[:, 1:].mean(axis=1, keepdims=True)
    half = Z * np.sqrt((n_trials - 1) / n_trials * (spread**2).sum(axis=1))
    table = pd.DataFrame(
        {
            "source": list(SOURCES),
            "variance": found[:, 0],
            "share": shares[:, 0],
            "low": shares[:, 0] - half,
            "high": shares[:, 0] + half,
        }
    )
    return Split(table, float(total[0]), *measured.shape[1:3])


def _take(measured: Floats, name: str) -> _Sums:
    """Take out of each trial what is of levers (l), of rules (r), of both (lr), or of neither.

    Returns
    -------
    sums : _Sums
        The contrast, averaged over twins, shape (n_trials, n_cells), scaled so that its square is summed;
        and the product of the twins' contrasts, shape (n_trials,).
    """
    part = measured
    for letter, axis in (("l", 1), ("r", 2)):
        average = part.mean(axis=axis, keepdims=True)
        part = part - average if letter in name else average
    flat = part.reshape(len(part), -1, REPLICATES) / np.sqrt(part.shape[1] * part.shape[2])
    return _Sums(flat.mean(axis=-1), (flat[..., 0] * flat[..., 1]).sum(axis=-1))


def _square_means(sums: _Sums, n_trials: int) -> Floats:
    """Estimate the squared mean from different trials: from all first, then without each."""
    contrast = sums.contrast
    whole, own = contrast.sum(axis=0), (contrast**2).sum(axis=1)
    all_pairs = ((whole**2).sum() - own.sum()) / (n_trials * (n_trials - 1))
    left = (whole**2).sum() - 2 * contrast @ whole + own - (own.sum() - own)
    return np.concatenate([[all_pairs], left / ((n_trials - 1) * (n_trials - 2))])


def _average(values: Floats, n_trials: int) -> Floats:
    """Average over all trials, then without each."""
    return np.concatenate([[values.mean()], (values.sum() - values) / (n_trials - 1)])


def _combine(levers: Sequence[Lever]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give every combination of settings."""
    each = [[(lever.path, setting) for setting in lever.settings] for lever in levers]
    return itertools.product(*each)


def _set_all(scenario: Scenario, settings: Sequence[tuple[str, str]]) -> Scenario:
    for path, setting in settings:
        try:
            scenario = set_lever(scenario, path, setting)
        except ScenarioError as error:
            rule = "makes no valid scenario together with the other settings"
            raise ScenarioError(Problem("--levers", f"{path}={setting}", rule), *error.problems) from None
    return scenario
