"""Bounds of numbers, and of all that a distribution may give."""

from engine.scenario.distributions import Distribution
from engine.scenario.shapes import Facts
from engine.scenario.tabulated import Choice
from engine.scenario.writing import write_number

UNTRUNCATED = ("beta", "triangular", "uniform")


def check_bounds(value: object, facts: Facts) -> None:
    """Raise ValueError with the rule, and the way out after ``;; ``, where a value leaves its bounds."""
    if isinstance(value, Distribution):
        _check_support(value, facts)
    for number in value if isinstance(value, tuple) else (value,):
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if is_number and (_below(number, facts) or _above(number, facts)):
            raise ValueError(f"must {_describe(facts)}")


def _check_support(distribution: Distribution, facts: Facts) -> None:
    if isinstance(distribution, Choice) and not distribution.numeric:
        return
    low, high = distribution.support()
    if not (_below(low, facts) or _above(high, facts)):
        return
    rule = f"may give values from {low:g} to {high:g} but must {_describe(facts)}"
    table = distribution.to_table()
    if "choice" in table:
        way_out = "leave out the options beyond the bounds"
    elif table.get("dist") in UNTRUNCATED:
        way_out = "move its low and high within the bounds"
    else:
        bounds = [
            f"{key} = {write_number(bound)}"
            for key, bound, beyond in (
                ("low", facts.low, _below(low, facts)),
                ("high", facts.high, _above(high, facts)),
            )
            if beyond and bound is not None
        ]
        way_out = f"truncate it: {', '.join(bounds)}"
    raise ValueError(f"{rule};; {way_out}")


def _describe(facts: Facts) -> str:
    unit = "" if facts.unit == "1" else f" {facts.unit}"
    if facts.low is None or facts.high is None:
        side, bound = ("at most", facts.high) if facts.low is None else ("at least", facts.low)
        return f"be {side} {write_number(bound or 0.0)}{unit}"
    return f"lie in [{write_number(facts.low)}, {write_number(facts.high)}]{unit}"


def _below(number: float, facts: Facts) -> bool:
    return facts.low is not None and number < facts.low


def _above(number: float, facts: Facts) -> bool:
    return facts.high is not None and number > facts.high
