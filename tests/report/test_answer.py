"""What a run says of its doubts: chance and assumptions apart, and each with its interval or not at all."""

import math

from engine.report.answer import say_both_doubts
from engine.results.loading import Results


def test_chance_and_assumptions_are_told_apart_each_with_its_interval(results: Results) -> None:
    said = say_both_doubts(results)
    chance, assumptions = said.split("; ")
    assert chance.startswith("Chance between trials leaves durable peace at ")
    assert "percentage points either way (a standard deviation, 95% interval " in assumptions
    assert "95% interval" in assumptions


def test_a_chance_never_seen_is_below_its_bound_and_says_nothing_of_spread(results: Results) -> None:
    outcomes, variance = results.outcomes.copy(), results.variance.copy()
    outcomes.loc[0, ["trials", "share", "low", "high"]] = [0, 0.0, 0.0, 0.02]
    variance.loc[0, ["variance", "epistemic"]] = [0.0, math.nan]
    results.outcomes, results.variance = outcomes, variance
    assert say_both_doubts(results) == (
        "Chance between trials leaves durable peace below 2.0%, which more trials would narrow."
    )


def test_without_uncertain_parameters_it_says_so(results: Results) -> None:
    results.variance = results.variance.assign(epistemic=0.0, epistemic_low=0.0, epistemic_high=0.0)
    assert say_both_doubts(results).endswith("no assumption has a range, so that none spreads it.")


def test_without_intervals_nothing_is_said(results: Results) -> None:
    results.outcomes = results.outcomes.assign(low=math.nan, high=math.nan)
    results.variance = results.variance.assign(epistemic_low=math.nan, epistemic_high=math.nan)
    assert say_both_doubts(results) == ""
