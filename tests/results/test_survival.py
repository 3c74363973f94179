import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.results.estimates import wilson
from engine.results.survival import count_at_risk, estimate_incidence, estimate_survival, find_median

WEEKS = 30
SPELLS = st.lists(st.tuples(st.integers(0, WEEKS - 1), st.integers(0, 3)), min_size=2, max_size=60)


def count(spells: list[tuple[int, int]]) -> np.ndarray:
    counts = np.zeros((WEEKS, 4), dtype=np.int64)
    for week, end in spells:
        counts[week, end] += 1
    return counts


@given(SPELLS)
def test_survival_and_its_interval_are_scipys(spells: list[tuple[int, int]]) -> None:
    counts = count(spells)
    ended = [week for week, end in spells if end]
    censored = [week for week, end in spells if not end]
    if not ended:
        return
    curve = estimate_survival(counts[:, 1:].sum(axis=1), counts[:, 0])
    data = stats.CensoredData(uncensored=ended, right=censored)
    survival = stats.ecdf(data).sf
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # scipy's interval is undefined at 0 and 1
        interval = survival.confidence_interval(method="log-log")
    for week, share in zip(survival.quantiles.astype(int), survival.probabilities, strict=True):
        assert curve.share[week] == pytest.approx(share, abs=1e-12)
    for week, low, high in zip(
        interval.low.quantiles.astype(int),
        interval.low.probabilities,
        interval.high.probabilities,
        strict=True,
    ):
        if 0 < curve.share[week] < 1:
            assert curve.low[week] == pytest.approx(low, abs=1e-9)
            assert curve.high[week] == pytest.approx(high, abs=1e-9)


@given(SPELLS)
def test_what_holds_and_what_has_ended_from_each_cause_add_up_to_all(spells: list[tuple[int, int]]) -> None:
    counts = count(spells)
    ended, censored = counts[:, 1:].sum(axis=1), counts[:, 0]
    causes = [estimate_incidence(counts[:, cause], ended, censored) for cause in (1, 2, 3)]
    total = estimate_survival(ended, censored).share + sum(curve.share for curve in causes)
    assert np.nan_to_num(total, nan=1.0) == pytest.approx(1.0)


@given(SPELLS)
def test_every_share_lies_strictly_inside_an_interval_that_has_width(spells: list[tuple[int, int]]) -> None:
    counts = count(spells)
    ended, censored = counts[:, 1:].sum(axis=1), counts[:, 0]
    curves = [estimate_survival(ended, censored), estimate_incidence(counts[:, 1], ended, censored)]
    for share, low, high in curves:
        known = ~np.isnan(share)
        assert (np.isnan(low) == ~known).all()
        assert (low[known] <= share[known] + 1e-12).all()
        assert (share[known] <= high[known] + 1e-12).all()
        assert (low[known] < high[known]).all()


def test_without_censoring_incidence_is_a_plain_share_with_the_binomial_error() -> None:
    counts = count([(2, 1)] * 10 + [(5, 2)] * 20 + [(9, 1)] * 15 + [(12, 3)] * 55)
    ended, censored = counts[:, 1:].sum(axis=1), counts[:, 0]
    curve = estimate_incidence(counts[:, 1], ended, censored)
    share, error = 0.25, np.sqrt(0.25 * 0.75 / 100)
    reach = np.exp(1.959963984540054 * error / (share * abs(np.log(share))))
    assert (curve.share[10], curve.low[10], curve.high[10]) == pytest.approx(
        (share, share**reach, share ** (1 / reach))
    )


def test_the_error_of_incidence_under_censoring_is_that_of_repeated_samples() -> None:
    rng = np.random.default_rng(5)
    shares, widths = [], []
    for _ in range(400):
        weeks, last = rng.geometric(0.1, 200), rng.integers(5, WEEKS, 200)
        spells = [
            (min(w, c), 0 if c < w else int(rng.integers(1, 3))) for w, c in zip(weeks, last, strict=True)
        ]
        counts = count(spells)
        curve = estimate_incidence(counts[:, 1], counts[:, 1:].sum(axis=1), counts[:, 0])
        shares.append(curve.share[15])
        widths.append((curve.high[15] - curve.low[15]) / (2 * 1.96))
    # The spread of 400 samples is known to 3.5% (1 / sqrt(800)); four of these and 3% for the curvature.
    assert np.mean(widths) == pytest.approx(np.std(shares), rel=0.17)


def test_nobody_fallen_yet_is_bounded_by_wilsons_interval() -> None:
    counts = count([(20, 0)] * 40 + [(10, 1)] * 10)
    curve = estimate_survival(counts[:, 1], counts[:, 0])
    assert (curve.share[5], curve.low[5], curve.high[5]) == pytest.approx(wilson(50, 50))
    never = estimate_incidence(counts[:, 2], counts[:, 1], counts[:, 0])
    assert (never.share[20], never.low[20], never.high[20]) == pytest.approx(wilson(0, 50))


def test_survival_ends_where_the_last_one_observed_was_censored() -> None:
    counts = count([(3, 1), (8, 0), (12, 0)])
    curve = estimate_survival(counts[:, 1], counts[:, 0])
    assert np.isfinite(curve.share[12])
    assert np.isnan(curve.share[13:]).all()


def test_survival_stays_at_zero_once_all_have_fallen() -> None:
    counts = count([(3, 1), (8, 1)])
    curve = estimate_survival(counts[:, 1], counts[:, 0])
    assert (curve.share[8:] == 0).all()
    assert (curve.high[8:] > 0).all()


def test_at_risk_are_those_not_yet_gone() -> None:
    counts = count([(3, 1), (3, 0), (8, 1)])
    assert count_at_risk(counts[:, 1], counts[:, 0])[[0, 3, 4, 8, 9]].tolist() == [3, 3, 1, 1, 0]


def test_a_median_is_the_first_week_by_which_half_have_fallen() -> None:
    counts = count([(week, 1) for week in range(20)])
    median, early, late = find_median(estimate_survival(counts[:, 1], counts[:, 0]))
    assert median == 9
    assert early is not None
    assert late is not None
    assert early < 9 < late
    counts = count([(20, 0)] * 40 + [(10, 1)] * 10)
    assert find_median(estimate_survival(counts[:, 1], counts[:, 0])) == (None, None, None)
