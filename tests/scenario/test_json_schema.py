import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.scenario.finding import shipped_folder
from engine.scenario.json_schema import write_json_schema

TESTS = Path(__file__).parents[1]
FILES = [*sorted(shipped_folder().rglob("*.toml")), *sorted((TESTS / "scenarios").glob("*.toml"))]
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}
SCHEMA = write_json_schema()


def complaints(value: Any, schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """What a validator says, for the keywords that the schema uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema and all(any(complaints(value, form, path)) for form in schema["anyOf"]):
        yield f"{path}: no form fits"
    if "if" in schema:
        chosen = "extends" not in value
        yield from complaints(value, schema["then"] if chosen else {}, path)
    if value != schema.get("const", value) or ("enum" in schema and value not in schema["enum"]):
        yield f"{path}: not one of the words"
    if "type" in schema:
        known = TYPES[schema["type"]]
        if not isinstance(value, known) or (isinstance(value, bool) and known != (bool,)):
            yield f"{path}: not a {schema['type']}"
            return
    if isinstance(value, dict):
        yield from table_complaints(value, schema, path)
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 100):
            yield f"{path}: length"
        for entry in value:
            yield from complaints(entry, schema.get("items", {}), f"{path}[]")
    elif isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value):
            yield f"{path}: pattern"
    elif not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path}: bounds"


def table_complaints(table: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[str]:
    for key in schema.get("required", ()):
        if key not in table:
            yield f"{path}.{key}: missing"
    if len(table) < schema.get("minProperties", 0):
        yield f"{path}: too few"
    for key, value in table.items():
        yield from complaints(key, schema.get("propertyNames", {}), f"{path}.{key}")
        patterns = (
            form for rule, form in schema.get("patternProperties", {}).items() if re.search(rule, key)
        )
        form = schema.get("properties", {}).get(key) or next(patterns, schema.get("additionalProperties", {}))
        if form is False:
            yield f"{path}.{key}: unknown"
        else:
            yield from complaints(value, form, f"{path}.{key}")


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def judge(text: str) -> list[str]:
    return list(complaints(as_json(tomllib.loads(text)), SCHEMA))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_of_the_project_fits_the_json_schema(file: Path) -> None:
    assert judge(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "quantity",
    [
        "0.4",
        '{ value = 0.4, source = "somebody" }',
        '{ dist = "beta", a = 1, b = 9, source = "somebody" }',
        '{ dist = "normal", mean = 0.5, sd = 0.1, low = 0, high = 1 }',
        "{ p5 = 0.1, p97.5 = 0.8 }",
        "{ p5 = 0.1, p50 = 0.4, p95 = 0.8, high = 1 }",
        "{ choice = [0.2, 0.6], weights = [3, 1] }",
    ],
)
def test_each_form_of_a_quantity_fits(quantity: str) -> None:
    quantity = quantity.replace("p97.5", '"p97.5"')
    assert judge(f'schema = 1\nextends = "berlin"\nguarantors.germany.reliability = {quantity}') == []


@pytest.mark.parametrize(
    "line",
    [
        "guarantors.germany.reliability = 1.4",
        'guarantors.germany.reliability = "high"',
        'guarantors.germany.reliability = { dist = "beta", a = 1 }',
        'guarantors.germany.reliability = { dist = "gamma", a = 1, b = 2 }',
        "guarantors.germany.reliability = { p5 = 0.1 }",
        "guarantors.germany.reliabilty = 0.4",
        "guarantors.Germany.reliability = 0.4",
        'guarantors.germany.pledge = "handshake"',
        "guarantors.germany.source = 3",
        "front.sectors = []",
        "clock.rounds = 0",
        'parties.ukraine.truce = { choice = ["freely", "never"] }',
        "extends = 3",
    ],
)
def test_an_editor_marks_what_the_engine_would_refuse(line: str) -> None:
    heading = "schema = 1\n" + ("" if line.startswith("extends") else 'extends = "berlin"\n')
    assert judge(heading + line) != []


def test_a_variant_may_speak_of_one_party_and_a_whole_scenario_of_both() -> None:
    one = 'schema = 1\n{}[parties.russia]\nside = "challenger"\npositions = {{}}\n'
    assert judge(one.format('extends = "berlin"\n')) == []
    assert ".parties: too few" in judge(one.format(""))


def test_only_a_file_that_extends_nothing_must_say_everything() -> None:
    assert judge('schema = 1\nextends = "berlin"') == []
    assert judge("schema = 1") == [f".{key}: missing" for key in ("start", "issues", "parties", "front")]
    assert judge('extends = "berlin"') == [".schema: missing"]
