"""Sweeps as labelled arrays over their axes."""

from typing import TYPE_CHECKING

import pandas as pd

from engine.errors import EngineError, Problem
from engine.notebook.sweeps import SweptResults

if TYPE_CHECKING:
    import xarray

NOT_AXES = ("point", "scenario", "digest")
RESERVED = {
    *("outcome", "quantity", "unit", "trials", "share", "low", "high"),
    *("value", "value_low", "value_high", "value_trials"),
}
"""Names of the cube that no axis may have."""


def make_cube(sweep: SweptResults) -> "xarray.Dataset":
    """Give shares by outcome and estimates by quantity, over the axes of a grid or over points.

    Raises
    ------
    EngineError
        If xarray is not installed.
    """
    try:
        import xarray
    except ImportError as error:
        way_out = "pip install 'ceasefire-engine[xarray]'"
        raise EngineError(
            Problem("to_xarray", "", "needs xarray, which is not installed", way_out)
        ) from error

    points = _name_axes_apart(sweep.points)
    axes = [str(name) for name in points if name not in NOT_AXES]
    is_grid = sweep.run.design == "grid" and bool(axes) and points["scenario"].nunique() == 1
    keys = axes if is_grid else ["point"]
    shares = _spread(points, sweep.outcomes, keys, "outcome", ["trials", "share", "low", "high"])
    values = _spread(points, sweep.estimates, keys, "quantity", ["value", "low", "high", "trials"])
    names = {"low": "value_low", "high": "value_high", "trials": "value_trials"}
    cube = xarray.merge(
        [xarray.Dataset.from_dataframe(shares), xarray.Dataset.from_dataframe(values).rename(names)]
    )
    order = {key: points[key].unique() for key in keys}
    order |= {"outcome": sweep.outcomes["outcome"].unique(), "quantity": sweep.estimates["quantity"].unique()}
    cube = cube.reindex(order)
    units = sweep.estimates.drop_duplicates("quantity").set_index("quantity")["unit"]
    cube = cube.assign_coords(unit=("quantity", [str(units[name]) for name in cube["quantity"].to_numpy()]))
    if not is_grid:
        beside = points.set_index("point")[["scenario", *axes]]
        cube = cube.assign_coords({name: ("point", beside[name].to_numpy()) for name in beside})
    for row in sweep.axes.itertuples():
        if row.axis in cube.coords:
            cube[row.axis].attrs |= {"key": row.key, "kind": row.kind, "units": row.unit}
    return cube.assign_attrs(sweep=sweep.run.sweep, digest=sweep.run.digest, seed=sweep.run.seed)


def _name_axes_apart(points: pd.DataFrame) -> pd.DataFrame:
    """Rename axes that are called like something else in the cube."""
    taken = {name: f"{name} (axis)" for name in points if name in RESERVED}
    return points.rename(columns=taken)


def _spread(
    points: pd.DataFrame, table: pd.DataFrame, keys: list[str], kind: str, columns: list[str]
) -> pd.DataFrame:
    """Give a table with the axes and one more column as its index, in the order of the sweep."""
    return points.merge(table, on="point").set_index([*keys, kind])[columns]
