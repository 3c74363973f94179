"""PRIM against a published box, planted boxes, and its own rules."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.discovery.boxes import Box, adjust, count, make_whole, test_box, weigh_limit
from engine.analysis.discovery.prim import choose, choose_alike, paste, peel, rank, simplify
from engine.model.parameters import Floats

test_box.__test__ = False
PUBLISHED = Path(__file__).parent / "bryant_lempert_2010.csv"


def plant(n: int, seed: int, inside: float, outside: float) -> tuple[Floats, np.ndarray]:
    """Ten uniform columns; cases come with one chance where the first two lie in a box, else with another."""
    rng = np.random.default_rng(seed)
    x = rng.random((10, n))
    chance = np.where((x[0] <= 0.4) & (x[1] >= 0.5), inside, outside)
    return x, rng.random(n) < chance


def test_the_published_box_of_bryant_and_lempert_is_on_the_way() -> None:
    """Box 21 as the EMA workbench prints it: the same coverage, density and mass, the same four parameters
    at the same ends, two limits alike and two where the workbench breaks ties between columns otherwise."""
    table = pd.read_csv(PUBLISHED)
    names = list(table.columns[:9])
    x, hits = table[names].to_numpy().T.copy(), table.iloc[:, 9].to_numpy() > 0
    assert (hits.size, hits.sum()) == (882, 89)
    step = peel(x, hits, alpha=0.1)[21]
    held = step.held
    assert (held.coverage, held.density, held.mass) == pytest.approx(
        (0.752809, 0.770115, 0.0986395), abs=1e-6
    )
    limits = {(names[c], end): (step.box.low, step.box.high)[end][c] for c, end in step.box.list_limits()}
    assert set(limits) == {
        ("Total biomass", 1),
        ("Demand elasticity", 0),
        ("Biomass backstop price", 0),
        ("Cellulosic cost", 0),
    }
    assert limits["Demand elasticity", 0] == pytest.approx(-0.422, abs=5e-4)
    assert limits["Cellulosic cost", 0] == pytest.approx(72.65, abs=5e-3)
    assert limits["Total biomass", 1] == pytest.approx(755.8, rel=0.03)
    assert limits["Biomass backstop price", 0] == pytest.approx(150.05, rel=0.03)


def test_the_published_quasi_p_values_come_out_for_the_published_box() -> None:
    table = pd.read_csv(PUBLISHED)
    names = list(table.columns[:9])
    x, hits = table[names].to_numpy().T.copy(), table.iloc[:, 9].to_numpy() > 0
    box = make_whole(9)
    published = {
        ("Total biomass", 1): (755.8, 4.716968553178765e-06),
        ("Demand elasticity", 0): (-0.422, 1.1849299115762218e-16),
        ("Biomass backstop price", 0): (150.05, 3.515112530263049e-11),
        ("Cellulosic cost", 0): (72.65, 0.15741333528927348),
    }
    for (name, end), (limit, _) in published.items():
        box = box.limit(names.index(name), end, limit)
    assert count(box, x, hits)[:2] == (87, 67)
    for (name, end), (_, quasi) in published.items():
        assert weigh_limit(box, names.index(name), end, x, hits) == pytest.approx(quasi, rel=1e-3)


def test_a_planted_box_is_found_with_its_limits() -> None:
    """At its limits cases are 14 times as common inside; a peel is 5%, and a limit is told within three."""
    x, hits = plant(4000, 1, inside=0.7, outside=0.05)
    steps = peel(x, hits)
    box = paste(simplify(steps[choose(steps)].box, x, hits), x, hits)
    assert box.list_limits() == [(0, 1), (1, 0)]
    assert box.high[0] == pytest.approx(0.4, abs=0.03)
    assert box.low[1] == pytest.approx(0.5, abs=0.03)


def test_each_box_lies_within_the_one_before_and_no_peel_goes_below_the_least_mass() -> None:
    x, hits = plant(1000, 2, inside=0.5, outside=0.2)
    steps = peel(x, hits)
    for before, after in pairwise(steps):
        assert (before.box.holds(x) | ~after.box.holds(x)).all()
        assert after.held == count(after.box, x, hits)
    assert steps[-1].held.mass >= 0.05


def test_a_word_is_peeled_off_whole() -> None:
    """A column of 0 and 1: nothing lies between them, so that a peel takes all of one."""
    rng = np.random.default_rng(3)
    word = (rng.random(600) < 0.3).astype(float)
    x = np.stack([word, rng.random(600)])
    hits = rng.random(600) < np.where(word > 0, 0.9, 0.1)
    first = next(step for step in peel(x, hits) if step.box.list_limits())
    assert first.box.list_limits() == [(0, 0)]
    assert first.held.trials == word.sum()


def test_ranks_that_are_given_change_nothing() -> None:
    x, hits = plant(500, 4, inside=0.5, outside=0.2)
    for ours, theirs in zip(peel(x, hits), peel(x, hits, ranks=rank(x)), strict=True):
        assert np.array_equal(ours.box.low, theirs.box.low)
        assert np.array_equal(ours.box.high, theirs.box.high)


def test_pasting_puts_back_what_was_peeled_too_much() -> None:
    x, hits = plant(4000, 5, inside=1.0, outside=0.0)
    small = make_whole(10).limit(0, 1, 0.3).limit(1, 0, 0.7)
    assert paste(small, x, hits).list_limits() == small.list_limits()  # its density is 1 already
    mixed = make_whole(10).limit(0, 0, 0.2).limit(0, 1, 0.6).limit(1, 0, 0.5)
    pasted = paste(mixed, x, hits)
    assert count(pasted, x, hits).density > count(mixed, x, hits).density
    assert pasted.low[0] < 0.02
    assert pasted.high[0] == 0.6


def test_a_box_is_chosen_by_gain_or_by_the_coverage_asked_for() -> None:
    x, hits = plant(2000, 6, inside=0.6, outside=0.1)
    steps = peel(x, hits)
    assert steps[choose(steps)].held.gain == max(step.held.gain for step in steps)
    asked = steps[choose(steps, coverage=0.3)].held
    assert asked.coverage >= 0.3
    assert all(step.held.density <= asked.density for step in steps if step.held.coverage >= 0.3)
    assert choose_alike(steps, 1.0) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_holm_never_lowers_a_p_value_and_keeps_their_order(chances: list[float]) -> None:
    adjusted = adjust(chances)
    assert all(after >= before for before, after in zip(chances, adjusted, strict=True))
    order = np.argsort(chances, kind="stable")
    assert (np.diff(np.array(adjusted)[order]) >= 0).all()
    assert adjust([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_a_box_with_more_cases_than_the_rest_has_a_small_p_value() -> None:
    x = np.array([[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]])
    box = Box(np.array([0.5]), np.array([np.inf]))
    assert test_box(box, x, x[0] > 0) == pytest.approx(1 / 70)  # one of 8 over 4 ways
    assert test_box(box, x, x[0] < 1) == 1
