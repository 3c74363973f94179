import math

import pytest

from engine.report.wording import Share, say_full, say_interval, say_percent, say_roughly


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "none"),
        (0.001, "about 1 in 1,000"),
        (0.1, "about 1 in 10"),
        (0.17, "about 2 in 10"),
        (0.31, "about 3 in 10"),
        (0.34, "about 1 in 3"),
        (0.52, "about half"),
        (0.74, "about 3 in 4"),
        (0.95, "all but about 1 in 20"),
        (1.0, "all"),
    ],
)
def test_shares_are_put_in_everyday_words(value: float, words: str) -> None:
    assert say_roughly(value) == words


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.312, "31.2%"),
        (0.0004, "0.04%"),
        (0.99999, "99.999%"),
        (0.0, "0%"),
        (1.0, "100%"),
        (math.nan, "unknown"),
    ],
)
def test_a_percentage_is_0_or_100_only_if_the_share_is(share: float, text: str) -> None:
    assert say_percent(share) == text


def test_an_interval_that_touches_an_end_is_a_bound() -> None:
    assert say_interval(0.0, 0.004) == "below 0.4%"
    assert say_interval(0.996, 1.0) == "above 99.6%"
    assert say_interval(0.28, 0.34) == "28.0% to 34.0%"


def test_a_share_is_never_worded_without_its_count_and_interval() -> None:
    assert say_full(Share(0, 1000, 0.0, 0.0, 0.0038)) == "0 of 1,000 trials, 95% interval below 0.4%"
    said = say_full(Share(312, 1000, 0.312, 0.284, 0.341))
    assert said == "312 of 1,000 trials, 31.2%, 95% interval 28.4% to 34.1%"


def test_what_has_no_interval_is_not_said_to_have_one() -> None:
    assert say_interval(math.nan, math.nan) == ""
    assert say_full(Share(312, 1000, 0.312, math.nan, math.nan)) == "312 of 1,000 trials, 31.2%"
