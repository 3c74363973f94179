from collections.abc import Callable, Mapping

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from engine.analysis.choosing.moving import Course, Doubt, Scores, place_turn
from engine.analysis.choosing.reversing import Reversal, reverse
from engine.results.estimates import Estimate
from engine.simulation.records import Floats

PATHS = tuple("abcdef")
N_TRIALS = 3000


def doubt_of(
    lead: Callable[[Floats], Floats], options: Mapping[str, list[tuple[float, float]]] | None = None
) -> Doubt:
    """A lead that is a function of normal scores, and luck of standard deviation 1."""

    def draw(first: int, n_trials: int) -> Floats:
        return np.random.default_rng([7, first]).uniform(size=(n_trials, len(PATHS)))

    def fix(uniforms: Floats, scores: Scores) -> Floats:
        moved = uniforms.copy()
        for path, score in scores.items():
            moved[:, PATHS.index(path)] = ndtr(score)
        return moved

    def play(uniforms: Floats, first: int) -> Floats:
        return lead(ndtri(uniforms)) + np.random.default_rng([8, first]).standard_normal(len(uniforms))

    return Doubt(PATHS, np.eye(len(PATHS)), options or {}, draw, fix, play)


def find(doubt: Doubt) -> Reversal:
    uniforms = doubt.draw(0, N_TRIALS)
    return reverse(doubt, uniforms, doubt.play(uniforms, 0))


def test_a_planted_reversal_is_found_at_its_quantile_and_shown_with_fresh_luck() -> None:
    """The lead is 1 + 0.7 a - 0.3 b: a alone turns it at the score -1 / 0.7. Misses in 5% of seeds."""
    found = find(doubt_of(lambda z: 1 + 0.7 * z[:, 0] - 0.3 * z[:, 1]))
    (turn,) = found.turns
    assert (turn.move.path, turn.move.side, turn.settled) == ("a", "low", True)
    assert turn.share.low <= ndtr(-1 / 0.7) <= turn.share.high
    assert turn.chance == pytest.approx(turn.share.value)
    assert turn.lead.high < 0
    assert (found.moves, found.untold) == (12, 0)


def test_the_smallest_joint_move_lies_along_the_slopes() -> None:
    found = find(doubt_of(lambda z: 1 + 0.7 * z[:, 0] - 0.3 * z[:, 1]))
    joint = found.joint
    assert joint is not None
    assert set(joint.course.scores) == {"a", "b"}
    assert joint.distance.low <= 1 / np.hypot(0.7, 0.3) <= joint.distance.high
    assert joint.course.scores["b"] / joint.course.scores["a"] == pytest.approx(-0.3 / 0.7, abs=0.15)
    assert joint.settled


def test_a_reversal_in_the_middle_of_a_range_is_found() -> None:
    """The lead dips below 0 about the score 1.3 and rises again: 1.5 - 2.5 exp(-(a - 1.3)^2 / 0.4)."""
    found = find(doubt_of(lambda z: 1.5 - 2.5 * np.exp(-((z[:, 0] - 1.3) ** 2) / 0.4)))
    assert [(turn.move.path, turn.move.side) for turn in found.turns] == [("a", "high")]
    assert found.turns[0].settled


def test_an_option_of_a_choice_that_turns_the_ranking_is_named_with_its_chance() -> None:
    ranges = {"c": [(0.0, 0.2), (0.2, 1.0)]}
    found = find(doubt_of(lambda z: np.where(z[:, 2] < ndtri(0.2), -0.5, 0.8), ranges))
    (turn,) = found.turns
    assert (turn.move.path, turn.move.side, turn.settled) == ("c", "option", True)
    assert turn.chance == pytest.approx(0.2)


def test_where_nothing_plausible_reverses_the_ranking_nothing_is_found() -> None:
    found = find(doubt_of(lambda z: 1 + 0.1 * z[:, 0]))
    assert found.ranked
    assert (found.turns, found.untold) == ((), 0)
    assert found.joint is None or np.isnan(found.joint.distance.value)


def test_arms_that_are_alike_have_no_ranking_to_reverse() -> None:
    doubt = doubt_of(lambda z: 0 * z[:, 0])
    uniforms = doubt.draw(0, N_TRIALS)
    found = reverse(doubt, uniforms, np.zeros(N_TRIALS))
    assert not found.ranked
    assert found.turns == ()
    assert found.joint is None


def test_a_turn_lies_where_a_line_between_places_crosses_zero() -> None:
    leads = (Estimate(2.0, 1.0, 3.0), Estimate(0.0 + 1e-12, -1.0, 1.0), Estimate(-2.0, -3.0, -1.0))
    turn = place_turn(Course({"a": 1.0}, (0.0, 1.0, 2.0), leads))
    assert turn == pytest.approx((1.0, 0.5, 1.5))
    assert np.isnan(place_turn(Course({"a": 1.0}, (0.0,), (leads[0],))).value)
