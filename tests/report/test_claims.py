"""What may never be said, over all counts."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.report.claims import (
    NOTHING_DONE,
    is_told_apart,
    list_leaders,
    say_difference,
    say_ends,
)
from engine.report.wording import Share
from engine.results.estimates import Estimate, wilson
from engine.results.paired import Flips, difference
from engine.simulation.records import OUTCOMES

FLIPS = st.builds(Flips, *([st.integers(0, 300)] * 4))
COUNTS = st.lists(st.integers(0, 400), min_size=len(OUTCOMES), max_size=len(OUTCOMES))
COMPARISON = re.compile(r"likelier|less likely|higher|lower|raises|halves|more often")


def shares_of(counts: list[int]) -> dict[str, Share]:
    trials = sum(counts)
    return {
        outcome: Share(count, trials, *wilson(count, trials))
        for outcome, count in zip(OUTCOMES, counts, strict=True)
    }


@given(FLIPS)
def test_a_difference_is_worded_as_one_only_where_its_interval_leaves_out_0(flips: Flips) -> None:
    paired = difference(flips)
    said = say_difference("durable_peace", "a", "b", paired)
    covers = paired.low <= 0 <= paired.high
    assert bool(COMPARISON.search(said)) != covers
    assert ("no difference" in said) == (covers and not math.isnan(paired.low))
    assert "95% interval" in said


@given(FLIPS)
def test_the_words_point_the_way_of_the_difference(flips: Flips) -> None:
    paired = difference(flips)
    said = say_difference("renewed_war", "a", "b", paired)
    if "likelier" in said:
        assert paired.low > 0
    if "less likely" in said:
        assert paired.high < 0


def test_a_difference_without_an_interval_is_never_one() -> None:
    assert not is_told_apart(math.nan, math.nan)
    said = say_difference("durable_peace", "a", "b", Estimate(0.4, math.nan, math.nan))
    assert "can't be said" in said
    assert not COMPARISON.search(said)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.1), (-0.1, 0.0), (-0.1, 0.1)])
def test_an_interval_that_touches_0_covers_it(low: float, high: float) -> None:
    assert not is_told_apart(low, high)


@given(COUNTS)
def test_the_commonest_end_is_named_only_where_its_trials_tell_it(counts: list[int]) -> None:
    shares = shares_of(counts)
    said = say_ends(shares)
    if not sum(counts):
        assert said == NOTHING_DONE
        return
    first, second = sorted(counts, reverse=True)[:2]
    told = difference(Flips(0, first, second, sum(counts) - first - second)).low > 0
    assert ("The commonest end is" in said or "No other end is as common" in said) == told
    assert ("these trials don't tell" in said or "too few to tell" in said) == (not told)
    assert len(list_leaders(shares)) == 1 or not told


@given(COUNTS)
def test_what_never_came_gets_its_upper_bound(counts: list[int]) -> None:
    counts = [0, *counts[1:]]
    said = say_ends(shares_of(counts))
    if sum(counts):
        assert said.startswith("None of the trials end in durable peace (0 of ")
        assert "95% interval below " in said
        assert " 0%" not in said


@given(COUNTS)
def test_every_share_stands_with_n_and_interval(counts: list[int]) -> None:
    said = say_ends(shares_of(counts))
    if sum(counts):
        assert said.count(" trials, ") >= 1
        assert said.count("95% interval") == said.count(f" of {sum(counts):,} trials")
