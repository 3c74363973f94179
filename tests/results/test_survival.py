import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.results.survival import count_at_risk, estimate_incidence, estimate_survival, find_median

WEEKS = 30
SPELLS = st.lists(st.tuples(st.integers(0, WEEKS - 1), st.integers(0, 3)), min_size=2, max_size=60)


def count(spells: list[tuple[int, int]]) -> np.ndarray:
    counts = np.zeros((WEEKS, 4), dtype=np.int64)
    for week, end in spells:
        counts[week, end] += 1
    return counts


def exact(happened: int, trials: int) -> list[float]:
    found = stats.binomtest(happened, trials).proportion_ci(method="exact")
    return [happened / trials, found.low, found.high]


@given(SPELLS)
def test_survival_is_scipys(spells: list[tuple[int, int]]) -> None:
    counts = count(spells)
    ended = [week for week, end in spells if end]
    censored = [week for week, end in spells if not end]
    curve = estimate_survival(counts[:, 1:].sum(axis=1), counts[:, 0])
    survival = stats.ecdf(stats.CensoredData(uncensored=ended, right=censored)).sf
    for week, share in zip(survival.quantiles.astype(int), survival.probabilities, strict=True):
        assert curve.share[week] == pytest.approx(share, abs=1e-12)


@given(SPELLS)
def test_without_censoring_every_interval_is_that_of_clopper_and_pearson(
    spells: list[tuple[int, int]],
) -> None:
    counts = count([(week, max(1, end)) for week, end in spells])
    ended, nobody = counts.sum(axis=1), np.zeros(WEEKS, dtype=np.int64)
    holding = estimate_survival(ended, nobody)
    incidence = estimate_incidence(counts[:, 1], ended, nobody)
    for week in (0, WEEKS // 2, WEEKS - 1):
        left, fallen = int(ended[week + 1 :].sum()), int(counts[: week + 1, 1].sum())
        assert [line[week] for line in holding] == pytest.approx(exact(left, len(spells)), abs=1e-6)
        assert [line[week] for line in incidence] == pytest.approx(exact(fallen, len(spells)), abs=1e-6)


def test_under_censoring_the_ends_are_quantiles_of_the_beta_product() -> None:
    counts = count([(3, 1)] * 4 + [(3, 2)] * 3 + [(6, 0)] * 20 + [(9, 1)] * 5 + [(12, 0)] * 8)
    rng = np.random.default_rng(0)
    first = rng.dirichlet([4, 3, 34], 400_000)  # 40 at risk, 33 of them left and one more
    second = rng.dirichlet([5, 9], 400_000)  # 13 at risk
    left = first[:, 2] * second[:, 1]
    fallen = first[:, 0] + first[:, 2] * second[:, 0]
    more = left * rng.beta(1, 8, 400_000)
    ended, censored = counts[:, 1:].sum(axis=1), counts[:, 0]
    holding, incidence = estimate_survival(ended, censored), estimate_incidence(counts[:, 1], ended, censored)
    found = [holding.low[11], holding.high[11], incidence.low[11], incidence.high[11]]
    drawn = [np.quantile(each, chance) for each, chance in (
        (left - more, 0.025), (left, 0.975), (fallen, 0.025), (fallen + more, 0.975))]  # fmt: skip
    # Moments are matched, not whole distributions; the draws' own error is under .001.
    assert found == pytest.approx(drawn, abs=0.006)


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


def test_nobody_fallen_yet_is_bounded_by_those_still_observed() -> None:
    counts = count([(20, 0)] * 40 + [(10, 1)] * 10)
    curve = estimate_survival(counts[:, 1], counts[:, 0])
    assert (curve.share[5], curve.low[5], curve.high[5]) == pytest.approx(exact(50, 50))
    never = estimate_incidence(counts[:, 2], counts[:, 1], counts[:, 0])
    assert (never.share[20], never.low[20], never.high[20]) == pytest.approx(exact(0, 50))


def test_an_interval_widens_when_few_are_left_to_observe() -> None:
    counts = count([(3, 1)] * 10 + [(8, 0)] * 88 + [(12, 0)] * 2)
    curve = estimate_survival(counts[:, 1], counts[:, 0])
    assert curve.share[8] == curve.share[9] == pytest.approx(0.9)
    assert curve.low[8] > 0.8
    assert curve.low[9] < 0.2


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
