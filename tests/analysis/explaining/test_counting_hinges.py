"""Hinges counted over many trials are those of each trial alone."""

import math
from functools import partial

import pytest
from places import MINIMAL

from engine.analysis.explaining.counting_hinges import (
    TRIALS_A_TASK,
    CountedHinges,
    Found,
    count_hinges,
    tally,
)
from engine.analysis.explaining.exchanging import Block
from engine.analysis.explaining.hinges import FALSE_ALARM, Hinge, find_hinges
from engine.analysis.explaining.playing import Exchanger
from engine.model.packing import pack
from engine.results.estimates import wilson
from engine.scenario import load_scenario
from engine.simulation.kernel import OUTCOME

SEED, N_TRIALS = 4, TRIALS_A_TASK + 3


@pytest.fixture(scope="module")
def counted() -> CountedHinges:
    return count_hinges(load_scenario(MINIMAL), SEED, N_TRIALS)


def test_they_are_the_hinges_of_each_trial_played_alone(counted: CountedHinges) -> None:
    hinged, n_hinged, plays = [], 0, 0
    for trial in range(N_TRIALS):
        exchanger, ticks = Exchanger(pack(load_scenario(MINIMAL)), SEED, trial, 1), [1]
        played = exchanger.play(trial)
        flips = partial(exchanger.count_flips, trial, played.record[OUTCOME])
        claimed = [each.block for each in find_hinges(played.blocks, flips, ticks.append) if each.claimed]
        hinged += [(block.actor, block.year) for block in claimed]
        n_hinged += bool(claimed)
        plays += sum(ticks)
    assert (counted.trials, counted.hinged, counted.plays) == (N_TRIALS, n_hinged, plays)
    assert {(each.actor, each.year): each.hinged for each in counted.blocks} == {
        each: hinged.count(each) for each in hinged
    }
    assert n_hinged > 0


def test_shares_are_of_all_trials_and_what_is_most_often_a_hinge_is_first(counted: CountedHinges) -> None:
    assert counted.share == wilson(counted.hinged, N_TRIALS)
    for each in counted.blocks:
        assert each.share == wilson(each.hinged, N_TRIALS)
        assert 0 < each.hinged <= each.asked <= N_TRIALS
    times = [each.hinged for each in counted.blocks]
    assert times == sorted(times, reverse=True)


def make_hinge(year: int, by_chance: float, claimed: bool) -> Hinge:
    block = Block("world", frozenset([1]), year)
    return Hinge(block, 30, 40, wilson(30, 40), 0.1, by_chance, by_chance < FALSE_ALARM, claimed)


def test_a_hinge_is_certain_where_all_that_was_measured_in_all_trials_is_allowed_for() -> None:
    blocks = [Block("world", frozenset([1]), year) for year in range(3)]
    sure, unsure, none = (
        make_hinge(*each) for each in ((0, 0.012, True), (1, 0.013, True), (2, 1e-9, False))
    )
    counted = tally([Found(blocks, [sure, none], 10), Found(blocks, [unsure], 10), Found(blocks, [none], 10)])
    assert math.isclose(FALSE_ALARM / 4, 0.0125)
    assert (counted.hinged, counted.certain, counted.plays) == (2, 1, 30)
    assert [(each.year, each.asked, each.hinged) for each in counted.blocks] == [(0, 3, 1), (1, 3, 1)]


def test_no_trials_have_no_hinges() -> None:
    counted = tally([])
    assert (counted.trials, counted.hinged, counted.certain, counted.blocks) == (0, 0, 0, [])
