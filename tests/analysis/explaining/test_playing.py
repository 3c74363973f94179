"""Luck exchanged in the kernel is luck exchanged in the Mesa model, to the last bit."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from places import EVERYTHING, MINIMAL

from engine.analysis.explaining.exchanging import ALWAYS, Block, Exchanged, group_of, period
from engine.analysis.explaining.playing import Exchanger
from engine.model.drawing import draw_rows
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.scenario import load_scenario
from engine.simulation.luck import Luck
from engine.simulation.model import PeaceTalks
from engine.simulation.records import columns
from engine.simulation.trials import play

SEED = 4
SETTINGS = (
    (EVERYTHING, ("start.phase=war",), 6),
    (EVERYTHING, ("start.phase=accord",), 6),
    (MINIMAL, ("start.phase=truce", "clock.rounds=30"), 3),
    ("berlin", (), 3),
)
"""Scenarios, what is laid over them, and the trials of which blocks are exchanged."""
N_TOGETHER = 4
EVERY = 3
"""One block in so many is played in Mesa, another one in each trial."""


class Heard(Luck):
    """The luck of a trial, and whose was asked for in which period."""

    def __init__(self, key: int, trial: int) -> None:
        super().__init__(key, trial)
        self.heard: set[tuple[int, int]] = set()

    def uniform(self, week: int, who: int, stream: int) -> float:
        self.heard.add((who, period(week, stream)))
        return super().uniform(week, who, stream)

    def fill(self, week: int, who: NDArray[np.uint64], stream: int, row: Floats) -> None:
        self.heard.update((each, period(week, stream)) for each in who.tolist())
        super().fill(week, who, stream, row)


def play_in_mesa(packed: Packed, trial: int, luck: Luck) -> tuple[Floats, list[int]]:
    row = draw_rows(packed, SEED, trial, 1)[0][0]
    model = PeaceTalks(packed, SEED, trial, row, luck=luck)
    values, phases = play(model, [column.name for column in columns(packed.scenario)])
    return np.array(values), list(phases)


def open_setting(
    reference: str | Path, overrides: tuple[str, ...], n_trials: int
) -> tuple[Packed, Exchanger]:
    packed = pack(load_scenario(reference, overrides))
    return packed, Exchanger(packed, SEED, 0, n_trials)


def bits(record: Floats) -> bytes:
    """Give the bits of a record; all NaN are one."""
    return np.where(np.isnan(record), np.nan, record).tobytes()


@pytest.mark.parametrize(("reference", "overrides", "n_trials"), SETTINGS)
def test_an_exchanged_trial_is_the_same_in_the_kernel_and_in_mesa(
    reference: str | Path, overrides: tuple[str, ...], n_trials: int
) -> None:
    packed, exchanger = open_setting(reference, overrides, n_trials)
    changed = 0
    for trial in range(n_trials):
        played = exchanger.play(trial)
        blocks, other = played.blocks[trial % EVERY :: EVERY], key_of(SEED, 2 + trial)
        records, phases = exchanger.exchange(trial, blocks, [other])
        for block, record, course in zip(blocks, records, phases, strict=True):
            luck = Exchanged(exchanger.key, trial, block=block, other=other)
            values, theirs = play_in_mesa(packed, trial, luck)
            assert bits(record) == bits(values), block
            assert course.tolist()[: len(theirs)] == theirs
            changed += bits(record) != bits(played.record)
    assert changed > 10


@pytest.mark.parametrize(("reference", "overrides", "n_trials"), SETTINGS)
def test_luck_exchanged_for_itself_changes_no_bit(
    reference: str | Path, overrides: tuple[str, ...], n_trials: int
) -> None:
    _, exchanger = open_setting(reference, overrides, n_trials)
    for trial in range(n_trials):
        played = exchanger.play(trial)
        records, phases = exchanger.exchange(trial, played.blocks, [exchanger.key])
        assert {bits(record) for record in records} == {bits(played.record)}
        assert (phases == played.phases).all()
        assert sum(exchanger.count_flips(trial, played.record[1], played.blocks, range(0))) == 0


@pytest.mark.parametrize(("reference", "overrides", "n_trials"), SETTINGS)
def test_mesa_asks_for_what_the_kernel_does_and_no_other_luck_changes_a_bit(
    reference: str | Path, overrides: tuple[str, ...], n_trials: int
) -> None:
    """Mesa also draws for guarantors that are never called and for provocations that nobody would stage."""
    packed, exchanger = open_setting(reference, overrides, n_trials)
    names = {who: group_of(name) for name, who in packed.names.who().items()}
    n_years = -(-packed.scenario.parameters.clock.rounds // 13)
    for trial in range(n_trials):
        played, luck = exchanger.play(trial), Heard(exchanger.key, trial)
        play_in_mesa(packed, trial, luck)
        heard = {(names[who], year) for who, year in luck.heard}
        asked = {(block.actor, block.year) for block in played.blocks}
        assert asked <= heard
        assert {actor.partition("/")[0] for actor, _ in heard - asked} <= {"guarantor", "constituency"}
        rest = [
            Block(actor, exchanger.groups[actor], year)
            for actor, year in itertools.product(exchanger.player.plan.keys, (ALWAYS, *range(n_years)))
            if (actor, year) not in asked and (year != ALWAYS or (actor, ALWAYS) in heard)
        ]
        records, _ = exchanger.exchange(trial, rest, [key_of(SEED, 2), key_of(SEED, 3)])
        assert {bits(record) for record in records} <= {bits(played.record)}


def test_trials_of_one_call_are_those_of_many() -> None:
    _, exchanger = open_setting(MINIMAL, (), N_TOGETHER)
    keys = [key_of(SEED, n) for n in (2, 3)]
    for trial in range(N_TOGETHER):
        blocks = exchanger.play(trial).blocks
        together, _ = exchanger.exchange(trial, blocks, keys)
        alone = [exchanger.exchange(trial, [block], [key])[0][0] for block in blocks for key in keys]
        assert [bits(record) for record in together] == [bits(record) for record in alone]
