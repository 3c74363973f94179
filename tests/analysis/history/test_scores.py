"""Scores, rivals and calibration tables, by hand."""

import math

import numpy as np
import pytest

from engine.analysis.history.archetypes import TRUCE
from engine.analysis.history.rivals import climatology, list_codes, logistic_regression
from engine.analysis.history.scores import calibrate, gain, score, squared, surprise

CHANCES = np.array([0.9, 0.8, 0.2, 0.5, 0.6, 0.1])
HELD = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 1.0])


def test_losses_by_hand() -> None:
    assert squared(CHANCES, HELD) == pytest.approx([0.01, 0.04, 0.04, 0.25, 0.36, 0.81])
    expected = [-math.log(chance) for chance in (0.9, 0.8, 0.8, 0.5, 0.4, 0.1)]
    assert surprise(CHANCES, HELD) == pytest.approx(expected)


def test_a_score_is_the_mean_loss_within_its_interval() -> None:
    found = score(squared, CHANCES, HELD)
    assert found.value == pytest.approx(1.51 / 6)
    assert found.low < found.value < found.high


def test_few_cases_and_equal_losses_have_no_interval() -> None:
    for chances, held in ((CHANCES[:4], HELD[:4]), (np.full(6, 0.5), HELD)):
        found = score(squared, chances, held)
        assert math.isfinite(found.value)
        assert math.isnan(found.low)


def test_a_certain_chance_that_fails_is_infinitely_surprising() -> None:
    assert score(surprise, np.ones(6), HELD).value == math.inf


def test_a_gain_is_what_the_rival_loses_more() -> None:
    found = gain(squared, CHANCES, np.full(6, 0.5), HELD)
    assert found.value == pytest.approx(0.25 - 1.51 / 6)


def test_better_chances_show_as_better_and_the_same_as_no_better() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.05, 0.95, 400)
    held = (rng.random(400) < truth).astype(float)
    assert gain(squared, truth, np.full(400, held.mean()), held).low > 0
    assert gain(squared, np.full(400, held.mean()), truth, held).high < 0


def test_bins_hold_each_case_once_with_what_was_stated_and_seen() -> None:
    bins = calibrate(np.array([0.0, 0.25, 0.26, 0.5, 1.0]), np.array([0.0, 1.0, 1.0, 0.0, 1.0]))
    assert [each.cases for each in bins] == [2, 2, 0, 1]
    assert bins[0].stated == pytest.approx(0.125)
    assert bins[0].observed.value == pytest.approx(0.5)
    assert math.isnan(bins[2].stated)


def test_climatology_knows_all_but_the_case_in_question() -> None:
    assert climatology(np.array([1.0, 1.0, 0.0])) == pytest.approx([2 / 4, 2 / 4, 3 / 4])


def test_logistic_regression_finds_a_code_that_decides() -> None:
    sharp = [TRUCE._replace(front_sharpness=0.9, terms_imbalance=0.1 * (i % 3)) for i in range(12)]
    blurred = [TRUCE._replace(front_sharpness=0.1, terms_imbalance=0.1 * (i % 3)) for i in range(12)]
    chances = logistic_regression([*sharp, *blurred], np.array([1.0] * 12 + [0.0] * 12))
    assert chances[:12].min() > 0.8
    assert chances[12:].max() < 0.2


def test_logistic_regression_without_any_difference_gives_the_others_share() -> None:
    held = np.array([1.0] * 6 + [0.0] * 2)
    chances = logistic_regression([TRUCE] * 8, held)
    assert chances[0] == pytest.approx(5 / 7, abs=1e-4)
    assert chances[-1] == pytest.approx(6 / 7, abs=1e-4)


def test_codes_are_those_of_the_mapping() -> None:
    assert len(list_codes(TRUCE)) == 11
    assert list_codes(TRUCE)[-3:] == (0.3, 0.3, 0.0)
