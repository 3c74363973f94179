"""Defaults that the class of its pledge brings to a guarantor."""

import tomllib
from functools import cache
from importlib import resources

from engine.scenario.layering import Leaf, Tree, lay, merge
from engine.scenario.shapes import shape_at


@cache
def pledge_defaults(pledge: str) -> Tree:
    """Values of a class of pledges, with their sources; none for a class that isn't one."""
    text = resources.files("engine.scenario").joinpath("pledges.toml").read_text("utf-8")
    shape = shape_at("guarantors.*")
    values = tomllib.loads(text).get(pledge, {})
    return lay(values, shape, lambda _: f"pledge class {pledge}", []) if shape else {}


def underlay_pledges(tree: Tree) -> Tree:
    """Put under each guarantor the defaults of the class that it has after all layers."""
    guarantors = tree.get("guarantors")
    if not isinstance(guarantors, dict):
        return tree
    laid: Tree = {}
    for name, guarantor in guarantors.items():
        pledge = guarantor.get("pledge") if isinstance(guarantor, dict) else None
        known = isinstance(pledge, Leaf) and isinstance(pledge.value, str)
        if known and isinstance(guarantor, dict) and isinstance(pledge, Leaf):
            laid[name] = merge(pledge_defaults(pledge.value), guarantor)
        else:
            laid[name] = guarantor
    return tree | {"guarantors": laid}
