"""A merged tree of values against the schema: every problem with its place, or frozen parameters."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from engine.errors import Problem
from engine.scenario.bounding import check_bounds
from engine.scenario.checking import check_consistency
from engine.scenario.explaining import explain
from engine.scenario.layering import Leaf, Tree
from engine.scenario.lines import Path
from engine.scenario.origins import Origin, dotted
from engine.scenario.placing import Places
from engine.scenario.quantity import read_distribution
from engine.scenario.reading import Document
from engine.scenario.schema import Parameters
from engine.scenario.shapes import Shape, parameters_shape
from engine.scenario.writing import show


def validate(
    tree: Tree, chain: list[Document], problems: list[Problem]
) -> tuple[Parameters | None, dict[str, Origin]]:
    """Check a tree; problems are added to the list, and parameters returned where there is none."""
    leaves = dict(list_leaves(tree))
    places = Places(leaves, chain)
    plain: dict[str, Any] = {}
    wrong: set[Path] = set()
    _build(tree, parameters_shape(), (), plain, wrong, problems)
    parameters = None
    try:
        parameters = Parameters.model_validate(plain)
    except ValidationError as invalid:
        found = explain(invalid, plain, places, wrong)
        problems += [problem for _, problem in found]
        wrong |= {path for path, _ in found}
    for path in wrong:
        _remove(plain, path)
    problems += check_consistency(plain, places, wrong)
    return parameters, {dotted(path): leaf.origin for path, leaf in leaves.items()}


def list_leaves(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """All leaves of a tree with their paths."""
    for key, node in tree.items():
        if isinstance(node, Leaf):
            yield (*path, key), node
        else:
            yield from list_leaves(node, (*path, key))


def _build(
    tree: Tree,
    shape: Shape | None,
    path: Path,
    plain: dict[str, Any],
    wrong: set[Path],
    problems: list[Problem],
) -> None:
    """Copy the values of a tree, distributions read and bounds checked; what is wrong is left out."""
    for key, node in tree.items():
        here = (*path, key)
        child = shape.child(key) if shape else None
        if not isinstance(node, Leaf):
            plain[key] = {}
            _build(node, child, here, plain[key], wrong, problems)
            continue
        try:
            value = node.value
            if isinstance(value, dict) and child and child.kind == "value":
                value = read_distribution(value)
            if value == ():
                raise ValueError("must not be empty;; leave the key out, or name at least one")
            if child and child.kind == "value":
                check_bounds(value, child.facts)
            plain[key] = value
        except ValueError as broken:
            rule, _, way_out = str(broken).partition(";; ")
            problems.append(Problem(node.place(here), show(dotted(here), node.value), rule, way_out))
            wrong.add(here)


def _remove(plain: dict[str, Any], path: Path) -> None:
    """Take out what is wrong, so that later checks see only what can be relied upon."""
    node: Any = plain
    for key in path[:-1]:
        if not isinstance(node, dict) or key not in node:
            return
        if not isinstance(node[key], dict):
            del node[key]
            return
        node = node[key]
    if isinstance(node, dict):
        node.pop(path[-1], None)
