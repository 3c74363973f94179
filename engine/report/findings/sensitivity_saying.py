"""What a sensitivity says, in sentences."""

import math
from collections.abc import Iterator

import pandas as pd

from engine.analysis.sensitivity.asking import DUMMY, Question
from engine.analysis.sensitivity.indices import Indices
from engine.analysis.sensitivity.split import Split
from engine.report.answer import list_rows
from engine.report.claims import is_told_apart
from engine.report.wording import say_interval, say_name, say_percent
from engine.results.estimates import Estimate

MOST_NAMED = 4
SOURCES = {
    "levers": "arms and levers",
    "parameters": "the unknown parameters",
    "rules": "choices among rules",
    "interactions": "interactions of these",
    "chance": "chance within a trial",
}


def say_objective(question: Question) -> str:
    """Name what is asked about: the objective, or its difference between two arms."""
    name = say_name(question.objective.text)
    if len(question.asked.arms) == 1 or question.method == "split":
        return name
    return f"the difference in {name} between two arms,"


def say_split(question: Question, split: Split) -> str:
    """Say where the variance between trials comes from."""
    name = say_name(question.objective.text)
    if not split.total > 0:
        return f"All {question.asked.trials:,} trials are worth the same in {name}: there is no variance."
    varied = [row for row in list_rows(split.table) if not row.low == row.high == 0]
    said = [
        f"{_say_share(Estimate(row.share, row.low, row.high))} to {SOURCES[row.source]}"
        for row in sorted(varied, key=lambda row: -row.share)
    ]
    return f"The variance of {name} between trials falls by {_join(said)}."


def say_split_in_detail(question: Question, split: Split) -> tuple[str, ...]:
    """Say how it was split, and what was not varied."""
    said = []
    if split.lever_cells == 1:
        said.append("One arm and no lever was asked for, so that none of it can fall to levers.")
    if split.rule_cells == 1:
        said.append("No choice among rules has more than one word, so that none of it can fall to rules.")
    cells = split.lever_cells * split.rule_cells
    played = f"the {cells:,} combinations of these" if cells > 1 else "the arm"
    said.append(
        f"{played[:1].upper()}{played[1:]} met the same {question.asked.trials:,} trials, each with a twin "
        "that has the same parameters and other luck; combinations count alike. Chance is what twins differ "
        "by, and holds what luck does together with the rest. Shares add up to 1; each has its own interval."
    )
    return tuple(said)


def say_indices(question: Question, indices: Indices) -> Iterator[str]:
    """Say which unknowns stand out, and what the dummy shows."""
    name, table = say_name(question.objective.text), indices.table
    if table["total"].isna().all():
        yield (
            f"The mean of {name} is not seen to vary with the {len(question.paths):,} unknowns, so that no "
            "indices are given; more points or more trials at each may show that it does."
        )
        return
    unknown = table[table["factor"] != DUMMY]
    yield _say_standing_out(unknown, "total", "total index", len(table))
    dummy = table[table["factor"] == DUMMY].iloc[0]
    interval = Estimate(dummy["total"], dummy["total_low"], dummy["total_high"])
    ends = f"{_say_number(interval.value)}, 95% interval {_say_ends(interval)}"
    told = is_told_apart(interval.low, interval.high)
    holds = "which leaves out the 0 that it is" if told else "which holds the 0 that it is"
    yield (
        f"A dummy that moves nothing but luck gets a total index of {ends}, {holds}; from the same means "
        f"SALib, which takes their noise for an effect, gives it {_say_number(dummy['salib_total'])}."
    )


def say_indices_in_detail(question: Question, indices: Indices) -> tuple[str, ...]:
    """Say what the indices are of, and how much noise was taken out."""
    noise = indices.noise
    n_trials = question.trials_per_point
    if math.isnan(noise.value):
        return ("Nothing varies between points.",)
    return (
        "The indices are of the mean over luck at given values of the unknowns. Of the variance of means "
        f"over {n_trials:,} trials {_say_share(noise)} is noise, which is taken out by multiplying different "
        "trials alone.",
        "A total index counts all that an unknown does, together with others too, so that they may add up "
        "to more than 1; one of 0 without an interval changed no trial at any point. Unknowns vary "
        "independently, over their own distributions. One stands out where its interval, widened so that "
        "those of all rows hold at once (Bonferroni), leaves out 0; which of those that stand out comes "
        "first is not claimed.",
    )


def say_tornado(question: Question, tornado: pd.DataFrame) -> str:
    """Say which move the objective farthest, from one end to the other."""
    name = say_name(question.objective.text)
    apart = tornado[tornado["stands_out"]]
    if apart.empty:
        return f"None of the {len(tornado):,} rows is seen to move {name} from one end to the other."
    scale, unit = (100, " points") if question.objective.is_share else (1, "")
    said = [
        f"{row.factor} from {row.first} to {row.second} "
        f"({_say_number(scale * row.gain, sign=True)}{unit}, 95% "
        f"interval {_say_number(scale * row.low, sign=True)} to "
        f"{_say_number(scale * row.high, sign=True)})"
        for row in list_rows(apart.head(MOST_NAMED))
    ]
    count = f"{len(apart):,} of the {len(tornado):,} rows"
    verb = "move" if len(apart) > 1 else "moves"
    most = "" if len(apart) <= MOST_NAMED else "; the farthest by estimate are"
    return f"One at a time, {count} {verb} {name}{most or ':'} {_join(said)}."


def say_effects(question: Question, effects: pd.DataFrame) -> str:
    """Say which unknowns have effects, by Morris's measure."""
    unknown = effects[effects["factor"] != DUMMY]
    dummy = effects[effects["factor"] == DUMMY].iloc[0]
    ends = Estimate(dummy["mu_star"], dummy["mu_star_low"], dummy["mu_star_high"])
    said = _say_standing_out(unknown, "mu_star", "mean absolute effect", len(effects))
    return (
        f"{said} The dummy's is {_say_number(ends.value)} ({_say_ends(ends)}), and SALib's, with noise, "
        f"{_say_number(dummy['salib_mu_star'])}."
    )


def _say_standing_out(unknown: pd.DataFrame, column: str, measure: str, n_rows: int) -> str:
    apart = unknown[unknown["stands_out"]]
    if apart.empty:
        return f"None of the {len(unknown):,} unknowns stands out by its {measure}."
    said = [
        f"{row['factor']} ({_say_number(row[column])}, 95% interval "
        f"{_say_ends(Estimate(row[column], row[f'{column}_low'], row[f'{column}_high']))})"
        for _, row in apart.head(MOST_NAMED).iterrows()
    ]
    verb = "stand" if len(apart) > 1 else "stands"
    most = "; the largest estimates are" if len(apart) > MOST_NAMED else ":"
    return f"{len(apart):,} of the {len(unknown):,} unknowns {verb} out by {measure}{most} {_join(said)}."


def _say_share(share: Estimate) -> str:
    value = f"{say_percent(max(share.value, 0.0))} " if share.low > 0 else ""
    ends = say_interval(share.low, min(share.high, 1.0))
    return f"{value}(95% interval {ends})" if value else ends


def _say_number(value: float, *, sign: bool = False) -> str:
    """Write a number with two digits that count, or two after the point."""
    if math.isnan(value):
        return "unknown"
    text = f"{value:.2f}" if abs(value) < 10 else f"{value:,.0f}"
    text = f"{value:.1g}" if float(text.replace(",", "")) == 0 and value else text
    return f"+{text}" if sign and value > 0 else text


def _say_ends(estimate: Estimate) -> str:
    return f"{_say_number(estimate.low)} to {_say_number(estimate.high)}"


def _join(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
