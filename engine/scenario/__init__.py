"""What is asked: scenario files, resolved and validated."""

from engine.scenario.differing import Difference, list_differences
from engine.scenario.distributions import Distribution
from engine.scenario.loading import load_scenario
from engine.scenario.origins import Origin
from engine.scenario.scenario import Scenario
from engine.scenario.schema import Parameters
from engine.scenario.tabulated import Choice

__all__ = [
    "Choice",
    "Difference",
    "Distribution",
    "Origin",
    "Parameters",
    "Scenario",
    "list_differences",
    "load_scenario",
]
