"""Run consecutive trials of a scenario in compiled code: the rules of the model in plain loops.

What comes out equals what `engine.simulation.trials` makes with Mesa's agents, bit for bit.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.model.compiling import compile_function
from engine.model.drawing import Drawn, draw_cells, place_draws
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.model.rules import outcome
from engine.model.schedule import ACCORD, DECIDED, WEEKS_PER_ROUND, WEEKS_PER_YEAR
from engine.scenario import Scenario
from engine.simulation.compiled.attack import attack
from engine.simulation.compiled.ceasefire import end_of_horizon
from engine.simulation.compiled.drift import drift
from engine.simulation.compiled.layout import N_LEDGER, make_front, make_rows, plan_world
from engine.simulation.compiled.ratify import ratify
from engine.simulation.compiled.start import begin
from engine.simulation.compiled.talk import talk
from engine.simulation.compiled.weeks import pass_weeks
from engine.simulation.compiled.world import Front, Rows, World
from engine.simulation.records import NO_TWIN, STATUSES, TWIN_TRIALS, Chunk, columns

FAILED = float(STATUSES.index("failed"))
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
    each = np.repeat(drawn.values[:, np.newaxis, :], n_trials, axis=1)
    return _run_each(packed, drawn, each, key, first)[0]


def _run_alone(packed: Packed, drawn: Drawn, seed: int, first: int, n_trials: int) -> Chunk:
    values, phases = _run(packed, drawn, key_of(seed), first, n_trials)
    return Chunk(first, values, phases, drawn.draws, np.full(n_trials, NO_TWIN, dtype=np.int8))


def _run(
    packed: Packed, drawn: Drawn, key: int, first: int, n_trials: int
) -> tuple[Floats, NDArray[np.uint8]]:
    """Run the first of the trials drawn under a key; give their records and phases."""
    values, phases = _run_each(packed, drawn, drawn.values[np.newaxis], key, first)
    return values[0], phases[0]


def _run_each(
    packed: Packed, drawn: Drawn, each: Floats, key: int, first: int
) -> tuple[Floats, NDArray[np.uint8]]:
    """Run the same trials once for each of several tables of what is drawn, planning once.

    Parameters
    ----------
    each : ndarray, shape (n_tables, n_trials, n_drawn)
        Values of `drawn.cells`.
    """
    plan = plan_world(packed, drawn.row, key)
    order = _order_of_columns(packed)
    kept = np.empty((*each.shape[:2], len(order)))
    phases = np.empty((*each.shape[:2], packed.scenario.parameters.clock.rounds), dtype=np.uint8)
    front, rows, cells = make_front(packed), make_rows(packed), plan.cells[drawn.cells]
    for values, its_kept, its_phases in zip(each, kept, phases, strict=True):
        run_trials(
            plan.start,
            plan.words,
            cells,
            values,
            plan.world,
            plan.world.ledger.view(np.float64),
            front,
            rows,
            first,
            its_kept,
            its_phases,
        )
    return kept[..., order], phases


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


@compile_function()
def run_trials(
    start: Floats,
    words: Floats,
    cells: NDArray[np.int64],
    values: Floats,
    w: World,
    noted: Floats,
    front: Front,
    rows: Rows,
    first: int,
    kept: Floats,
    phases: NDArray[np.uint8],
) -> None:
    """Run trials one after the other, each from its parameters to what is kept of it.

    Parameters
    ----------
    start, words : ndarray, shape (n_words,)
        Where every trial begins, and the buffer that `w` looks into.
    cells : ndarray of int64, shape (n_drawn,)
        Words that differ between trials.
    values : ndarray, shape (n_trials, n_drawn)
        What they are in each.
    noted : ndarray, shape (27,)
        The numbers of the ledger.
    first : int
        Number of the first trial.
    kept, phases : ndarray, shape (n_trials, n_columns), (n_trials, n_rounds)
        Filled with what is recorded.
    """
    for i in range(kept.shape[0]):
        for word in range(words.size):
            words[word] = start[word]
        for j in range(cells.size):
            words[cells[j]] = values[i, j]
        w.world[0].trial = first + i
        run_trial(w, front, rows, phases[i])
        keep(w, noted, front, kept[i])


@compile_function()
def run_trial(w: World, front: Front, rows: Rows, phases: NDArray[np.uint8]) -> None:
    """Run one trial, in the order of `engine.model.schedule.ROUND`."""
    world, ledger = w.world[0], w.ledger[0]
    begin(w, front, rows)
    for round_ in range(phases.size):
        if world.phase == DECIDED:
            phases[round_] = DECIDED
            continue
        drift(w, rows)
        talk(w, rows)
        ratify(w)
        world.attacked = 0
        pass_weeks(w, front, rows)
        attack(w, front.intensity, rows)
        phases[round_] = world.phase
        world.round = round_ + 1
        world.week = world.round * WEEKS_PER_ROUND
    end_of_horizon(world, ledger)
    age = (world.week - world.signed_week) / WEEKS_PER_YEAR if world.phase == ACCORD else 0.0
    ledger.outcome = outcome.classify(
        world.phase,
        world.had_ceasefire == 1,
        world.recent_incidents,
        age,
        world.quiet,
        world.war_line,
        world.durable_years,
    )
    ledger.front = world.position


@compile_function()
def keep(w: World, noted: Floats, front: Front, kept: Floats) -> None:
    """Write what a trial recorded; one whose numbers left the range of numbers is recorded as failed."""
    ours, theirs = w.party[0].war_cost, w.party[1].war_cost
    if not (np.isfinite(w.world[0].position) and np.isfinite(ours) and np.isfinite(theirs)):
        kept[:] = np.nan
        kept[0] = FAILED
        return
    for i in range(N_LEDGER):
        kept[i] = noted[i]
    kept[N_LEDGER] = ours
    kept[N_LEDGER + 1] = theirs
    at = N_LEDGER + 2
    for k in range(w.issue.size):
        kept[at] = w.issue[k].last_agreed
        at += 1
    for year in range(front.by_year.size):
        kept[at] = front.by_year[year]
        at += 1
    for g in range(w.guarantor.size):
        kept[at] = w.guarantor[g].times_called
        kept[at + 1] = w.guarantor[g].times_honoured
        kept[at + 2] = w.guarantor[g].times_helped
        at += 3
