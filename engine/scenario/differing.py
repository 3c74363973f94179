"""In what two scenarios differ."""

from typing import NamedTuple

from engine.scenario.scenario import Scenario
from engine.scenario.shapes import Facts
from engine.scenario.values import TEXT, Entry, Value, list_values


class Difference(NamedTuple):
    """One parameter on which two scenarios differ.

    Attributes
    ----------
    path : str
        Its dotted path.
    first, second
        Its value in each; None where it is absent.
    facts : Facts
        What the schema declares about it.
    """

    path: str
    first: Value | None
    second: Value | None
    facts: Facts


def list_differences(first: Scenario, second: Scenario) -> tuple[Difference, ...]:
    """All resolved parameters in which two scenarios differ, in the order of the first."""
    ours, theirs = _entries(first), _entries(second)
    found = []
    for path, entry in (ours | theirs).items():
        a, b = ours.get(path), theirs.get(path)
        if a is None or b is None or a.value != b.value:
            found.append(Difference(path, a.value if a else None, b.value if b else None, entry.facts))
    return tuple(found)


def _entries(scenario: Scenario) -> dict[str, Entry]:
    return {entry.path: entry for entry in list_values(scenario.parameters) if entry.facts.unit != TEXT}
