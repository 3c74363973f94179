"""What the schema found wrong, in the words of the scenario file."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from engine.errors import Problem
from engine.scenario.finding import suggest
from engine.scenario.lines import Path
from engine.scenario.origins import dotted
from engine.scenario.placing import Places
from engine.scenario.shapes import Shape, parameters_shape
from engine.scenario.writing import show

RULES = {
    "missing": "must be given",
    "extra_forbidden": "is not a known key",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "string_type": "must be a text",
    "string_pattern_mismatch": "must be a name: lower-case letters, digits and _, at most 40, a letter first",
    "date_type": "must be a date, such as 2025-12-15",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
}
CLASS_KEYS = ("reliability", "material", "capability", "belief_protege", "belief_adversary")
RULE = "_rule"
"""How keys end whose words modules from outside can extend."""
HEADINGS = ("schema", "title", "description", "extends", "source")


def explain(
    invalid: ValidationError, plain: dict[str, Any], places: Places, wrong: set[Path]
) -> list[tuple[Path, Problem]]:
    """Say what is wrong, in order, leaving out what follows from a value that is `wrong` already."""
    found = []
    errors = [(_path_of(error["loc"]), error) for error in invalid.errors(include_url=False)]
    pledgeless = {path[:-1] for path, _ in errors if path[:1] == ("guarantors",) and path[-1:] == ("pledge",)}
    for path, error in errors:
        implied = path[-1] in CLASS_KEYS and path[:-1] in pledgeless and error["type"] == "missing"
        if implied or any(path[: len(known)] == known for known in wrong):
            continue
        problem = Problem(
            places.of(path), _show(path, plain), _rule_of(error), _way_out(path, error["type"], plain)
        )
        found.append((path, problem))
    return found


def _path_of(location: tuple[int | str, ...]) -> Path:
    return tuple(key for key in location if key != "[key]")


def _rule_of(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be one of {re.sub(r' or ', ', ', context['expected'])}"
    if kind == "too_short":
        return f"must have at least {_count(context['min_length'])}"
    if kind == "too_long":
        return f"must have at most {_count(context['max_length'])}"
    if kind in ("greater_than", "less_than"):
        return f"must be above {context['gt']:g}" if "gt" in context else f"must be below {context['lt']:g}"
    message = str(error["msg"])
    return RULES.get(kind, message[:1].lower() + message[1:])


def _count(entries: int) -> str:
    return "one entry" if entries == 1 else f"{entries} entries"


def _show(path: Path, plain: dict[str, Any]) -> str:
    node: Any = plain
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return dotted(path)
    if isinstance(node, dict):
        return dotted(path)
    return show(dotted(path), node)


def _way_out(path: Path, kind: str, plain: dict[str, Any]) -> str:
    shape = _shape_of(path)
    if kind == "extra_forbidden":
        around = _shape_of(path[:-1])
        known = tuple(around.children) if around else ()
        return suggest(str(path[-1]), (*known, *HEADINGS) if len(path) == 1 else known)
    if kind == "literal_error" and str(path[-1]).endswith(RULE):
        return "name the file of another rule with --module"
    if kind == "literal_error":
        word, expected = _value_at(path, plain), _words_of(shape)
        return suggest(word, expected) if isinstance(word, str) and len(expected) > 0 else ""
    if kind == "missing":
        siblings = _value_at(path[:-2], plain) if len(path) > 2 else None
        names = tuple(name for name in siblings if name != path[-2]) if isinstance(siblings, dict) else ()
        near = suggest(str(path[-2]), names) if names else ""
        meaning = shape.facts.meaning if shape else ""
        return near if near.startswith("did") else meaning.rstrip(".").lower()[:1] + meaning.rstrip(".")[1:]
    return ""


def _shape_of(path: Path) -> Shape | None:
    shape: Shape | None = parameters_shape()
    for key in path:
        shape = shape.child(str(key)) if shape else None
    return shape


def _value_at(path: Path, plain: dict[str, Any]) -> Any:
    node: Any = plain
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def _words_of(shape: Shape | None) -> tuple[str, ...]:
    return shape.words() if shape else ()
