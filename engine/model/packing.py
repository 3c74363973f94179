"""Scenario to numbers: one flat row of all parameters, and the named arrays that look into it.

The only file of the model that knows the scenario. A trial differs from another in the cells of its
row that are uncertain; every array of `Parameters` is a view of the row, so drawing a parameter is
writing its cells.
"""

import datetime
import itertools
from collections.abc import Mapping
from typing import NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from engine.errors import Problem, ScenarioError
from engine.model.draws import who_of
from engine.model.parameters import ABSENT, NEVER, Floats, Parameters
from engine.model.schedule import DAYS_PER_WEEK, WEEKS_PER_ROUND
from engine.scenario import Distribution, Scenario
from engine.scenario.sections.guarantors import MAX_ELECTIONS
from engine.scenario.sections.talks import MAX_LEVELS
from engine.scenario.shapes import shape_at


class Names(NamedTuple):
    """Actors and issues in the order of their axes; the parties are defender, challenger.

    Guarantors are ordered so that each stands after the one it depends on, and like the other actors
    otherwise by name, so that their order in a file changes no bit; issues and sectors keep the file's.
    """

    parties: tuple[str, str]
    issues: tuple[str, ...]
    constituencies: tuple[tuple[int, str], ...]
    mediators: tuple[str, ...]
    guarantors: tuple[str, ...]
    aid: tuple[str, ...]
    pressures: tuple[str, ...]
    sectors: tuple[str, ...]

    def who(self) -> dict[str, int]:
        """Address of every actor, by its kind and name, for its draws."""
        addresses = ["world", "monitors"]
        addresses += [f"party/{party}" for party in self.parties]
        addresses += [f"constituency/{self.parties[side]}/{name}" for side, name in self.constituencies]
        addresses += [f"mediator/{name}" for name in self.mediators]
        addresses += [f"guarantor/{name}" for name in self.guarantors]
        addresses += [f"unit/{party}/{sector}" for party in self.parties for sector in self.sectors]
        addresses += [f"monitors/{sector}" for sector in self.sectors]
        return {address: who_of(address) for address in addresses}


class Packed(NamedTuple):
    """A scenario as numbers.

    Attributes
    ----------
    scenario : Scenario
        What was packed.
    names : Names
        The order of every axis.
    row : ndarray, shape (n_cells,)
        All parameters, uncertain ones at their means, weights as written; `draw_rows` scales them.
    shapes : tuple of tuple of int
        Shape of each field of `Parameters`, which lie in the row one after another.
    cells : tuple of (str, tuple of int)
        Each uncertain parameter's path and the cells of the row that hold it.
    winter : ndarray of bool, shape (weeks + 1,)
        Whether each week's Monday lies in a winter month.
    """

    scenario: Scenario
    names: Names
    row: Floats
    shapes: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[str, tuple[int, ...]], ...]
    winter: NDArray[np.bool_]

    def distribution_of(self, path: str) -> Distribution:
        """Distribution of an uncertain parameter."""
        distribution = self.scenario.value_at(path)
        assert isinstance(distribution, Distribution)
        return distribution

    def parameters(self, row: Floats) -> Parameters:
        """Name the parts of a row; the arrays are views of it."""
        ends = list(itertools.accumulate(int(np.prod(shape)) for shape in self.shapes))
        parts = [row[end - int(np.prod(shape)) : end] for shape, end in zip(self.shapes, ends, strict=True)]
        return Parameters(*[part.reshape(shape) for part, shape in zip(parts, self.shapes, strict=True)])


_MISSING: Mapping[str, float] = {
    "deadline": NEVER,
    "elections.{election}": NEVER,
    "not_before": 0.0,
    "funded_until": 0.0,
    "leverage.{party_name}": 0.0,
    "costs.{party_name}": 0.0,
}


def pack(scenario: Scenario) -> Packed:
    """Lay out a scenario as numbers.

    Raises
    ------
    ScenarioError
        If the addresses of two actors' draws, or of two uncertain parameters, collide.
    """
    names = _name(scenario)
    _refuse_collisions(scenario, names)
    axes = _axes(names)
    values: list[float] = []
    shapes: list[tuple[int, ...]] = []
    places: dict[str, list[int]] = {}
    for template in _templates().values():
        keys = [axis for axis in axes if f"{{{axis}}}" in template]
        keys.sort(key=lambda axis, text=template: text.index(f"{{{axis}}}"))  # type: ignore[misc]
        shapes.append(tuple(len(axes[key]) for key in keys) or (1,))
        for combination in itertools.product(*[axes[key] for key in keys]):
            filled = template
            for key, name in zip(keys, combination, strict=True):
                filled = filled.replace(f"{{{key}}}", name)
            path, value = _look_up(scenario, template, filled)
            if isinstance(value, Distribution):
                places.setdefault(path, []).append(len(values))
            values.append(_encode(value, path, template, scenario, names))
    cells = tuple((path, tuple(places[path])) for path in scenario.uncertain)
    return Packed(scenario, names, np.array(values), tuple(shapes), cells, _winter_weeks(scenario))


def _templates() -> dict[str, str]:
    hints = get_type_hints(Parameters, include_extras=True)
    return {field: hints[field].__metadata__[0] for field in Parameters._fields}


def _name(scenario: Scenario) -> Names:
    parameters = scenario.parameters
    sides = {party.side: name for name, party in parameters.parties.items()}
    parties = (sides["defender"], sides["challenger"])
    return Names(
        parties=parties,
        issues=tuple(parameters.issues),
        constituencies=tuple(
            (side, name)
            for side, party in enumerate(parties)
            for name in sorted(parameters.parties[party].constituencies)
        ),
        mediators=tuple(sorted(parameters.mediators)),
        guarantors=_leaders_first(
            {name: guarantor.depends_on for name, guarantor in parameters.guarantors.items()}
        ),
        aid=tuple(sorted(parameters.aid)),
        pressures=tuple(sorted(parameters.pressures)),
        sectors=parameters.front.sectors,
    )


def _leaders_first(depends_on: Mapping[str, str | None]) -> tuple[str, ...]:
    def depth(name: str) -> int:
        leader = depends_on[name]
        return 0 if leader is None else 1 + depth(leader)

    return tuple(sorted(depends_on, key=lambda name: (depth(name), name)))


def _axes(names: Names) -> dict[str, list[str]]:
    return {
        "party": [f"parties.{name}" for name in names.parties],
        "party_name": list(names.parties),
        "constituency": [
            f"parties.{names.parties[side]}.constituencies.{name}" for side, name in names.constituencies
        ],
        "mediator": [f"mediators.{name}" for name in names.mediators],
        "guarantor": [f"guarantors.{name}" for name in names.guarantors],
        "aid": [f"aid.{name}" for name in names.aid],
        "pressure": [f"pressures.{name}" for name in names.pressures],
        "issue": list(names.issues),
        "sector": list(names.sectors),
        "level": [str(i) for i in range(MAX_LEVELS)],
        "election": [str(i) for i in range(MAX_ELECTIONS)],
    }


def _look_up(scenario: Scenario, template: str, path: str) -> tuple[str, object]:
    """Find the value at a path; what a constituency does not say is its party's."""
    if template == "front.hotspots.{sector}":
        return path, path.rsplit(".", 1)[1] in scenario.parameters.front.hotspots
    value = _walk(scenario.parameters, path)
    if value is None and template.startswith("{constituency}.positions."):
        party, _, rest = path.partition(".constituencies.")
        path = f"{party}.positions.{rest.split('.', 2)[2]}"
        value = _walk(scenario.parameters, path)
    if value is None and template == "{guarantor}.family":
        value = _walk(scenario.parameters, path.removesuffix("family") + "pledge")
    return path, value


def _walk(table: object, path: str) -> object:
    for key in path.split("."):
        if isinstance(table, Mapping):
            table = table.get(key)
        elif isinstance(table, tuple):
            table = table[int(key)] if int(key) < len(table) else None
        else:
            table = getattr(table, key, None)
        if table is None:
            return None
    return table


def _encode(value: object, path: str, template: str, scenario: Scenario, names: Names) -> float:
    if value is None:
        return next((number for end, number in _MISSING.items() if template.endswith(end)), ABSENT)
    if isinstance(value, Distribution):
        return value.mean()
    if isinstance(value, datetime.date):
        days = (value - scenario.parameters.start.date).days
        return float(-(-days // DAYS_PER_WEEK) if template.endswith("not_before") else days // DAYS_PER_WEEK)
    if isinstance(value, str):
        if template in ("{guarantor}.protects", "{guarantor}.party", "{aid}.to"):
            return float(names.parties.index(value))
        if template == "{guarantor}.issue":
            return float(names.issues.index(value))
        if template == "{guarantor}.depends_on":
            return float(names.guarantors.index(value))
        if template == "{guarantor}.family":
            return float(who_of(value))
        shape = shape_at(path)
        assert shape is not None
        return float(shape.words().index(value))
    assert isinstance(value, (int, float)), path
    return float(value)


def _winter_weeks(scenario: Scenario) -> NDArray[np.bool_]:
    start, clock = scenario.parameters.start.date, scenario.parameters.clock
    dates = (
        start + datetime.timedelta(days=DAYS_PER_WEEK * week)
        for week in range(clock.rounds * WEEKS_PER_ROUND + 1)
    )
    return np.array([date.month in clock.winter_months for date in dates])


def _refuse_collisions(scenario: Scenario, names: Names) -> None:
    for group in (names.who(), {path: who_of(path) for path in scenario.uncertain}):
        seen: dict[int, str] = {}
        for name, who in group.items():
            if who in seen:
                rule = f"shares the address of its draws with {seen[who]}"
                raise ScenarioError(Problem(scenario.name, name, rule, "rename one of them"))
            seen[who] = name
