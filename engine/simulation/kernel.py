"""Run consecutive trials of a scenario in compiled code: the rules of the model in plain loops.

What comes out equals what `engine.simulation.trials` makes with Mesa's agents, bit for bit.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.model.drawing import Drawn, draw_cells, place_draws
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.scenario import Scenario
from engine.simulation.compiled.layout import N_LEDGER, make_front, make_rows, plan_world
from engine.simulation.compiled.trials import PLAY, run_trials
from engine.simulation.compiled.world import Records
from engine.simulation.records import NO_TWIN, TWIN_TRIALS, Chunk, columns

OUTCOME = 1
"""Column of the outcome in `engine.simulation.records.columns`."""


def run_chunk(
    scenario: Scenario, seed: int, first: int, n_trials: int, tick: Callable[[int], None] | None = None
) -> Chunk:
    """Run trials first .. first + n_trials - 1.

    Parameters
    ----------
    tick : callable, optional
        Called with the number of trials when all have run.
    """
    packed = pack(scenario)
    drawn = draw_cells(packed, seed, first, n_trials)
    chunk = _run_alone(packed, drawn, seed, first, n_trials)
    values, twins = chunk.values, chunk.twins
    n_twins = max(0, min(n_trials, TWIN_TRIALS - first)) if packed.cells else 0
    if n_twins:
        theirs, _ = _run(packed, drawn, key_of(seed, replicate=1), first, n_twins)
        outcomes = theirs[:, OUTCOME]
        both = ~np.isnan(outcomes) & ~np.isnan(values[:n_twins, OUTCOME])
        twins[:n_twins][both] = outcomes[both].astype(np.int8)
    if tick is not None:
        tick(n_trials)
    return chunk


def run_without_twins(scenario: Scenario, seed: int, first: int, n_trials: int) -> Chunk:
    """Run the same trials in half the time, for whom doubt and chance need not be told apart."""
    return run_packed(pack(scenario), seed, first, n_trials)


def run_packed(packed: Packed, seed: int, first: int, n_trials: int) -> Chunk:
    """Run the same trials without twins, of a scenario that is packed."""
    return _run_alone(packed, draw_cells(packed, seed, first, n_trials), seed, first, n_trials)


def run_given(packed: Packed, draws: Floats, key: int, first: int) -> Floats:
    """Run consecutive trials whose uncertain parameters are given, under a key.

    Parameters
    ----------
    draws : ndarray, shape (n_trials, n_uncertain)
        Of trials first, first + 1, ..., in the order of `Packed.cells`.

    Returns
    -------
    values : ndarray, shape (n_trials, n_columns)
    """
    return _run(packed, place_draws(packed, draws), key, first, len(draws))[0]


def run_points(packed: Packed, draws: Floats, key: int, first: int, n_trials: int) -> Floats:
    """Run trials first .. first + n_trials - 1 at each of several points, with the same luck at all.

    Parameters
    ----------
    draws : ndarray, shape (n_points, n_uncertain)
        The uncertain parameters at each point, in the order of `Packed.cells`.

    Returns
    -------
    values : ndarray, shape (n_points, n_trials, n_columns)
    """
    drawn = place_draws(packed, draws)
    player = Player(packed, drawn, key, first)
    plays = _list_plays(player, key, n_trials)
    values = []
    for point in drawn.values:
        player.drawn = drawn._replace(values=np.repeat(point[np.newaxis], n_trials, axis=0))
        values.append(player.play(plays)[0])
    return np.stack(values)


def _run_alone(packed: Packed, drawn: Drawn, seed: int, first: int, n_trials: int) -> Chunk:
    values, phases = _run(packed, drawn, key_of(seed), first, n_trials)
    return Chunk(first, values, phases, drawn.draws, np.full(n_trials, NO_TWIN, dtype=np.int8))


def _run(
    packed: Packed, drawn: Drawn, key: int, first: int, n_trials: int
) -> tuple[Floats, NDArray[np.uint8]]:
    """Run the first of the trials drawn under a key; give their records and phases."""
    player = Player(packed, drawn, key, first)
    return player.play(_list_plays(player, key, n_trials))


def _list_plays(player: "Player", key: int, n_trials: int) -> Records:
    """List the first trials drawn, each to be played once under a key."""
    plays = np.zeros(n_trials, dtype=PLAY)
    plays["row"] = np.arange(n_trials)
    plays["word"], plays["key"] = player.plan.keys["world"].other, np.uint64(key)
    return plays


class Player:
    """The kernel's buffers for trials that are drawn; no two threads may use them at once.

    Parameters
    ----------
    packed : Packed
        The scenario.
    drawn : Drawn
        The trials' parameters.
    key : int
        Key of all that happens in them.
    first : int
        Number of the first trial drawn.
    """

    def __init__(self, packed: Packed, drawn: Drawn, key: int, first: int) -> None:
        self.drawn, self.first = drawn, first
        self.plan = plan_world(packed, drawn.row, key)
        self.front, self.rows = make_front(packed), make_rows(packed)
        self.cells = self.plan.cells[drawn.cells]
        self.order = _order_of_columns(packed)

    def play(self, plays: Records) -> tuple[Floats, NDArray[np.uint8]]:
        """Play trials as `PLAY` has it; give their records and phases, play by play."""
        plan = self.plan
        kept = np.empty((len(plays), len(self.order)))
        phases = np.empty((len(plays), self.rows.partial.size), dtype=np.uint8)
        run_trials(
            plan.start,
            plan.words,
            plan.words.view(np.uint64),
            self.cells,
            self.drawn.values,
            plan.world,
            plan.world.ledger.view(np.float64),
            self.front,
            self.rows,
            self.first,
            plays,
            kept,
            phases,
        )
        return kept[:, self.order], phases


def _order_of_columns(packed: Packed) -> NDArray[np.intp]:
    """Find where the kernel keeps each recorded column: named ones, costs, terms, incidents, calls."""
    named = [column.name for column in columns(packed.scenario)]
    names = packed.names
    kept = named[:N_LEDGER]
    kept += [f"war_cost_{party}" for party in names.parties]
    kept += [f"term_{issue}" for issue in names.issues]
    kept += [name for name in named if name.startswith("incidents_year_")]
    kept += [f"{act}_{name}" for name in names.guarantors for act in ("called", "honoured", "helped")]
    return np.array([kept.index(name) for name in named])
