"""The JSON Schema by which editors complete and check scenario files."""

from typing import Annotated, Any, TypeAlias

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from engine.scenario.declaring import Name
from engine.scenario.dictionary import say_kind
from engine.scenario.quantity import KEYS
from engine.scenario.schema import SCHEMA
from engine.scenario.shapes import Facts, Shape, parameters_shape
from engine.scenario.values import TEXT, encode

Json: TypeAlias = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
NUMBER: Json = {"type": "number"}
STRING: Json = {"type": "string"}
SOURCE: Json = {"$ref": "#/$defs/source"}
DISTRIBUTION: Json = {"$ref": "#/$defs/distribution"}


def write_json_schema() -> Json:
    """Derive the JSON Schema of a scenario file from the schema."""
    shape = parameters_shape()
    parameters = _table(shape)
    model = shape.model
    fields = model.model_fields if model else {}
    required = [key for key, field in fields.items() if field.is_required()]
    bounds = {key: _bound(field, "min_length") for key, field in fields.items()}
    fewest = {key: {"minProperties": least} for key, least in bounds.items() if least is not None}
    return {
        "$schema": DIALECT,
        "title": "Scenario of peace talks, guarantees and ceasefire compliance",
        **parameters,
        "properties": _headings() | parameters["properties"],
        "required": ["schema"],
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required, "properties": fewest},
        "$defs": {
            "source": STRING
            | {"description": 'What a value rests on; "assumption: why" where nothing does.'},
            "distribution": {"anyOf": [*_parametric(), _quantiles(), _choice(NUMBER)]},
        },
    }


def _headings() -> Json:
    return {
        "schema": {"const": SCHEMA, "description": "Version of the format."},
        "title": STRING | {"description": "What the scenario calls itself."},
        "description": STRING | {"description": "What it asks, in a few sentences."},
        "extends": STRING
        | {
            "minLength": 1,
            "description": "A shipped scenario by name, or a file in this folder or below, to lay this over.",
        },
    }


def _shape(shape: Shape, field: FieldInfo | None) -> Json:
    if shape.kind == "table":
        return _table(shape) | _described(field)
    if shape.kind == "names":
        return _names(shape, field) | _described(field)
    return _value(shape, field)


def _table(shape: Shape) -> Json:
    fields = shape.model.model_fields if shape.model else {}
    properties = {key: _shape(child, fields[key]) for key, child in shape.children.items()}
    return _object(properties | {"source": SOURCE})


def _names(shape: Shape, field: FieldInfo | None) -> Json:
    most = _bound(field, "max_length") if field else None
    return {
        "type": "object",
        "properties": {"source": SOURCE},
        "additionalProperties": _shape(shape.children["*"], None),
        "propertyNames": TypeAdapter(Name).json_schema(),
    } | ({} if most is None else {"maxProperties": most})


def _bound(field: FieldInfo, key: str) -> int | None:
    """Give the fewest or the most entries of a table of names, if the schema bounds them."""
    return next((getattr(rule, key) for rule in field.metadata if hasattr(rule, key)), None)


def _value(shape: Shape, field: FieldInfo | None) -> Json:
    about = _about(shape.facts, field)
    if shape.entry and shape.entry.model:
        return {"type": "array", "items": _entry(shape.entry, shape.entry.model.model_fields)} | about
    plain = _plain(shape, field)
    if shape.facts.unit == TEXT:
        return plain | about
    forms = [plain, _object({"value": plain, "source": SOURCE}, "value")]
    if shape.is_quantity:
        forms.append(DISTRIBUTION)
    elif shape.takes_choice:
        forms.append(_choice(plain))
    return {"anyOf": forms} | about


def _entry(shape: Shape, fields: dict[str, FieldInfo]) -> Json:
    values = {
        key: _plain(child, fields[key]) | _about(child.facts, None) for key, child in shape.children.items()
    }
    return _object(values | {"source": SOURCE}, *(key for key in values if fields[key].is_required()))


def _plain(shape: Shape, field: FieldInfo | None) -> Json:
    """Describe a value that stands alone, without source or distribution."""
    facts = shape.facts
    bounds = {
        key: bound for key, bound in (("minimum", facts.low), ("maximum", facts.high)) if bound is not None
    }
    if shape.is_quantity:
        return NUMBER | bounds
    rules = field.metadata if field else []
    ruled: Any = Annotated[(shape.annotation, *rules)] if rules else shape.annotation
    plain = TypeAdapter(ruled).json_schema()
    if "anyOf" in plain:
        plain = next(form for form in plain["anyOf"] if form != {"type": "null"})
    if plain.get("items") == NUMBER:
        plain["items"] = NUMBER | bounds
    return plain


def _about(facts: Facts, field: FieldInfo | None) -> Json:
    unit = "" if facts.unit in ("1", TEXT) else f" [{facts.unit}]"
    kind = f" {say_kind(facts).capitalize()}." if facts.meaning else ""
    rests = f" Source of the default: {facts.source}" if facts.source else ""
    about: Json = {"description": f"{facts.meaning}{unit}{kind}{rests}".strip()}
    if field and not field.is_required():
        default = field.get_default(call_default_factory=True, validated_data={})
        if default is not None:
            about["default"] = encode(default)
    return about


def _described(field: FieldInfo | None) -> Json:
    return {"description": field.description} if field and field.description else {}


def _parametric() -> list[Json]:
    forms = []
    for kind, (_, required, optional) in KEYS.items():
        numbers = dict.fromkeys((*required, *optional), NUMBER)
        forms.append(_object({"dist": {"const": kind}} | numbers | {"source": SOURCE}, "dist", *required))
    return forms


def _quantiles() -> Json:
    form = _object({"low": NUMBER, "high": NUMBER, "source": SOURCE})
    return form | {"patternProperties": {r"^p\d+(\.\d+)?$": NUMBER}, "minProperties": 2}


def _choice(option: Json) -> Json:
    options = {"type": "array", "items": option, "minItems": 1}
    weights = {"type": "array", "items": {"type": "number", "minimum": 0}}
    return _object({"choice": options, "weights": weights, "source": SOURCE}, "choice")


def _object(properties: Json, *required: str) -> Json:
    form: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return form | ({"required": list(required)} if required else {})
