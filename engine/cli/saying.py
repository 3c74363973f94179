"""Values, units and bounds in words, and answers for machines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

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


def list_records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Give the rows of a table as plain values, None where a number is absent."""
    rows = table.to_dict("records")
    return [{str(column): _make_plain(cell) for column, cell in row.items()} for row in rows]


def print_json(shown: dict[str, Any]) -> None:
    """Print one JSON object."""
    from json import dumps

    typer.echo(dumps(shown, indent=2, ensure_ascii=False, allow_nan=False))


def _make_plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell != cell:
        return None
    return cell if cell is None or isinstance(cell, bool | int | float | str) else str(cell)
