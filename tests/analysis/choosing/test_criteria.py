import numpy as np
import pytest
from scipy.stats import norm

from engine.analysis.choosing.criteria import CRITERIA, Judged, judge, measure_criteria
from engine.analysis.choosing.states import States, summarise, take_off_noise

ROWS = {name: row for row, name in enumerate(CRITERIA)}


def make_states(
    seed: int, mean: float, slope: float, noise: float, n_states: int = 200, replicates: int = 32
) -> States:
    """Two arms whose difference in a state is normal, with much more luck in each trial."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n_states, 1))
    first = z + rng.standard_normal((n_states, replicates))
    other = first + mean + slope * z + noise * rng.standard_normal((n_states, replicates))
    return summarise(np.stack([first, other], axis=2))


def test_criteria_are_what_a_small_table_gives_by_hand() -> None:
    worth = np.array([[0.0, 0.4], [0.2, 0.4], [0.9, 0.5], [1.0, 0.6]])
    found = measure_criteria(worth, level=0.5, alpha=0.5)
    by_hand = {
        "mean": (0.525, 0.475),
        "mean_regret": (0.15, 0.2),
        "high_regret": (0.2, 0.4),
        "satisfied": (0.5, 0.5),
        "worst": (0.2, 0.4),
        "tail_mean": (0.1, 0.4),
        "worst_state": (0.0, 0.4),
    }
    for name, values in by_hand.items():
        assert found[ROWS[name]] == pytest.approx(values), name


def test_knowing_everything_is_worth_the_closed_form_and_noise_would_inflate_it() -> None:
    """At most 4 of 12 intervals miss: with 95% each, more miss with a chance of 0.002%."""
    mean, slope, noise = 0.1, 0.5, 3.0
    truth = slope * float(norm.pdf(mean / slope) - mean / slope * norm.sf(mean / slope))
    judged = [judge(make_states(seed, mean, slope, noise), 0.0, 0.05, seed) for seed in range(12)]
    assert sum(not each.perfect.low <= truth <= each.perfect.high for each in judged) <= 4
    regret = ROWS["mean_regret"]
    noisy = np.mean([min(each.criteria[regret].raw) for each in judged])
    clean = np.mean([each.perfect.value for each in judged])
    error = np.std([each.perfect.value for each in judged]) / np.sqrt(12)
    assert clean == pytest.approx(truth, abs=5 * error)
    assert noisy > truth + 5 * error


def test_high_regret_is_that_of_the_states_and_not_of_luck() -> None:
    """The first arm's is exceeded in 5% of states at mean + 1.645 slopes; within 5 standard errors."""
    found = []
    for seed in range(12):
        worth = take_off_noise(make_states(seed, 0.1, 0.5, 3.0))
        found.append(measure_criteria(worth, 0.0, 0.05)[ROWS["high_regret"], 0])
    assert np.mean(found) == pytest.approx(0.1 + 1.645 * 0.5, abs=5 * np.std(found) / np.sqrt(12))


def test_arms_that_are_alike_have_no_regret_and_no_ranking() -> None:
    rng = np.random.default_rng(1)
    one = rng.standard_normal((40, 8, 1)) + rng.standard_normal((40, 1, 1))
    judged = judge(summarise(np.concatenate([one, one, one - 1], axis=2)), 0.0, 0.05, 1)
    regret = judged.criteria[ROWS["mean_regret"]]
    assert regret.values[0] == regret.values[1] == (0.0, 0.0, 0.0)
    assert judged.perfect.value == judged.perfect.low == 0.0
    for each in judged.criteria:
        assert each.ranks[0] == each.ranks[1] == 1
        assert not each.settled
        assert each.leads[1] == (0.0, 0.0, 0.0)


def find(judged: Judged, name: str) -> tuple[int, bool]:
    criterion = judged.criteria[ROWS[name]]
    return criterion.first, criterion.settled


def test_a_risky_arm_is_first_by_the_mean_and_a_safe_one_by_its_worst_states() -> None:
    rng = np.random.default_rng(2)
    state = rng.standard_normal((300, 1, 1))
    safe, risky = 0.1 * state, 0.5 + 2 * state
    worth = np.concatenate([safe, risky], axis=2) + 0.1 * rng.standard_normal((300, 8, 2))
    judged = judge(summarise(worth), -0.2, 0.05, 3)
    assert find(judged, "mean") == (1, True)
    for name in ("worst", "tail_mean", "worst_state", "satisfied"):
        assert find(judged, name) == (0, True), name


def test_states_whose_trials_failed_are_left_out() -> None:
    worth = np.random.default_rng(3).standard_normal((30, 8, 2))
    worth[4] = np.nan
    worth[5, 2] = np.nan
    states = summarise(worth)
    assert len(states.means) == 29
    assert np.isfinite(states.means).all()
    assert np.isfinite(states.noise).all()
