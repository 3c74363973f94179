"""What a run comes to in a sentence or two, and what must stand beside every number of it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from engine.report.wording import Share, say_full, say_name, say_roughly
from engine.results.estimating import PREVAILS
from engine.results.loading import Results

NOTE = "A conditional comparison under stated assumptions, not a forecast."
INTERVALS = "Intervals are 95% and show chance between trials, not doubt about the assumptions."
NO_INTERVALS = "Trials on Sobol' points are not independent, so that no intervals are given."


def say_answer(results: Results) -> str:
    """Say in a sentence or two how the trials end."""
    shares = {row.outcome: share_of(row, results) for row in list_rows(results.outcomes)}
    peace, commonest = shares["durable_peace"], max(shares, key=lambda outcome: shares[outcome].happened)
    if peace.trials == 0:
        return "No trial ran to its end, so nothing can be said."
    answer = (
        f"{say_roughly(peace.value).capitalize()} of the trials end in durable peace ({say_full(peace)})."
    )
    if commonest == "durable_peace":
        return answer
    most = shares[commonest]
    roughly = f"{say_name(commonest)}, in {say_roughly(most.value)}"
    return f"{answer} The commonest end is {roughly} ({say_full(most)})."


def list_victors(results: Results) -> Iterator[tuple[str, Share]]:
    """Give the share of trials in which each party prevails."""
    for row in list_rows(results.estimates):
        if row.quantity.endswith(PREVAILS):
            happened = round(row.value * row.trials)
            yield row.quantity.removesuffix(PREVAILS), Share(happened, row.trials, *row[2:5])


def has_intervals_of(results: Results) -> bool:
    """Whether the run gives intervals; on Sobol' points it does not."""
    return bool(results.outcomes["low"].notna().any())


def list_rows(table: pd.DataFrame) -> Iterator[Any]:
    """Give the rows of a table by the names of its columns."""
    return iter(table.itertuples())


def share_of(row: Any, results: Results) -> Share:
    """Give the share in a row of a table, of the trials that ran to their end."""
    done = results.run.trials - results.run.failed
    return Share(int(row.trials), done, float(row.share), float(row.low), float(row.high))
