"""Each lever moves the durability of a fixed signed accord the way theory says, over the same trials."""

import numpy as np
import pytest
from places import MINIMAL

from engine.scenario import load_scenario
from engine.simulation.kernel import run_chunk
from engine.simulation.records import columns

pytestmark = pytest.mark.usefixtures("without_twins")

BASE = [
    "start.phase=accord",
    "clock.rounds=65",
    "parties.south.frailty_sd=0.6",
    "parties.south.optimism=0.1",
    "parties.south.damage=2",
    "parties.south.weapons=0.05",
    "guarantors.ally.reliability=0.5",
    "guarantors.ally.capability=0.5",
    "guarantors.ally.belief_adversary=0.3",
    "front.severity=5e-5",
    "front.background=0.5",
    "monitors.detection=0.5",
    "monitors.attribution=0.5",
    "monitors.commission=0.3",
]
N_TRIALS = 240

MORE_DURABLE = {
    "higher reliability": ["guarantors.ally.reliability=0.95"],
    "higher belief": ["guarantors.ally.belief_adversary=0.7"],
    "higher capability": ["guarantors.ally.capability=0.9"],
    "a wider zone": ["front.zone_km=20"],
    "better attribution": ["monitors.detection=1", "monitors.attribution=1"],
    "a joint commission": ["monitors.commission=1"],
    "a binding treaty over an assurance": [
        "guarantors.ally.reliability=0.44",
        "guarantors.ally.belief_adversary=0.27",
    ],
}
LESS_DURABLE = {
    "a bare truce": ["start.phase=truce", "talks.ripeness=-20", "mediators.envoy.push=-5"],
    "an adverse power shift": ["parties.south.weapons=0.15"],
    "a blurred front": ["front.blur=1"],
    "a higher branching ratio": ["parties.north.retaliation=1.2", "parties.south.retaliation=1.2"],
    "a deal signed under duress": ["start.duress=0.4"],
    "optimism of the challenger": ["parties.south.optimism=0.3"],
    "optimism of the defender": ["parties.north.optimism=0.3", "parties.north.frailty_sd=0.6"],
    "spoilers": [
        "parties.north.constituencies.public.spoiler_month=1",
        "parties.north.constituencies.public.provocation=5000",
    ],
    "an assurance in place of the pledge": [
        "guarantors.ally.reliability=0.05",
        "guarantors.ally.belief_adversary=0.03",
    ],
}
INSTEAD = {
    "a binding treaty over an assurance": LESS_DURABLE["an assurance in place of the pledge"],
    "optimism of the defender": ["parties.north.frailty_sd=0.6"],
}
"""What a lever is compared with where that is not the base."""


def weeks_held(overrides: list[str]) -> np.ndarray:
    scenario = load_scenario(MINIMAL, [*BASE, *overrides])
    chunk = run_chunk(scenario, 0, 0, N_TRIALS)
    return chunk.values[:, [column.name for column in columns(scenario)].index("ceasefire_weeks")]


@pytest.mark.parametrize(
    ("lever", "sign"), [(lever, 1) for lever in MORE_DURABLE] + [(lever, -1) for lever in LESS_DURABLE]
)
def test_a_lever_moves_durability_the_way_theory_says(lever: str, sign: int) -> None:
    moved = weeks_held((MORE_DURABLE | LESS_DURABLE)[lever])
    gained = sign * (moved - weeks_held(INSTEAD.get(lever, [])))
    # Two standard errors of a paired difference; the seed is fixed.
    assert gained.mean() > 2 * gained.std(ddof=1) / np.sqrt(N_TRIALS)
