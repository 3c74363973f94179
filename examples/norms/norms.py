"""Two norms of retaliation: one that shrugs off little, and one that forgets nothing."""

from engine.model.compiling import rule

SHRUGGED_OFF = 20.0
"""Hostile incidents a week that a unit lets pass, its neighbours' among them. [incidents]"""


@rule
def threshold(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    """Answer in proportion, but only what goes beyond the threshold."""
    heard = max(0.0, here + contagion * beside - SHRUGGED_OFF)
    remembered = 1.0 / memory_weeks
    return min(cap, (1.0 - remembered) * current + remembered * norm * heard)


@rule
def grim(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    """Never answer less than before, until leaders order units back."""
    remembered = 1.0 / memory_weeks
    asked = (1.0 - remembered) * current + remembered * norm * (here + contagion * beside)
    return min(cap, max(current, asked))


RULES = {"retaliation": {"threshold": threshold, "grim": grim}}
