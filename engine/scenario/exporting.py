"""A resolved scenario as one file."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from engine.scenario.schema import SCHEMA
from engine.scenario.values import TEXT, encode, list_values
from engine.scenario.writing import write_key, write_text, write_value

if TYPE_CHECKING:
    from engine.scenario.scenario import Scenario


def write_scenario(scenario: "Scenario") -> str:
    """Write every value with its source; the file extends nothing and loads back to the same digest."""
    tables: dict[str, list[str]] = defaultdict(list)
    for entry in list_values(scenario.parameters):
        if entry.path == "correlations" or entry.value == ():
            continue
        table, _, key = entry.path.rpartition(".")
        source = "" if entry.facts.unit == TEXT else scenario.origins[entry.path].source
        tables[table].append(f"{write_key(key)} = {_write_sourced(entry.value, source)}")
    lines = [f"schema = {SCHEMA}"]
    lines += [f"{key} = {write_text(text)}" for key, text in _headings(scenario) if text]
    for pair in scenario.parameters.correlations:
        lines += ["", "[[correlations]]", *(f"{key} = {write_value(value)}" for key, value in pair)]
        if source := scenario.origins["correlations"].source:
            lines.append(f"source = {write_text(source)}")
    for table, values in tables.items():
        lines += ["", f"[{'.'.join(write_key(key) for key in table.split('.'))}]", *values]
    return "\n".join(lines) + "\n"


def _headings(scenario: "Scenario") -> tuple[tuple[str, str], ...]:
    return ("title", scenario.title), ("description", scenario.description)


def _write_sourced(value: Any, source: str) -> str:
    plain = encode(value)
    if not source:
        return write_value(plain if isinstance(plain, dict) else value)
    if isinstance(plain, dict):
        return write_value({**plain, "source": source})
    return write_value({"value": value, "source": source})
