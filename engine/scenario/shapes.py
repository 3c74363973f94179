"""What may stand where in a scenario: the schema's classes as a tree that a dotted path walks."""

import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias, Union, cast, get_args, get_origin

from pydantic import BaseModel

from engine.scenario.distributions import Distribution
from engine.scenario.schema import Parameters
from engine.scenario.tabulated import Choice

Kind: TypeAlias = Literal["table", "names", "value"]


class Facts(NamedTuple):
    """What the schema declares about one parameter.

    Attributes
    ----------
    unit : str
        Its unit, ``"1"`` where it has none.
    low, high : float, optional
        Closed bounds. [unit]
    lever : bool
        Whether somebody at the table can choose it.
    meaning : str
        One sentence.
    source : str
        What its default rests on.
    """

    unit: str = "1"
    low: float | None = None
    high: float | None = None
    lever: bool = False
    meaning: str = ""
    source: str = ""


class Shape(NamedTuple):
    """What may stand at one place.

    Attributes
    ----------
    kind : str
        ``table`` with known keys, ``names`` with keys that the scenario chooses, or ``value``.
    annotation : type
        What a value is checked against.
    facts : Facts
        Of a value, or of the values of a table of names.
    children : mapping of str to Shape
        By key of a table; the one child of a table of names stands under ``*``.
    model : type, optional
        Class of a table.
    """

    kind: Kind
    annotation: Any
    facts: Facts
    children: Mapping[str, "Shape"]
    model: type[BaseModel] | None = None

    def child(self, key: str) -> "Shape | None":
        """What may stand under a key; None where nothing may."""
        return self.children.get(key) or self.children.get("*")

    @property
    def entry(self) -> "Shape | None":
        """What each entry of a list of tables may be; None for any other value."""
        kinds = get_args(strip(self.annotation))
        if kinds and isinstance(kinds[0], type) and issubclass(kinds[0], BaseModel):
            return _shape_of(kinds[0], Facts())
        return None

    @property
    def is_quantity(self) -> bool:
        """Whether a number or a distribution of numbers may stand here."""
        return Distribution in _alternatives(self.annotation)

    @property
    def takes_choice(self) -> bool:
        """Whether a choice among words, or of yes and no, may stand here."""
        return Choice in _alternatives(self.annotation)

    @property
    def plain(self) -> Any:
        """Type of a value that is neither a choice nor absent."""
        others = [kind for kind in _alternatives(self.annotation) if kind not in (Choice, type(None))]
        return others[0] if len(others) == 1 else self.annotation

    def words(self) -> tuple[str, ...]:
        """Words among which the value is one; none where any value goes."""
        return _words_in(self.annotation)


@cache
def parameters_shape() -> Shape:
    """Shape of a whole scenario."""
    return _shape_of(Parameters, Facts())


def shape_at(path: str) -> Shape | None:
    """Shape at a dotted path; None where nothing may stand."""
    shape: Shape | None = parameters_shape()
    for key in path.split("."):
        shape = shape.child(key) if shape else None
    return shape


def _shape_of(annotation: Any, facts: Facts) -> Shape:
    plain = strip(annotation)
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        children = {
            key: _shape_of(field.annotation, _facts_of(field.description, field.json_schema_extra))
            for key, field in plain.model_fields.items()
        }
        return Shape("table", plain, facts, children, plain)
    if get_origin(plain) is dict:
        return Shape("names", plain, facts, {"*": _shape_of(get_args(plain)[1], facts)})
    return Shape("value", annotation, facts, {})


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(other for kind in get_args(annotation) for other in _alternatives(kind))
    if hasattr(annotation, "__metadata__"):
        inner = _alternatives(annotation.__origin__)
        return inner if len(inner) > 1 else (annotation,)
    return (annotation,)


def _words_in(annotation: Any) -> tuple[str, ...]:
    plain = strip(annotation)
    if get_origin(plain) is Literal:
        return get_args(plain)
    if get_origin(plain) in (Union, types.UnionType):
        return tuple(word for kind in get_args(plain) for word in _words_in(kind))
    return ()


def strip(annotation: Any) -> Any:
    """Take the markers and the alternative None off a type."""
    if hasattr(annotation, "__metadata__"):
        return strip(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        others = [kind for kind in get_args(annotation) if kind is not type(None)]
        if len(others) == 1:
            return strip(others[0])
    return annotation


def _facts_of(meaning: str | None, extra: object) -> Facts:
    declared = cast(dict[str, Any], extra) if isinstance(extra, dict) else {}
    return Facts(meaning=meaning or "", **declared)
