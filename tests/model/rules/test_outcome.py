"""The class in which a trial ends, and chances over time."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.rules.outcome import classify, over_time
from engine.model.schedule import OUTCOMES, PHASES

repeatable = settings(derandomize=True, deadline=None, max_examples=100)
QUIET, WAR_LINE, DURABLE_YEARS = 150.0, 2500.0, 5.0
incidents = st.floats(0, 1e5)
years = st.floats(0, 50)


def outcome(phase, had_ceasefire, recent, age, quiet=QUIET, war_line=WAR_LINE, durable=DURABLE_YEARS):
    return OUTCOMES[classify(PHASES.index(phase), had_ceasefire, recent, age, quiet, war_line, durable)]


# classify


@pytest.mark.parametrize(
    ("phase", "had_ceasefire", "recent", "age", "expected"),
    [
        ("decided", False, 0.0, 0.0, "military_decision"),
        ("decided", True, 9e9, 9.0, "military_decision"),
        ("war", True, 0.0, 0.0, "renewed_war"),
        ("war", False, 0.0, 0.0, "no_agreement"),
        ("truce", True, 2500.1, 0.0, "low_level_war"),
        ("accord", True, 2500.1, 9.0, "low_level_war"),
        ("truce", True, 2500.0, 0.0, "frozen_conflict"),
        ("truce", True, 0.0, 0.0, "frozen_conflict"),
        ("accord", True, 150.1, 9.0, "frozen_conflict"),
        ("accord", True, 150.0, 5.0, "durable_peace"),
        ("accord", True, 0.0, 9.0, "durable_peace"),
        ("accord", True, 0.0, 4.99, "unproven_peace"),
    ],
)
def test_the_class_of_a_trial(phase, had_ceasefire, recent, age, expected):
    assert outcome(phase, had_ceasefire, recent, age) == expected


@repeatable
@given(phase=st.sampled_from(PHASES), had=st.booleans(), recent=incidents, age=years)
def test_every_end_has_one_class_that_its_phase_allows(phase, had, recent, age):
    allowed = {
        "war": {"renewed_war", "no_agreement"},
        "truce": {"low_level_war", "frozen_conflict"},
        "accord": {"low_level_war", "frozen_conflict", "durable_peace", "unproven_peace"},
        "decided": {"military_decision"},
    }
    assert outcome(phase, had, recent, age) in allowed[phase]


@repeatable
@given(phase=st.sampled_from(["truce", "accord"]), a=incidents, b=incidents, age=years)
def test_more_incidents_never_make_a_better_class(phase, a, b, age):
    worst_first = ["low_level_war", "frozen_conflict", "unproven_peace", "durable_peace"]
    low, high = sorted((a, b))
    ranks = [worst_first.index(outcome(phase, True, recent, age)) for recent in (low, high)]
    assert ranks[1] <= ranks[0]


@repeatable
@given(recent=incidents, a=years, b=years)
def test_an_older_accord_is_never_in_a_worse_class(recent, a, b):
    young, old = sorted((a, b))
    if outcome("accord", True, recent, young) == "durable_peace":
        assert outcome("accord", True, recent, old) == "durable_peace"


@repeatable
@given(recent=incidents, age=years)
def test_with_endless_tolerance_and_no_waiting_every_accord_is_durable_and_never_with_endless_waiting(
    recent, age
):
    assert outcome("accord", True, recent, age, math.inf, math.inf, 0.0) == "durable_peace"
    assert outcome("accord", True, recent, age, math.inf, math.inf, math.inf) == "unproven_peace"


# over_time


@pytest.mark.parametrize(
    ("chance", "ratio", "expected"),
    [
        (0.5, 2.0, 0.75),
        (0.75, 0.5, 0.5),
        (0.2, 1.0, 0.2),
        (0.19, 0.5, 0.1),
        (1.0, 0.1, 1.0),
        (1.0, 1e-6, 1.0),  # what is certain is so at once
        (0.0, 5.0, 0.0),
        (0.3, 0.0, 0.0),
    ],
)
def test_a_chance_over_a_longer_or_shorter_time(chance, ratio, expected):
    assert over_time(chance, ratio) == pytest.approx(expected, abs=4e-16)


@repeatable
@given(chance=st.floats(0, 1), more=st.floats(0, 1), ratio=st.floats(0, 20), longer=st.floats(0, 20))
def test_a_chance_grows_with_itself_and_with_time_and_stays_one(chance, more, ratio, longer):
    base = over_time(chance, ratio)
    assert 0.0 <= base <= 1.0
    # Every result is rounded by some 2^-53 times up to 20 x 37, the largest exponent.
    assert over_time(max(chance, more), ratio) >= base - 1e-13
    assert over_time(chance, ratio + longer) >= base - 1e-13


@repeatable
@given(chance=st.floats(0, 0.99), parts=st.integers(1, 13))
def test_surviving_all_parts_is_surviving_the_whole(chance, parts):
    part = over_time(chance, 1 / parts)
    # A share known to 2^-53, taken to the 13th power.
    assert (1 - part) ** parts == pytest.approx(1 - chance, abs=1e-14)


def test_a_small_chance_is_proportional_to_time():
    # To second order, c^2 r (r - 1) / 2, under 1e-11 here.
    assert over_time(1e-6, 4.0) == pytest.approx(4e-6, abs=1e-11)
