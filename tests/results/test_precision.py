import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_trials import make_chunk

from engine.results.aggregate import aggregate
from engine.results.estimates import NOTHING, Estimate, wilson
from engine.results.precision import (
    FIRST_LOOK,
    count_trials,
    estimate_outcomes,
    find_widest,
    is_precise,
    schedule_looks,
)
from engine.results.tables import tabulate
from engine.scenario import Scenario


def test_looks_are_ten_percent_apart_and_end_at_the_most_trials() -> None:
    assert list(schedule_looks(1500)) == [1000, 1100, 1210, 1331, 1465, 1500]
    assert list(schedule_looks(FIRST_LOOK)) == [1000]
    assert list(schedule_looks(20)) == [20]


@given(st.integers(FIRST_LOOK, 10**7))
def test_the_most_trials_move_no_other_look(most: int) -> None:
    looks, all_ = list(schedule_looks(most)), list(schedule_looks(10**8))
    assert looks[:-1] == all_[: len(looks) - 1]
    assert all(a < b <= 1.1 * a + 1 for a, b in pairwise(looks))


@given(st.floats(0.001, 0.9), st.floats(0, 1))
def test_after_the_trials_counted_any_share_is_precise(width: float, part: float) -> None:
    trials = count_trials(width)
    assert is_precise([wilson(round(part * trials), trials)], width * (1 + 1e-12))


@pytest.mark.parametrize("width", [0.5, 0.05, 0.005])
def test_the_trials_counted_are_the_fewest(width: float) -> None:
    fewer = count_trials(width) - 1
    assert find_widest([wilson(fewer // 2, fewer)]) >= width * (1 - 1e-4 / fewer)


def test_the_widest_interval_decides() -> None:
    shares = [wilson(10, 1000), wilson(500, 1000), wilson(0, 1000)]
    assert find_widest(shares) == shares[1].high - shares[1].low
    assert not is_precise(shares, find_widest(shares))
    assert is_precise(shares, find_widest(shares) * 1.001)


def test_what_has_no_interval_is_never_precise() -> None:
    assert not is_precise([wilson(1, 1000), NOTHING], 1.0)
    assert not is_precise([Estimate(0.5, math.nan, 0.6)], 1.0)
    assert not is_precise([wilson(0, 0)], 0.99)


def test_the_shares_looked_at_are_those_of_the_table(minimal: Scenario) -> None:
    counted = aggregate(make_chunk(minimal, 5, 0, 60), minimal)
    table = tabulate(counted, minimal).outcomes[["share", "low", "high"]]
    assert [list(share) for share in estimate_outcomes(counted)] == table.to_numpy().tolist()
