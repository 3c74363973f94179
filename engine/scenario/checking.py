"""What must hold between the parameters of a scenario."""

import datetime
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

from engine.errors import Problem
from engine.scenario.distributions import Distribution
from engine.scenario.finding import suggest
from engine.scenario.lines import Path
from engine.scenario.origins import dotted
from engine.scenario.placing import Places
from engine.scenario.tabulated import Choice
from engine.scenario.writing import show, write_value

FIRST_YEAR, LAST_YEAR = 1800, 2200
EXACT = 1e-9
"""How far numbers that sum to 1 may be off."""
ROUNDED = 1e-6
"""How far means may be off where a weight is a distribution; drawn weights are scaled."""


class _Given:
    """A partly valid tree of plain values, and the words for what is wrong with it."""

    def __init__(self, plain: dict[str, Any], places: Places, wrong: Set[Path]) -> None:
        self.plain, self.places, self.wrong = plain, places, wrong

    def table(self, *path: str) -> dict[str, Any]:
        node: Any = self.plain
        for key in path:
            node = node.get(key) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else {}

    def names(self, kind: str) -> tuple[str, ...]:
        return tuple(self.table(kind))

    def problem(self, path: Path, rule: str, way_out: str = "") -> Problem:
        node: Any = self.plain
        for key in path:
            node = node.get(key) if isinstance(node, dict) else None
        shown = dotted(path) if node is None or isinstance(node, dict) else show(dotted(path), node)
        return Problem(self.places.of(path), shown, rule, way_out)

    def refer(self, path: Path, name: Any, known: tuple[str, ...], kind: str) -> Iterator[Problem]:
        if known and isinstance(name, str) and name not in known:
            yield self.problem(path, f"names no {kind}", suggest(name, known))


def check_consistency(plain: dict[str, Any], places: Places, wrong: Set[Path]) -> list[Problem]:
    """Check what one parameter says against another, as far as each is valid by itself."""
    given = _Given(plain, places, wrong)
    checks: Iterable[Callable[[_Given], Iterator[Problem]]] = (
        _check_start,
        _check_sides,
        _check_positions,
        _check_issues,
        _check_guarantors,
        _check_party_names,
        _check_front,
        _check_lists,
        _check_correlations,
    )
    return [problem for check in checks for problem in check(given)]


def _check_start(given: _Given) -> Iterator[Problem]:
    date = given.table("start").get("date")
    if isinstance(date, datetime.date) and not FIRST_YEAR <= date.year <= LAST_YEAR:
        yield given.problem(("start", "date"), f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")


def _check_sides(given: _Given) -> Iterator[Problem]:
    parties = given.table("parties")
    sides = [party.get("side") for party in parties.values() if isinstance(party, dict)]
    if len(sides) == 2 and sides[0] == sides[1] and sides[0] in ("defender", "challenger"):
        yield given.problem(("parties", list(parties)[1], "side"), "must differ from the other party's side")


def _check_positions(given: _Given) -> Iterator[Problem]:
    issues = given.names("issues")
    for party in given.names("parties"):
        here = ("parties", party, "positions")
        positions, stated = given.table(*here), "positions" in given.table("parties", party)
        yield from _unknown_issues(given, here)
        for issue in issues:
            if stated and issue not in positions and (*here, issue) not in given.wrong:
                yield given.problem(
                    (*here, issue), "must be given", "every party needs a position on every issue"
                )
        yield from _check_weights(given, here, issues)
        yield from _unknown_issues(given, ("parties", party, "truce_terms"))
        yield from _check_pull(given, ("parties", party, "constituencies"))
        for constituency in given.table("parties", party, "constituencies"):
            yield from _check_constituency(
                given, ("parties", party, "constituencies", constituency), party, issues
            )


def _unknown_issues(given: _Given, here: tuple[str, ...]) -> Iterator[Problem]:
    issues = given.names("issues")
    for issue in given.table(*here):
        if issues and issue not in issues:
            yield given.problem((*here, issue), "names no issue", suggest(issue, issues))


def _check_weights(given: _Given, here: tuple[str, ...], issues: tuple[str, ...]) -> Iterator[Problem]:
    found = [given.table(*here, issue).get("weight") for issue in issues]
    weights = [weight for weight in found if isinstance(weight, float | int | Distribution)]
    if not weights or len(weights) < len(found):
        return
    drawn = any(isinstance(weight, Distribution) for weight in weights)
    total = math.fsum(weight.mean() if isinstance(weight, Distribution) else weight for weight in weights)
    if abs(total - 1.0) > (ROUNDED if drawn else EXACT):
        rule = f"has weights that sum to {total:.6g} but must sum to 1"
        way_out = f"take {total - 1:.6g} off" if total > 1 else f"add {1 - total:.6g}"
        yield given.problem(here, rule, "in their means" if drawn else way_out)


def _check_pull(given: _Given, here: tuple[str, ...]) -> Iterator[Problem]:
    highest = 0.0
    for name in given.table(*here):
        weight = given.table(*here, name).get("weight", 0.0)
        highest += weight.support()[1] if isinstance(weight, Distribution) else weight
    if highest > 1.0 + EXACT:
        yield given.problem(here, f"may weigh {highest:.6g} together but at most 1", "lower their weights")


def _check_constituency(
    given: _Given, here: tuple[str, ...], party: str, issues: tuple[str, ...]
) -> Iterator[Problem]:
    yield from _unknown_issues(given, (*here, "positions"))
    weights = [
        given.table(*here, "positions", issue).get(
            "weight", given.table("parties", party, "positions", issue).get("weight")
        )
        for issue in issues
    ]
    if weights and all(weight == 0 for weight in weights):
        yield given.problem((*here, "positions"), "must leave at least one weight above 0")


def _check_issues(given: _Given) -> Iterator[Problem]:
    for issue in given.names("issues"):
        levels = given.table("issues", issue).get("levels", ())
        here = ("issues", issue, "levels")
        if not all(isinstance(level, float | int) and 0 <= level <= 1 for level in levels):
            yield given.problem(here, "must lie in [0, 1]")
        elif list(levels) != sorted(set(levels)):
            yield given.problem(here, "must increase from one level to the next")
        elif levels:
            term = given.table("start", "terms").get(issue)
            terms = term.options if isinstance(term, Choice) else () if term is None else (term,)
            if any(option not in levels for option in terms):
                rule = f"must be among the issue's levels {write_value(levels)}"
                yield given.problem(("start", "terms", issue), rule)
    yield from _unknown_issues(given, ("start", "terms"))


def _check_guarantors(given: _Given) -> Iterator[Problem]:
    guarantors, parties, issues = given.names("guarantors"), given.names("parties"), given.names("issues")
    leaders = {}
    for name in guarantors:
        guarantor, here = given.table("guarantors", name), ("guarantors", name)
        yield from given.refer((*here, "protects"), guarantor.get("protects"), parties, "party")
        yield from given.refer((*here, "party"), guarantor.get("party"), parties, "party")
        yield from given.refer((*here, "issue"), guarantor.get("issue"), issues, "issue")
        yield from given.refer((*here, "depends_on"), guarantor.get("depends_on"), guarantors, "guarantor")
        leaders[name] = guarantor.get("depends_on")
    for name in guarantors:
        seen, leader = [name], leaders[name]
        while leader in leaders and leader not in seen:
            seen.append(leader)
            leader = leaders[leader]
        if leader == name:
            rule = f"makes a circle: {' -> '.join([*seen, name])}"
            yield given.problem(("guarantors", name, "depends_on"), rule, "one of them must depend on nobody")


def _check_party_names(given: _Given) -> Iterator[Problem]:
    parties = given.names("parties")
    for stream in given.names("aid"):
        yield from given.refer(("aid", stream, "to"), given.table("aid", stream).get("to"), parties, "party")
    for kind, key in (("mediators", "leverage"), ("pressures", "costs")):
        for name in given.names(kind):
            for party in given.table(kind, name, key):
                yield from given.refer((kind, name, key, party), party, parties, "party")


def _check_front(given: _Given) -> Iterator[Problem]:
    sectors = given.table("front").get("sectors")
    for hotspot in given.table("front").get("hotspots", ()):
        if isinstance(hotspot, str) and isinstance(sectors, tuple) and hotspot not in sectors:
            yield given.problem(
                ("front", "hotspots"), f'names no sector by "{hotspot}"', suggest(hotspot, tuple(sectors))
            )


def _check_lists(given: _Given) -> Iterator[Problem]:
    lists: list[tuple[str, ...]] = [("front", "sectors"), ("front", "hotspots"), ("clock", "winter_months")]
    lists += [("guarantors", name, "elections") for name in given.names("guarantors")]
    for *table, key in lists:
        values = given.table(*table).get(key, ())
        twice = sorted(str(value) for value, times in Counter(values).items() if times > 1)
        if twice:
            yield given.problem((*table, key), f"must not name {', '.join(twice)} twice")


def _check_correlations(given: _Given) -> Iterator[Problem]:
    pairs = given.plain.get("correlations", ())
    found: dict[frozenset[str], float] = {}
    for pair in pairs if isinstance(pairs, tuple | list) else ():
        between, rho = (pair.get("between"), pair.get("rho")) if isinstance(pair, dict) else (None, None)
        if not isinstance(between, tuple | list) or len(between) != 2 or not isinstance(rho, float | int):
            continue
        for path in between:
            *table, key = str(path).split(".")
            if not isinstance(given.table(*table).get(key), Distribution):
                yield given.problem(("correlations",), f'names "{path}", which is not an uncertain parameter')
                return
        if between[0] == between[1] or frozenset(between) in found:
            yield given.problem(
                ("correlations",), f"must tie {between[0]} and {between[1]} once, and no parameter to itself"
            )
            return
        found[frozenset(between)] = float(rho)
    if found and not _positive_definite(found):
        yield given.problem(
            ("correlations",), "contradict each other", "the matrix must be positive definite; weaken one"
        )


def _positive_definite(pairs: dict[frozenset[str], float]) -> bool:
    import numpy as np

    tied = sorted({path for pair in pairs for path in pair})
    matrix = np.eye(len(tied))
    for pair, rho in pairs.items():
        i, j = (tied.index(path) for path in pair)
        matrix[i, j] = matrix[j, i] = rho
    return bool(np.linalg.eigvalsh(matrix).min() > EXACT)
