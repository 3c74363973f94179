"""Twins of one trial: the same draws with one lever, one decision or one block of luck changed."""

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from engine.analysis.explaining.decisions import Turn, list_turns
from engine.analysis.explaining.exchanging import Exchanged
from engine.analysis.explaining.hinges import Hinge, find_hinges
from engine.analysis.explaining.levers import Change, list_changes
from engine.analysis.explaining.playing import Exchanger
from engine.analysis.explaining.showing import Showing, show_nothing
from engine.analysis.replaying.replay import Replay, record, replay
from engine.analysis.telling import PEACE
from engine.model.drawing import draw_rows
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.model.schedule import DAYS_PER_WEEK
from engine.scenario import Scenario
from engine.simulation.kernel import OUTCOME
from engine.simulation.luck import Luck
from engine.simulation.model import PeaceTalks
from engine.simulation.records import OUTCOMES, columns
from engine.simulation.trials import dissolve, play

FAILED = "failed"


class Twin(NamedTuple):
    """The trial with one thing changed.

    Attributes
    ----------
    kind : str
        ``lever`` or ``decision``.
    condition : str
        What would have been, to follow "had" or "if".
    path : str
        The lever's path; the actor's address.
    week : int
        Week of the decision; 0 for levers.
    outcome : str
        How it ends then.
    flips : bool
        Whether that is on the other side of peace and war.
    """

    kind: str
    condition: str
    path: str
    week: int
    outcome: str
    flips: bool


class Explanation(NamedTuple):
    """Why a trial ended as it did.

    Attributes
    ----------
    replayed : Replay
        The trial.
    twins : list of Twin
        Levers, then decisions in the order of time.
    unturned : int
        Decisions that no draw could have turned.
    hinges : list of Hinge
        Blocks of luck that were measured, those that flip the end most often first.
    blocks : int
        Blocks of luck that were exchanged.
    runs : int
        Trials played for all of this.
    """

    replayed: Replay
    twins: list[Twin]
    unturned: int
    hinges: list[Hinge]
    blocks: int
    runs: int


class Stage:
    """One trial, to be played again with one thing changed."""

    def __init__(self, replayed: Replay) -> None:
        stored = replayed.stored
        self.seed, self.trial, self.outcome = stored.run.seed, stored.trial, replayed.outcome or FAILED
        self.packed = pack(stored.scenario)
        self.row = self.draw(self.packed)
        self.key = key_of(self.seed)
        self.runs = 0

    def draw(self, packed: Packed) -> Floats:
        """Lay out the trial's parameters under a scenario."""
        row: Floats = draw_rows(packed, self.seed, self.trial, 1)[0][0]
        return row

    def play(self, packed: Packed, row: Floats, luck: Luck | None = None) -> str:
        """Play it; give how it ends."""
        self.runs += 1
        model = PeaceTalks(packed, self.seed, self.trial, row, luck=luck)
        values, _ = play(model, [column.name for column in columns(packed.scenario)])
        dissolve(model)
        return name_end(values, packed)

    def count(self, n_runs: int) -> None:
        """Count trials that were played elsewhere."""
        self.runs += n_runs

    def flips(self, outcome: str) -> bool:
        """Whether an end is on the other side of peace and war; a trial that failed is on neither."""
        failed = FAILED in (outcome, self.outcome)
        return not failed and (outcome in PEACE) != (self.outcome in PEACE)


def explain(
    folder: Path | str,
    trial: int,
    point: int | None = None,
    *,
    hinges: bool = True,
    showing: Showing = show_nothing,
) -> Explanation:
    """Explain one trial of a stored run by playing it again with one thing changed at a time.

    Parameters
    ----------
    folder, trial, point
        As for `replay`, and refused as there.
    hinges : bool
        Whether to look for hinges.
    showing : Showing, optional
        Shows how many of the levers and decisions have been changed.
    """
    replayed = replay(folder, trial, point)
    stage = Stage(replayed)
    changes = list(list_changes(stage.packed.scenario))
    turns = list(list_turns(replayed.decisions, stage.packed.names.who()))
    with showing(len(changes) + len(turns)) as tick:
        twins = _change_levers(stage, changes, tick)
        turned, unturned = _turn_decisions(stage, turns, tick)
    found, n_blocks = _find_hinges(stage) if hinges else ([], 0)
    return Explanation(replayed, twins + turned, unturned, found, n_blocks, stage.runs)


def name_end(values: Floats, packed: Packed) -> str:
    """Name the class in which a recorded trial ended."""
    names = [column.name for column in columns(packed.scenario)]
    outcome = values[names.index("outcome")]
    return FAILED if outcome != outcome else OUTCOMES[int(outcome)]


def date_of(scenario: Scenario, week: int) -> datetime.date:
    """Give the first day of a week of a trial."""
    start: datetime.date = scenario.parameters.start.date
    return start + datetime.timedelta(days=DAYS_PER_WEEK * week)


def _change_levers(stage: Stage, changes: list[Change], tick: Callable[[int], None]) -> list[Twin]:
    twins = []
    for change in changes:
        packed = pack(change.scenario)
        outcome = stage.play(packed, stage.draw(packed))
        condition = f"{change.path} = {change.then} (not {change.now})"
        twins.append(Twin("lever", condition, change.path, 0, outcome, stage.flips(outcome)))
        tick(1)
    return twins


def _turn_decisions(stage: Stage, turns: list[Turn], tick: Callable[[int], None]) -> tuple[list[Twin], int]:
    twins, unturned = [], 0
    for turn in turns:
        luck = Exchanged(stage.key, stage.trial, turn.pins)
        heard, values = record(stage.packed, stage.seed, stage.trial, stage.row, luck)
        stage.runs += 1
        tick(1)
        if not turn.happened(heard.decisions):
            unturned += 1
            continue
        outcome = name_end(values, stage.packed)
        told = turn.told
        twins.append(Twin("decision", turn.condition, told.actor, told.week, outcome, stage.flips(outcome)))
    return twins, unturned


def _find_hinges(stage: Stage) -> tuple[list[Hinge], int]:
    """Find the hinges in the kernel; give them, and how many blocks of luck were exchanged."""
    exchanger = Exchanger(stage.packed, stage.seed, stage.trial, 1)
    played = exchanger.play(stage.trial)
    stage.runs += 1
    if stage.outcome == FAILED:
        return [], 0
    flips = partial(exchanger.count_flips, stage.trial, played.record[OUTCOME])
    found = find_hinges(played.blocks, flips, stage.count)
    return found, len(played.blocks)
