"""Every parameter that a scenario may give, as the schema declares it."""

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from pydantic.fields import FieldInfo

from engine.scenario.pledges import pledge_defaults
from engine.scenario.shapes import Facts, Shape, parameters_shape
from engine.scenario.values import TEXT
from engine.scenario.writing import write_value

Kind: TypeAlias = Literal["lever", "uncertainty", "text"]

ANY_NAME = "*"
REQUIRED = "required"
ABSENT = "none"
OF_ITS_PLEDGE = "of its pledge"


class Described(NamedTuple):
    """One parameter of the schema.

    Attributes
    ----------
    path : str
        Its dotted path; ``*`` stands for a name that the scenario chooses or for an entry of a list.
    unit : str
        Its unit, ``"1"`` where it has none.
    low, high : float, optional
        Closed bounds. [unit]
    default : str
        As TOML; ``required``, ``none``, or ``of its pledge`` where the class of the pledge brings it.
    lever : bool
        Whether somebody at the table can choose it.
    meaning : str
        One sentence.
    source : str
        What its default rests on.
    words : tuple of str
        Words among which it is one; empty where any value goes.
    """

    path: str
    unit: str
    low: float | None
    high: float | None
    default: str
    lever: bool
    meaning: str
    source: str
    words: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What it is to those at the table."""
        return say_kind(Facts(self.unit, lever=self.lever))


@cache
def describe_parameters() -> tuple[Described, ...]:
    """Describe every parameter, in the order of the schema."""
    return tuple(_describe(parameters_shape(), ()))


def say_kind(facts: Facts) -> Kind:
    """Whether somebody at the table can choose a parameter; a text is neither."""
    if facts.unit == TEXT:
        return "text"
    return "lever" if facts.lever else "uncertainty"


def _describe(shape: Shape, path: tuple[str, ...]) -> Iterator[Described]:
    for key, child in shape.children.items():
        here = (*path, key)
        if child.kind != "value":
            yield from _describe(child, here)
        elif child.entry:
            yield from _describe(child.entry, (*here, ANY_NAME))
        else:
            yield _describe_value(here, child, shape.model.model_fields[key] if shape.model else None)


def _describe_value(path: tuple[str, ...], shape: Shape, field: FieldInfo | None) -> Described:
    facts = shape.facts
    words = shape.words() or (("true", "false") if shape.plain is bool else ())
    return Described(
        ".".join(path),
        facts.unit,
        facts.low,
        facts.high,
        _default_of(path, field),
        facts.lever,
        facts.meaning,
        facts.source,
        words,
    )


def _default_of(path: tuple[str, ...], field: FieldInfo | None) -> str:
    if field is None:
        return ABSENT
    if field.is_required():
        of_pledge = path[:-1] == ("guarantors", ANY_NAME) and path[-1] in pledge_defaults("assurance")
        return OF_ITS_PLEDGE if of_pledge else REQUIRED
    default = field.get_default(call_default_factory=True, validated_data={})
    return ABSENT if default is None else write_value(default)
