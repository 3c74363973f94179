"""A tornado: each unknown at its 5% and its 95% quantile, all else as it is drawn, over the same trials."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from engine.analysis.measured import estimate_difference, estimate_normal
from engine.analysis.sensitivity.asking import Question, set_lever
from engine.analysis.sensitivity.bootstrap import LEVEL
from engine.analysis.sensitivity.playing import Job, Tick, draw_all, play_given, subtract
from engine.analysis.sensitivity.salib import HIGH, LOW
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.results.estimates import Estimate, Z
from engine.scenario.shapes import shape_at
from engine.scenario.tabulated import Choice

COLUMNS = ("factor", "kind", "first", "second", "gain", "low", "high", "first_gain", "second_gain")


class End(NamedTuple):
    """One end of one bar.

    Attributes
    ----------
    factor, kind : str
        Dotted path of what is set, and whether it is an unknown or a lever.
    setting : str
        What it is set to.
    jobs : tuple of Job
        The trials of each arm.
    """

    factor: str
    kind: str
    setting: str
    jobs: tuple[Job, ...]


def count_ends(question: Question) -> int:
    """Count the scenarios that are played: each end of each bar, and what they are held against."""
    ends = 2 * len(question.paths) + sum(len(lever.settings) for lever in question.levers)
    return (1 + ends) * len(question.asked.arms)


def play_tornado(question: Question, tick: Tick | None = None) -> pd.DataFrame:
    """Move each uncertain value from its 5% to its 95% quantile, and each lever through its settings.

    Every difference is taken trial by trial over the same draws: what nothing reads moves nothing, exactly.

    Returns
    -------
    table : DataFrame
        A row for each factor, the widest first: the settings at both ends, what the objective gains from
        the first to the second with its 95% interval, whether that stands out among all rows (Bonferroni),
        and what each end gains on the trials as they are drawn. Of a lever with more settings than two there
        is a row for each after the first.
    """
    plain, *ends = _list_ends(question)
    played = play_given(question, [job for end in (plain, *ends) for job in end.jobs], tick)
    drawn, *moved = [subtract(np.stack([next(played) for _ in end.jobs])) for end in (plain, *ends)]
    bars: dict[str, list[tuple[End, Floats]]] = {}
    for end, measured in zip(ends, moved, strict=True):
        bars.setdefault(end.factor, []).append((end, measured))
    rows = [_compare(question, first, second, drawn) for first, *others in bars.values() for second in others]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    gains = table[["gain", "low", "high"]].itertuples(index=False, name=None)
    table.insert(7, "stands_out", [_stands_out(Estimate(*gain), len(table)) for gain in gains])
    order = table["gain"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _list_ends(question: Question) -> Iterator[End]:
    """List the trials as they are drawn, then both ends of each unknown and all settings of each lever."""
    asked = question.asked
    seed, n_trials, key = asked.seed, asked.trials, key_of(asked.seed)
    packs = [pack(arm.scenario) for arm in asked.arms]
    yield End("", "", "", tuple(Job(each, partial(draw_all, each, seed, n_trials), key) for each in packs))
    for path in question.paths:
        for share in (LOW, HIGH):
            jobs = tuple(
                Job(each, partial(_draw_moved, each, seed, n_trials, path, share), key) for each in packs
            )
            yield End(path, "unknown", _say_setting(packs, path, share), jobs)
    for lever in question.levers:
        for setting in lever.settings:
            changed = [pack(set_lever(arm.scenario, lever.path, setting)) for arm in asked.arms]
            jobs = tuple(Job(each, partial(draw_all, each, seed, n_trials), key) for each in changed)
            yield End(lever.path, "lever", setting, jobs)


def _draw_moved(packed: Packed, seed: int, n_trials: int, path: str, share: float) -> Floats:
    """Draw as a run does, but one uncertain value, which is set to a quantile in all trials."""
    draws = draw_all(packed, seed, n_trials)
    if path in packed.scenario.uncertain:
        quantile = packed.distribution_of(path).quantile(np.array([share]))
        draws[:, packed.scenario.uncertain.index(path)] = quantile[0]
    return draws


def _say_setting(packs: Sequence[Packed], path: str, share: float) -> str:
    """Say which value that is, in each arm where they differ."""
    said = []
    for packed in packs:
        if path in packed.scenario.uncertain:
            distribution = packed.distribution_of(path)
            value = float(distribution.quantile(np.array([share]))[0])
            is_word = isinstance(distribution, Choice) and isinstance(distribution.options[0], str)
            shape = shape_at(path)
            said.append(shape.words()[int(value)] if is_word and shape else f"{value:.4g}")
    return " or ".join(dict.fromkeys(said))


def _compare(
    question: Question, first: tuple[End, Floats], second: tuple[End, Floats], drawn: Floats
) -> tuple[object, ...]:
    (low, before), (high, after) = first, second
    gained = _estimate(question, after, before)
    against_drawn = (float((measured - drawn).mean()) for measured in (before, after))
    return (low.factor, low.kind, low.setting, high.setting, *gained, *against_drawn)


def _estimate(question: Question, here: Floats, there: Floats) -> Estimate:
    if len(question.asked.arms) == 1:
        return estimate_difference(question.objective, here, there)
    return estimate_normal(here - there)


def _stands_out(gained: Estimate, n_claims: int) -> bool:
    """Whether the interval leaves out 0 when it is widened so that all hold at once (Bonferroni)."""
    wider = float(ndtri(1 - LEVEL / (2 * n_claims))) / Z
    low, high = (gained.value + wider * (end - gained.value) for end in (gained.low, gained.high))
    return low > 0 or high < 0
