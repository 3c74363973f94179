"""What stands where a scenario says nothing: defaults and classes of pledges, and what they rest on."""

from collections.abc import Iterator
from typing import NamedTuple, get_args

from engine.scenario.dictionary import ABSENT, OF_ITS_PLEDGE, REQUIRED, describe_parameters
from engine.scenario.layering import Leaf
from engine.scenario.origins import Origin
from engine.scenario.pledges import pledge_defaults
from engine.scenario.sections.guarantors import PledgeClass
from engine.scenario.shapes import shape_at
from engine.scenario.values import TEXT
from engine.scenario.writing import write_value

PLEDGE_CLASSES: tuple[str, ...] = get_args(PledgeClass)
GUARANTOR = "guarantors.*"


class Brought(NamedTuple):
    """One value that no scenario wrote.

    Attributes
    ----------
    path : str
        Path of its parameter.
    value : str
        As TOML.
    unit : str
        Its unit.
    origin : Origin
        ``default`` or the class of pledges, and what the value rests on.
    """

    path: str
    value: str
    unit: str
    origin: Origin


def list_brought() -> Iterator[Brought]:
    """All defaults of the schema but its texts, then the values of each class of pledges."""
    for one in describe_parameters():
        if one.default not in (REQUIRED, ABSENT, OF_ITS_PLEDGE) and one.unit != TEXT:
            yield Brought(one.path, one.default, one.unit, Origin("default", one.source))
    for pledge in PLEDGE_CLASSES:
        yield from list_class_values(pledge)


def list_class_values(pledge: str) -> Iterator[Brought]:
    """Values that a class of pledges brings."""
    for key, leaf in pledge_defaults(pledge).items():
        path = f"{GUARANTOR}.{key}"
        shape = shape_at(path)
        if isinstance(leaf, Leaf) and shape:
            yield Brought(path, write_value(leaf.value), shape.facts.unit, leaf.origin)
