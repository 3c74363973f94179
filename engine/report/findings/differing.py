"""What differs between arms, in words, and what of it nobody at the table chooses."""

from collections.abc import Iterable, Iterator

from engine.analysis.arms import Asked
from engine.analysis.comparing.sides import list_changes
from engine.scenario.shapes import parameters_shape

MOST_NAMED = 6
"""Most kinds of values that a sentence names."""


def say_what_differs(asked: Asked) -> Iterator[str]:
    """Say in what arms differ from the first; nothing where they do not."""
    first, *others = asked.arms
    found = {each.path: each.facts for arm in others for each in list_changes(first.scenario, arm.scenario)}
    levers = [path for path, facts in found.items() if facts.lever]
    fixed = [path for path, facts in found.items() if not facts.lever]
    if not found:
        return
    plural = "s" if len(levers) > 1 else ""
    parts = [f"{len(levers):,} lever{plural} ({name_kinds(levers)})"] if levers else []
    if fixed:
        parts.append(f"{len(fixed):,} that nobody at the table chooses ({name_kinds(fixed)})")
    yield f"The arms differ from {first.name} in {' and '.join(parts)}; all that is told rests on all of it."


def name_kinds(paths: Iterable[str]) -> str:
    """Name kinds of values by their paths, with * for the names that a scenario chooses; the first few."""
    kinds = list(dict.fromkeys(_generalise(path) for path in paths))
    more = f" and {len(kinds) - MOST_NAMED} more" if kinds[MOST_NAMED:] else ""
    return ", ".join(kinds[:MOST_NAMED]) + more


def _generalise(path: str) -> str:
    """Put * for the names in a path that a scenario chooses."""
    keys, shape = [], parameters_shape()
    for key in path.split("."):
        keys.append("*" if shape.kind == "names" else key)
        child = shape.child(key)
        if child is None:
            return path
        shape = child
    return ".".join(keys)
