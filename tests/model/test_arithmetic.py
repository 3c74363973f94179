"""The engine's own elementary functions against mpmath and scipy."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from engine.model import arithmetic
from engine.model.arithmetic import exp, log, logistic, logit, normal_quantile, poisson_quantile, power

repeatable = settings(derandomize=True, deadline=None, max_examples=200)

ROUNDING = 2.0**-52
UNIFORM_STEP = 2.0**-52
uniforms = st.integers(0, 2**52 - 1).map(lambda k: (k + 0.5) * UNIFORM_STEP)
resolved = uniforms.filter(lambda u: u < 1 - 1e-13)
"""Draws above which rounding of the cumulative sum, up to 200 x 2^-53, could move a count."""


def ulps(value, exact):
    """Error of a value in units of the last place of the exact one, which carries 100 bits."""
    return abs(mpmath.mpf(value) - exact) / math.ulp(float(exact))


def spread(low, high, n, seed):
    return np.random.default_rng(seed).uniform(low, high, n).tolist()


# exp


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0.0, 1.0), (1.0, math.e), (-1.0, 1 / math.e), (-745.0, 0.0), (-708.5, 0.0), (-math.inf, 0.0)],
)
def test_exp_at_values_known_by_heart(x, expected):
    assert exp(x) == pytest.approx(expected, rel=ROUNDING)


def test_exp_errs_by_less_than_one_ulp():
    near = [0.0, 1e-300, -1e-300, 1e-17, -1e-17, 708.9, -708.0, 0.34657359, 0.34657360, 709.0]
    with mpmath.workprec(100):
        for x in near + spread(-708, 709, 3000, 1) + spread(-2, 2, 3000, 2):
            assert ulps(exp(x), mpmath.exp(x)) < 1, x


def test_exp_stops_growing_above_709_and_so_never_overflows():
    assert exp(709.0) == exp(710.0) == exp(1e300) == exp(math.inf) < math.inf


@repeatable
@given(x=st.floats(-800, 800), y=st.floats(-800, 800))
def test_exp_does_not_fall(x, y):
    low, high = sorted((x, y))
    # Two results under 1 ulp from the truth may be out of order by 2 ulp where the truths are next to equal.
    assert exp(low) <= exp(high) * (1 + 2 * ROUNDING)


# log


@pytest.mark.parametrize(
    ("x", "expected"),
    [(1.0, 0.0), (math.e, 1.0), (2.0, math.log(2)), (0.5, -math.log(2)), (1024.0, 10 * math.log(2))],
)
def test_log_at_values_known_by_heart(x, expected):
    assert log(x) == pytest.approx(expected, rel=ROUNDING, abs=0)


def test_log_errs_by_less_than_one_ulp():
    near = [math.nextafter(1, 0), math.nextafter(1, 2), math.sqrt(2), math.sqrt(0.5), 2.3e-308, 1.7e308]
    wide = [10.0**e for e in spread(-307, 308, 3000, 3)]
    with mpmath.workprec(200):
        for x in near + wide + spread(0.5, 2, 3000, 4):
            assert ulps(log(x), mpmath.log(x)) < 1, x


@repeatable
@given(x=st.floats(-700, 700))
def test_log_undoes_exp(x):
    # A relative error of 1 ulp in exp is an absolute one in its log, beside 1 ulp of the log itself.
    assert log(exp(x)) == pytest.approx(x, rel=2 * ROUNDING, abs=2 * ROUNDING)


# logistic, logit, power


@pytest.mark.parametrize(
    ("x", "expected"), [(0.0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (math.log(9), 0.9)]
)
def test_logistic_and_logit_of_known_odds(x, expected):
    assert logistic(x) == pytest.approx(expected, rel=4 * ROUNDING)
    # d logit / dp is at most 1 / .09, so a rounding of p is some twelve roundings of the logit.
    assert logit(expected) == pytest.approx(x, abs=12 * ROUNDING)


@repeatable
@given(x=st.floats(-50, 50))
def test_logistic_of_opposites_sums_to_one(x):
    # Each side is rounded a handful of times; beyond 36 one of them is cut to 0, which is under 2^-51.
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=8 * ROUNDING)


@repeatable
@given(x=st.floats(-50, 50), y=st.floats(-50, 50))
def test_logistic_does_not_fall_and_stays_a_share(x, y):
    low, high = sorted((x, y))
    assert 0.0 <= logistic(low) <= logistic(high) * (1 + 4 * ROUNDING) <= 1 + 4 * ROUNDING


def test_logistic_is_exactly_nought_or_one_far_out():
    assert (logistic(36.5), logistic(-36.5), logistic(1e9), logistic(-1e9)) == (1.0, 0.0, 1.0, 0.0)


def test_logit_of_nought_and_one_is_finite():
    # The edge is 2^-52, and log(2^-52) = -52 ln 2.
    assert logit(0.0) == pytest.approx(-52 * math.log(2), rel=1e-15)
    assert logit(1.0) == pytest.approx(52 * math.log(2), rel=1e-15)


@repeatable
@given(p=st.floats(1e-6, 1 - 1e-6))
def test_logistic_undoes_logit(p):
    # A logit of up to 14 is rounded by up to 14 x 2^-53 beside a few more, and moves p by no more.
    assert logistic(logit(p)) == pytest.approx(p, rel=32 * ROUNDING)


@pytest.mark.parametrize(
    ("x", "exponent", "expected"),
    [
        (0.25, 0.5, 0.5),
        (0.5, 2.0, 0.25),
        (0.5, 3.0, 0.125),
        (0.0, 0.3, 0.0),
        (1.0, 7.0, 1.0),
        (0.81, 0.5, 0.9),
    ],
)
def test_power_of_round_numbers(x, exponent, expected):
    assert power(x, exponent) == pytest.approx(expected, rel=8 * ROUNDING)


@repeatable
@given(x=st.floats(1e-3, 1), exponent=st.floats(0.02, 50))
def test_power_keeps_shares_and_agrees_with_the_library(x, exponent):
    assert 0.0 <= power(x, exponent) <= 1.0
    # The product exponent x log(x) is at most 350 in size; its rounding by 2 ulp is relative in the result.
    assert power(x, exponent) == pytest.approx(x**exponent, rel=2 * 350 * ROUNDING)


def test_power_with_exponent_one_is_the_number_itself():
    for x in spread(0, 1, 200, 5):
        assert power(x, 1.0) == pytest.approx(x, rel=8 * ROUNDING)


# normal_quantile


@pytest.mark.parametrize(
    ("u", "expected"),
    # From published tables of the normal distribution to 15 digits.
    [(0.5, 0.0), (0.975, 1.959963984540054), (0.025, -1.959963984540054), (0.8413447460685429, 1.0)],
)
def test_normal_quantile_of_tabulated_probabilities(u, expected):
    assert normal_quantile(u) == pytest.approx(expected, rel=1e-14, abs=1e-16)


def test_normal_quantile_agrees_with_scipy_to_fourteen_digits():
    tails = [10.0**e for e in spread(-15.9, -0.4, 4000, 6)]
    draws = tails + spread(0, 1, 8000, 7) + [0.075, 0.0750001, 0.925, math.exp(-25), 0.5 + 1e-12, 0.5 - 1e-12]
    found = np.array([normal_quantile(u) for u in draws])
    np.testing.assert_allclose(found, stats.norm.ppf(draws), rtol=1e-14)


@repeatable
@given(u=uniforms)
def test_normal_quantile_is_odd_about_one_half(u):
    assert normal_quantile(1.0 - u) == -normal_quantile(u)


@repeatable
@given(u=uniforms, v=uniforms)
def test_normal_quantile_does_not_fall(u, v):
    low, high = sorted((u, v))
    assert normal_quantile(low) <= normal_quantile(high) + 4 * ROUNDING * abs(normal_quantile(high))


def test_the_outermost_draws_lie_some_eight_deviations_out():
    # Phi(-8.2095) is 2^-53, the smallest uniform.
    assert normal_quantile(2.0**-53) == pytest.approx(stats.norm.ppf(2.0**-53), rel=1e-14)
    assert -8.3 < normal_quantile(2.0**-53) < -8.2


# coarse_normal_quantile


def test_the_coarse_normal_quantile_is_within_a_millionth_and_cut_off():
    draws = [10.0**e for e in spread(-10.8, -0.4, 4000, 6)] + spread(0, 1, 8000, 7)
    found = np.array([arithmetic.coarse_normal_quantile(u) for u in draws])
    np.testing.assert_allclose(found, stats.norm.ppf(draws), rtol=1.2e-7, atol=1e-7)
    assert -6.65 < arithmetic.coarse_normal_quantile(2.0**-53) < -6.64


@repeatable
@given(u=uniforms, v=uniforms)
def test_the_coarse_normal_quantile_does_not_fall(u, v):
    low, high = (arithmetic.coarse_normal_quantile(each) for each in sorted((u, v)))
    assert low <= high + 4 * ROUNDING * abs(high)


# poisson_quantile


@pytest.mark.parametrize(
    ("u", "mean", "expected"),
    # At a mean of 1 the chances of at most 0, 1, 2 are 1/e, 2/e, 2.5/e: .368, .736, .920.
    [
        (0.3, 1.0, 0),
        (0.37, 1.0, 1),
        (0.73, 1.0, 1),
        (0.74, 1.0, 2),
        (0.92, 1.0, 3),
        (0.5, 0.0, 0),
        (0.5, -1.0, 0),
    ],
)
def test_poisson_quantile_worked_by_hand(u, mean, expected):
    assert poisson_quantile(u, mean) == expected


def poisson_draws(seed):
    rng = np.random.default_rng(seed)
    tails = 10.0 ** rng.uniform(-12, -1, 1000)
    return rng, np.concatenate([rng.random(6000), tails, 1 - tails])


def poisson_quantiles(u, means):
    return np.array([poisson_quantile(*pair) for pair in zip(u.tolist(), means.tolist(), strict=True)])


def test_poisson_quantile_is_exact_under_a_mean_of_nine():
    rng, u = poisson_draws(8)
    means = rng.uniform(0, 9, 8000)
    assert poisson_quantiles(u, means).tolist() == stats.poisson.ppf(u, means).tolist()


def test_poisson_quantile_is_within_one_count_from_a_mean_of_nine():
    rng, u = poisson_draws(9)
    means = 9 * 10.0 ** rng.uniform(1e-9, 3.5, 8000)
    inside = (u > 1e-9) & (u < 1 - 1e-9)
    u, means = u[inside], means[inside]
    assert np.abs(poisson_quantiles(u, means) - stats.poisson.ppf(u, means)).max() <= 1


@pytest.mark.parametrize("mean", [10.0, 13.7, 30.0, 100.0])
def test_the_poisson_expansion_is_within_six_in_ten_thousand_in_total_variation(mean):
    n = 400_000
    even = (np.arange(n) + 0.5) / n
    counts = poisson_quantiles(even, np.full(n, mean)).astype(int)
    found = np.bincount(counts) / n
    exact = stats.poisson.pmf(np.arange(len(found)), mean)
    # The grid moves each of fewer than mean + 12 sqrt(mean) boundaries by at most 1 / n.
    assert np.abs(found - exact).sum() / 2 < 6e-4 + (mean + 12 * math.sqrt(mean)) / n


def test_poisson_inversion_and_expansion_are_what_the_quantile_uses():
    for u in (0.001, 0.3, 0.99):
        assert poisson_quantile(u, 4.0) == arithmetic.poisson_inversion(u, 4.0)
        score = arithmetic.coarse_normal_quantile(u)
        assert poisson_quantile(u, 40.0) == arithmetic.poisson_expansion(score, 40.0)


@repeatable
@given(u=uniforms, v=uniforms, mean=st.one_of(st.floats(0, 60), st.floats(9.99, 10.01), st.floats(0, 1e5)))
def test_poisson_quantile_does_not_fall_in_the_draw(u, v, mean):
    low, high = sorted((u, v))
    assert poisson_quantile(low, mean) <= poisson_quantile(high, mean)


@repeatable
@given(u=resolved, means=st.lists(st.one_of(st.floats(8, 12), st.floats(0, 1e4)), min_size=2, max_size=6))
def test_poisson_quantile_does_not_fall_in_the_mean_even_across_ten(u, means):
    counts = [poisson_quantile(u, mean) for mean in sorted(means)]
    assert counts == sorted(counts)


@repeatable
@given(u=resolved)
def test_poisson_quantile_does_not_fall_where_the_method_changes(u):
    counts = [poisson_quantile(u, mean) for mean in np.linspace(9.5, 11.5, 60).tolist()]
    assert counts == sorted(counts)


def test_poisson_quantile_is_monotone_where_the_method_changes_on_a_dense_grid():
    u = np.sort(np.concatenate([np.linspace(1e-9, 1 - 1e-9, 100_001), 10.0 ** np.linspace(-12, -2, 20_001)]))
    under, above = (poisson_quantiles(u, np.full(u.size, mean)) for mean in (10 - 1e-12, 10.0))
    assert (under <= above).all()


def test_poisson_quantile_of_a_tiny_mean_is_almost_always_nought():
    # The chance of any is 1 - exp(-mean), next to the mean itself.
    assert poisson_quantile(1 - 2e-6, 1e-6) == 0
    assert poisson_quantile(1 - 5e-7, 1e-6) == 1


@pytest.mark.parametrize("mean", [0.3, 5.0, 29.0, 45.0, 400.0])
def test_poisson_quantile_has_the_mean_it_is_given(mean):
    n = 20_000
    even = (np.arange(n) + 0.5) / n
    counts = [poisson_quantile(u, mean) for u in even.tolist()]
    # The midpoint rule on a staircase errs by at most half a step for each jump; the tail beyond 1 / n adds
    # less than the largest count / n. There are under mean + 12 sqrt(mean) + 12 jumps.
    assert np.mean(counts) == pytest.approx(mean, abs=2 * (mean + 12 * math.sqrt(mean) + 12) / n + 0.005)
