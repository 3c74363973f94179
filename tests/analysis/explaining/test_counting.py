"""Levers and luck are counted over the same draws, so that a trial alone says the same."""

from places import MINIMAL

from engine.analysis.explaining.counting import ALL, count_levers, count_luck
from engine.analysis.explaining.exchanging import exchange_all
from engine.analysis.telling import PEACE
from engine.model.packing import pack
from engine.results.paired import Flips, difference
from engine.scenario import load_scenario
from engine.simulation.model import PeaceTalks
from engine.simulation.records import OUTCOMES
from engine.simulation.trials import run_chunk

N_TRIALS = 25
SEED = 4


def list_peaceful(*overrides: str) -> list[bool]:
    outcomes = run_chunk(load_scenario(MINIMAL, overrides), SEED, 0, N_TRIALS).values[:, 1]
    return [OUTCOMES[int(outcome)] in PEACE for outcome in outcomes]


def test_flips_are_those_of_the_mesa_model_trial_by_trial() -> None:
    counted = {(each.path, each.then): each for each in count_levers(load_scenario(MINIMAL), SEED, N_TRIALS)}
    before = list_peaceful()
    for path, then in (("parties.south.truce", '"after_ratification"'), ("start.phase", '"accord"')):
        pairs = list(zip(before, list_peaceful(f"{path}={then}"), strict=True))
        each = counted[path, then]
        assert each.to_peace == pairs.count((False, True))
        assert each.to_war == pairs.count((True, False))
        kept = pairs.count((True, True)), pairs.count((False, False))
        assert each.peace == difference(Flips(kept[0], each.to_peace, each.to_war, kept[1]))
        assert each.flipped.value == (each.to_peace + each.to_war) / N_TRIALS
    assert counted["start.phase", '"accord"'].to_peace > 0


def list_peaceful_with_other_luck(actors: list[str]) -> list[bool]:
    packed = exchange_all(pack(load_scenario(MINIMAL)), actors)
    ends = []
    for trial in range(N_TRIALS):
        model = PeaceTalks(packed, SEED, trial)
        while model.running:
            model.step()
        ends.append(OUTCOMES[model.outcome()] in PEACE)
    return ends


def test_luck_is_exchanged_in_the_mesa_model_as_in_the_kernel() -> None:
    counted = {each.actor: each for each in count_luck(load_scenario(MINIMAL), SEED, N_TRIALS)}
    before = list_peaceful()
    assert {"world", "units", "monitors", "party/south", "guarantor/ally", ALL} <= set(counted)
    for actor in ("party/south", "units", "world"):
        pairs = list(zip(before, list_peaceful_with_other_luck([actor]), strict=True))
        assert counted[actor].to_peace == pairs.count((False, True))
        assert counted[actor].to_war == pairs.count((True, False))
    assert counted[ALL].flipped.value > 0


def test_nobodys_luck_exchanged_is_the_trial_itself() -> None:
    assert list_peaceful_with_other_luck([]) == list_peaceful()
