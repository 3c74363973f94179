"""Which values of a scenario the keys of an axis stand for."""

from collections.abc import Iterator

from engine.errors import Problem, ScenarioError
from engine.experiment.sweeps.asking import Asked, AskedAxis
from engine.scenario import Scenario
from engine.scenario.dictionary import ANY_NAME
from engine.scenario.finding import suggest
from engine.scenario.shapes import Facts, parameters_shape, shape_at
from engine.scenario.sweep import Axis, Key
from engine.scenario.values import TEXT, list_values


def resolve_axis(asked: Asked, axis: AskedAxis, bases: list[Scenario]) -> Axis:
    """Find the keys of an axis in the scenarios under the points, and what the schema says of them.

    Raises
    ------
    ScenarioError
        Where a key is none of a scenario's, or no axis can have it.
    """
    place = asked.place(axis, "key" if len(axis.patterns) == 1 else "keys")
    keys: dict[str, Facts] = {}
    for pattern in axis.patterns:
        if pattern.startswith("run."):
            way_out = "trials and seed stand in [sweep]"
            raise ScenarioError(Problem(place, pattern, "can't differ between points", way_out))
        for base in bases:
            keys |= dict(_expand(pattern, base, place))
    found = (
        Key(path, "lever" if facts.lever else "uncertainty", facts.unit, facts.meaning)
        for path, facts in keys.items()
    )
    return Axis(axis.name, tuple(found))


def _expand(pattern: str, base: Scenario, place: str) -> Iterator[tuple[str, Facts]]:
    """Put the scenario's names in place of ``*``; values that it leaves out may be set too."""
    paths = [entry.path.split(".") for entry in list_values(base.parameters)]
    found: list[list[str]] = [[]]
    shape = parameters_shape()
    for at, part in enumerate(pattern.split(".")):
        child = shape.child(part) if shape.kind != "value" else None
        known = tuple(shape.children)
        if shape.kind == "names":
            known = tuple(dict.fromkeys(path[at] for path in paths if path[:at] in found and len(path) > at))
            if child and child.kind == "value" and part != ANY_NAME:
                known = (*known, part)  # such as the term of an issue, which a scenario may leave out
        if child is None or (part != ANY_NAME and part not in known) or (part == ANY_NAME and not known):
            rule = f"is no key of {base.name}"
            way_out = suggest(pattern, tuple(".".join(path) for path in paths)) or suggest(part, known)
            raise ScenarioError(Problem(place, pattern, rule, way_out))
        names = known if part == ANY_NAME and shape.kind == "names" else (part,)
        found = [[*path, name] for path in found for name in names]
        shape = child
    if shape.kind != "value" or shape.facts.unit == TEXT:
        inside = tuple(shape.children)
        raise ScenarioError(Problem(place, pattern, "is no value", f"it has {', '.join(inside)}"))
    for path in found:
        dotted = ".".join(path)
        at_path = shape_at(dotted)
        if at_path is not None:
            yield dotted, at_path.facts
