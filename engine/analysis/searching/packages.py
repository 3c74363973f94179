"""Packages: what each lever may be set to, and the scenario that a choice of all of them makes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from engine.analysis.explaining.levers import list_brought_by
from engine.errors import Problem, ScenarioError
from engine.scenario import Scenario
from engine.scenario.finding import suggest
from engine.scenario.naming import matches
from engine.scenario.overriding import read_override
from engine.scenario.values import Entry, list_values
from engine.scenario.writing import write_value

OPTION = "--lever"
TERMS = "start.terms."
PLEDGES = "guarantors.*.pledge"
PLEDGE, CAPABILITY = ".pledge", ".capability="
QUARTERS = ("0.0", "0.25", "0.5", "0.75", "1.0")
"""Terms of an issue that has no levels."""
MONITORS: Mapping[str, tuple[str, ...]] = {
    "monitors.detection": ("0.5", "0.7", "0.85", "0.95"),
    "monitors.attribution": ("0.4", "0.7", "0.9"),
    "monitors.commission": ("0.0", "0.5", "1.0"),
    "front.zone_km": ("0.0", "5.0", "10.0", "20.0"),
}
"""Settings of what watches the line, from little to as much as missions of the past had."""
OFFERED = ("assurance", "political", "bilateral_treaty", "article5_style", "article5_style_with_force")
"""Classes of pledges, short of an alliance, that all guarantors may give."""

AS_IT_IS = "as it is"
"""Setting that leaves to the scenario what no other setting says, such as pledges that differ."""

Package: TypeAlias = tuple[int, ...]
"""What each lever is set to, as a place among its settings."""


class Lever(NamedTuple):
    """One lever of a search.

    Attributes
    ----------
    path : str
        Dotted path; with ``*`` for all that fit it, which are set alike.
    paths : tuple of str
        The values that it sets.
    settings : tuple of str
        What it may be set to, as TOML, or `AS_IT_IS`.
    now : int
        Which of them the scenario has.
    meaning : str
        As the schema has it.
    """

    path: str
    paths: tuple[str, ...]
    settings: tuple[str, ...]
    now: int
    meaning: str

    def override(self, setting: int) -> Iterator[str]:
        """Give the values to lay over the scenario.

        A class of pledges brings its own along, all but what a guarantor could do: that is not pledged.
        """
        if self.settings[setting] == AS_IT_IS:
            return
        for path in self.paths:
            yield f"{path}={self.settings[setting]}"
            if path.endswith(PLEDGE):
                brought = list_brought_by(
                    path.removesuffix(PLEDGE), str(read_override(self.settings[setting]))
                )
                yield from (each for each in brought if CAPABILITY not in each)


def list_levers(scenario: Scenario, asked: Sequence[str] = ()) -> tuple[Lever, ...]:
    """List the levers of a search.

    Parameters
    ----------
    asked : sequence of str
        ``PATH=SETTING,SETTING,...`` each; terms, pledges and what watches the line if there are none. Where
        the scenario has none of the settings, `AS_IT_IS` is one more.

    Raises
    ------
    ScenarioError
        With every one that is no lever of the scenario or has no settings.
    """
    entries = [entry for entry in list_values(scenario.parameters) if entry.facts.lever]
    wanted = [_read(each) for each in asked] or list(_list_usual(scenario, entries))
    problems, levers = [], []
    for path, settings in wanted:
        found = [entry for entry in entries if matches(path, entry.path)]
        if not found or not settings:
            known = suggest(path, tuple(entry.path for entry in entries))
            rule = "is no lever of the scenario" if not found else "has nothing to be set to"
            problems.append(Problem(OPTION, path, rule, known or "write PATH=SETTING,SETTING"))
            continue
        levers.append(_make(path, found, settings))
    if problems:
        raise ScenarioError(*problems)
    return tuple(levers)


def list_overrides(levers: Sequence[Lever], package: Package) -> list[str]:
    """Give the values that make a package, to be laid over the scenario."""
    return [
        override
        for lever, setting in zip(levers, package, strict=True)
        for override in lever.override(setting)
    ]


def find_own(levers: Sequence[Lever]) -> Package:
    """Find the package that the scenario itself is."""
    return tuple(lever.now for lever in levers)


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    path, _, settings = text.partition("=")
    return path.strip(), tuple(each.strip() for each in settings.split(",") if each.strip())


def _list_usual(scenario: Scenario, entries: Sequence[Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, issue in scenario.parameters.issues.items():
        levels: Any = issue.levels
        yield f"{TERMS}{name}", tuple(write_value(float(level)) for level in levels) if levels else QUARTERS
    if scenario.parameters.guarantors:
        yield PLEDGES, tuple(write_value(pledge) for pledge in OFFERED)
    there = {entry.path for entry in entries}
    yield from ((path, settings) for path, settings in MONITORS.items() if path in there)


def _make(path: str, found: Sequence[Entry], settings: tuple[str, ...]) -> Lever:
    have = {_plain(write_value(entry.value)) for entry in found}
    now = [place for place, setting in enumerate(settings) if have == {_plain(setting)}]
    if not now:
        settings, now = (AS_IT_IS, *settings), [0]
    return Lever(path, tuple(entry.path for entry in found), settings, now[0], found[0].facts.meaning)


def _plain(text: str) -> object:
    try:
        return read_override(text)
    except ValueError:
        return text
