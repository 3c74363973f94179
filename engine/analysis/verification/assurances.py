"""A pledge like Budapest's looks like one: quiet while nobody is tempted, then collapse, and nobody comes."""

import math
from collections.abc import Iterator

from engine.analysis.verification.checks import Check
from engine.analysis.verification.levers import ASSURANCE, ERRORS, FAMILY
from engine.analysis.verification.worlds import NO_CRISES, Laboratory
from engine.model.schedule import ROUNDS_PER_YEAR

QUIET_YEARS, ALL_YEARS = 6, 15
RARELY, MOSTLY = 0.2, 0.6
"""Shares that stand for almost never and for collapse; the assurance is honoured one time in ten."""

BUDAPEST = (
    *ASSURANCE,
    *NO_CRISES,
    f"clock.rounds={ALL_YEARS * ROUNDS_PER_YEAR}",
    "front.trend=0.1",
    *(
        f"parties.{party}.{key}"
        for party in ("north", "south")
        for key in ("frailty_sd=0.1", "optimism=0", "cost=0.3", "temptation_noise=0.05")
    ),
)
"""An accord whose protege is the stronger side at first, in a world where war is dear."""
SHIFT = ("parties.south.weapons=0.08",)
NO_SHIFT = ("parties.south.weapons=0.02",)


def recall_budapest(lab: Laboratory) -> Iterator[Check]:
    """Look at an assurance before and after power has shifted, and at one where it does not shift."""
    shifted, even = lab.run((*BUDAPEST, *SHIFT)), lab.run((*BUDAPEST, *NO_SHIFT))
    collapses = shifted.column("collapse_round")
    early = int((collapses < QUIET_YEARS * ROUNDS_PER_YEAR).sum())
    fallen = int((collapses >= 0).sum())
    fallen_anyway = int((even.column("collapse_round") >= 0).sum())
    calls = int(shifted.column("called_ally").sum())
    honoured = int(shifted.column("honoured_ally").sum())
    n = lab.n_trials
    yield _seldom(f"an assurance is quiet for {QUIET_YEARS} years", early, n)
    yield _mostly(f"an assurance collapses within {ALL_YEARS} years, once power has shifted", fallen, n)
    yield _seldom("an assurance does not collapse where power has not shifted", fallen_anyway, n)
    yield _seldom("an assurance is almost never honoured with force", honoured, calls)


def _seldom(name: str, happened: int, cases: int) -> Check:
    clear = _clearance(RARELY, cases)
    return _judge(name, f"at most {RARELY:g}", happened, cases, clear, happened <= (RARELY - clear) * cases)


def _mostly(name: str, happened: int, cases: int) -> Check:
    clear = _clearance(MOSTLY, cases)
    return _judge(name, f"at least {MOSTLY:g}", happened, cases, clear, happened >= (MOSTLY + clear) * cases)


def _judge(name: str, expected: str, happened: int, cases: int, clear: float, passed: bool) -> Check:
    share = f"{happened / cases:.3f} ({happened:,} of {cases:,})" if cases else "no case"
    tolerance = f"stricter by {clear:.2g}, {ERRORS} standard errors"
    return Check(FAMILY, name, expected, share, tolerance, passed and cases > 0)


def _clearance(limit: float, cases: int) -> float:
    return ERRORS * math.sqrt(limit * (1 - limit) / max(cases, 1))
