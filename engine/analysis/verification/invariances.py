"""What may be added, split or left unseen without changing a bit of any trial."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engine.analysis.verification.checks import Check, exactly
from engine.analysis.verification.comparing import FAMILY, compare_trials
from engine.analysis.verification.symmetry import TALKING
from engine.analysis.verification.worlds import AT_WAR, Laboratory

HORIZON, LONGER = 39, 65
N_ALONE = 8
STORMY = ("parties.south.frailty_sd=2", "talks.ripeness=0", "sequence.order=settlement_first")
"""An accord, calls upon guarantors, war and new talks, all within one trial."""


class Nothing(NamedTuple):
    """Something that adds nothing.

    Attributes
    ----------
    name : str
        What it is.
    overrides : tuple of str
        How it is added.
    """

    name: str
    overrides: tuple[str, ...]


def _under(path: str, *values: str) -> tuple[str, ...]:
    return tuple(f"{path}.{value}" for value in values)


NOTHINGS = (
    Nothing(
        "a guarantor without force or help",
        _under(
            "guarantors.ghost",
            "pledge=political",
            "protects=north",
            "family=ghosts",
            "reliability=0.5",
            "capability=0",
            "material=0",
            "belief_protege=0.5",
            "belief_adversary=0.5",
        ),
    ),
    Nothing(
        "a constituency that neither votes, weighs nor spoils",
        _under("parties.south.constituencies.ghost", "weight=0"),
    ),
    Nothing("a mediator without voice, push or leverage", _under("mediators.ghost", "voice=0", "push=0")),
    Nothing("a stream of aid that carries nothing", _under("aid.ghost", "to=north", "trend=0")),
    Nothing("a pressure that costs nothing", _under("pressures.ghost", "fatigue=0", "costs.north=0")),
    Nothing(
        "an issue that nobody cares for",
        (
            "issues.ghost.status_quo=0.5",
            *_under("parties.north.positions.ghost", "weight=0", "ideal=0.5"),
            *_under("parties.south.positions.ghost", "weight=0", "ideal=0.5"),
        ),
    ),
    Nothing("kilometres without incidents", ("front.length_km=600", "front.background=0.25")),
)

HALVED = (
    "issues.plain.status_quo=0",
    "issues.plain.levels=[0.0, 0.5, 1.0]",
    "start.terms.plain=0.5",
    *_under("parties.north.positions.territory", "weight=0.3125", "vulnerability=0.0625"),
    *_under("parties.north.positions.plain", "weight=0.3125", "ideal=1", "vulnerability=0.0625"),
    *_under("parties.south.positions.territory", "weight=0.375", "firmness=0.25"),
    *_under("parties.south.positions.plain", "weight=0.375", "ideal=0", "red_line=0.875", "firmness=0.25"),
    *_under("parties.north.constituencies.public.positions", "territory.weight=0.375", "plain.weight=0.375"),
)
"""Two issues in place of the territory; its numbers are sums of powers of two."""
NOT_SPLIT = ("binding_issue", "bargaining_range")
"""The latter is a difference of sums over issues, which are rounded in another order."""


def add_nothing(lab: Laboratory) -> Iterator[Check]:
    """Add what has no weight, and split an issue into halves."""
    plain = lab.run(STORMY)
    for nothing in NOTHINGS:
        yield compare_trials(f"added: {nothing.name}", plain, lab.run((*STORMY, *nothing.overrides)))
    for base, where in ((STORMY, "from an accord"), (TALKING, "from war")):
        whole, split = lab.run(base), lab.run((*base, *HALVED))
        yield compare_trials(f"an issue split into two halves, {where}", whole, split, without=NOT_SPLIT)


def look_away(lab: Laboratory) -> Iterator[Check]:
    """Change what nobody sees yet: reliability, a horizon further off, other trials."""
    weak, strong = (lab.run((f"guarantors.ally.reliability={x}",)) for x in (0, 1))
    unseen = "true reliability, unseen up to the first attack"
    yield compare_trials(unseen, weak, strong, only=("first_attack_round",))
    bare = ("start.phase=truce", "talks.ripeness=-20", "mediators.envoy.push=-5")
    poor, rich = (lab.run((*bare, f"guarantors.ally.capability={x}")) for x in (0, 1))
    yield compare_trials("a pledge under a bare truce", poor, rich)
    short, long = (lab.run((*AT_WAR, f"clock.rounds={rounds}")) for rounds in (HORIZON, LONGER))
    moved = int((short.phases != long.phases[:, :HORIZON]).any(axis=1).sum())
    later = "a later horizon, phases up to the nearer one"
    yield exactly(FAMILY, later, "the same phases", {"different trials": moved}, lab.n_trials)
    first = lab.n_trials // 2
    alone = lab.run(AT_WAR, first=first, n_trials=N_ALONE)
    among = lab.run(AT_WAR)
    cut = among._replace(values=np.asarray(among.values[first : first + N_ALONE]))
    yield compare_trials(f"{N_ALONE} trials run without those before them", cut, alone)
