import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_trials import load_minimal, make_chunk
from places import MINIMAL
from scipy import optimize, stats

from engine.results.aggregate import aggregate
from engine.results.tables import tabulate
from engine.results.variance import Correlation, Pairs, estimate_correlation, pair_up
from engine.scenario import Scenario, load_scenario
from engine.simulation.records import NO_TWIN, OUTCOMES, TWIN_TRIALS, columns

COUNTS = st.integers(0, 500)


def estimate(both: int, one: int, neither: int) -> tuple[float, float, float]:
    found = estimate_correlation(Pairs(*(np.array([float(count)]) for count in (both, one, neither))))
    return tuple(float(line[0]) for line in found)


def test_pairs_are_counted_by_how_many_of_the_two_end_in_each_outcome() -> None:
    pairs = pair_up(np.array([[10, 3, 0], [2, 80, 1], [0, 4, 0]]))
    assert [count.tolist() for count in pairs] == [[10, 80, 0], [5, 10, 5], [85, 10, 95]]


def test_the_estimate_is_the_covariance_of_twins_over_the_variance() -> None:
    both, one, neither = 40, 25, 135
    trial = np.repeat([1, 1, 0, 0], [2 * both, one, one, 2 * neither])  # each pair in both orders
    twin = np.repeat([1, 0, 1, 0], [2 * both, one, one, 2 * neither])
    assert estimate(both, one, neither)[0] == pytest.approx(np.corrcoef(trial, twin)[0, 1])


def test_the_ends_are_where_the_fit_of_all_shares_is_rejected() -> None:
    counts = np.array([40.0, 25.0, 135.0])

    def misfit(correlation: float) -> float:
        def cells(share: float) -> np.ndarray:
            mixed = share * (1 - share)
            return np.array(
                [
                    share**2 + correlation * mixed,
                    2 * mixed * (1 - correlation),
                    (1 - share) ** 2 + correlation * mixed,
                ]
            )

        best = optimize.minimize_scalar(
            lambda share: -(counts * np.log(cells(share))).sum(), bounds=(0.01, 0.99), options={"xatol": 1e-9}
        )
        expected = counts.sum() * cells(best.x)
        return float(((counts - expected) ** 2 / expected).sum())

    _, low, high = estimate(40, 25, 135)
    assert misfit(low) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-5)
    assert misfit(high) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-5)


@settings(deadline=None, max_examples=25)
@given(COUNTS, COUNTS, COUNTS)
def test_the_estimate_lies_in_an_interval_that_has_width(both: int, one: int, neither: int) -> None:
    value, low, high = estimate(both, one, neither)
    assert 0 <= low < high <= 1
    assert np.isnan(value) or low <= value <= high
    assert estimate(neither, one, both) == pytest.approx((value, low, high), abs=1e-9, nan_ok=True)


def test_what_never_or_always_happens_may_be_anything() -> None:
    for pairs in ((0, 0, 50), (50, 0, 0), (0, 0, 0)):
        value, *ends = estimate(*pairs)
        assert np.isnan(value)
        assert ends == [0, 1]


def test_a_correlation_that_chance_makes_negative_is_none() -> None:
    value, low, high = estimate(0, 60, 40)
    assert (value, low) == (0, 0)
    assert 0 < high < 0.3


def test_pairs_alike_leave_no_room_for_luck() -> None:
    value, low, high = estimate(30, 0, 70)
    assert value == high == 1
    assert 0.9 < low < 1


def test_twins_are_counted_among_trials_that_ran_to_their_end(minimal: Scenario) -> None:
    chunk = make_chunk(minimal, 3, TWIN_TRIALS - 80, 100)
    outcomes = chunk.values[:, [column.name for column in columns(minimal)].index("outcome")]
    paired = chunk.twins != NO_TWIN
    counted = aggregate(chunk, minimal).twins
    assert not paired[80:].any()
    assert not np.isnan(outcomes[paired]).any()
    assert counted.sum() == paired.sum() > 0
    for trial in range(len(OUTCOMES)):
        for twin in range(len(OUTCOMES)):
            assert counted[trial, twin] == ((outcomes == trial) & (chunk.twins == twin) & paired).sum()


def test_the_table_splits_the_variance_of_every_outcome(minimal: Scenario) -> None:
    counted = aggregate(make_chunk(minimal, 3, 0, 400), minimal)
    tables = tabulate(counted, minimal)
    table, share = tables.variance, tables.outcomes["share"]
    assert table["outcome"].tolist() == list(OUTCOMES)
    assert (table["pairs"] == counted.twins.sum()).all()
    assert table["variance"].tolist() == (share * (1 - share)).tolist()
    assert (table["epistemic"] + table["aleatory"]).to_numpy() == pytest.approx(1)
    assert table["aleatory"].between(table["aleatory_low"], table["aleatory_high"]).all()
    correlation = estimate_correlation(pair_up(counted.twins))
    for found, line in zip(("epistemic", "epistemic_low", "epistemic_high"), correlation, strict=True):
        assert table[found].tolist() == line.tolist()


def test_without_uncertain_parameters_all_of_the_variance_is_chance() -> None:
    fixed = load_scenario(MINIMAL, [f"{path}=0.5" for path in load_minimal().uncertain])
    chunk = make_chunk(fixed, 3, 0, 50)
    chunk.twins[:] = NO_TWIN
    table = tabulate(aggregate(chunk, fixed), fixed).variance
    assert (table[["epistemic", "epistemic_low", "epistemic_high", "pairs"]] == 0).all(axis=None)
    assert (table[["aleatory", "aleatory_low", "aleatory_high"]] == 1).all(axis=None)


def test_each_outcome_is_estimated_by_itself() -> None:
    pairs = pair_up(np.array([[10, 3, 0], [2, 80, 1], [0, 4, 0]]))
    whole = estimate_correlation(pairs)
    alone = [estimate_correlation(Pairs(*(count[k : k + 1] for count in pairs))) for k in range(3)]
    for k, found in enumerate(alone):
        assert Correlation(*(line[k : k + 1] for line in whole)) == found
