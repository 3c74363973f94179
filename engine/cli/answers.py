"""What a parameter or a class of pledges rests on, as text and for machines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.cli.saying import say_meaning, say_value
from engine.evidence.facts import OF_PLEDGE, Fact, facts_on
from engine.scenario.dictionary import ABSENT, OF_ITS_PLEDGE, REQUIRED, Described
from engine.scenario.naming import Named
from engine.scenario.origins import ASSUMPTION, Origin
from engine.scenario.register import GUARANTOR, PLEDGE_CLASSES, Brought, list_class_values
from engine.scenario.values import TEXT, Entry, encode, list_values

if TYPE_CHECKING:
    from engine.scenario import Scenario

_UNSOURCED = {
    REQUIRED: "required: a scenario gives it, with its source",
    ABSENT: "no default: absent unless a scenario gives it, with its source",
    OF_ITS_PLEDGE: "the class of the pledge brings it, with its source",
}


class Answer(NamedTuple):
    """What was asked, and what it rests on; a class of pledges is no parameter of the schema.

    Attributes
    ----------
    title, meaning : str
        Its path or class, and one sentence.
    described : Described, optional
        The parameter.
    brought : tuple of Brought
        Values that classes of pledges bring.
    facts : tuple of Fact
        What bears on it.
    """

    title: str
    meaning: str
    described: Described | None
    brought: tuple[Brought, ...]
    facts: tuple[Fact, ...]


def answer_parameter(named: Named) -> Answer:
    """What a parameter's default rests on."""
    described = named.described
    classes = PLEDGE_CLASSES if described.default == OF_ITS_PLEDGE else ()
    brought = (value for pledge in classes for value in list_class_values(pledge))
    return Answer(
        described.path,
        say_meaning(described),
        described,
        tuple(value for value in brought if value.path == described.path),
        facts_on(described.path),
    )


def answer_class(pledge: str) -> Answer:
    """What the values of a class of pledges rest on."""
    name = f"{OF_PLEDGE}{pledge}"
    meaning = f"Class of pledges; brings these values to each guarantor with pledge = {say_value(pledge)}."
    return Answer(name, meaning, None, tuple(list_class_values(pledge)), facts_on(name))


def say_grounds(described: Described) -> str:
    """Say what a default rests on: a source, an assumption and why, or that there is no default."""
    if described.unit == TEXT:
        return "a text: no result depends on it"
    return _UNSOURCED.get(described.default) or say_source(Origin("default", described.source))


def say_source(origin: Origin) -> str:
    """Say what a value rests on: a source, or an assumption and why."""
    source = " ".join(origin.source.split())
    return source if not origin.assumed else f"{ASSUMPTION}: {origin.reason}"


def last_key(path: str) -> str:
    """Last key of a dotted path."""
    return path.rsplit(".", 1)[-1]


def encode_answer(
    answer: Answer, entries: Sequence[Entry] = (), scenario: "Scenario | None" = None
) -> dict[str, Any]:
    """Turn an answer into plain texts, lists and tables."""
    described = answer.described
    told: dict[str, Any] = {"asked": answer.title, "meaning": answer.meaning}
    if described:
        origin = Origin("default", described.source)
        told |= described._asdict() | {"meaning": described.meaning, "kind": described.kind}
        told |= {"rests_on": say_grounds(described), "assumption": origin.assumed and _has_default(described)}
    told["classes"] = [encode_brought(value) for value in answer.brought]
    told["facts"] = [encode_fact(fact) for fact in answer.facts]
    if scenario:
        told["scenario"] = scenario.name
        told["values"] = [
            {"path": entry.path, "value": encode(entry.value), "origin": scenario.origins[entry.path].where}
            | {
                "source": scenario.origins[entry.path].source,
                "assumption": scenario.origins[entry.path].assumed,
            }
            for entry in entries
        ]
    return told


def encode_fact(fact: Fact) -> dict[str, Any]:
    """Turn a fact into plain texts."""
    told = fact._asdict()
    counted = fact.counted
    return told | {"counted": counted._asdict() | {"beta": list(counted.beta)} if counted else None}


def encode_brought(value: Brought) -> dict[str, Any]:
    """Turn a value that no scenario wrote into plain texts."""
    origin = value.origin
    told = {"path": value.path, "value": value.value, "unit": value.unit, "origin": origin.where}
    return told | {"source": origin.source, "assumption": origin.assumed, "reason": origin.reason}


def entries_of_class(pledge: str, scenario: "Scenario") -> list[Entry]:
    """Of a scenario's values, those that a class of pledges brings, for the guarantors of that class."""
    guarantors = scenario.parameters.guarantors.items()
    names = [name for name, guarantor in guarantors if guarantor.pledge == pledge]
    keys = [last_key(value.path) for value in list_class_values(pledge)]
    wanted = {GUARANTOR.replace("*", f"{name}.{key}") for name in names for key in keys}
    return [entry for entry in list_values(scenario.parameters) if entry.path in wanted]


def _has_default(described: Described) -> bool:
    return described.default not in _UNSOURCED and described.unit != TEXT
