"""Wires: a planted sign is found at its threshold, and shuffled labels give no tripwire."""

import numpy as np
import pytest
from scipy.stats import binom

from engine.analysis.tripwires.histories import OBSERVABLES, Histories
from engine.analysis.tripwires.wires import (
    FALSE_ALARM,
    SHUFFLES,
    Landmark,
    Warned,
    find_tripwires,
    list_landmarks,
)
from engine.simulation.records import ENDS

PLANTED = [each.name for each in OBSERVABLES].index("crises")


def make_halves(seed: int, n: int, above: float, below: float) -> tuple[list[Landmark], list[Landmark]]:
    """Two months of counts of which one, in month 3, raises the chance of collapse where it is over 6."""
    rng = np.random.default_rng(seed)
    halves: tuple[list[Landmark], list[Landmark]] = ([], [])
    for half in halves:
        for month in (1, 3):
            watched = rng.poisson(6.0, (len(OBSERVABLES), n)).astype(float)
            raised = (watched[PLANTED] > 6) & (month == 3)
            collapses = rng.random(n) < np.where(raised, above, below)
            half.append(Landmark(month, watched, collapses, rng.integers(1, 48, n).astype(float)))
    return halves


def test_a_planted_sign_is_found_at_its_threshold() -> None:
    """Hit rates held out lie within 4 standard errors of what the planted chances give."""
    found = find_tripwires(*make_halves(1, 1500, above=0.6, below=0.15), 1)
    assert found is not None
    best = found.best
    assert (best.observable.name, best.month, best.threshold, best.more) == ("crises", 3, 6.5, True)
    assert found.claimed
    assert found.chance == 1 / (1 + SHUFFLES)
    held = best.held_out
    warned = held.hits + held.false_alarms
    assert held.hits / warned == pytest.approx(0.6, abs=4 * np.sqrt(0.24 / warned))
    quiet = held.collapses + held.holding - warned
    assert (held.collapses - held.hits) / quiet == pytest.approx(0.15, abs=4 * np.sqrt(0.13 / quiet))
    assert best.leads[0] < best.leads[1] < best.leads[2]
    assert set(found.curves) == {1, 3}
    for rates in found.curves.values():
        assert (np.diff(rates) >= 0).all()
        assert rates[:, 0].tolist() == [0, 0]
        assert rates[:, -1].tolist() == [1, 1]


def test_a_sign_may_be_that_there_is_less_of_something() -> None:
    learnt, held_out = make_halves(2, 1500, above=0.1, below=0.5)
    found = find_tripwires(learnt[1:], held_out[1:], 2)
    assert found is not None
    assert (found.best.observable.name, found.best.threshold, found.best.more) == ("crises", 6.5, False)
    assert found.claimed


def test_labels_that_nothing_foretells_hardly_ever_give_a_tripwire() -> None:
    """Of 12 data sets at most 3 may claim one: were the chance 5%, 4 would come in 0.2% of such tests."""
    allowed = int(binom.ppf(0.996, 12, FALSE_ALARM))
    claimed = 0
    for seed in range(12):
        found = find_tripwires(*make_halves(100 + seed, 300, above=0.3, below=0.3), seed)
        assert found is not None
        claimed += found.claimed
    assert claimed <= allowed == 3


def test_shuffled_labels_of_a_planted_sign_give_none() -> None:
    """Data whose sign is found lose it once labels are shuffled; a false alarm has a chance of 5%."""
    rng = np.random.default_rng(3)
    halves = make_halves(3, 800, above=0.6, below=0.15)
    shuffled = [
        [each._replace(collapses=rng.permutation(each.collapses)) for each in half] for half in halves
    ]
    kept, lost = find_tripwires(*halves, 3), find_tripwires(shuffled[0], shuffled[1], 3)
    assert kept is not None
    assert lost is not None
    assert kept.claimed
    assert not lost.claimed


def test_the_interval_of_an_advantage_is_that_of_newcombe() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), table II, (a), method 10."""
    estimate = Warned(hits=56, collapses=70, false_alarms=48, holding=80).advantage
    assert estimate == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert np.isnan(Warned(0, 0, 1, 2).advantage.value)


def test_months_of_too_few_collapses_are_left_out() -> None:
    learnt, held_out = make_halves(4, 200, above=0.3, below=0.3)
    few = learnt[0]._replace(collapses=np.arange(200) < 9)
    found = find_tripwires([few, learnt[1]], held_out, 4)
    assert found is not None
    assert {wire.month for wire in found.wires} == {3}
    assert find_tripwires([few], held_out[:1], 4) is None


def test_landmarks_take_every_other_trial_and_count_leads_from_the_month() -> None:
    watched = np.arange(len(OBSERVABLES) * 6, dtype=float).reshape(len(OBSERVABLES), 6)
    watched[:, 4] = np.nan
    ends = np.full(6, float(ENDS.index("attack")))
    weeks = np.array([10.0, 20.0, 30.0, 40.0, 3.0, 500.0])
    histories = Histories({1: watched}, np.zeros(6), weeks, ends, 130)
    (even,), (odd,) = (list(list_landmarks(histories, 6, [1], half)) for half in (0, 1))
    assert even.watched[0].tolist() == [0, 2]
    assert even.collapses.tolist() == [True, False]
    assert odd.lead.tolist() == [16, 36, 496]
    assert odd.collapses.tolist() == [True, False, False]
