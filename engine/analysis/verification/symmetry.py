"""What may be swapped, mirrored or renamed: exact where draws are shared, else the same in law."""

from collections.abc import Iterator

import numpy as np

from engine.analysis.verification.checks import Check
from engine.analysis.verification.comparing import LAWS, compare_means, compare_renamed, compare_trials
from engine.analysis.verification.renaming import renamed
from engine.analysis.verification.worlds import AT_WAR, Laboratory, Sample

TALKING = (*AT_WAR, "sequence.order=settlement_first")
LOPSIDED = ("start.front=0.25", "front.trend=0.0625", "front.trend_sd=0")
SWAPPED = (
    "parties.north.side=challenger",
    "parties.south.side=defender",
    "start.front=-0.25",
    "front.trend=-0.0625",
    "front.trend_sd=0",
)
"""Each party keeps its name, and so its draws; the front is seen from the other end."""
UP_TO_COLLAPSE = ("ceasefire_weeks", "ceasefire_end", "collapse_round", "first_attack_round")
"""What the walk of the front, whose draws are not mirrored, has no part in."""
REFLECTED = (
    "parties.north.positions.territory.ideal=0",
    "parties.south.positions.territory.ideal=1",
    "parties.south.positions.territory.red_line=0.125",
    "issues.territory.status_quo=1",
)
"""The territory's axis turned round; its numbers are sums of powers of two, so that nothing is rounded."""


def swap_sides(lab: Laboratory) -> Iterator[Check]:
    """Swap who defends, from an accord exactly and from war in law."""
    plain, swapped = lab.run(LOPSIDED), lab.run(SWAPPED)
    yield compare_trials("sides swapped, an accord up to its collapse", plain, swapped, only=UP_TO_COLLAPSE)
    ours, theirs = lab.run((*TALKING, *LOPSIDED)), lab.run((*TALKING, *SWAPPED))
    yield from _compare_laws("sides swapped", ours, theirs)
    won, also_won = ours.column("front") >= 1, theirs.column("front") <= -1
    name = "sides swapped, from war: north prevails"
    yield compare_means(name, won.astype(np.float64), also_won.astype(np.float64))


def turn_round(lab: Laboratory) -> Iterator[Check]:
    """Turn the axis of an issue round: 0 means what 1 meant."""
    ours, theirs = lab.run(TALKING), lab.run((*TALKING, *REFLECTED))
    turned = np.array(theirs.names) == "term_territory"
    back = theirs._replace(values=np.where(turned, 1 - theirs.values, theirs.values))
    yield compare_trials("an issue's axis turned round, from war", ours, back)


def rename(lab: Laboratory) -> Iterator[Check]:
    """Rename an issue, which has no draws, and the parties, whose draws go by their names."""
    ours = lab.run(TALKING)
    with renamed(("territory", "valley")) as path:
        yield compare_renamed("an issue renamed, from war", ours, lab.run(TALKING, path=path))
    with renamed(("north", "hill"), ("south", "shore")) as path:
        yield from _compare_laws("parties renamed", ours, lab.run(TALKING, path=path))


def _compare_laws(what: str, ours: Sample, theirs: Sample) -> Iterator[Check]:
    for law in LAWS:
        yield compare_means(f"{what}, from war: {law.name}", law.take(ours), law.take(theirs))
