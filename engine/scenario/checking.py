"""What must hold between the parameters of a scenario."""

from typing import Any

from engine.errors import Problem
from engine.scenario.placing import Places


def check_consistency(plain: dict[str, Any], places: Places) -> list[Problem]:
    """Check what one parameter says against another."""
    return []
