"""What a run says, in sentences: the same in the terminal and on the page."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from engine.report.claims import say_ends
from engine.report.spread import spread_over_assumptions
from engine.report.wording import Share, say_interval, say_name, say_share
from engine.results.estimating import PREVAILS
from engine.results.loading import Results

NOTE = "A conditional comparison under stated assumptions, not a forecast."
INTERVALS = "Intervals are 95% and show chance between trials, not doubt about the assumptions."
NO_INTERVALS = "Trials on Sobol' points are not independent, so that no intervals are given."


def say_answer(results: Results) -> str:
    """Say in a sentence or two how the trials end."""
    return say_ends({row.outcome: share_of(row, results) for row in list_rows(results.outcomes)})


def say_failed(results: Results) -> str:
    """Say how many trials failed; nothing where none did."""
    run = results.run
    if not run.failed:
        return ""
    return f"{run.failed:,} of {run.trials:,} trials failed and are left out; see status in trials.parquet."


def say_assumed(results: Results) -> str:
    """Say how many values are assumptions, without a full stop."""
    assumed, values = count_assumptions(results)
    return f"{assumed:,} of the scenario's {values:,} values are assumptions"


def say_precision(results: Results, asked: float) -> str:
    """Say whether the precision that was asked for is there."""
    widest = (results.outcomes["high"] - results.outcomes["low"]).max()
    if not results.run.most_trials:
        return (
            f"Extended beyond the precision of {asked:g}; the widest interval of an outcome is {widest:.3g}."
        )
    if widest < asked:
        return f"Stopped as every interval of an outcome is narrower than {asked:g}."
    return f"The widest interval of an outcome is {widest:.3g}, not narrower than {asked:g}: add trials."


def say_doubt(results: Results) -> str:
    """Say how much of the commonest outcome's variance is doubt about the parameters, if that is known."""
    commonest = results.variance.iloc[results.outcomes["trials"].argmax()]
    low, high = commonest["epistemic_low"], commonest["epistemic_high"]
    if high == 0:
        return "No parameter is uncertain: all that differs between trials is chance within them."
    if math.isnan(commonest["epistemic"]):
        return ""
    interval = say_interval(low, high)
    much = say_share(commonest["epistemic"]) + (f" (95% interval {interval})" if interval else "")
    return (
        f"Of the variance of {say_name(commonest['outcome'])}, {much} is doubt about the parameters and "
        f"the rest chance within a trial, from {commonest['pairs']:,} pairs of trials with the same "
        "parameters and other luck."
    )


def say_both_doubts(results: Results, outcome: str = "durable_peace") -> str:
    """Say how far more trials would move an outcome's chance and, apart from that, other assumptions."""
    row, said = _find(results.outcomes, outcome), []
    if interval := say_interval(row["low"], row["high"]):
        at = "at " if " to " in interval else ""
        said.append(
            f"chance between trials leaves {say_name(outcome)} {at}{interval}, which more trials would narrow"
        )
    spread = _find(spread_over_assumptions(results.variance), outcome)
    if (results.variance["epistemic_high"] == 0).all():
        said.append("no assumption has a range, so that none spreads it")
    elif not math.isnan(spread["low"]):
        said.append(
            "over the stated ranges of the assumptions the chance itself shifts, typically by "
            f"{100 * spread['spread']:.0f} percentage points either way (a standard deviation, 95% interval "
            f"{100 * spread['low']:.0f} to {100 * spread['high']:.0f}), which no number of trials would"
        )
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def count_assumptions(results: Results) -> tuple[int, int]:
    """Count the values that are assumptions, and all values."""
    return int((results.assumptions["assumption"] == "yes").sum()), len(results.assumptions)


def has_intervals_of(results: Results) -> bool:
    """Whether the run has intervals."""
    return bool(results.outcomes["low"].notna().any())


def list_rows(table: pd.DataFrame) -> Iterator[Any]:
    """Give the rows of a table by the names of its columns."""
    return iter(table.itertuples())


def share_of(row: Any, results: Results) -> Share:
    """Give the share in a row of a table, of the trials that ran to their end."""
    done = results.run.trials - results.run.failed
    return Share(int(row.trials), done, float(row.share), float(row.low), float(row.high))


def list_victors(results: Results) -> Iterator[tuple[str, Share]]:
    """Give each party and the share of trials in which it prevailed."""
    for row in list_rows(results.estimates):
        if row.quantity.endswith(PREVAILS):
            happened = round(row.value * row.trials)
            yield row.quantity.removesuffix(PREVAILS), Share(happened, row.trials, *row[2:5])


def _find(table: pd.DataFrame, outcome: str) -> "pd.Series[float]":
    return table[table["outcome"] == outcome].iloc[0]
