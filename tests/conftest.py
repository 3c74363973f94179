"""What all tests share."""

import signal
from collections.abc import Iterator

import pytest
from places import MINIMAL

from engine.scenario import Scenario, load_scenario
from engine.simulation import kernel, trials

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background ignores it


@pytest.fixture(scope="session")
def minimal() -> Scenario:
    return load_scenario(MINIMAL)


@pytest.fixture(scope="module")
def without_twins() -> Iterator[None]:
    """Leave out twins where they would double the time of a test and change nothing that it judges."""
    with pytest.MonkeyPatch.context() as patch:
        for driver in (kernel, trials):
            patch.setattr(driver, "TWIN_TRIALS", 0)
        yield
