"""The schema as JSON Schema, so that editors complete and check scenario files."""

from typing import Any, TypeAlias

from pydantic import TypeAdapter

from engine.scenario.quantity import KEYS
from engine.scenario.schema import SCHEMA
from engine.scenario.shapes import Facts, Shape, parameters_shape

Json: TypeAlias = dict[str, Any]

TEXT: Json = {"type": "string"}
SOURCE: Json = {"$ref": "#/$defs/source"}
NAME_PATTERN = "^(?!source$)[a-z][a-z0-9_]{0,39}$"


def build_json_schema() -> Json:
    """Build a JSON Schema of scenario files; what an extended scenario may supply is not required."""
    schema = _table(parameters_shape())
    schema["properties"] = {
        "schema": {"const": SCHEMA, "description": "Version of the format."},
        "title": TEXT,
        "description": TEXT,
        "extends": {**TEXT, "description": "A shipped scenario, or a relative path in this folder or below."},
        **schema["properties"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario",
        **schema,
        "required": ["schema"],
        "$defs": {
            "source": {
                **TEXT,
                "description": "What the values here rest on; 'assumption: why' where nothing does.",
            },
            "distribution": _distributions(),
            "choice": _choice(),
        },
    }


def _shape(shape: Shape) -> Json:
    if shape.kind == "table":
        return _table(shape)
    if shape.kind == "names":
        return _names(shape)
    if shape.entry:
        return {"type": "array", "minItems": 1, "items": _table(shape.entry)}
    return _value(shape)


def _table(shape: Shape) -> Json:
    properties = {key: _shape(child) for key, child in shape.children.items()}
    return {
        "type": "object",
        "properties": {**properties, "source": SOURCE},
        "additionalProperties": False,
    } | _described(shape.facts)


def _names(shape: Shape) -> Json:
    return {
        "type": "object",
        "properties": {"source": SOURCE},
        "patternProperties": {NAME_PATTERN: _shape(shape.children["*"])},
        "additionalProperties": False,
    } | _described(shape.facts)


def _value(shape: Shape) -> Json:
    plain = _number(shape.facts) if shape.is_quantity else _plain(shape)
    sourced = {
        "type": "object",
        "properties": {"value": plain, "source": SOURCE},
        "required": ["value"],
        "additionalProperties": False,
    }
    forms: list[Json] = [plain, sourced]
    if shape.is_quantity:
        forms.append({"$ref": "#/$defs/distribution"})
    if shape.takes_choice:
        forms.append({"$ref": "#/$defs/choice"})
    return {"anyOf": forms} | _described(shape.facts)


def _plain(shape: Shape) -> Json:
    schema: Json = TypeAdapter(shape.plain).json_schema()
    schema.pop("title", None)
    if schema.get("type") == "integer":
        schema |= _number(shape.facts) | {"type": "integer"}
    return schema


def _number(facts: Facts) -> Json:
    bounds = {"minimum": facts.low, "maximum": facts.high}
    return {"type": "number"} | {key: bound for key, bound in bounds.items() if bound is not None}


def _described(facts: Facts) -> Json:
    unit = f" [{facts.unit}]" if facts.unit != "1" else ""
    default = f" Default: {facts.source}." if facts.source else ""
    text = f"{facts.meaning}{unit}{' Lever.' if facts.lever else ''}{default}".strip()
    return {"description": text} if text else {}


def _distributions() -> Json:
    number: Json = {"type": "number"}
    forms: list[Json] = [
        {
            "type": "object",
            "properties": {
                "dist": {"const": kind},
                **dict.fromkeys((*required, *optional), number),
                "source": SOURCE,
            },
            "required": ["dist", *required],
            "additionalProperties": False,
        }
        for kind, (_, required, optional) in KEYS.items()
    ]
    quantiles = {
        "type": "object",
        "properties": {"low": number, "high": number, "source": SOURCE},
        "patternProperties": {r"^p\d+(\.\d+)?$": number},
        "minProperties": 2,
        "additionalProperties": False,
    }
    return {"anyOf": [*forms, quantiles, {"$ref": "#/$defs/choice"}]}


def _choice() -> Json:
    return {
        "type": "object",
        "properties": {
            "choice": {"type": "array", "minItems": 1, "uniqueItems": True},
            "weights": {"type": "array", "items": {"type": "number", "minimum": 0}},
            "source": SOURCE,
        },
        "required": ["choice"],
        "additionalProperties": False,
    }
