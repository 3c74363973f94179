"""Every claim is a trial played again: what changes nothing flips nothing, and what decides is found."""

import math
from pathlib import Path

import pytest
from places import MINIMAL

from engine.analysis.explaining.decisions import OTHERWISE, list_turns
from engine.analysis.explaining.exchanging import ALWAYS, Block, Exchanged, list_blocks, list_groups
from engine.analysis.explaining.explaining import Explanation, Stage, explain
from engine.analysis.explaining.hinges import MEASURED
from engine.analysis.explaining.levers import list_changes
from engine.analysis.replaying.replay import record, replay
from engine.experiment.running import Settings, run_scenario
from engine.model.draws import key_of
from engine.model.streams import FRAILTY, HONOUR
from engine.results.loading import load
from engine.scenario import load_scenario
from engine.scenario.values import list_values

SEED = 4
DECISIVE = (
    "start.phase=accord",
    "clock.rounds=1",
    "guarantors.ally.reliability=0.9",
    "guarantors.ally.common_shock=0",
    "guarantors.ally.capability=1.0",
    "guarantors.ally.belief_adversary=0.001",
    "guarantors.ally.belief_strength=1000",
    "guarantors.ally.term_years=100",
    "guarantors.ally.drift_month=0",
    "guarantors.ally.election_sd=0",
    "start.terms={territory = 1.0, guarantees = 1.0}",
    "parties.south.damage=5",
    "parties.south.optimism=0.4",
    "parties.south.temptation_noise=0.01",
    "parties.north.attack_rate=0",
    "parties.south.attack_rate=1",
    "front.background=0",
)
"""A world of one round: the south attacks, and breaks off only if the ally comes, 9 times in 10."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain") / "minimal"
    run_scenario(load_scenario(MINIMAL), Settings(8, SEED, 1), out=folder)
    return folder


def test_what_changes_nothing_flips_nothing(folder: Path) -> None:
    for trial in range(8):
        replayed = replay(folder, trial)
        stage = Stage(replayed)
        nobody = Block("nobody", frozenset(), 0)
        same = Exchanged(stage.key, trial, block=nobody, other=key_of(SEED, 9))
        itself = Exchanged(
            stage.key,
            trial,
            block=Block("all", frozenset(stage.packed.names.who().values()), 0),
            other=stage.key,
        )
        for luck in (None, same, itself):
            assert stage.play(stage.packed, stage.row, luck) == replayed.outcome
            assert not stage.flips(replayed.outcome)


def test_a_draw_pinned_where_it_fell_anyway_changes_no_bit(folder: Path) -> None:
    replayed = replay(folder, 1)
    stage = Stage(replayed)
    for turn in list_turns(replayed.decisions, stage.packed.names.who()):
        own = Exchanged(stage.key, 1)
        pins = {address: own.uniform(*address) for address in turn.pins}
        heard, _ = record(stage.packed, SEED, 1, stage.row, Exchanged(stage.key, 1, pins))
        assert heard.told == list(replayed.told)


def test_only_the_block_is_exchanged() -> None:
    other, block = key_of(SEED, 2), Block("party/south", frozenset([7]), 1)
    mine, theirs = Exchanged(1, 3), Exchanged(other, 3)
    exchanged = Exchanged(1, 3, block=block, other=other)
    for week in (0, 51, 52, 103, 104):
        for who in (7, 8):
            inside = who == 7 and 52 <= week <= 103
            expected = (theirs if inside else mine).uniform(week, who, HONOUR)
            assert exchanged.uniform(week, who, HONOUR) == expected
    first = Exchanged(1, 3, block=block._replace(year=0), other=other)
    once = Exchanged(1, 3, block=block._replace(year=ALWAYS), other=other)
    assert first.uniform(0, 7, FRAILTY) == mine.uniform(0, 7, FRAILTY)
    assert once.uniform(0, 7, FRAILTY) == theirs.uniform(0, 7, FRAILTY)
    assert once.uniform(0, 7, HONOUR) == mine.uniform(0, 7, HONOUR)


def test_units_are_one_block_a_year_and_so_are_monitors() -> None:
    who = {"world": 1, "unit/north/west": 2, "unit/south/west": 3, "monitors": 4, "monitors/west": 5}
    groups = list_groups(who)
    assert groups["units"] == {2, 3}
    assert groups["monitors"] == {4, 5}
    heard = {("world", ALWAYS), ("world", 0), ("units", 0), ("units", 1), ("monitors", 1)}
    blocks = list_blocks(groups, heard)
    assert all(block.whos == groups[block.actor] for block in blocks)
    assert [(block.actor, block.year) for block in blocks] == [
        ("world", ALWAYS),
        ("world", 0),
        ("units", 0),
        ("units", 1),
        ("monitors", 1),
    ]


def test_each_change_sets_its_lever_alone() -> None:
    scenario = load_scenario(MINIMAL)
    before = {entry.path: entry.value for entry in list_values(scenario.parameters)}
    changes = list(list_changes(scenario))
    assert {
        "monitors.attribution",
        "sequence.order",
        "mediators.envoy.deadline",
        "guarantors.ally.pledge",
    } <= {change.path for change in changes}
    for change in changes:
        after = {entry.path: entry.value for entry in list_values(change.scenario.parameters)}
        differing = {path for path in before | after if before.get(path) != after.get(path)}
        allowed = {change.path}
        if change.path.endswith(".pledge"):
            allowed = {path for path in before if path.startswith(change.path.removesuffix("pledge"))}
        assert change.path in differing <= allowed


@pytest.fixture(scope="module")
def deserted(tmp_path_factory: pytest.TempPathFactory) -> Explanation:
    """Explain the first trial in which the ally stays away."""
    folder = tmp_path_factory.mktemp("explain") / "decisive"
    run_scenario(load_scenario(MINIMAL, DECISIVE), Settings(60, SEED, 1), out=folder)
    trial = int((load(folder).trials["honoured_ally"] == 0).argmax())
    return explain(folder, trial)


def test_the_guarantor_that_decides_is_found(deserted: Explanation) -> None:
    assert deserted.replayed.outcome == "renewed_war"
    flipping = {twin.condition: twin.outcome for twin in deserted.twins if twin.flips}
    assert flipping["Ally had honoured its pledge"] != "renewed_war"
    assert "South had not ordered the attack" in flipping
    assert "Ally had sent material support" not in flipping


def test_the_luck_that_decides_is_the_one_hinge(deserted: Explanation) -> None:
    """Its share lies within 4 standard errors of the reliability."""
    (hinge,) = [hinge for hinge in deserted.hinges if hinge.claimed]
    assert (hinge.block.actor, hinge.block.year) == ("guarantor/ally", 0)
    assert abs(hinge.share.value - 0.9) < 4 * math.sqrt(0.9 * 0.1 / MEASURED)


def test_every_decision_that_is_told_can_be_turned(folder: Path) -> None:
    kinds = {
        (told.kind, told.facts["done"]) for trial in range(8) for told in replay(folder, trial).decisions
    }
    assert kinds <= set(OTHERWISE) | {("walks out", False)}


def test_a_trial_that_failed_is_on_neither_side(folder: Path) -> None:
    stage = Stage(replay(folder, 0))
    assert not stage.flips("failed")
    stage.outcome = "failed"
    assert not stage.flips("durable_peace")
