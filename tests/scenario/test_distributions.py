"""Each distribution against SciPy's, and what is refused."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import betaincinv

from engine.scenario.bounding import check_bounds
from engine.scenario.distributions import (
    Distribution,
    LogNormal,
    Normal,
    Triangular,
    invert_beta,
    round_to_30_bits,
)
from engine.scenario.quantity import read_distribution
from engine.scenario.shapes import Facts
from engine.scenario.tabulated import Choice, Quantiles

UNIFORMS = np.array([1e-9, 1e-4, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.9999, 1 - 1e-9])
INNER = (np.arange(100_000) + 0.5) / 100_000
KNOWN: list[tuple[dict[str, Any], Any]] = [
    ({"dist": "beta", "a": 1, "b": 9}, stats.beta(1, 9)),
    ({"dist": "beta", "a": 0.5, "b": 3.5}, stats.beta(0.5, 3.5)),
    ({"dist": "beta", "a": 4, "b": 6, "low": -1, "high": 0.4444}, stats.beta(4, 6, -1, 1.4444)),
    ({"dist": "uniform", "low": -2, "high": 3}, stats.uniform(-2, 5)),
    ({"dist": "triangular", "low": 1, "mode": 2, "high": 5}, stats.triang(0.25, 1, 4)),
    ({"dist": "triangular", "low": 0, "mode": 0, "high": 1}, stats.triang(0, 0, 1)),
    ({"dist": "triangular", "low": 0, "mode": 1, "high": 1}, stats.triang(1, 0, 1)),
    ({"dist": "normal", "mean": 3, "sd": 2}, stats.norm(3, 2)),
    ({"dist": "normal", "mean": 0, "sd": 0.05, "low": -0.1, "high": 0.02}, stats.truncnorm(-2, 0.4, 0, 0.05)),
    ({"dist": "normal", "mean": 0, "sd": 1, "low": 2}, stats.truncnorm(2, np.inf)),
    ({"dist": "normal", "mean": 0, "sd": 1, "low": 4, "high": 5}, stats.truncnorm(4, 5)),
    ({"dist": "normal", "mean": 0, "sd": 1, "low": -5, "high": -4}, stats.truncnorm(-5, -4)),
    ({"dist": "lognormal", "median": 26, "sigma": 0.8}, stats.lognorm(0.8, scale=26)),
]
NAMES = [", ".join(f"{key} {value}" for key, value in table.items()) for table, _ in KNOWN]


@pytest.mark.parametrize(("table", "known"), KNOWN, ids=NAMES)
def test_quantiles_are_those_of_scipy(table: Mapping[str, object], known: Any) -> None:
    # 30 bits round a value by at most 2**-30 = 9.3e-10 of itself.
    np.testing.assert_allclose(
        read_distribution(table).quantile(UNIFORMS), known.ppf(UNIFORMS), rtol=2e-9, atol=2e-9
    )


@pytest.mark.parametrize(("table", "known"), KNOWN, ids=NAMES)
def test_means_and_supports_are_those_of_scipy(table: Mapping[str, object], known: Any) -> None:
    distribution = read_distribution(table)
    assert distribution.mean() == pytest.approx(known.mean(), rel=1e-7, abs=1e-9)
    assert distribution.support() == pytest.approx(known.support(), rel=1e-12)


def test_a_truncated_lognormal_is_the_exponential_of_a_truncated_normal() -> None:
    distribution = LogNormal(26, 0.8, low=2, high=400)
    z = stats.truncnorm(math.log(2 / 26) / 0.8, math.log(400 / 26) / 0.8)
    np.testing.assert_allclose(distribution.quantile(UNIFORMS), 26 * np.exp(0.8 * z.ppf(UNIFORMS)), rtol=2e-9)
    expected, _ = integrate.quad(lambda x: 26 * math.exp(0.8 * x) * z.pdf(x), *z.support())
    assert distribution.mean() == pytest.approx(expected, rel=1e-8)
    assert distribution.support() == (2, 400)


@pytest.mark.parametrize(
    "distribution",
    [
        LogNormal(0.5, 10, high=1),
        LogNormal(1, 10),
        Normal(0, 1e-300, low=0),
        Normal(1e300, 1),
        Normal(0, 1e300),
    ],
)
def test_extreme_spreads_overflow_nowhere(distribution: Distribution) -> None:
    assert math.isfinite(distribution.mean())
    assert np.isfinite(distribution.quantile(UNIFORMS)).all()


def quantity() -> st.SearchStrategy[Distribution]:
    """Any distribution whose values are of the order of one."""
    number = st.floats(-5, 5).map(lambda x: round(x, 3))
    positive = st.floats(0.05, 5).map(lambda x: round(x, 3))
    ends = st.tuples(number, positive).map(lambda pair: {"low": pair[0], "high": pair[0] + pair[1]})
    share = st.floats(0, 1)
    return st.one_of(
        st.builds(lambda a, b, to: {"dist": "beta", "a": a, "b": b} | to, positive, positive, ends),
        st.builds(lambda to: {"dist": "uniform"} | to, ends),
        st.builds(
            lambda to, at: (
                {"dist": "triangular", "mode": min(to["low"] + at * (to["high"] - to["low"]), to["high"])}
                | to
            ),
            ends,
            share,
        ),
        st.builds(
            lambda to, sd: {"dist": "normal", "mean": to["low"], "sd": sd, "low": to["low"]}, ends, positive
        ),
        st.builds(lambda m, s: {"dist": "lognormal", "median": m, "sigma": s}, positive, positive),
        st.lists(number, min_size=3, max_size=3)
        .map(sorted)
        .map(lambda v: dict(zip(("p5", "p50", "p95"), v, strict=True))),
        st.lists(number, min_size=1, max_size=4, unique=True)
        .map(sorted)
        .map(lambda options: {"choice": options}),
    ).map(read_distribution)


@given(quantity(), st.lists(st.floats(1e-9, 1 - 1e-9), min_size=2, max_size=20))
def test_quantiles_rise_within_the_support(distribution: Distribution, uniforms: list[float]) -> None:
    values = distribution.quantile(np.sort(uniforms))
    low, high = distribution.support()
    assert (np.diff(values) >= 0).all()
    assert values[0] >= low
    assert values[-1] <= high


@given(quantity())
def test_what_is_written_reads_back_as_the_same_distribution(distribution: Distribution) -> None:
    assert read_distribution(distribution.to_table()) == distribution


@given(quantity(), st.floats(1e-9, 1 - 1e-9))
def test_a_value_has_at_most_30_significant_bits_or_is_given(distribution: Distribution, u: float) -> None:
    value = float(distribution.quantile(np.array([u]))[0])
    if isinstance(distribution, Choice):
        assert not distribution.numeric or value in distribution.options
        return
    mantissa, _ = math.frexp(value)
    assert value in distribution.support() or mantissa * 2**30 == int(mantissa * 2**30)


@pytest.mark.parametrize("table", [table for table, _ in KNOWN if table.get("dist") != "lognormal"])
def test_the_mean_is_the_mean_of_the_draws(table: Mapping[str, object]) -> None:
    # The midpoint rule over 1e5 strata: ends with infinite slope leave less than 1e-4 of the width.
    distribution = read_distribution(table)
    assert distribution.quantile(INNER).mean() == pytest.approx(distribution.mean(), abs=1e-4)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (0.0, 0.0),
        (1.0, 1.0),
        (-3.5, -3.5),
        (1 + 2**-29, 1 + 2**-29),
        (1 + 2**-31, 1.0),
        (1 + 3 * 2**-31, 1 + 2**-29),
    ],
)
def test_rounding_keeps_30_significant_bits(value: float, rounded: float) -> None:
    assert round_to_30_bits(np.array([value]))[0] == rounded


def test_rounding_hides_a_difference_in_the_last_bits() -> None:
    assert round_to_30_bits(np.array([np.nextafter(0.1, 1)])) == round_to_30_bits(np.array([0.1]))


def test_a_rounded_value_stays_within_bounds() -> None:
    bound = 0.1
    values = Normal(0, 1, low=bound, high=0.3).quantile(np.array([1e-17, 1 - 1e-16]))
    assert values[0] >= bound
    assert values[1] <= 0.3


# ---------------------------------------------------------------- quantiles


def test_given_quantiles_are_met_and_joined_by_straight_lines() -> None:
    distribution = read_distribution({"p5": 0.1, "p50": 0.4, "p95": 0.8})
    uniforms = np.array([0.05, 0.275, 0.5, 0.725, 0.95])
    np.testing.assert_allclose(distribution.quantile(uniforms), [0.1, 0.25, 0.4, 0.6, 0.8], rtol=1e-9)


def test_outer_quantiles_go_on_in_a_straight_line_until_a_bound() -> None:
    # Slopes .3/.45 and .4/.45 over the outer twentieths.
    free = read_distribution({"p5": 0.1, "p50": 0.4, "p95": 0.8})
    assert free.support() == pytest.approx((0.1 - 0.05 * 0.3 / 0.45, 0.8 + 0.05 * 0.4 / 0.45))
    bounded = read_distribution({"p5": 0.1, "p50": 0.4, "p95": 0.8, "low": 0.08, "high": 0.81})
    assert bounded.support() == (0.08, 0.81)
    assert bounded.quantile(np.array([1e-9, 1 - 1e-9])).tolist() == [0.08, 0.81]


def test_the_order_of_quantiles_in_the_file_does_not_matter() -> None:
    assert read_distribution({"p95": 3, "p5": 1}) == read_distribution({"p5": 1, "p95": 3})


@pytest.mark.parametrize(
    "table",
    [
        {"p5": 0.1, "p50": 0.4, "p95": 0.8},
        {"p0": 0, "p100": 1},
        {"p5": 0.1, "p50": 0.4, "p95": 0.8, "low": 0.08, "high": 0.7},
        {"p5": 0.1, "p50": 0.4, "p95": 0.8, "low": 0.9},
        {"p5": 0.1, "p50": 0.4, "p95": 0.8, "high": 0.0},
        {"p10": 1, "p20": 1, "p90": 2, "low": 0.95},
    ],
)
def test_the_mean_of_quantiles_is_the_integral_of_the_inverse(table: Mapping[str, object]) -> None:
    distribution = read_distribution(table)
    # Kinks of a piecewise line cost the midpoint rule at most slope x stratum squared each: 1e-9.
    assert distribution.mean() == pytest.approx(distribution.quantile(INNER).mean(), abs=1e-8)


@pytest.mark.parametrize("key", ["p33.3333333333", "p0.00001", "p99.99999", "p2.5", "p10"])
def test_a_percent_is_written_as_exactly_as_it_was_read(key: str) -> None:
    distribution = read_distribution({key: 1, "p100": 2})
    assert list(distribution.to_table()) == [key, "p100"]
    assert read_distribution(distribution.to_table()) == distribution


# ---------------------------------------------------------------- choices


def test_a_choice_gives_each_option_its_share() -> None:
    choice = read_distribution({"choice": [0.5, 0.1, 0.9], "weights": [1, 2, 1]})
    drawn = choice.quantile(np.array([0.01, 0.2499, 0.25, 0.7499, 0.75, 0.99]))
    np.testing.assert_allclose(drawn, [0.5, 0.5, 0.1, 0.1, 0.9, 0.9], rtol=1e-9)
    assert choice.mean() == pytest.approx(0.4)
    assert choice.support() == (0.1, 0.9)


def test_options_are_equally_likely_where_no_weights_are_given() -> None:
    choice = read_distribution({"choice": [1, 2, 3, 4]})
    values, counts = np.unique(choice.quantile(INNER), return_counts=True)
    assert values.tolist() == [1, 2, 3, 4]
    assert counts.tolist() == [25_000] * 4


def test_an_option_of_weight_0_is_never_drawn() -> None:
    choice = read_distribution({"choice": [1, 2, 3], "weights": [0, 1, 0]})
    assert set(choice.quantile(INNER)) == {2.0}


def test_truth_is_drawn_as_1_and_words_as_positions() -> None:
    assert Choice((True, False), (1.0, 3.0)).mean() == pytest.approx(0.25)
    assert Choice(("b", "a"), (1.0, 1.0)).support() == (0, 1)
    assert not Choice(("b", "a"), (1.0, 1.0)).numeric


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ({"dist": "beta", "a": 0, "b": 1}, "a and b must be above 0"),
        ({"dist": "beta", "a": 1}, "dist = beta needs b"),
        ({"dist": "beta"}, "dist = beta needs a and b"),
        ({"dist": "beta", "a": 1, "b": 1, "low": 1, "high": 1}, "low must be below high"),
        ({"dist": "normal", "mean": 0, "sd": 0}, "sd must be above 0"),
        ({"dist": "normal", "mean": 0, "sd": 1, "low": 1, "high": 0}, "low must be below high"),
        (
            {"dist": "normal", "mean": 0, "sd": 1, "low": 9},
            "low and high leave next to nothing of the distribution",
        ),
        ({"dist": "lognormal", "median": 0, "sigma": 1}, "median and sigma must be above 0"),
        ({"dist": "lognormal", "median": 1, "sigma": 100}, "sigma must be at most 10"),
        ({"dist": "lognormal", "median": 1, "sigma": 1, "low": -1}, "low must be at least 0 and below high"),
        ({"dist": "triangular", "low": 0, "mode": 2, "high": 1}, "mode must lie between low and high"),
        ({"dist": "triangular", "low": 1, "mode": 1, "high": 1}, "low must be below high"),
        ({"dist": "uniform", "low": 1, "high": 0}, "low must be below high"),
        ({"dist": "uniform", "low": 0, "high": math.nan}, "high must be finite"),
        ({"dist": "uniform", "low": 0, "high": "1"}, "high must be a number"),
        ({"dist": "uniform", "low": False, "high": 1}, "low must be a number"),
        ({"dist": "uniform", "low": 0, "high": 1, "mode": 1}, "has no mode; it takes dist, low, high"),
        ({"dist": "gamma"}, "dist must be one of beta, normal, lognormal, triangular, uniform"),
        ({"dist": 3}, "dist must be one of beta, normal, lognormal, triangular, uniform"),
        ({"p5": 1}, "needs at least two quantiles, such as p5 and p95"),
        ({"p5": 1, "p101": 2}, "percents must lie in [0, 100]"),
        ({"p5": 2, "p95": 1}, "quantiles must not fall as the percent rises"),
        ({"p5": 1, "p95": 2, "low": 3, "high": 3}, "low must be below high"),
        ({"p5": 1, "p95": 2, "sd": 3}, "has no sd; it takes p5, p95, low, high"),
        ({"p5": 1, "p95": "2"}, "p95 must be a number"),
        ({"choice": []}, "needs at least one option"),
        ({"choice": 3}, "choice must be a list"),
        ({"choice": [1, "a"]}, "must not mix kinds of options"),
        ({"choice": [1, True]}, "must not mix kinds of options"),
        ({"choice": [1, 1.0]}, "names an option twice"),
        ({"choice": [1, [2]]}, "must be a number"),
        ({"choice": [1, 2], "weights": [1]}, "needs as many weights as options"),
        ({"choice": [1, 2], "weights": 1}, "weights must be a list"),
        ({"choice": [1, 2], "weights": [1, -1]}, "weights must not be negative"),
        ({"choice": [1, 2], "weights": [0, 0]}, "weights must not all be 0"),
        ({"choice": [1, 2], "weights": [1e308, 1e308]}, "weights must have a finite sum"),
        ({"choice": [1, 2], "low": 1}, "has no low; it takes choice, weights"),
        (
            {"mean": 1},
            'must be a number, {value = ...}, {dist = "..."}, {p5 = ..., p95 = ...} or {choice = [...]}',
        ),
    ],
)
def test_what_is_no_distribution_is_refused(table: Mapping[str, object], rule: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_distribution(table)
    assert str(refused.value) == rule


def test_a_triangle_rises_through_a_mode_next_to_its_end() -> None:
    triangle = Triangular(0.0, 1.0000000000000003e-09, 1.0)
    assert (np.diff(triangle.quantile(np.array([1e-9, 1.0000000000000003e-09]))) >= 0).all()


def test_the_same_percent_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="same percent twice"):
        Quantiles((5.0, 5.0), (1.0, 2.0))


def test_a_distribution_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="draw from it first"):
        bool(Triangular(0, 1, 2))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"dist": "uniform", "low": 0, "high": 1}, None),
        ({"dist": "normal", "mean": 0.5, "sd": 0.1, "low": 0, "high": 1}, None),
        ({"choice": [0, 1]}, None),
        ({"choice": ["a", "b"]}, None),
        (
            {"dist": "normal", "mean": 0.5, "sd": 0.1, "low": 0},
            "may give values from 0 to inf but must lie in [0, 1];; truncate it: high = 1",
        ),
        (
            {"dist": "normal", "mean": 0.5, "sd": 0.1},
            "may give values from -inf to inf but must lie in [0, 1];; truncate it: low = 0, high = 1",
        ),
        (
            {"dist": "lognormal", "median": 0.5, "sigma": 0.1},
            "may give values from 0 to inf but must lie in [0, 1];; truncate it: high = 1",
        ),
        (
            {"dist": "uniform", "low": -0.5, "high": 1},
            "may give values from -0.5 to 1 but must lie in [0, 1];; move its low and high within the bounds",
        ),
        (
            {"choice": [0, 2]},
            "may give values from 0 to 2 but must lie in [0, 1];; leave out the options beyond the bounds",
        ),
        (
            {"p0": 0, "p50": 2},
            "may give values from 0 to 4 but must lie in [0, 1];; truncate it: high = 1",
        ),
    ],
)
def test_all_that_a_distribution_may_give_must_lie_within_bounds(
    table: Mapping[str, object], message: str | None
) -> None:
    facts = Facts(low=0, high=1)
    if message is None:
        check_bounds(read_distribution(table), facts)
        return
    with pytest.raises(ValueError) as refused:
        check_bounds(read_distribution(table), facts)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("a", "b"), [(0.5, 0.5), (1, 1), (1, 60), (2, 18), (8, 5), (60, 1), (300, 200), (1e5, 1e5), (0.2, 0.1)]
)
def test_quantiles_of_a_beta_distribution_are_within_a_hundred_millionth_and_in_order(a, b):
    u = np.concatenate([np.linspace(1e-12, 1 - 1e-12, 20_001), 10.0 ** np.linspace(-15, -1, 2001)])
    u = np.sort(np.concatenate([u, 1 - u[-2001:]]))
    found = invert_beta(u, a, b)
    np.testing.assert_allclose(found, betaincinv(a, b, u), rtol=0, atol=1e-8)
    assert (np.diff(found) >= -1e-12).all()
    assert (found >= 0).all()
    assert (found <= 1).all()
