"""One trial of a stored run, played again and checked against its row."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from engine.analysis.replaying.recording import Recorder
from engine.analysis.replaying.sentences import Sentences
from engine.analysis.replaying.stored import Stored, check, find_trial
from engine.model.drawing import draw_rows
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.model.schedule import DAYS_PER_WEEK
from engine.results.trials import tabulate_rows
from engine.simulation.luck import Luck
from engine.simulation.records import NO_TWIN, Chunk, columns
from engine.simulation.told import Told
from engine.simulation.trials import dissolve, play

EVENTS = ("week", "date", "kind", "actor", "done", "chance", "sentence", "details")


class Replay(NamedTuple):
    """A trial as it happened.

    Attributes
    ----------
    stored : Stored
        What was replayed.
    note : str
        Why it could not be checked against its row; nothing where it equals it bit for bit.
    record : dict
        What it recorded, by column; codes as words, None where a thing did not happen.
    told : tuple of Told
        What happened, in order, as the model told it.
    decisions : tuple of Told
        What was decided by a draw.
    events : DataFrame
        The same as `told`, a row each: week, date, kind, actor, done, chance, sentence, details.
    weeks : DataFrame
        Phase and front at the end of each week.
    rounds : DataFrame
        Phase, front, true and believed trend, temptation and terms at the end of each round.
    beliefs : DataFrame
        What each party believes of each guarantor, against its true reliability, by round.
    incidents : DataFrame
        Incidents by week of ceasefire and sector.
    """

    stored: Stored
    note: str
    record: Mapping[str, Any]
    told: tuple[Told, ...]
    decisions: tuple[Told, ...]
    events: pd.DataFrame
    weeks: pd.DataFrame
    rounds: pd.DataFrame
    beliefs: pd.DataFrame
    incidents: pd.DataFrame

    @property
    def outcome(self) -> str:
        """Class in which the trial ended; nothing where it failed."""
        return str(self.record["outcome"] or "")


def replay(folder: Path | str, trial: int, point: int | None = None) -> Replay:
    """Play one trial of a stored run again with Mesa's agents, and tell how it went.

    Parameters
    ----------
    folder : Path or str
        What `sim run` or `sim sweep` wrote.
    trial : int
        Number of the trial, from 0.
    point : int, optional
        The point of a sweep.

    Raises
    ------
    ScenarioError
        If there is no such trial.
    StoreError
        If the folder can't be read, or the trial played again is not the stored one to the last bit.
    """
    return play_again(find_trial(Path(folder), trial, point))


def play_again(stored: Stored) -> Replay:
    """Play a stored trial again; raises as `replay` does where it is another."""
    packed, seed = pack(stored.scenario), stored.run.seed
    rows, draws = draw_rows(packed, seed, stored.trial, 1)
    recorder, values = record(packed, seed, stored.trial, rows[0])
    row = _tabulate(stored, values, draws)
    note = check(stored, row)
    events = tabulate_events(tuple(recorder.told), packed)
    return Replay(
        stored,
        note,
        row.to_pylist()[0],
        tuple(recorder.told),
        tuple(recorder.decisions),
        events,
        weeks=pd.DataFrame(recorder.weeks),
        rounds=pd.DataFrame(recorder.rounds),
        beliefs=pd.DataFrame(recorder.beliefs),
        incidents=pd.DataFrame(recorder.incidents, columns=["week", "sector", "incidents"]),
    )


def record(
    packed: Packed, seed: int, trial: int, row: Floats, luck: Luck | None = None
) -> tuple[Recorder, Floats]:
    """Play a trial while listening; give what was heard and what it recorded."""
    recorder = Recorder(packed, seed, trial, row, luck)
    values, _ = play(recorder.model, [column.name for column in columns(packed.scenario)])
    dissolve(recorder.model)
    return recorder, values


def tabulate_events(told: tuple[Told, ...], packed: Packed) -> pd.DataFrame:
    """Give a row for each event."""
    sentences = Sentences(packed.names.issues)
    start = packed.scenario.parameters.start.date
    rows = [
        {
            "week": each.week,
            "date": start + datetime.timedelta(days=DAYS_PER_WEEK * each.week),
            "kind": each.kind.replace(" ", "_"),
            "actor": each.actor,
            "done": each.facts.get("done"),
            "chance": each.facts.get("chance"),
            "sentence": sentences.say(each),
            "details": dict(each.facts),
        }
        for each in told
    ]
    return pd.DataFrame(rows, columns=EVENTS)


def _tabulate(stored: Stored, values: Floats, draws: Floats) -> pa.Table:
    phases = np.zeros((1, stored.scenario.parameters.clock.rounds), dtype=np.uint8)
    chunk = Chunk(stored.trial, values[np.newaxis], phases, draws, np.full(1, NO_TWIN, dtype=np.int8))
    return tabulate_rows(chunk, stored.scenario)
