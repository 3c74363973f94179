"""Numbers as readers say them; a share never without its count and interval."""

import math
from typing import NamedTuple

SENSIBLE_DECIMALS = 6
FRACTIONS = {
    "half": 1 / 2,
    "1 in 3": 1 / 3,
    "2 in 3": 2 / 3,
    "1 in 4": 1 / 4,
    "3 in 4": 3 / 4,
    "2 in 10": 2 / 10,
    "3 in 10": 3 / 10,
    "4 in 10": 4 / 10,
    "6 in 10": 6 / 10,
    "7 in 10": 7 / 10,
    "8 in 10": 8 / 10,
}


class Share(NamedTuple):
    """So many of so many trials, between the ends of its 95% interval."""

    happened: int
    trials: int
    value: float
    low: float
    high: float


def say_percent(share: float) -> str:
    """Write a share in percent, with decimals enough that it is neither 0% nor 100% unless it is."""
    if math.isnan(share):
        return "unknown"
    for decimals in range(1, SENSIBLE_DECIMALS):
        text = f"{100 * share:.{decimals}f}"
        if share in (0.0, 1.0) or float(text) not in (0.0, 100.0):
            break
    return "0%" if share == 0 else "100%" if share == 1 else f"{text}%"


def say_share(value: float) -> str:
    """Write an estimated share; what was never or always seen is said in words."""
    return "none" if value == 0 else "all" if value == 1 else say_percent(value)


def say_interval(low: float, high: float) -> str:
    """Write the interval of a share; nothing where none is given."""
    if math.isnan(low) or math.isnan(high):
        return ""
    if low <= 0:
        return f"below {say_percent(high)}"
    if high >= 1:
        return f"above {say_percent(low)}"
    return f"{say_percent(low)} to {say_percent(high)}"


def say_full(share: Share) -> str:
    """Write a share with its count and interval, where it has one."""
    said = [f"{share.happened:,} of {share.trials:,} trials"]
    if share.happened not in (0, share.trials):
        said.append(say_percent(share.value))
    if interval := say_interval(share.low, share.high):
        said.append(f"95% interval {interval}")
    return ", ".join(said)


def say_roughly(value: float) -> str:
    """Put a share in everyday words: "about 3 in 10"."""
    if value in (0.0, 1.0):
        return "none" if value == 0 else "all"
    if value < 0.15:
        return f"about 1 in {round(1 / value):,}"
    if value > 0.85:
        return f"all but about 1 in {round(1 / (1 - value)):,}"
    return f"about {min(FRACTIONS, key=lambda words: abs(FRACTIONS[words] - value))}"


def say_name(name: str) -> str:
    """Write a name as words."""
    return name.replace("_", " ")
