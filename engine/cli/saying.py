"""Values, units and bounds in words, and answers for machines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from engine.scenario.dictionary import Described


def say_value(value: Any) -> str:
    """Write a value as TOML; a list of tables from its plain form."""
    from engine.scenario import values

    return values.say_value(value)


def say_unit(unit: str) -> str:
    """Write a unit; nothing where there is none."""
    return "" if unit == "1" else unit


def say_bounds(described: "Described") -> str:
    """Write the bounds of a parameter; nothing where there are none."""
    low, high = described.low, described.high
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"from {low:g}" if low is not None else f"up to {high:g}" if high is not None else ""


def say_meaning(described: "Described") -> str:
    """Write what a parameter means, and its words where it is one of some."""
    words = f" One of: {', '.join(described.words)}." if described.words else ""
    return f"{described.meaning}{words}"


def print_lines(lines: Iterable[str]) -> None:
    """Print one line each."""
    for line in lines:
        typer.echo(line)


def print_json(shown: dict[str, Any]) -> None:
    """Print one JSON object."""
    from json import dumps

    typer.echo(dumps(shown, indent=2, ensure_ascii=False, allow_nan=False))
