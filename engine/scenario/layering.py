"""Layers of values that know who wrote them; a later layer goes over an earlier one."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from engine.errors import Problem
from engine.scenario.lines import Path
from engine.scenario.origins import Origin, dotted
from engine.scenario.shapes import Shape
from engine.scenario.writing import show

Place: TypeAlias = Callable[[Path], str]
Tree: TypeAlias = dict[str, "Node"]


class Leaf(NamedTuple):
    """One value and its origin; `place` names the line of a part of it."""

    value: Any
    origin: Origin
    place: Place


Node: TypeAlias = "Leaf | Tree"


def lay(values: Mapping[str, Any], shape: Shape, place: Place, problems: list[Problem]) -> Tree:
    """Turn what one writer says into a tree of leaves; what is wrong with a source is added to `problems`."""
    return _Layer(place, problems).table(values, shape, (), "")


def merge(below: Tree, above: Tree) -> Tree:
    """Lay one tree over another: tables merge, a value replaces the whole of what stood there."""
    merged = dict(below)
    for key, node in above.items():
        under = merged.get(key)
        merged[key] = merge(under, node) if isinstance(node, dict) and isinstance(under, dict) else node
    return merged


class _Layer(NamedTuple):
    place: Place
    problems: list[Problem]

    def table(self, values: Mapping[str, Any], shape: Shape, path: Path, source: str) -> Tree:
        if "source" in values and not isinstance(values["source"], dict):
            source = self.read_source(values["source"], (*path, "source"), source)
            values = {key: value for key, value in values.items() if key != "source"}
        return {
            key: self.node(value, shape.child(key), (*path, key), source) for key, value in values.items()
        }

    def node(self, value: Any, shape: Shape | None, path: Path, source: str) -> Node:
        if shape and shape.kind != "value" and isinstance(value, dict):
            return self.table(value, shape, path, source)
        if shape and shape.kind == "value" and isinstance(value, dict):
            value, source = self.unwrap(value, path, source)
        elif isinstance(value, list):
            value, source = self.listed(value, path, source)
        return Leaf(value, Origin(self.place(path), source), self.place)

    def unwrap(self, table: dict[str, Any], path: Path, source: str) -> tuple[Any, str]:
        if "source" in table:
            source = self.read_source(table["source"], (*path, "source"), source)
        rest = {key: value for key, value in table.items() if key != "source"}
        if set(rest) == {"value"}:
            inner = rest["value"]
            return (tuple(inner) if isinstance(inner, list) else inner), source
        return rest, source

    def listed(self, values: list[Any], path: Path, source: str) -> tuple[Any, str]:
        entries = []
        for number, entry in enumerate(values):
            if isinstance(entry, dict) and "source" in entry:
                source = self.read_source(entry["source"], (*path, number, "source"), source)
                entry = {key: value for key, value in entry.items() if key != "source"}
            entries.append(_as_tuples(entry))
        return tuple(entries), source

    def read_source(self, value: Any, path: Path, outer: str) -> str:
        if isinstance(value, str):
            return value.strip() or outer
        self.problems.append(Problem(self.place(path), show(dotted(path), value), "must be a text"))
        return outer


def _as_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_as_tuples(entry) for entry in value)
    if isinstance(value, dict):
        return {key: _as_tuples(entry) for key, entry in value.items()}
    return value
