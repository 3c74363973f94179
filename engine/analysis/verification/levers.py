"""Each lever moves the durability of a signed accord the way theory says, over the same trials."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engine.analysis.verification.checks import Check, Floats, error_of
from engine.analysis.verification.worlds import AT_WAR, NO_TALKS, Laboratory

FAMILY = "levers"
ERRORS = 2
"""Standard errors of a paired mean difference that tell a lever from chance: at a seed picked blindly one
lever in 44 that does nothing would pass, and one step in 44 that does nothing would fail."""

TRUCE = ("start.phase=truce", *NO_TALKS)


class Lever(NamedTuple):
    """A thing that can be more or less, and what more of it does.

    Attributes
    ----------
    name : str
        The lever.
    sign : int
        1 if more of it must raise what is measured, -1 if it must lower it.
    levels : tuple of tuple of str
        Overrides of each of its levels, rising.
    base : tuple of str
        Overrides of all its levels.
    deals : bool
        Whether trials with an agreement are counted, rather than weeks that the accord held.
    """

    name: str
    sign: int
    levels: tuple[tuple[str, ...], ...]
    base: tuple[str, ...] = ()
    deals: bool = False


def _rising(keys: tuple[str, ...], *values: float) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{key}={value}" for key in keys) for value in values)


def _pledge(name: str, reliability: float, belief: float, capability: float) -> tuple[str, ...]:
    """One class of pledge, with the means of its class."""
    numbers = {"reliability": reliability, "belief_adversary": belief, "capability": capability}
    return (f"guarantors.ally.pledge={name}", *(f"guarantors.ally.{key}={x}" for key, x in numbers.items()))


ASSURANCE = _pledge("assurance", 0.1, 0.06, 0.125)
POLITICAL = _pledge("political", 0.15, 0.09, 0.175)
TREATY = _pledge("bilateral_treaty", 0.444, 0.267, 0.4)
TROOPS = _pledge("alliance_troops", 0.8, 0.48, 0.8)
WATCHED = ("monitors.detection=1", "front.severity=2e-4")
TALKING = (*AT_WAR, "sequence.order=settlement_first", "parties.south.optimism=0")
"""A truce would end the cost that brings parties to the table, and fewer truces make more settlements."""
OPTIMISTS = ("parties.north.frailty_sd=0.6",)
SPOILERS = "parties.north.constituencies.public.spoiler_month"

LEVERS = (
    Lever("reliability of the pledge", 1, _rising(("guarantors.ally.reliability",), 0.05, 0.5, 0.95)),
    Lever("belief in the pledge", 1, _rising(("guarantors.ally.belief_adversary",), 0.1, 0.3, 0.7)),
    Lever("capability of the guarantor", 1, _rising(("guarantors.ally.capability",), 0.1, 0.5, 0.9)),
    Lever("width of the zone", 1, _rising(("front.zone_km",), 0, 8, 25)),
    Lever("attribution by monitors", 1, _rising(("monitors.attribution",), 0, 0.5, 1), WATCHED),
    Lever("a joint commission", 1, _rising(("monitors.commission",), 0, 0.5, 1)),
    Lever("ratified settlement over truce", 1, (TRUCE, NO_TALKS)),
    Lever("legally binding over assurance", 1, (ASSURANCE, POLITICAL, TREATY, TROOPS)),
    Lever("adverse shift of power", -1, _rising(("parties.south.weapons",), 0, 0.05, 0.15)),
    Lever("a blurred front", -1, _rising(("front.blur",), 0, 0.5, 1)),
    Lever(
        "branching ratio of incidents",
        -1,
        _rising(("parties.north.retaliation", "parties.south.retaliation"), 0.3, 0.6, 1.2),
    ),
    Lever("pressure of a deadline at signature", -1, _rising(("start.duress",), 0, 0.3, 0.6)),
    Lever("optimism of the challenger", -1, _rising(("parties.south.optimism",), 0, 0.1, 0.3)),
    Lever("optimism of the defender", -1, _rising(("parties.north.optimism",), 0, 0.15, 0.4), OPTIMISTS),
    Lever("spoilers", -1, _rising((SPOILERS,), 0, 0.2, 1)),
    Lever(
        "deals, by optimism of the challenger",
        -1,
        _rising(("parties.south.optimism",), 0, 0.25, 0.5),
        TALKING,
        True,
    ),
    Lever(
        "deals, by optimism of the defender",
        -1,
        _rising(("parties.north.optimism",), 0, 0.25, 0.5),
        TALKING,
        True,
    ),
)


def pull_levers(lab: Laboratory) -> Iterator[Check]:
    """Pull every lever, from its lowest level to its highest."""
    for lever in LEVERS:
        yield pull(lab, lever)


def pull(lab: Laboratory, lever: Lever) -> Check:
    """Judge the ends of a lever, and that no step goes the wrong way beyond its error."""
    levels = [_measure(lab, lever, level) for level in lever.levels]
    steps = [after - before for before, after in itertools.pairwise(levels)]
    whole = levels[-1] - levels[0]
    error = ERRORS * error_of(whole)
    moves = lever.sign * whole.mean() > error
    each = ", ".join(f"{step.mean():+.3g}" for step in steps)
    keeps_on = all(lever.sign * step.mean() >= -ERRORS * error_of(step) for step in steps)
    counted = "trials with a deal" if lever.deals else "weeks held"
    measured = "the share of trials with a deal" if lever.deals else "mean weeks held"
    return Check(
        FAMILY,
        lever.name,
        f"{'more' if lever.sign > 0 else 'fewer'} {counted}, at every step",
        f"{whole.mean():+.3g} in {measured}, in steps of {each}",
        f"{error:.2g}, {ERRORS} standard errors of the paired difference",
        bool(moves and keeps_on),
    )


def _measure(lab: Laboratory, lever: Lever, level: tuple[str, ...]) -> Floats:
    sample = lab.run((*lever.base, *level))
    if lever.deals:
        return np.asarray(sample.column("agreements") > 0, dtype=np.float64)
    return sample.column("ceasefire_weeks")
