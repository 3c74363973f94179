"""What those at the table could have chosen otherwise: every lever of a scenario, one at a time."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.errors import ScenarioError
from engine.model.schedule import DAYS_PER_WEEK, WEEKS_PER_ROUND
from engine.scenario import Distribution, Scenario
from engine.scenario.loading import load_text
from engine.scenario.register import GUARANTOR, PLEDGE_CLASSES, list_class_values
from engine.scenario.shapes import shape_at
from engine.scenario.values import Entry, list_values
from engine.scenario.writing import write_value

NAMES = ("issue", "party", "protects", "depends_on")
"""Levers that name an actor or an issue: another name is another scenario."""
FACTOR = 2.0
"""What a lever without an end is multiplied and divided by."""


class Change(NamedTuple):
    """One lever set otherwise.

    Attributes
    ----------
    path : str
        Dotted path of the lever.
    now, then : str
        Its value, and what it is set to, as TOML.
    scenario : Scenario
        The scenario with the lever so set.
    """

    path: str
    now: str
    then: str
    scenario: Scenario


def list_changes(scenario: Scenario) -> Iterator[Change]:
    """Set each lever of a scenario to its other words, to both ends, or to half and double; one at a time.

    What makes no valid scenario is left out, and so is what would move other parameters' draws: a lever
    that is uncertain and correlated, or any uncertain one on Sobol' points.
    """
    text = scenario.to_toml()
    for entry in list_values(scenario.parameters):
        if not entry.facts.lever or _moves_others(entry, scenario):
            continue
        now = write_value(entry.value)
        for then, brought in _list_values(entry, scenario):
            if then == now:
                continue
            overrides = [f"{entry.path}={then}", *brought]
            try:
                changed = load_text(text, scenario.name, overrides)
            except ScenarioError:
                continue
            yield Change(entry.path, now, then, changed)


def _moves_others(entry: Entry, scenario: Scenario) -> bool:
    sobol = scenario.parameters.run.sampling == "sobol"
    tied = {path for pair in scenario.parameters.correlations for path in pair.between}
    uncertain = isinstance(entry.value, Distribution) or entry.path.endswith(".pledge")
    return uncertain and (sobol or entry.path in tied)


def _list_values(entry: Entry, scenario: Scenario) -> Iterator[tuple[str, list[str]]]:
    """Give what a lever may be set to, as TOML, and what that brings along."""
    key, shape = entry.path.rsplit(".", 1)[-1], shape_at(entry.path)
    assert shape is not None
    if key == "pledge":
        guarantor = entry.path.removesuffix(".pledge")
        yield from ((write_value(pledge), list_brought_by(guarantor, pledge)) for pledge in PLEDGE_CLASSES)
    elif shape.words():
        yield from ((write_value(word), []) for word in shape.words())
    elif isinstance(entry.value, datetime.date):
        weeks = scenario.parameters.clock.rounds * WEEKS_PER_ROUND
        end = scenario.parameters.start.date + datetime.timedelta(days=DAYS_PER_WEEK * weeks)
        yield from ((day.isoformat(), []) for day in (scenario.parameters.start.date, end))
    elif shape.plain is bool or isinstance(entry.value, bool):
        yield from (("true", []), ("false", []))
    elif key not in NAMES:
        yield from ((write_value(value), []) for value in _list_numbers(entry, scenario))


def list_brought_by(guarantor: str, pledge: str) -> list[str]:
    """Overrides by which a guarantor, named by its path, gets all that a class of pledges brings."""
    return [
        f"{value.path.replace(GUARANTOR, guarantor)}={value.value}" for value in list_class_values(pledge)
    ]


def _list_numbers(entry: Entry, scenario: Scenario) -> list[float]:
    low, high = entry.facts.low, entry.facts.high
    if entry.path.startswith("start.terms."):
        issue: Any = scenario.parameters.issues[entry.path.rsplit(".", 1)[-1]]
        if issue.levels:
            return [float(level) for level in issue.levels]
    if low is not None and high is not None and low >= 0.0 and high <= 1.0:
        return [low, high]
    value: Any = entry.value
    middle = value.mean() if isinstance(value, Distribution) else float(value)
    return [] if middle == 0.0 else [middle / FACTOR, middle * FACTOR]
