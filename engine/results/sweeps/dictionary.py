"""What every column of a sweep's tables means."""

import pandas as pd

from engine.results.dictionary import Field, Type, fields_of, trial_fields
from engine.results.sweeps.differing import COLUMNS as DIFFERENCE_COLUMNS
from engine.results.sweeps.tabulating import ESTIMATE_COLUMNS, OUTCOME_COLUMNS
from engine.scenario import Scenario
from engine.scenario.sweep import Key

POINT = "Number of the point, from 0; a row of points.csv."
_POINTS = {
    "point": POINT,
    "scenario": "Scenario under the point.",
    "digest": "SHA-256 of the scenario with the point's values.",
}
_AXES = {
    "axis": "Axis, a column of points.csv.",
    "key": "Dotted path of a value that the axis sets.",
    "kind": "lever if somebody at the table can choose it, else uncertainty.",
    "unit": "Unit of the value, 1 where it has none.",
    "meaning": "What the value is, in a sentence.",
}
_DIFFERENCES = {
    "point": POINT,
    "reference": "Number of the point with which it is compared.",
    "outcome": "Class in which a trial ends.",
    "trials": "Trials that ran to their end at both points.",
    "here_alone": "Those that end in it at this point alone.",
    "there_alone": "Those that end in it at the reference alone.",
    "difference": "Share of the trials at this point less that at the reference.",
    "low": "Lower end of the 95% Monte Carlo interval (Tango, paired).",
    "high": "Upper end of the 95% Monte Carlo interval (Tango, paired).",
}

TABLES = ("axes", "outcomes", "estimates", "differences")
"""Tables whose columns do not hang on the sweep's axes."""


def list_fields(scenario: Scenario, axes: list[tuple[str, list[Key]]]) -> list[Field]:
    """List every column: of the tables, and of the trials at the point of a scenario.

    Parameters
    ----------
    scenario : Scenario
        That of point 0; a parameter that is drawn at other points alone has a column there.
    axes : list of (str, list of Key)
        Names of the axes and what they set.
    """
    points = [Field("points", column, _type(column), "1", meaning) for column, meaning in _POINTS.items()]
    named = [
        Field("points", name, "text", keys[0].unit, f"Value of {', '.join(key.path for key in keys)}.")
        for name, keys in axes
    ]
    return [
        *points[:2],
        *named,
        points[2],
        *(field for table in TABLES for field in fields_of_sweeps(table)),
        *trial_fields(scenario),
    ]


def fields_of_sweeps(table: str) -> tuple[Field, ...]:
    """Give the columns of a table that every sweep has alike, in order."""
    if table == "axes":
        return tuple(Field("axes", column, "text", "1", meaning) for column, meaning in _AXES.items())
    if table == "differences":
        return tuple(
            Field("differences", column, _type(column), _unit(column), _DIFFERENCES[column])
            for column in DIFFERENCE_COLUMNS
        )
    return tuple(_of_runs(table, OUTCOME_COLUMNS if table == "outcomes" else ESTIMATE_COLUMNS))


def tabulate_fields(fields: list[Field]) -> pd.DataFrame:
    """Give the dictionary as a table."""
    return pd.DataFrame(fields, columns=list(Field._fields))


def _of_runs(table: str, columns: tuple[str, ...]) -> list[Field]:
    """Take the columns that a table of one run has too."""
    known = {field.column: field for field in fields_of(table)}
    point = Field(table, "point", "integer", "1", POINT)
    return [point, *(known[column] for column in columns if column != "point")]


def _type(column: str) -> Type:
    if column in ("point", "reference", "trials", "here_alone", "there_alone"):
        return "integer"
    return "real" if column in ("difference", "low", "high") else "text"


def _unit(column: str) -> str:
    return "trials" if column in ("trials", "here_alone", "there_alone") else "1"
