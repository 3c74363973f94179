"""Facts on which defaults and scenarios rest, each with a mark of how far it was checked, and its source."""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from engine.errors import EngineError, Problem
from engine.evidence.challenges import ClassCount, count_challenges
from engine.evidence.tables import read_text

MARKS = ("verified", "computed", "memory", "judgement", "unchecked")
SUBJECTS = (
    "berlin",
    "guarantees",
    "deterrence",
    "ceasefires",
    "war",
    "violations",
    "talks",
    "ratification",
)
OF_PLEDGE = "pledge:"
_NEEDED = {"id", "subject", "statement", "mark", "source", "parameters"}
_KNOWN = _NEEDED | {"figures", "counted"}


class Fact(NamedTuple):
    """One fact.

    Attributes
    ----------
    fact_id, subject : str
        Its short code, and one of `SUBJECTS`.
    statement, figures : str
        What is the case, and its numbers; no numbers where empty.
    mark : str
        One of `MARKS`: how far it was checked.
    source : str
        Where it comes from.
    parameters : tuple of str
        Paths of the schema, or ``pledge:`` and a class, on which it bears; none where it serves validation.
    counted : ClassCount, optional
        The counts that the figures state.
    """

    fact_id: str
    subject: str
    statement: str
    figures: str
    mark: str
    source: str
    parameters: tuple[str, ...]
    counted: ClassCount | None = None


@cache
def shipped_facts() -> tuple[Fact, ...]:
    """Facts that come with the package."""
    return read_facts(read_text("facts.toml"))


def facts_on(name: str) -> tuple[Fact, ...]:
    """Facts that bear on a path of the schema, or on ``pledge:`` and a class."""
    return tuple(fact for fact in shipped_facts() if name in fact.parameters)


def read_facts(text: str, place: str = "facts.toml") -> tuple[Fact, ...]:
    """Read facts from TOML.

    Raises
    ------
    EngineError
        With every problem found, each with the fact's id or number.
    """
    tables = tomllib.loads(text)
    problems = [Problem(place, key, "is not a known key", "say [[fact]]") for key in tables if key != "fact"]
    facts: list[Fact] = []
    for number, entry in enumerate(tables.get("fact", []), 1):
        at = f"{place}: fact {entry.get('id', number)}"
        found = list(_find_problems(entry, at, {fact.fact_id for fact in facts}))
        problems += found
        if not found:
            facts.append(_build(entry))
    if problems:
        raise EngineError(*problems)
    return tuple(facts)


def _find_problems(entry: dict[str, Any], at: str, seen: set[str]) -> list[Problem]:
    """What is wrong with the keys of a fact, else with their values."""
    wrong = [Problem(at, key, "must be given") for key in sorted(_NEEDED - set(entry))]
    wrong += [Problem(at, key, "is not a known key") for key in sorted(set(entry) - _KNOWN)]
    for key in sorted((_KNOWN - {"parameters"}) & set(entry)):
        if not isinstance(entry[key], str) or not entry[key].strip():
            wrong.append(Problem(at, f"{key} = {entry[key]!r}", "must be a text"))
    named = entry.get("parameters", [])
    if not isinstance(named, list) or not all(isinstance(path, str) and path for path in named):
        wrong.append(Problem(at, f"parameters = {named!r}", "must be a list of texts"))
    if wrong:
        return wrong
    if entry["id"] in seen:
        wrong.append(Problem(at, "", "has the id of another fact", "give each its own"))
    classes = tuple(count.commitment for count in count_challenges())
    for key, words in (("mark", MARKS), ("subject", SUBJECTS), ("counted", classes)):
        if entry.get(key, words[0]) not in words:
            wrong.append(Problem(at, f"{key} = {entry[key]!r}", f"must be one of {', '.join(words)}"))
    if "figures" in entry and "counted" in entry:
        wrong.append(Problem(at, "figures", "are counted, so they can't be given too", "leave one out"))
    return wrong


def _build(entry: dict[str, Any]) -> Fact:
    counts = {count.commitment: count for count in count_challenges()}
    counted = counts[entry["counted"]] if "counted" in entry else None
    return Fact(
        fact_id=entry["id"],
        subject=entry["subject"],
        statement=entry["statement"],
        figures=str(counted) if counted else entry.get("figures", ""),
        mark=entry["mark"],
        source=entry["source"],
        parameters=tuple(entry["parameters"]),
        counted=counted,
    )
