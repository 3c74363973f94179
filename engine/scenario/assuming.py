"""Which values of a scenario rest on nothing but judgement."""

from typing import NamedTuple

from engine.scenario.scenario import Scenario
from engine.scenario.values import TEXT, list_values


class Assumption(NamedTuple):
    """A value without a real source, and why it was assumed."""

    path: str
    reason: str


def assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """List every value without a real source, texts left out."""
    stated = (entry.path for entry in list_values(scenario.parameters) if entry.facts.unit != TEXT)
    return tuple(
        Assumption(path, scenario.origins[path].reason) for path in stated if scenario.origins[path].assumed
    )
