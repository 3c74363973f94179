"""Amounts of an objective in words: points of percent where it is a share, its own unit elsewhere."""

import math

from engine.analysis.objective import Objective
from engine.report.wording import say_interval, say_name, say_percent
from engine.results.estimates import Estimate


def say_objective(objective: Objective) -> str:
    """Name an objective."""
    return say_name(objective.text)


def say_unit(objective: Objective) -> str:
    """Name the unit in which amounts of an objective are said."""
    return "points of percent" if objective.is_share else f"units of {say_objective(objective)}"


def scale_of(objective: Objective) -> float:
    """Give what amounts of an objective are multiplied by where they are said."""
    return 100.0 if objective.is_share else 1.0


def say_amount(objective: Objective, amount: float) -> str:
    """Say a difference of an objective, whichever its sign."""
    if objective.is_share:
        return f"{100 * amount:.1f} points"
    return f"{amount:.3g}"


def say_estimate(objective: Objective, found: Estimate, level: str = "95%") -> str:
    """Say a difference with its interval."""
    if math.isnan(found.low) or math.isnan(found.high):
        return f"{say_amount(objective, found.value)} (no interval)"
    if objective.is_share:
        ends = f"{100 * found.low:.1f} to {100 * found.high:.1f}"
    else:
        ends = f"{found.low:.3g} to {found.high:.3g}"
    return f"{say_amount(objective, found.value)} ({level} interval {ends})"


def say_mean(objective: Objective, found: Estimate) -> str:
    """Say what an arm is worth, with its interval."""
    if objective.is_share:
        interval = say_interval(found.low, found.high)
        return f"{say_percent(found.value)} (95% interval {interval})"
    return f"{found.value:.3g} (95% interval {found.low:.3g} to {found.high:.3g})"


def say_first(text: str) -> str:
    """Begin a sentence with a text, whose names keep their capitals."""
    return text[:1].upper() + text[1:]
