"""What history shows, with tolerances fixed before the model is run."""

import math
import tomllib
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

Use = Literal["training", "test"]


class Figure(NamedTuple):
    """One number of a pattern.

    Attributes
    ----------
    name : str
        What it is, with its unit where it has one.
    target, low, high : float
        What history shows, and how far off the model may be; NaN bounds where no verdict hangs on it.
    """

    name: str
    target: float
    low: float
    high: float

    @property
    def judged(self) -> bool:
        """Whether a verdict hangs on it."""
        return not math.isnan(self.low)

    def holds(self, measured: float) -> bool:
        """Whether a measured value lies within tolerance; one that is only reported always does."""
        return not self.judged or self.low <= measured <= self.high


class Pattern(NamedTuple):
    """One pattern, and whether it calibrates the shared numbers or only tests them."""

    pattern_id: str
    title: str
    use: Use
    source: str
    figures: tuple[Figure, ...]


@cache
def list_patterns() -> tuple[Pattern, ...]:
    """Give all patterns in order."""
    text = resources.files("engine.evidence").joinpath("patterns.toml").read_text("utf-8")
    return tuple(
        Pattern(
            each["id"],
            each["title"],
            each["use"],
            each["source"],
            tuple(
                Figure(one["name"], one["target"], one.get("low", math.nan), one.get("high", math.nan))
                for one in each["figures"]
            ),
        )
        for each in tomllib.loads(text)["pattern"]
    )


def find_pattern(pattern_id: str) -> Pattern:
    """Give the pattern of an id; KeyError where there is none."""
    return next((each for each in list_patterns() if each.pattern_id == pattern_id), None) or _refuse(
        pattern_id
    )


def _refuse(pattern_id: str) -> Pattern:
    raise KeyError(pattern_id)
