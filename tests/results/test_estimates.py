import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.results.estimates import POISSON_ZERO, Z, mean, mean_count, median, quantile, wilson


def test_the_constants_are_what_they_say() -> None:
    assert stats.norm.ppf(0.975) == pytest.approx(Z, rel=1e-15)
    assert stats.poisson.pmf(0, POISSON_ZERO) == pytest.approx(0.025, rel=1e-12)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_wilsons_interval_is_scipys(trials: int, part: float) -> None:
    happened = int(part * trials)
    expected = stats.binomtest(happened, trials).proportion_ci(method="wilson")
    share = wilson(happened, trials)
    assert share.value == happened / trials
    assert share.low == pytest.approx(expected.low, abs=1e-12)
    assert share.high == pytest.approx(expected.high, abs=1e-12)


@pytest.mark.parametrize("trials", [1, 10, 10**10])
def test_never_seen_is_not_impossible_and_always_seen_is_not_certain(trials: int) -> None:
    never, always = wilson(0, trials), wilson(trials, trials)
    assert never.low == 0 < never.high
    assert always.low < 1 == always.high
    assert never.high == pytest.approx(1 - always.low, rel=1e-6)


def test_no_trials_leave_a_share_anywhere() -> None:
    share = wilson(0, 0)
    assert math.isnan(share.value)
    assert share[1:] == (0.0, 1.0)


def test_a_mean_and_its_interval_are_those_of_the_normal_formula() -> None:
    values = np.array([0, 3, 1, 1, 7])
    found = mean(int(values.sum()), int((values**2).sum()), len(values), 1)
    error = values.std(ddof=1) / math.sqrt(len(values))
    assert found == pytest.approx((values.mean(), values.mean() - Z * error, values.mean() + Z * error))


def test_a_mean_of_zeros_has_an_upper_bound() -> None:
    assert mean(0, 0, 100, 1) == (0, 0, POISSON_ZERO / 100)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=30).filter(any))
def test_the_ends_of_a_mean_count_are_as_unlikely_as_the_score_says(values: list[int]) -> None:
    total, n = sum(values), len(values)
    found = mean_count(total, sum(value * value for value in values), n)
    variance = max(np.var(values, ddof=1), 1 / n) * (1 + 2 / total)
    for end in found[1:]:
        assert abs(found.value - end) == pytest.approx(Z * math.sqrt(variance / found.value * end / n))
    assert 0 <= found.low < found.value == total / n < found.high


def test_a_mean_of_counts_without_events_is_bounded_as_any_mean_of_zeros() -> None:
    assert mean_count(0, 0, 100) == mean(0, 0, 100, 1)


def test_one_value_has_no_interval_and_none_has_no_mean() -> None:
    assert mean(3, 9, 1, 1)[0] == 3
    assert all(math.isnan(number) for number in (*mean(3, 9, 1, 1)[1:], *mean(0, 0, 0, 1)))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_smallest_value_that_covers_the_share(values: list[int], share: float) -> None:
    expected = np.quantile(values, share, method="inverted_cdf")
    assert quantile(np.bincount(values, minlength=10), share) == expected


def test_a_median_lies_in_its_interval_and_an_empty_one_is_nothing() -> None:
    found = median(np.bincount([1, 2, 2, 3, 5, 8, 8, 9, 9, 9]))
    assert found.low <= found.value == 5 <= found.high
    assert all(math.isnan(number) for number in median(np.zeros(5, dtype=np.int64)))


def test_the_interval_of_a_median_covers_it_about_19_times_in_20() -> None:
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(1000):
        found = median(np.bincount(rng.integers(1001, size=101), minlength=1001))
        covered += found.low <= 500 <= found.high
    assert covered >= 930  # 950 expected; under 930 by chance in 0.3% of seeds
