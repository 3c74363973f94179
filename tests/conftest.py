"""What all tests share."""

import pytest
from places import MINIMAL

from engine.scenario import Scenario, load_scenario


@pytest.fixture(scope="session")
def minimal() -> Scenario:
    return load_scenario(MINIMAL)
