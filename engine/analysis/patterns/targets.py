"""What history shows, with tolerances fixed before the model is run."""

import math
import tomllib
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

OUT_OF_SIGHT = 100.0
"""A ratio this many times below its tolerance is off no further, so that none is infinitely off."""
Use = Literal["training", "test"]


class Figure(NamedTuple):
    """One number of a pattern.

    Attributes
    ----------
    name : str
        What it is, with its unit where it has one.
    target, low, high : float
        What history shows, and how far off the model may be.
    in_log : bool
        Whether it is off by a factor rather than by a difference.
    """

    name: str
    target: float
    low: float
    high: float
    in_log: bool = False

    def holds(self, measured: float) -> bool:
        """Whether a measured value lies within tolerance."""
        return self.low <= measured <= self.high

    def misses(self, measured: float) -> float:
        """How far a value is off its target, in half-widths of the tolerance; infinite for a NaN."""
        if math.isnan(measured):
            return math.inf
        if self.in_log:
            least = max(measured, self.low / OUT_OF_SIGHT)
            return 2 * math.log(least / self.target) / math.log(self.high / self.low)
        return 2 * (measured - self.target) / (self.high - self.low)


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
                Figure(
                    one["name"],
                    one["target"],
                    one["low"],
                    one["high"],
                    one.get("log", False),
                )
                for one in each["figures"]
            ),
        )
        for each in tomllib.loads(text)["pattern"]
    )


def find_pattern(pattern_id: str) -> Pattern:
    """Give the pattern of an id; KeyError where there is none."""
    return {each.pattern_id: each for each in list_patterns()}[pattern_id]
