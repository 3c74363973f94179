"""What a sweep is: points, which are full sets of values, that share their trials."""

import datetime
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from engine.scenario.writing import write_number, write_value

Design: TypeAlias = Literal["grid", "table", "lhs", "sobol", "arms"]
Kind: TypeAlias = Literal["lever", "uncertainty"]
Setting: TypeAlias = object
"""One value of an axis, as TOML has it."""


class Key(NamedTuple):
    """One value that an axis sets.

    Attributes
    ----------
    path : str
        Its dotted path.
    kind : str
        Whether somebody at the table can choose it.
    unit, meaning : str
        As the schema has them.
    """

    path: str
    kind: Kind
    unit: str
    meaning: str


class Axis(NamedTuple):
    """What differs between points.

    Attributes
    ----------
    name : str
        Its column in the table of points.
    keys : tuple of Key
        The values that it sets, all to the same.
    """

    name: str
    keys: tuple[Key, ...]


class Point(NamedTuple):
    """One full set of values.

    Attributes
    ----------
    number : int
        From 0.
    scenario : str
        Name of the scenario under it.
    digest : str
        Of the scenario with its values.
    values : tuple of str
        What each axis sets it to, in words.
    """

    number: int
    scenario: str
    digest: str
    values: tuple[str, ...]


class Plan(NamedTuple):
    """A sweep that was read and found right.

    Attributes
    ----------
    name, title, description : str
        What it is called.
    text : str
        The file.
    design : str
        How points come from axes.
    axes : tuple of Axis
        What differs between points.
    points : tuple of Point
        In order.
    trials, seed : int
        Of each point.
    digest : str
        SHA-256 of all that results depend on.
    """

    name: str
    title: str
    description: str
    text: str
    design: Design
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    trials: int
    seed: int
    digest: str


class Share(NamedTuple):
    """One of several equal shares of a sweep's work; the first is number 1."""

    number: int
    shares: int

    def __str__(self) -> str:
        return f"{self.number}/{self.shares}"


WHOLE = Share(1, 1)


class Cell(NamedTuple):
    """Consecutive trials of one point."""

    point: int
    first: int
    n_trials: int

    @property
    def stop(self) -> int:
        """The trial after the last."""
        return self.first + self.n_trials

    def __str__(self) -> str:
        return f"point {self.point}, trials {self.first} to {self.stop - 1}"


def say_setting(value: Setting) -> str:
    """Write one value of an axis as a cell of a table."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value.isoformat() if isinstance(value, datetime.date) else write_value(value)
    return write_number(float(value))


def cut_share(n_points: int, n_trials: int, share: Share) -> list[Cell]:
    """List the trials of one share: all trials, point after point, cut into equal lengths."""
    whole = n_points * n_trials
    begin, end = (whole * number // share.shares for number in (share.number - 1, share.number))
    cells = []
    for point in range(begin // n_trials, -(-end // n_trials)):
        first = max(begin - point * n_trials, 0)
        stop = min(end - point * n_trials, n_trials)
        cells.append(Cell(point, first, stop - first))
    return cells


def find_gaps(asked: Sequence[Cell], there: Sequence[Cell]) -> list[Cell]:
    """List what is asked for and not there; both in order, and what is there without overlaps."""
    held: dict[int, list[Cell]] = {}
    for cell in there:
        held.setdefault(cell.point, []).append(cell)
    gaps = []
    for cell in asked:
        reached = cell.first
        for other in held.get(cell.point, ()):
            if other.stop <= reached or other.first >= cell.stop:
                continue
            if other.first > reached:
                gaps.append(Cell(cell.point, reached, other.first - reached))
            reached = other.stop
        if reached < cell.stop:
            gaps.append(Cell(cell.point, reached, cell.stop - reached))
    return gaps
