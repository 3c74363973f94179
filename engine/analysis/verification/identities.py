"""What must agree within the records of any trial, whatever happened in it."""

import math
from collections.abc import Iterator

import numpy as np

from engine.analysis.verification.checks import Check, exactly, near
from engine.analysis.verification.closed_forms import FAMILY
from engine.analysis.verification.invariances import STORMY
from engine.analysis.verification.symmetry import TALKING
from engine.analysis.verification.worlds import Laboratory
from engine.model.schedule import (
    DECIDED,
    HELD,
    MILITARY_DECISION,
    NO_AGREEMENT,
    OUTCOMES,
    RENEWED_WAR,
    WAR,
)
from engine.results.survival import estimate_survival

ROUNDING = 1e-12


def agree_with_itself(lab: Laboratory) -> Iterator[Check]:
    """Outcomes, collapses and calls of trials from an accord and from war fit one another."""
    for base, where in ((STORMY, "from an accord"), (TALKING, "from war")):
        sample = lab.run(base)
        outcome, collapse, end = (
            sample.column(name) for name in ("outcome", "collapse_round", "ceasefire_end")
        )
        shares = [float((outcome == code).mean()) for code in range(len(OUTCOMES))]
        yield near(FAMILY, f"outcome shares added up, {where}", math.fsum(shares), 1, ROUNDING, "rounding")
        collapsed, last = np.isfinite(collapse), sample.phases[:, -1]
        decided = np.abs(sample.column("front")) >= 1
        broken = {
            "collapses of what held": collapsed != (np.isfinite(end) & (end != HELD)),
            "decisions off the ends": decided != (outcome == MILITARY_DECISION),
            "decisions without a round": decided != np.isfinite(sample.column("decision_round")),
            "decisions in another phase": decided != (last == DECIDED),
            "renewed wars without a collapse": (outcome == RENEWED_WAR) & ~(collapsed & (last == WAR)),
            "wars without agreement after a ceasefire": (outcome == NO_AGREEMENT) & np.isfinite(end),
            "answers without a call": sample.column("honoured_ally") + sample.column("helped_ally")
            > sample.column("called_ally"),
            "attacks broken off but not ordered": sample.column("attacks_reversed")
            > sample.column("attacks"),
        }
        counted = {what: int(where_.sum()) for what, where_ in broken.items()}
        yield exactly(FAMILY, f"records that contradict each other, {where}", "none", counted, lab.n_trials)


def survive(lab: Laboratory) -> Iterator[Check]:
    """Without censoring before the horizon Kaplan-Meier's curve is the plain share that still holds."""
    sample = lab.run()
    weeks, held = sample.column("ceasefire_weeks").astype(np.int64), sample.column("ceasefire_end") == HELD
    horizon = int(weeks.max())
    ended, censored = (np.bincount(weeks[which], minlength=horizon + 1) for which in (~held, held))
    found = estimate_survival(ended, censored).share[:horizon]
    plain = np.array([(weeks > week).mean() for week in range(horizon)])
    apart = float(np.abs(found - plain).max())
    yield near(FAMILY, "Kaplan-Meier's curve against plain shares", apart, 0, ROUNDING, "rounding")
