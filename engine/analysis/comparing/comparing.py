"""Everything that is compared between arms over the same trials, as tidy tables."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from engine.analysis.comparing.contrasts import contrast, mean_of
from engine.analysis.comparing.holding import compare_holding
from engine.analysis.comparing.ranking import Ranking, rank, turn
from engine.analysis.comparing.sides import Level, Side, list_changes
from engine.analysis.objective import Objective
from engine.results.weighted import count_effective
from engine.scenario.values import say_value
from engine.simulation.records import OUTCOMES

NOTHING_TOLD = "no difference shown"
NO_INTERVAL = "no interval"


class Compared(NamedTuple):
    """What a comparison gives.

    Attributes
    ----------
    sides : tuple of Side
        The first is the reference.
    objective : Objective
        What is ranked.
    level : Level
        How sure intervals are.
    ranking : Ranking
        The sides in order.
    arms : DataFrame
        A row for each side, the best first.
    pairs : DataFrame
        A row for each pair, the better one first.
    outcomes : DataFrame
        A row for each other side and outcome, against the reference.
    holding : DataFrame
        A row for each spell and other side, against the reference.
    changes : DataFrame
        A row for each value in which another arm differs from the reference.
    """

    sides: tuple[Side, ...]
    objective: Objective
    level: Level
    ranking: Ranking
    arms: pd.DataFrame
    pairs: pd.DataFrame
    outcomes: pd.DataFrame
    holding: pd.DataFrame
    changes: pd.DataFrame

    @property
    def reference(self) -> Side:
        """The side that others are compared with."""
        return self.sides[0]

    @property
    def is_alone(self) -> bool:
        """Whether one arm stands against itself: its trials that agree with what is given, against all."""
        return self.sides[-1].trials is self.reference.trials

    @property
    def is_whole(self) -> bool:
        """Whether no observation leaves any trial out."""
        return all(side.is_whole for side in self.sides)


def compare_sides(sides: Sequence[Side], objective: Objective, level: Level) -> Compared:
    """Compare sides in an objective, all outcomes and how long spells hold.

    Each table of differences is a family of its own, whose intervals hold together with 95%.
    """
    ranking = rank(sides, objective, level)
    return Compared(
        tuple(sides),
        objective,
        level,
        ranking,
        _tabulate_arms(sides, objective, level, ranking),
        _tabulate_pairs(ranking),
        pd.DataFrame(_list_outcomes(sides, level)),
        pd.DataFrame(_list_holding(sides, level)),
        _tabulate_changes(sides),
    )


def claim(low: float, high: float, more: str, less: str) -> str:
    """Say what the interval of a difference lets be claimed."""
    if pd.isna(low) or pd.isna(high):
        return NO_INTERVAL
    return more if low > 0 else less if high < 0 else NOTHING_TOLD


def _tabulate_arms(
    sides: Sequence[Side], objective: Objective, level: Level, ranking: Ranking
) -> pd.DataFrame:
    named = {side.name: side for side in sides}
    reference = sides[0].name
    against = {}
    for pair in ranking.pairs:
        if pair.there == reference:
            against[pair.here] = pair.contrast.together
        elif pair.here == reference:
            against[pair.there] = turn(pair.contrast).together
    rows = []
    for name in ranking.order:
        mean, weights = mean_of(named[name], objective, level), named[name].weights
        low, high = ranking.ranks[name]
        row = {"arm": name, "best_rank": low, "worst_rank": high}
        row |= {"mean": mean.value, "mean_low": mean.low, "mean_high": mean.high}
        ends = against.get(name, (float("nan"),) * 3)
        row |= dict(zip(("difference", "low", "high"), ends, strict=True))
        row |= {"trials": int((weights > 0).sum()), "effective": count_effective(weights)}
        rows.append(row)
    return pd.DataFrame(rows)


def _tabulate_pairs(ranking: Ranking) -> pd.DataFrame:
    rows = []
    for here, there, each, told, needed, least in ranking.pairs:
        _, low, high = each.together
        row = {"arm": here, "against": there, "difference": each.together.value, "low": low, "high": high}
        row |= {"claim": claim(low, high, "better", "worse"), "better": each.better, "worse": each.worse}
        row |= dict(zip(("gain", "gain_low", "gain_high"), each.gain, strict=True))
        row |= {"trials_needed": _count(told, needed), "trials_least": _count(told, least)}
        rows.append(row)
    return pd.DataFrame(rows)


def _list_outcomes(sides: Sequence[Side], level: Level) -> Iterator[dict[str, object]]:
    reference, *others = sides
    n_comparisons = len(OUTCOMES) * len(others)
    both = {side.name: int(((side.weights > 0) & (reference.weights > 0)).sum()) for side in others}
    for side in others:
        for outcome in OUTCOMES:
            each = contrast(side, reference, Objective(outcome, {outcome: 1.0}), level, n_comparisons)
            row: dict[str, object] = {"arm": side.name, "reference": reference.name, "outcome": outcome}
            row |= {"trials": both[side.name], "here": each.here, "there": each.there}
            row |= {"here_alone": each.better, "there_alone": each.worse}
            row |= dict(zip(("difference", "low", "high"), each.difference, strict=True))
            _, low, high = each.together
            row |= {"together_low": low, "together_high": high}
            yield row | {"claim": claim(low, high, "more often", "less often")}


def _list_holding(sides: Sequence[Side], level: Level) -> Iterator[dict[str, object]]:
    for each in compare_holding(sides, level):
        value, low, high = each.difference
        if level.dependent:
            low = high = float("nan")
        row: dict[str, object] = {"spell": each.spell, "of": each.of, "arm": each.arm}
        row |= {"reference": each.reference, "years": each.years, "here": each.here, "there": each.there}
        row |= {"difference": value, "low": low, "high": high}
        yield row | {"claim": claim(low, high, "longer", "shorter")}


def _tabulate_changes(sides: Sequence[Side]) -> pd.DataFrame:
    first, *others = sides
    rows = [
        (
            side.name,
            each.path,
            say_value(each.second),
            say_value(each.first),
            "yes" if each.facts.lever else "no",
        )
        for side in others
        for each in list_changes(first.trials.scenario, side.trials.scenario)
    ]
    return pd.DataFrame(rows, columns=["arm", "path", "here", "there", "lever"])


def _count(told: bool, needed: float) -> float:
    """Give how many trials are needed; NaN where these do, or none would."""
    return float("nan") if told or needed == float("inf") else float(round(needed))
