"""Levers are counted over the same draws, so that a trial alone says the same."""

from places import MINIMAL

from engine.analysis.explaining.counting import count_levers
from engine.analysis.telling import PEACE
from engine.results.paired import Flips, difference
from engine.scenario import load_scenario
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
