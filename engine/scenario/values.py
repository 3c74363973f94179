"""The values of resolved parameters, by dotted path."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from engine.scenario.distributions import Distribution
from engine.scenario.schema import Correlation, Parameters
from engine.scenario.shapes import Facts, Shape, parameters_shape
from engine.scenario.writing import write_value

Value: TypeAlias = (
    float | int | bool | str | datetime.date | Distribution | tuple[Any, ...] | tuple[Correlation, ...]
)
TEXT = "text"


class Entry(NamedTuple):
    """One resolved value.

    Attributes
    ----------
    path : str
        Its dotted path.
    value
        A number, word, date, distribution or tuple.
    facts : Facts
        What the schema declares about it.
    """

    path: str
    value: Value
    facts: Facts


def list_values(parameters: Parameters) -> Iterator[Entry]:
    """All values in the order of the schema and the file; what is absent is left out."""
    return _walk(parameters, parameters_shape(), "")


def find_value(parameters: Parameters, path: str) -> Value:
    """Value at a dotted path; KeyError where there is none."""
    node: Any = parameters
    for key in path.split("."):
        children = _children(node) if isinstance(node, BaseModel | dict) else {}
        node = children.get(key)
        if node is None:
            raise KeyError(path)
    if isinstance(node, BaseModel | dict):
        raise KeyError(path)
    value: Value = node
    return value


def encode(value: Any) -> Any:
    """Turn a value into plain numbers, texts, lists and tables."""
    if isinstance(value, Distribution):
        return value.to_table()
    if isinstance(value, BaseModel):
        return {key: encode(inner) for key, inner in _children(value).items()}
    if isinstance(value, tuple | list):
        return [encode(entry) for entry in value]
    if isinstance(value, dict):
        return {key: encode(inner) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value


def say_value(value: Value | None) -> str:
    """Write a value as TOML; a list of tables from its plain form."""
    if value is None:
        return "absent"
    of_tables = isinstance(value, tuple) and any(isinstance(entry, BaseModel) for entry in value)
    return write_value(encode(value) if of_tables else value)


def _walk(node: Any, shape: Shape, prefix: str) -> Iterator[Entry]:
    for key, value in _children(node).items():
        child = shape.child(key)
        if child is None or value is None:
            continue
        path = f"{prefix}{key}"
        if child.kind == "value":
            yield Entry(path, value, child.facts)
        else:
            yield from _walk(value, child, f"{path}.")


def _children(node: BaseModel | dict[str, Any]) -> dict[str, Any]:
    return dict(node) if isinstance(node, BaseModel) else node
