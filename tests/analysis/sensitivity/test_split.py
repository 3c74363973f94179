"""Planted variances are split as planted; false-alarm rates stand with each test."""

import numpy as np
import pytest
from scipy.stats import binom

from engine.analysis.sensitivity.split import SOURCES, split_variance

N_TRIALS, REPLICATIONS = 400, 60
LEVER, RULE, BOTH, UNKNOWN, TIED, LUCK = 0.5, 0.3, 0.2, 1.0, 0.4, 1.5
PLANTED = np.array([LEVER**2, UNKNOWN**2, RULE**2, BOTH**2 + TIED**2, LUCK**2])
TRUE = PLANTED / PLANTED.sum()


def plant(seed: int, *, lever: float = LEVER) -> np.ndarray:
    rng = np.random.default_rng(seed)
    signs = np.array([-1.0, 1.0])
    levers, rules = signs[:, None, None], signs[None, :, None]
    unknown = rng.standard_normal((N_TRIALS, 1, 1, 1))
    luck = rng.standard_normal((N_TRIALS, 1, 1, 2))
    fixed = lever * levers + RULE * rules + BOTH * levers * rules
    return fixed + UNKNOWN * unknown + TIED * unknown * levers + LUCK * luck


def test_planted_shares_lie_within_their_intervals_and_add_up() -> None:
    """At most as many of 60 intervals miss as a coverage of 94% allows in all but .1% of seeds, a source."""
    held = np.zeros(len(SOURCES), dtype=int)
    for seed in range(REPLICATIONS):
        table = split_variance(plant(seed)).table
        assert table["share"].sum() == pytest.approx(1.0)
        held += ((table["low"] <= TRUE) & (table["high"] >= TRUE)).to_numpy()
    assert (held >= binom.ppf(0.001, REPLICATIONS, 0.94)).all(), held


def test_a_lever_that_does_nothing_gets_exactly_nothing() -> None:
    rng = np.random.default_rng(1)
    one = rng.random((N_TRIALS, 1, 1, 2)) < 0.3
    table = split_variance(np.repeat(one.astype(float), 2, axis=1)).table.set_index("source")
    assert table.loc["levers", ["share", "low", "high"]].tolist() == [0.0, 0.0, 0.0]
    assert table.loc["interactions", "share"] == 0.0


def test_a_lever_without_an_effect_on_average_is_seldom_given_one() -> None:
    """Independent noise in each cell, so that the share of levers is 0: its interval should hold 0."""
    held = 0
    for seed in range(REPLICATIONS):
        noise = np.random.default_rng(seed).standard_normal((N_TRIALS, 2, 2, 2))
        row = split_variance(noise).table.iloc[0]
        held += row["low"] <= 0.0
    assert held >= binom.ppf(0.001, REPLICATIONS, 0.94)


def test_leaving_out_a_trial_is_what_the_jackknife_does() -> None:
    measured = plant(3)[:12]
    table = split_variance(measured).table
    left = np.array(
        [split_variance(np.delete(measured, trial, axis=0)).table["share"] for trial in range(12)]
    )
    error = np.sqrt(11 / 12 * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    assert np.allclose((table["high"] - table["share"]) / 1.959963984540054, error)


def test_where_nothing_varies_there_are_no_shares() -> None:
    split = split_variance(np.ones((20, 2, 1, 2)))
    assert split.total == 0.0
    assert split.table["share"].isna().all()
