import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "made"))

from made_trials import load_minimal

from engine.scenario import Scenario


@pytest.fixture(scope="session")
def minimal() -> Scenario:
    return load_minimal()
