"""Run consecutive trials of a scenario on the Mesa model."""

from collections.abc import Callable

import numpy as np

from engine.model.drawing import draw_rows
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.model.schedule import DECIDED
from engine.scenario import Scenario
from engine.simulation.model import PeaceTalks
from engine.simulation.records import NO_TWIN, STATUSES, TWIN_TRIALS, Chunk, columns

DONE = float(STATUSES.index("done"))
FAILED = float(STATUSES.index("failed"))


def run_chunk(
    scenario: Scenario, seed: int, first: int, n_trials: int, tick: Callable[[int], None] | None = None
) -> Chunk:
    """Run trials first .. first + n_trials - 1, and the twins of those that have one.

    Parameters
    ----------
    tick : callable, optional
        Called with 1 after each trial.
    """
    packed = pack(scenario)
    rows, draws = draw_rows(packed, seed, first, n_trials)
    names = [column.name for column in columns(scenario)]
    values = np.full((n_trials, len(names)), np.nan)
    phases = np.empty((n_trials, scenario.parameters.clock.rounds), dtype=np.uint8)
    twins = np.full(n_trials, NO_TWIN, dtype=np.int8)
    for i in range(n_trials):
        values[i], phases[i] = run_trial(packed, seed, first + i, rows[i], names)
        if packed.cells and first + i < TWIN_TRIALS and values[i][names.index("status")] == DONE:
            twins[i] = run_twin(packed, seed, first + i, rows[i], names)
        if tick is not None:
            tick(1)
    return Chunk(first, values, phases, draws, twins)


def run_trial(
    packed: Packed, seed: int, trial: int, row: Floats, names: list[str], replicate: int = 0
) -> tuple[Floats, list[int]]:
    """Run one trial, and free it."""
    model = PeaceTalks(packed, seed, trial, row, replicate)
    found = play(model, names)
    dissolve(model)
    return found


def play(model: PeaceTalks, names: list[str]) -> tuple[Floats, list[int]]:
    """Run a model to its end; a trial whose numbers left the range of numbers is recorded as failed.

    Returns
    -------
    record : ndarray, shape (n_columns,)
        What it recorded, in the order of `names`.
    phases : list of int
        Its phase at the end of each round.
    """
    while model.running:
        model.step()
    phases = model.ledger.phases + [DECIDED] * (model.rounds - len(model.ledger.phases))
    record = model.record()
    if not np.isfinite([record["front"], *(party.war_cost for party in model.parties)]).all():
        record = dict.fromkeys(names, np.nan) | {"status": FAILED}
    return np.array([record[name] for name in names]), phases


def run_twin(packed: Packed, seed: int, trial: int, row: Floats, names: list[str]) -> int:
    """Run a trial's twin, with its parameters and other luck; give its outcome, `NO_TWIN` if it failed."""
    record, _ = run_trial(packed, seed, trial, row, names, replicate=1)
    outcome = record[names.index("outcome")]
    return NO_TWIN if np.isnan(outcome) else int(outcome)


def dissolve(model: PeaceTalks) -> None:
    """Undo the ties between a finished model and its agents, so that they are freed at once.

    Left to the collector, which comes when it likes, thousands of trials would pile up.
    """
    for thing in (*model.agents, model):
        vars(thing).clear()
