"""The class in which a trial ends, and hazards in time. ODD 7.8."""

from engine.model.arithmetic import exp, log
from engine.model.compiling import rule
from engine.model.schedule import (
    ACCORD,
    DECIDED,
    DURABLE_PEACE,
    FROZEN_CONFLICT,
    LOW_LEVEL_WAR,
    MILITARY_DECISION,
    NO_AGREEMENT,
    RENEWED_WAR,
    TRUCE,
    UNPROVEN_PEACE,
    WAR,
)


@rule
def classify(
    phase: int,
    had_ceasefire: bool,
    incidents: float,
    accord_years: float,
    quiet: float,
    war_line: float,
    durable_years: float,
) -> int:
    """Class of a trial at its horizon, judged in the order of the classes' severity.

    Parameters
    ----------
    phase : int
        Phase at the horizon.
    had_ceasefire : bool
        Whether a truce or accord was ever in force.
    incidents : float
        Recent incidents under the ceasefire. [incidents/week]
    accord_years : float
        Age of the accord. [year]
    quiet, war_line : float
        Incidents above which a ceasefire is no peace, and is war in all but name. [incidents/week]
    durable_years : float
        Age from which an accord counts as durable. [year]
    """
    if phase == DECIDED:
        return MILITARY_DECISION
    if phase == WAR:
        return RENEWED_WAR if had_ceasefire else NO_AGREEMENT
    if incidents > war_line:
        return LOW_LEVEL_WAR
    if phase == TRUCE or incidents > quiet:
        return FROZEN_CONFLICT
    if phase == ACCORD and accord_years >= durable_years:
        return DURABLE_PEACE
    return UNPROVEN_PEACE


@rule
def over_time(chance: float, ratio: float) -> float:
    """Chance over a time `ratio` times as long, at the constant hazard that `chance` implies."""
    if chance >= 1.0:
        return 1.0
    return 1.0 - exp(ratio * log(1.0 - chance))
