"""Targets and tolerances of patterns, and when one is missed."""

import math

import pytest

from engine.analysis.patterns.measuring import MEASURES, Measured, choose
from engine.analysis.patterns.targets import Figure, find_pattern, list_patterns
from engine.errors import ScenarioError


def test_all_patterns_are_there_with_a_use_a_source_and_a_measure() -> None:
    ids = [pattern.pattern_id for pattern in list_patterns()]
    assert ids == ["H1", *(f"P{number}" for number in range(1, 20))]
    assert set(MEASURES) == set(ids)
    for pattern in list_patterns():
        assert pattern.use in ("training", "test")
        assert pattern.source
        assert pattern.figures


@pytest.mark.parametrize("pattern", list_patterns(), ids=lambda pattern: pattern.pattern_id)
def test_a_target_meets_its_own_tolerance(pattern) -> None:
    for figure in pattern.figures:
        assert figure.holds(figure.target)
        assert figure.low < figure.high or figure.low == figure.high == figure.target


def test_a_figure_holds_within_its_tolerance_and_no_further() -> None:
    figure = Figure("share", 0.3, 0.2, 0.4)
    assert [figure.holds(value) for value in (0.19, 0.2, 0.4, 0.41, math.nan)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert [figure.misses(value) for value in (0.3, 0.4, 0.1)] == pytest.approx([0, 1, -2])
    assert figure.misses(math.nan) == math.inf


def test_a_ratio_is_off_by_factors() -> None:
    figure = Figure("ratio", 0.6, 0.3, 1.2, in_log=True)
    assert [figure.misses(value) for value in (0.6, 1.2, 0.3, 2.4)] == pytest.approx([0, 1, -1, 2])
    assert math.isfinite(figure.misses(0.0))


def test_one_missed_figure_misses_the_pattern() -> None:
    pattern = find_pattern("P1")
    assert Measured(pattern, (0.27, 0.48, 0.73)).holds
    missed = Measured(pattern, (0.27, 0.48, 0.99))
    assert missed.held == (True, True, False)
    assert not missed.holds


def test_unknown_patterns_and_trials_out_of_range_are_told_together() -> None:
    with pytest.raises(ScenarioError) as refused:
        choose(("P20", "P1"), 3)
    assert str(refused.value).count("\n") == 1
    assert "P20" in str(refused.value)
    with pytest.raises(KeyError):
        find_pattern("P20")
