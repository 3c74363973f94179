"""What parties learn of guarantors, looked up in the agents themselves."""

from collections.abc import Iterator

from engine.analysis.verification.checks import Check, exactly
from engine.analysis.verification.closed_forms import FAMILY
from engine.analysis.verification.worlds import PAIR, Laboratory
from engine.scenario import load_scenario

SPILL_OVER, STRENGTH, BELIEF = 0.25, 8.0, 0.0625
AGENTS_TRIALS = 20
LEARNING = (
    "clock.rounds=26",
    "talks.forgetting=0",
    f"talks.spill_over={SPILL_OVER}",
    "parties.south.frailty_sd=2",
    "parties.south.damage=5",
    "parties.south.attack_rate=1",
    "guarantors.ally.capability=1",
    f"guarantors.ally.belief_protege={BELIEF}",
    f"guarantors.ally.belief_adversary={BELIEF}",
    f"guarantors.ally.belief_strength={STRENGTH}",
    *(
        f"guarantors.neighbour.{key}"
        for key in (
            "pledge=political",
            "protects=south",
            "family=west",
            "reliability=0.5",
            "capability=0.5",
            "material=0",
            f"belief_protege={BELIEF}",
            f"belief_adversary={BELIEF}",
            f"belief_strength={STRENGTH}",
        )
    ),
)
"""Every call counts for one challenge, and a quarter for the other of the family; nothing is rounded."""


def learn_conduct(lab: Laboratory) -> Iterator[Check]:
    """Beta beliefs are the prior plus what was honoured and what was not."""
    from engine.simulation.model import PeaceTalks

    scenario = load_scenario(PAIR, LEARNING)
    wrong = calls = 0
    for trial in range(AGENTS_TRIALS):
        model = PeaceTalks(scenario, lab.seed, trial)
        while model.running:
            model.step()
        calls += sum(guarantor.times_called for guarantor in model.guarantors)
        records = [(guarantor.times_called, guarantor.times_honoured) for guarantor in model.guarantors]
        beliefs = expected_beliefs(records)
        wrong += sum(party.beliefs != beliefs for party in model.parties)
    expected = "the prior, what was honoured and what was not"
    yield exactly(FAMILY, "Beta beliefs after every call", expected, {"other beliefs": wrong}, calls)


def expected_beliefs(records: list[tuple[int, int]]) -> list[list[float]]:
    """Add to the prior of each guarantor of a family what it and the others did, called and honoured."""
    beliefs = []
    for ours in range(len(records)):
        alpha, beta = BELIEF * STRENGTH, (1 - BELIEF) * STRENGTH
        for other, (called, honoured) in enumerate(records):
            weight = 1.0 if other == ours else SPILL_OVER
            alpha += weight * honoured
            beta += weight * (called - honoured)
        beliefs.append([alpha, beta])
    return beliefs
