"""Observations that trials are held against."""

import math

import numpy as np
import pandas as pd
import pytest
from made_comparisons import compare_made, make_trials, peace_where
from scipy.special import ndtr

from engine.analysis.given import LEAST_EFFECTIVE, parse_observations, refuse_too_few, weigh
from engine.errors import ScenarioError
from engine.results.weighted import average, bound_share, count_effective
from engine.scenario import Scenario


def test_observations_weigh_what_they_say(minimal: Scenario) -> None:
    outcomes = np.array([0.0, 0.0, 0.0, np.nan])
    recorded = {
        "ceasefire_weeks": np.array([8.0, 7.0, np.nan, 9.0]),
        "truces": np.array([2.0, 1.0, 0.0, 2.0]),
        "first_truce_round": np.array([1.0, 3.0, np.nan, 1.0]),
        "collapse_round": np.array([4.0, 4.0, np.nan, np.nan]),
        "front": np.array([0.0, 0.2, -0.1, 0.0]),
    }
    trials = make_trials(minimal, outcomes, **recorded)
    for text, weights in (
        ("ceasefire_weeks>=8", [1, 0, 0, 0]),
        ("ceasefire_weeks<8", [0, 1, 0, 0]),
        ("truces = 2", [1, 0, 0, 0]),
        ("collapse_round-first_truce_round>2", [1, 0, 0, 0]),
        ("front=0.0+-0.1", [1, math.exp(-2), math.exp(-0.5), 0]),
        ("front=0.0 ± 0.1", [1, math.exp(-2), math.exp(-0.5), 0]),
    ):
        assert weigh(parse_observations([text], [minimal]), trials) == pytest.approx(np.array(weights)), text
    both = parse_observations(["truces>=1", "front=0+-0.1"], [minimal])
    assert weigh(both, trials) == pytest.approx(np.array([1, math.exp(-2), 0, 0]))


def test_quiet_weeks_end_with_the_first_ceasefire_or_its_first_crisis(minimal: Scenario) -> None:
    nothing = np.nan
    recorded = {
        "first_truce_round": np.array([2.0, 2.0, 2.0, nothing, nothing]),
        "ratification_round": np.array([5.0, nothing, nothing, 0.0, nothing]),
        "first_crisis_round": np.array([nothing, 4.0, 40.0, 1.0, nothing]),
        "ceasefire_weeks": np.array([20.0, 20.0, 12.0, 30.0, nothing]),
    }
    trials = make_trials(minimal, np.zeros(5), **recorded)
    for text, agree in (
        ("quiet_weeks>=20", [1, 0, 0, 0, 0]),
        ("quiet_weeks=8", [0, 1, 0, 0, 0]),
        ("quiet_weeks=12", [0, 0, 1, 0, 0]),
        ("quiet_weeks=4", [0, 0, 0, 1, 0]),
        ("quiet_weeks>=0", [1, 1, 1, 1, 0]),
    ):
        assert weigh(parse_observations([text], [minimal]), trials).tolist() == agree, text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("truces", "is no observation"),
        ("outcome=durable_peace", "is no observation"),
        ("outcome=1", "is a word"),
        ("truce>=2", "'truce' is no number that all arms record"),
        ("truces>=2+-1", "has a tolerance"),
        ("truces>=1.2.3", "needs a number"),
    ],
)
def test_what_is_no_observation_is_refused_with_a_way_out(minimal: Scenario, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as refused:
        parse_observations([text, "nothing>=1"], [minimal])
    assert len(refused.value.problems) == 2
    assert "ceasefire_weeks>=8" in str(refused.value)


def test_too_few_that_agree_are_refused_with_how_many_trials_would_do() -> None:
    enough, few = np.ones(LEAST_EFFECTIVE), np.eye(1, 1000, 3)[0] + np.eye(1, 1000, 4)[0]
    refuse_too_few(["truces>=9"], [("a", enough)])
    with pytest.raises(ScenarioError, match=r"leaves 2\.0 effective trials of 1,000 in b.*37,500 trials"):
        refuse_too_few(["truces>=9"], [("a", enough), ("b", few)])


def test_what_always_happens_changes_nothing_bit_for_bit(minimal: Scenario) -> None:
    rng = np.random.default_rng(1)
    arms = {
        name: make_trials(
            minimal, np.where(rng.random(300) < 0.1, np.nan, peace_where(rng.random(300) < share))
        )
        for name, share in (("a", 0.3), ("b", 0.5), ("c", 0.4))
    }
    without, given = compare_made(arms), compare_made(arms, "durable_peace", "crises<1")
    assert given.is_whole
    for table in ("arms", "pairs", "outcomes", "holding", "changes"):
        pd.testing.assert_frame_equal(getattr(without, table), getattr(given, table), check_exact=True)


def test_a_chance_given_a_measurement_is_the_closed_form(minimal: Scenario) -> None:
    """Scores of correlation .7, one of which is measured with an error of .4 as 1: normal, given that.

    Fails for 5% of seeds.
    """
    rng, n_trials, alike, error, seen = np.random.default_rng(2), 40_000, 0.7, 0.4, 1.0
    measured = rng.normal(size=n_trials)
    score = alike * measured + math.sqrt(1 - alike**2) * rng.normal(size=n_trials)
    trials = make_trials(minimal, peace_where(score > 0), front=measured)
    weights = weigh(parse_observations([f"front={seen}+-{error}"], [minimal]), trials)
    share = bound_share(average((score > 0).astype(float), weights), weights)
    slope = alike / (1 + error**2)
    truth = float(ndtr(slope * seen / math.sqrt(1 - alike * slope)))
    assert share.low < truth < share.high
    assert share.high - share.low < 0.03
    assert truth > 0.75  # far from what it is without
    # The effective number of normal weights: (mean height)^2 over mean squared height, both closed forms.
    one, two = 1 + error**2, 1 + error**2 / 2
    heights = error / math.sqrt(one) * math.exp(-0.5 * seen**2 / one)
    squares = error / math.sqrt(2) / math.sqrt(two) * math.exp(-0.5 * seen**2 / two)
    assert count_effective(weights) == pytest.approx(n_trials * heights**2 / squares, rel=0.05)


def test_what_has_nothing_to_do_with_the_outcome_leaves_it_within_the_interval(minimal: Scenario) -> None:
    """One arm against itself, given a coin: fails for 5% of seeds."""
    rng = np.random.default_rng(3)
    trials = make_trials(
        minimal, peace_where(rng.random(4000) < 0.35), crises=(rng.random(4000) < 0.5).astype(float)
    )
    compared = compare_made({"arm": trials}, "durable_peace", "crises>=1")
    assert compared.is_alone
    (pair,) = compared.ranking.pairs
    assert not pair.told
    effective = compared.arms.set_index("arm")["effective"]
    assert effective["arm given crises>=1"] == (trials.column("crises") >= 1).sum()
