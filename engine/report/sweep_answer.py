"""What a sweep says, in sentences: the same in the terminal and on the page."""

import numpy as np
import pandas as pd

from engine.report.claims import is_told_apart, say_difference
from engine.report.points import join_shares, name_points
from engine.report.wording import Share, say_full, say_name
from engine.results.estimates import Estimate
from engine.results.sweeps.loading import SweepResults

PEACE = "durable_peace"


def say_sweep_answer(results: SweepResults, outcome: str = PEACE) -> str:
    """Say how an outcome moves from the first point to the others; no difference that noise explains."""
    names, shares = name_points(results), join_shares(results, outcome)
    first = shares.iloc[0]
    counts, estimate = first[["trials", "done"]], first[["share", "low", "high"]]
    share = Share(*map(int, counts), *map(float, estimate))
    said = f"{say_name(outcome).capitalize()} at {names[0]}: {say_full(share)}."
    if len(names) == 1:
        return said
    if not results.run.rows:
        return f"{said} Without rows of trials the points can't be compared trial by trial."
    table = results.differences[results.differences["outcome"] == outcome]
    if len(table) == 1:
        return f"{said} {say_point(table.iloc[0], names, outcome)}"
    values = table[["difference", "low", "high"]].to_numpy(float)
    apart = np.array([is_told_apart(low, high) for _, low, high in values])
    up, down = int((apart & (values[:, 0] > 0)).sum()), int((apart & (values[:, 0] < 0)).sum())
    counts_of = {"likelier": up, "less likely": down, "not shown to differ": len(table) - up - down}
    told = [f"{words} at {number:,}" for words, number in counts_of.items() if number]
    said += f" Of the {len(table):,} other points it is {', '.join(told)}."
    if apart.any():
        farthest = int(np.argmax(np.where(apart, np.abs(values[:, 0]), -1)))
        said += f" The farthest: {say_point(table.iloc[farthest], names, outcome)}"
    return said


def say_point(row: "pd.Series[float]", names: list[str], outcome: str = PEACE) -> str:
    """Say how a point differs from the one that it was compared with."""
    paired = Estimate(float(row["difference"]), float(row["low"]), float(row["high"]))
    return say_difference(outcome, names[int(row["point"])], names[int(row["reference"])], paired)
