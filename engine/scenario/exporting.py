"""A resolved scenario as one file."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.scenario.scenario import Scenario


def write_scenario(scenario: "Scenario") -> str:
    """Write every value with its source."""
    raise NotImplementedError
