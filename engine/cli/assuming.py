"""The register of assumptions: every value that rests on no source."""

from typing import NamedTuple

from engine.results.assumptions import state_values
from engine.scenario import Scenario
from engine.scenario.origins import Origin
from engine.scenario.register import list_brought


class Assumed(NamedTuple):
    """One value of the register: where it stands, where it comes from, and why it is assumed."""

    path: str
    value: str
    unit: str
    origin: str
    reason: str


def list_assumed(scenario: Scenario | None) -> tuple[list[Assumed], int]:
    """List the assumed values of a scenario, or those that no scenario wrote, and count all values."""
    if scenario is None:
        stated = [(value.path, value.value, value.unit, value.origin) for value in list_brought()]
    else:
        stated = [
            (value.path, value.value, value.unit, Origin(value.origin, value.source))
            for value in state_values(scenario)
        ]
    assumed = [
        Assumed(path, value, unit, origin.where, " ".join(origin.reason.split()))
        for path, value, unit, origin in stated
        if origin.assumed
    ]
    return assumed, len(stated)
