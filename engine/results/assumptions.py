"""Every value that a run rests on, and what the value itself rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from engine.scenario import Scenario
from engine.scenario.values import TEXT, Value, encode, list_values
from engine.scenario.writing import write_value


class StatedValue(NamedTuple):
    """One row of the table of assumptions."""

    path: str
    value: str
    unit: str
    origin: str
    source: str
    assumption: str


def state_values(scenario: Scenario) -> Iterator[StatedValue]:
    """State every value of a scenario but its texts, with origin and source."""
    for path, value, facts in list_values(scenario.parameters):
        if facts.unit != TEXT:
            origin = scenario.origins[path]
            assumption = "yes" if origin.assumed else "no"
            yield StatedValue(path, write_stated(value), facts.unit, origin.where, origin.source, assumption)


def write_stated(value: Value) -> str:
    """Write a value as scenario files do; a list of tables from its plain form."""
    if isinstance(value, tuple) and any(isinstance(entry, BaseModel) for entry in value):
        return write_value(encode(value))
    return write_value(value)
