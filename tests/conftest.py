"""Paths and small tools that all tests share."""

from pathlib import Path

import pytest

from engine.scenario import Scenario, load_scenario

TESTS = Path(__file__).parent
MINIMAL = TESTS / "scenarios" / "minimal.toml"
EVERYTHING = TESTS / "scenarios" / "everything.toml"


@pytest.fixture(scope="session")
def minimal() -> Scenario:
    return load_scenario(MINIMAL)
