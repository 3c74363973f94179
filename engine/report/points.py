"""The points of a sweep, by what sets them apart."""

from typing import Any

import pandas as pd

from engine.results.sweeps.loading import SweepResults

NOT_AXES = ("point", "scenario", "digest")


def list_axes(results: SweepResults) -> list[str]:
    """Name what tells the points apart: the scenario where there are several, and the axes."""
    axes = [str(column) for column in results.points if column not in NOT_AXES]
    several = results.points["scenario"].nunique() > 1 or not axes
    return ["scenario", *axes] if several else axes


def name_points(results: SweepResults) -> list[str]:
    """Name each point by its scenario or its values, in order."""
    axes = list_axes(results)
    if axes == ["scenario"]:
        return [str(name) for name in results.points["scenario"]]
    rows = results.points[axes].itertuples(index=False)
    return [
        ", ".join(f"{axis} {say_number(value)}" for axis, value in zip(axes, row, strict=True))
        for row in rows
    ]


def say_number(value: Any) -> str:
    """Write the value of an axis."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def join_shares(results: SweepResults, outcome: str) -> pd.DataFrame:
    """Give the points, each with its share of an outcome, the interval, and the trials that were `done`.

    Raises
    ------
    ValueError
        If there is no such outcome.
    """
    shares = results.outcomes[results.outcomes["outcome"] == outcome]
    if shares.empty:
        known = ", ".join(dict.fromkeys(results.outcomes["outcome"]))
        raise ValueError(f"{outcome!r} is no outcome; there are {known}")
    done = results.outcomes.groupby("point")["trials"].sum().rename("done")
    columns = ["point", "trials", "share", "low", "high"]
    return results.points.merge(shares[columns], on="point").merge(done, on="point")
