"""A trial's luck with a part of it exchanged: single draws pinned, or a block drawn under another key."""

from collections.abc import Collection, Mapping
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.model import streams
from engine.model.draws import uniform, who_of
from engine.model.packing import Names, Packed
from engine.model.parameters import Floats
from engine.model.schedule import WEEKS_PER_YEAR
from engine.simulation.luck import Luck

ONCE = (streams.TREND, streams.FRAILTY)
"""Streams drawn once a trial, in week 0: no part of the first year's luck."""
ALWAYS = -1
"""The period of what is drawn once a trial."""
LEAST, MOST = 2.0**-53, 1.0 - 2.0**-53
"""The smallest and the largest uniform that can be drawn."""


class Block(NamedTuple):
    """The luck of one actor, or of several that act as one, in one period.

    Attributes
    ----------
    actor : str
        Whose: an address, ``units`` or ``monitors``.
    whos : frozenset of int
        Addresses of the draws.
    year : int
        Year of the trial, from 0; `ALWAYS` for what is drawn once.
    """

    actor: str
    whos: frozenset[int]
    year: int


class Exchanged(Luck):
    """The luck of a trial but for what is pinned or exchanged.

    Parameters
    ----------
    key, trial : int
        As for `Luck`.
    pins : mapping of (int, int, int) to float
        Draws by week, who and stream.
    block : Block, optional
        What is drawn under another key.
    other : int
        That key.
    """

    def __init__(
        self,
        key: int,
        trial: int,
        pins: Mapping[tuple[int, int, int], float] | None = None,
        block: Block | None = None,
        other: int = 0,
    ) -> None:
        super().__init__(key, trial)
        self.pins, self.block, self.other = pins or {}, block, other

    def uniform(self, week: int, who: int, stream: int) -> float:
        """Draw the uniform at one address."""
        pinned = self.pins.get((week, who, stream))
        if pinned is not None:
            return pinned
        if self.block and who in self.block.whos and period(week, stream) == self.block.year:
            return uniform(self.other, self.trial, week, who, stream)
        return super().uniform(week, who, stream)

    def fill(self, week: int, who: NDArray[np.uint64], stream: int, row: Floats) -> None:
        """Draw one stream's uniforms for all of `who` into `row`, shape (n,)."""
        super().fill(week, who, stream, row)
        if self.block and period(week, stream) == self.block.year and self.block.whos:
            for i, each in enumerate(who.tolist()):
                row[i] = self.uniform(week, each, stream)


def period(week: int, stream: int) -> int:
    """Period to which a draw belongs: a year of the trial, or `ALWAYS`."""
    return ALWAYS if stream in ONCE else week // WEEKS_PER_YEAR


class Readdressed(Names):
    """Names whose actors draw from other addresses, where the marked ones have other luck all along."""

    __slots__ = ()
    marked: ClassVar[frozenset[str]] = frozenset()

    def who(self) -> dict[str, int]:
        """Address of every actor, by its kind and name, for its draws."""
        return {
            name: who_of(f"other luck of {name}") if name in self.marked else address
            for name, address in Names.who(self).items()
        }


def exchange_all(packed: Packed, actors: Collection[str]) -> Packed:
    """Give actors, or those who act as one, other luck in all periods, in whatever plays the scenario."""
    marked = frozenset(name for name in packed.names.who() if group_of(name) in actors)
    kind = type("Exchanged", (Readdressed,), {"marked": marked, "__slots__": ()})
    return packed._replace(names=kind(*packed.names))


def group_of(name: str) -> str:
    """Name whose luck an actor's is: units act as one, and so do monitors."""
    return {"unit": "units", "monitors": "monitors"}.get(name.partition("/")[0], name)


def list_groups(who: Mapping[str, int]) -> dict[str, frozenset[int]]:
    """List the addresses of those who act as one, by the name of their luck."""
    groups: dict[str, set[int]] = {}
    for name, address in who.items():
        groups.setdefault(group_of(name), set()).add(address)
    return {group: frozenset(whos) for group, whos in groups.items()}


def list_blocks(groups: Mapping[str, frozenset[int]], heard: Collection[tuple[str, int]]) -> list[Block]:
    """List the blocks of luck that a trial asked for, by actor and period.

    Parameters
    ----------
    groups : mapping of str to frozenset of int
        Addresses of all draws, by whose luck they are.
    heard : collection of (str, int)
        Whose luck was asked for in which periods.
    """
    years: dict[str, list[int]] = {}
    for actor, year in sorted(heard):
        years.setdefault(actor, []).append(year)
    return [Block(actor, whos, year) for actor, whos in groups.items() for year in years.get(actor, ())]
