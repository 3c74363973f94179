"""The parameters in which two scenarios differ."""

from typing import Any, NamedTuple

from pydantic import BaseModel

from engine.scenario.dictionary import Kind, say_kind
from engine.scenario.scenario import Scenario
from engine.scenario.values import Value, encode, list_values


class Difference(NamedTuple):
    """One parameter that differs.

    Attributes
    ----------
    path : str
        Its dotted path.
    a, b : optional
        Its values; None where a scenario has none.
    unit : str
        Of both.
    kind : str
        ``lever``, ``uncertainty`` or ``text``.
    """

    path: str
    a: Value | None
    b: Value | None
    unit: str
    kind: Kind


def compare_scenarios(a: Scenario, b: Scenario) -> tuple[Difference, ...]:
    """Differences in resolved values, in the order of `a`, then what `b` alone has.

    Sources and origins are not compared.
    """
    of_a = {entry.path: entry for entry in list_values(a.parameters)}
    of_b = {entry.path: entry for entry in list_values(b.parameters)}
    found = []
    for path in dict.fromkeys((*of_a, *of_b)):
        here, there = of_a.get(path), of_b.get(path)
        values = (here.value if here else None, there.value if there else None)
        if encode(values[0]) != encode(values[1]):
            facts = (here or there or of_a[path]).facts
            found.append(Difference(path, *values, facts.unit, say_kind(facts)))
    return tuple(found)


def is_of_tables(value: Any) -> bool:
    """Whether a value is a list of tables, which is written from its plain form."""
    return isinstance(value, tuple) and any(isinstance(entry, BaseModel) for entry in value)
