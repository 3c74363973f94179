"""Trials played by the kernel with blocks of luck exchanged, many in one call."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.explaining.exchanging import ALWAYS, Block, list_blocks, list_groups
from engine.analysis.telling import PEACE
from engine.model.drawing import draw_cells
from engine.model.draws import key_of
from engine.model.packing import Packed
from engine.model.parameters import Floats
from engine.model.schedule import WEEKS_PER_ROUND, WEEKS_PER_YEAR
from engine.simulation.compiled.layout import list_actors
from engine.simulation.compiled.trials import PLAY
from engine.simulation.kernel import OUTCOME, Player
from engine.simulation.records import OUTCOMES

FIRST_ALTERNATIVE = 2
"""Replicate of the first alternative luck: 0 is the trial, 1 its twin."""
PEACEFUL = [OUTCOMES.index(name) for name in PEACE]


class Played(NamedTuple):
    """A trial played as it was drawn.

    Attributes
    ----------
    record : ndarray, shape (n_columns,)
        What it recorded.
    phases : ndarray of uint8, shape (n_rounds,)
        Phase at the end of each round.
    blocks : list of Block
        The luck that it asked for.
    """

    record: Floats
    phases: NDArray[np.uint8]
    blocks: list[Block]


class Exchanger:
    """Consecutive trials of a scenario, to be played with other luck; for one thread at a time.

    Parameters
    ----------
    packed : Packed
        The scenario.
    seed : int
        Seed of all draws.
    first, n_trials : int
        Number of the first trial, and how many.
    """

    def __init__(self, packed: Packed, seed: int, first: int, n_trials: int) -> None:
        self.seed, self.first, self.key = seed, first, key_of(seed)
        self.player = Player(packed, draw_cells(packed, seed, first, n_trials), self.key, first)
        self.groups = list_groups(packed.names.who())
        self.actors = list_actors(packed.names)

    def play(self, trial: int) -> Played:
        """Play a trial as it was drawn, and hear whose luck it asks for in which year."""
        nobody = Block("world", frozenset(), 0)
        record, phases = self.exchange(trial, [nobody], [self.key])
        blocks = list_blocks(self.groups, set(self._hear()))
        return Played(record[0], phases[0], blocks)

    def exchange(
        self, trial: int, blocks: Sequence[Block], keys: Sequence[int]
    ) -> tuple[Floats, NDArray[np.uint8]]:
        """Play a trial with each block drawn under each key.

        Returns
        -------
        records : ndarray, shape (n_blocks * n_keys, n_columns)
            What is recorded, block by block.
        phases : ndarray of uint8, shape (n_blocks * n_keys, n_rounds)
            Phases at the end of each round.
        """
        plays = np.zeros((len(blocks), len(keys)), dtype=PLAY)
        plays["row"] = trial - self.first
        plays["key"] = np.array(keys, dtype=np.uint64)
        for block, its in zip(blocks, plays, strict=True):
            words = self.player.plan.keys[block.actor]
            its["word"] = words.once if block.year == ALWAYS else words.other
            if block.year != ALWAYS:
                its["week"], its["end"] = (WEEKS_PER_YEAR * year for year in (block.year, block.year + 1))
        return self.player.play(plays.reshape(-1))

    def count_flips(
        self, trial: int, ended: float, blocks: Sequence[Block], alternatives: range
    ) -> list[int]:
        """Count for each block the alternatives with which the trial ends on the other side of peace and war.

        Parameters
        ----------
        ended : float
            The outcome of the trial as drawn.
        alternatives : range
            Numbers of the alternatives, from 0.
        """
        keys = [key_of(self.seed, FIRST_ALTERNATIVE + n) for n in alternatives]
        outcomes = self.exchange(trial, blocks, keys)[0][:, OUTCOME]
        flips = ~np.isnan(outcomes) & (np.isin(outcomes, PEACEFUL) != (ended in PEACEFUL))
        counts: list[int] = flips.reshape(len(blocks), len(keys)).sum(axis=1).tolist()
        return counts

    def _hear(self) -> Iterator[tuple[str, int]]:
        """Whose luck the trial just played asked for: parties' and the world's every year that it lasted."""
        world, actors = self.player.plan.world, self.actors
        n_years = -(-int(world.world["round"][0]) * WEEKS_PER_ROUND // WEEKS_PER_YEAR)
        for actor in (*actors["world"], *actors["party"]):
            yield from ((actor, year) for year in (ALWAYS, *range(n_years)))
        under_fire = np.flatnonzero(world.asked[-1]).tolist()
        for group in ("units", "monitors"):
            yield from ((group, year) for year in under_fire)
        provokes = (world.home["provoke_far"] > 0.0) | (world.home["provoke_near"] > 0.0)
        for place, actor in enumerate([*actors["home"], *actors["guarantor"]]):
            yield from ((actor, year) for year in np.flatnonzero(world.asked[place]).tolist())
            if place < len(provokes) and provokes[place]:
                yield from ((actor, year) for year in under_fire)
