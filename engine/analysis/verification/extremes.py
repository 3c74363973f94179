"""At the ends of parameters' ranges there is no chance left, so that what happens can be said exactly."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.verification.checks import Check, exactly
from engine.analysis.verification.worlds import AT_WAR, NO_CRISES, NO_TALKS, SOUTH_ATTACKS, Laboratory, Sample
from engine.model.schedule import ACCORD, BY_ATTACK, HELD, WEEKS_PER_ROUND

FAMILY = "extremes"

SURE = ("guarantors.ally.reliability=1", "guarantors.ally.belief_adversary=1", "guarantors.ally.capability=1")
NO_ATTACKS = ("parties.north.attack_rate=0", "parties.south.attack_rate=0")
ALWAYS = ("parties.south.attack_rate=1",)
NO_CALM = ("parties.south.frailty_sd=2",)
SPOILERS = "parties.north.constituencies.public.spoiler_month"
MOST_DAMAGE = tuple(
    f"parties.{party}.{key}"
    for party in ("north", "south")
    for key in ("damage=5", "temptation_noise=0.005", "weapons=0")
)

Judged = Callable[[Sample], NDArray[np.bool_]]


class Extreme(NamedTuple):
    """Something of which no trial at an extreme may be an exception.

    Attributes
    ----------
    name, expected : str
        The extreme, and what is always so there.
    overrides : tuple of str
        What makes it.
    broken : callable
        Which trials are exceptions.
    asked : callable, optional
        In which of them there was something to break; in all where absent.
    """

    name: str
    expected: str
    overrides: tuple[str, ...]
    broken: Judged
    asked: Judged | None = None


def _any(name: str) -> Judged:
    """Trials in which something was counted at all."""
    return lambda sample: sample.column(name) > 0


def _called(sample: Sample) -> NDArray[np.bool_]:
    return sample.column("called_ally") > 0


EXTREMES = (
    Extreme(
        "a pledge that is sure, believed and overwhelming",
        "its protege is never attacked",
        (*SURE, *MOST_DAMAGE, *NO_CRISES, "parties.north.attack_rate=0"),
        _any("attacks"),
    ),
    Extreme(
        "no attacks ordered and no incident severe",
        "the accord always holds to the horizon",
        (*NO_ATTACKS, *NO_CRISES),
        lambda s: (s.column("ceasefire_end") != HELD) | (s.phases[:, -1] != ACCORD),
    ),
    Extreme(
        "an attack rate of 1 and overwhelming temptation",
        "the accord collapses in round 0 by an attack",
        (*SOUTH_ATTACKS, *ALWAYS),
        lambda s: (s.column("collapse_round") != 0) | (s.column("ceasefire_end") != BY_ATTACK),
    ),
    Extreme(
        "readiness to meet of -25 logits and less",
        "no draft, agreement or truce in any war",
        (*AT_WAR, *NO_TALKS),
        lambda s: (s.column("drafts") + s.column("agreements") + s.column("truces")) > 0,
    ),
    Extreme("spoilers that never act", "no provocation", (f"{SPOILERS}=0",), _any("provocations")),
    Extreme(
        "spoilers that act each week",
        "a provocation in every trial",
        (f"{SPOILERS}=1",),
        lambda s: s.column("provocations") == 0,
    ),
    Extreme(
        "no background incidents and no spoilers",
        "no incident and no crisis",
        ("front.background=0",),
        lambda s: (s.column("incidents_year_1") > 0) | (s.column("crises") > 0),
    ),
    Extreme("incidents that are never severe", "no crisis", NO_CRISES, _any("crises")),
    Extreme(
        "authors that are always known, where that averts crises",
        "no crisis",
        ("monitors.detection=1", "monitors.attribution=1", "monitors.calming=1"),
        _any("crises"),
    ),
    Extreme(
        "incidents of which each is a crisis",
        "a crisis in round 0",
        ("front.severity=1", "front.background=100", "monitors.calming=0"),
        lambda s: s.column("first_crisis_round") != 0,
    ),
    Extreme(
        "a horizon of one round",
        "one phase recorded, and no ceasefire longer than four weeks",
        ("clock.rounds=1",),
        lambda s: (s.column("ceasefire_weeks") > WEEKS_PER_ROUND) | (s.phases.shape[1] != 1),
    ),
    Extreme(
        "a perfectly reliable guarantor",
        "it honours every call",
        ("guarantors.ally.reliability=1", *NO_CALM),
        lambda s: s.column("honoured_ally") != s.column("called_ally"),
        _called,
    ),
    Extreme(
        "a guarantor that is never reliable and never helps",
        "it answers no call",
        ("guarantors.ally.reliability=0", "guarantors.ally.material=0", *NO_CALM),
        lambda s: (s.column("honoured_ally") + s.column("helped_ally")) > 0,
        _called,
    ),
    Extreme(
        "a guarantor that attacks its protege itself",
        "it honours nothing and helps nobody",
        (*SURE, "guarantors.ally.party=south", "guarantors.ally.material=1", *NO_CALM),
        lambda s: (s.column("honoured_ally") + s.column("helped_ally")) > 0,
        _called,
    ),
    Extreme(
        "a pledge whose term is over",
        "nobody is called, whoever attacks",
        ("guarantors.ally.term_years=0", *NO_CALM),
        _called,
        _any("attacks"),
    ),
    Extreme(
        "a bare truce, for which no pledge is made",
        "nobody is called, whoever attacks",
        ("start.phase=truce", *NO_TALKS, *NO_CALM),
        _called,
        _any("attacks"),
    ),
    Extreme(
        "a trend of 3 a year on a front that barely wavers",
        "the defender prevails",
        (*AT_WAR, *NO_TALKS, "front.trend=3", "front.trend_sd=0", "front.volatility=0.02"),
        lambda s: s.column("front") < 1,
    ),
    Extreme(
        "a vote that needs every voice",
        "no agreement is ever ratified",
        (*AT_WAR, "parties.north.constituencies.public.threshold=1"),
        lambda s: np.isfinite(s.column("ratification_round")),
        _any("agreements"),
    ),
    Extreme(
        "a vote that needs a truce, and a truce that needs the vote",
        "no agreement is ever ratified",
        (
            *AT_WAR,
            "sequence.order=settlement_first",
            "parties.north.constituencies.public.needs_truce=true",
            "parties.south.truce=after_ratification",
        ),
        lambda s: np.isfinite(s.column("ratification_round")) | (s.column("truces") > 0),
        _any("agreements"),
    ),
)


def go_to_extremes(lab: Laboratory) -> Iterator[Check]:
    """Run each extreme and count its exceptions."""
    for extreme in EXTREMES:
        sample = lab.run(extreme.overrides)
        asked = np.ones(len(sample.phases), bool) if extreme.asked is None else extreme.asked(sample)
        broken = int((extreme.broken(sample) & asked).sum())
        failed = int(np.isnan(sample.column("outcome")).sum())
        exceptions = {"exceptions": broken, "failed trials": failed}
        yield exactly(FAMILY, extreme.name, extreme.expected, exceptions, int(asked.sum()))
