"""What a live view can change: values of the scenario as sliders, lists and switches."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.errors import Problem, ScenarioError
from engine.scenario import Distribution, Scenario
from engine.scenario.finding import suggest
from engine.scenario.shapes import shape_at
from engine.scenario.values import Entry, Value, list_values
from engine.scenario.writing import write_value

USUAL = ("pledge", "capability")
"""Of the first guarantor; and beside it:"""
USUAL_PATHS = ("monitors.attribution", "front.zone_km", "sequence.order")


class Control(NamedTuple):
    """One value that the view can change.

    Attributes
    ----------
    path : str
        Its dotted path.
    value : float, bool or str
        Where it stands at first.
    low, high : float
        Ends of a slider. [unit]
    words : tuple of str
        Words among which one chooses; empty for a number or a switch.
    drawn : bool
        Whether each trial draws it, around a median that is shown, until it is changed.
    """

    path: str
    value: float | bool | str
    low: float
    high: float
    words: tuple[str, ...]
    drawn: bool

    @property
    def name(self) -> str:
        """The path as a name of an argument."""
        return self.path.replace(".", "__")

    def override(self, value: Any) -> str:
        """Write a value of it as ``--set`` takes it."""
        return f"{self.path}={write_value(type(self.value)(value))}"


def list_controls(scenario: Scenario, asked: Sequence[str] = ()) -> list[Control]:
    """Give the controls asked for, or a few levers that matter in most scenarios.

    Raises
    ------
    ScenarioError
        Where the scenario has no such value, or none that a slider, a list or a switch can change.
    """
    entries = {entry.path: entry for entry in list_values(scenario.parameters)}
    if not asked:
        names = list(scenario.parameters.guarantors)[:1]
        first = [f"guarantors.{name}.{key}" for name in names for key in USUAL]
        return [_control(entries[path]) for path in (*first, *USUAL_PATHS) if path in entries]
    problems = [
        Problem("--lever", path, f"is no value of {scenario.name}", suggest(path, tuple(entries)))
        for path in asked
        if path not in entries
    ] + [
        Problem("--lever", path, "can't be changed by a slider, a list or a switch")
        for path in asked
        if path in entries and _stand_of(entries[path].value) is None
    ]
    if problems:
        raise ScenarioError(*problems)
    return [_control(entries[path]) for path in dict.fromkeys(asked)]


def _control(entry: Entry) -> Control:
    value = _stand_of(entry.value)
    assert value is not None
    shape = shape_at(entry.path)
    words = shape.words() if shape and isinstance(value, str) else ()
    low, high = entry.facts.low, entry.facts.high
    largest = 0.0 if isinstance(value, str) else abs(float(value))
    return Control(
        entry.path,
        value,
        0.0 if low is None else low,
        _limit(largest, high),
        tuple(words),
        isinstance(entry.value, Distribution),
    )


def _limit(value: float, high: float | None) -> float:
    """End a slider at its bound, or where that is far off, at some times the value."""
    usual = 10.0 * value if value else 1.0
    return usual if high is None else min(high, max(usual, 1.0))


def _stand_of(value: Value) -> float | bool | str | None:
    """Give what a control shows: of a distribution, its median."""
    if isinstance(value, Distribution):
        return float(value.quantile(np.array([0.5]))[0])
    if isinstance(value, str | bool):
        return value
    return float(value) if isinstance(value, int | float) else None
