"""Values given on the command line: ``--set a.b.c=VALUE``."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from engine.errors import Problem
from engine.scenario.layering import Tree, lay, merge
from engine.scenario.reading import MAX_DEPTH, hides, is_deep, walk
from engine.scenario.shapes import parameters_shape

PLACE = "--set"
KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
BARE_WORDS = re.compile(r"[A-Za-z_][A-Za-z0-9_ ./-]*")
HEADINGS = ("schema", "extends", "title", "description")


def lay_overrides(overrides: Sequence[str], problems: list[Problem]) -> Tree:
    """Read overrides into one layer, the last of two for the same path going over the first."""
    tree: Tree = {}
    for override in overrides:
        key, equals, text = (part.strip() for part in override.partition("="))
        if not equals or not KEY.fullmatch(key) or key.count(".") >= MAX_DEPTH:
            rule = "must be PATH=VALUE"
            problems.append(Problem(PLACE, override, rule, "such as guarantors.germany.reliability=0.4"))
            continue
        if key in HEADINGS or key.split(".")[-1] == "source":
            problems.append(Problem(PLACE, override, "is no parameter", f"{key} stands in a file"))
            continue
        try:
            value = read_override(text)
        except ValueError:
            way_out = "write 0.5 rather than .5, and texts in quotes"
            problems.append(Problem(PLACE, override, "has a value that is not TOML", way_out))
            continue
        if any(hides(inner) for _, inner in walk(value)):
            problems.append(Problem(PLACE, override, "holds letters that are not printed", "leave them out"))
            continue
        for part in reversed(key.split(".")):
            value = {part: value}
        tree = merge(tree, lay(value, parameters_shape(), lambda _: PLACE, problems))
    return tree


def read_override(text: str) -> Any:
    """Read a TOML value, a bare word as a text; ValueError for anything else."""
    try:
        read = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, RecursionError):
        if BARE_WORDS.fullmatch(text):
            return text
        raise ValueError(text) from None
    if set(read) != {"value"} or is_deep(read):
        raise ValueError(text)
    return read["value"]
