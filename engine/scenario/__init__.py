"""What is asked: scenario files, resolved and validated."""

from engine.scenario.distributions import Distribution
from engine.scenario.loading import load_scenario
from engine.scenario.origins import Origin
from engine.scenario.scenario import Scenario
from engine.scenario.schema import Parameters
from engine.scenario.tabulated import Choice

__all__ = ["Choice", "Distribution", "Origin", "Parameters", "Scenario", "load_scenario"]
