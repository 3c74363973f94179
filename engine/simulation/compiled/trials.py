"""Trials in compiled code, one after the other: the rules of the model in plain loops."""

import numpy as np
from numpy.typing import NDArray

from engine.model.compiling import compile_function
from engine.model.parameters import Floats
from engine.model.rules import outcome
from engine.model.schedule import ACCORD, DECIDED, WEEKS_PER_ROUND, WEEKS_PER_YEAR
from engine.simulation.compiled.attack import attack
from engine.simulation.compiled.ceasefire import end_of_horizon
from engine.simulation.compiled.drift import drift
from engine.simulation.compiled.layout import N_LEDGER
from engine.simulation.compiled.ratify import ratify
from engine.simulation.compiled.start import begin
from engine.simulation.compiled.talk import talk
from engine.simulation.compiled.weeks import pass_weeks
from engine.simulation.compiled.world import Front, Records, Rows, Words, World
from engine.simulation.records import STATUSES

FAILED = float(STATUSES.index("failed"))
PLAY = np.dtype([("row", "i8"), ("word", "i8"), ("key", "u8"), ("week", "i8"), ("end", "i8")])
"""One play of a trial: the row of its parameters, a key's word and what it is, first and end of its weeks."""


@compile_function()
def run_trials(
    start: Floats,
    words: Floats,
    keys: Words,
    cells: NDArray[np.int64],
    values: Floats,
    w: World,
    noted: Floats,
    front: Front,
    rows: Rows,
    first: int,
    plays: Records,
    kept: Floats,
    phases: NDArray[np.uint8],
) -> None:
    """Play trials one after the other, each from its parameters to what is kept of it.

    Parameters
    ----------
    start, words : ndarray, shape (n_words,)
        Where every trial begins, and the buffer that `w` looks into.
    keys : ndarray of uint64, shape (n_words,)
        The same buffer, for the key that is exchanged.
    cells : ndarray of int64, shape (n_drawn,)
        Words that differ between trials.
    values : ndarray, shape (n_trials, n_drawn)
        What they are in each.
    noted : ndarray, shape (27,)
        The numbers of the ledger.
    first : int
        Number of the first trial.
    plays : records of `PLAY`, shape (n_plays,)
        Which trial is played each time, and whose luck is exchanged in which weeks.
    kept, phases : ndarray, shape (n_plays, n_columns), (n_plays, n_rounds)
        Filled with what is recorded.
    """
    for i in range(kept.shape[0]):
        for word in range(words.size):
            words[word] = start[word]
        play = plays[i]
        for j in range(cells.size):
            words[cells[j]] = values[play.row, j]
        keys[play.word] = play.key
        w.world[0].exchanged_from = play.week
        w.world[0].exchanged_to = play.end
        w.world[0].trial = first + play.row
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
