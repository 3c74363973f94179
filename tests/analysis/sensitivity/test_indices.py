"""Known indices lie within the intervals though only noise is seen.

The studies fix their seeds. A replication's interval is 95%; of n independent ones at most n - k may miss,
where k is the number that a binomial with 94% reaches in all but .1% of seeds, the project's bound for
intervals, so that a study fails by chance in at most .1% of seeds for each index.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from engine.analysis.sensitivity.indices import estimate_indices
from engine.analysis.sensitivity.salib import analyze_indices, design_indices
from engine.errors import EngineError

NAMES = ("x1", "x2", "x3", "dummy")
A, B = 7.0, 0.1
V1, V2 = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A * A / 8
V13 = B * B * np.pi**8 * (1 / 18 - 1 / 50)
V = V1 + V2 + V13
FIRST = np.array([V1, V2, 0, 0]) / V
TOTAL = np.array([V1 + V13, V2, V13, 0]) / V
"""Ishigami & Homma (1990), in closed form."""
LEAST, MOST = -1 - B * np.pi**4, 1 + A + B * np.pi**4
"""Bounds of the function."""
REPLICATIONS = 60


def ishigami(cube: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * cube - 1)
    return np.sin(x[..., 0]) + A * np.sin(x[..., 1]) ** 2 + B * x[..., 2] ** 4 * np.sin(x[..., 0])


def deal(cube: np.ndarray, n_trials: int, seed: int) -> np.ndarray:
    """Deal luck as the engine does: a row's own, the same at its points, anew where the dummy differs."""
    luck = np.random.default_rng(seed).standard_normal((2, len(cube), 1, n_trials))
    fresh = (cube[..., -1] != cube[:, :1, -1])[..., np.newaxis]
    return np.where(fresh, luck[1], luck[0])


def with_noise(cube: np.ndarray, n_trials: int, seed: int) -> np.ndarray:
    """Noise twice as wide as the function, and as wide again at some points as at others."""
    wide = 2 * np.sqrt(V) * (1 + 0.5 * np.cos(7 * cube[..., 1:2]))
    return ishigami(cube)[..., np.newaxis] + wide * deal(cube, n_trials, seed)


def yes_or_no(cube: np.ndarray, n_trials: int, seed: int) -> np.ndarray:
    """Yes with a chance that is the function, scaled: the same indices."""
    chance = (ishigami(cube) - LEAST) / (MOST - LEAST)
    return (norm.cdf(deal(cube, n_trials, seed)) < chance[..., np.newaxis]).astype(float)


def estimate(measured: np.ndarray, seed: int) -> pd.DataFrame:
    return estimate_indices(NAMES, measured, seed).table.set_index("factor").loc[list(NAMES)]


@pytest.mark.parametrize(
    ("measure", "n_rows", "n_trials"),
    [(with_noise, 256, 8), (yes_or_no, 128, 32)],
    ids=["noise", "yes or no"],
)
def test_known_indices_lie_within_the_intervals(measure, n_rows: int, n_trials: int) -> None:
    held = np.zeros((2, 4), dtype=int)
    for seed in range(REPLICATIONS):
        cube = design_indices(NAMES, n_rows, seed)
        table = estimate(measure(cube, n_trials, seed), seed)
        for place, (kind, truth) in enumerate((("first", FIRST), ("total", TOTAL))):
            held[place] += (table[f"{kind}_low"] <= truth) & (truth <= table[f"{kind}_high"])
    assert (held >= binom.ppf(0.001, REPLICATIONS, 0.94)).all(), held


def test_what_does_nothing_gets_0_where_salib_takes_noise_for_an_effect() -> None:
    """On one yes/no run a point SALib is sure of an effect of the dummy; on 32 the mean of ours holds 0.

    The dummy's true index is 0. Over 60 replications the mean of ours lies within 3.3 of its standard errors
    of 0, which fails by chance in .1% of seeds.
    """
    ours = []
    for seed in range(REPLICATIONS):
        measured = yes_or_no(design_indices(NAMES, 128, seed), 32, seed)
        ours.append(estimate(measured, seed).loc["dummy", "total"])
    assert abs(np.mean(ours)) < 3.3 * np.std(ours, ddof=1) / np.sqrt(len(ours))
    runs = yes_or_no(design_indices(NAMES, 1024, 0), 1, 0)
    _, total = analyze_indices(NAMES, runs[..., 0])
    assert total[-1] > 0.5


def test_without_noise_the_indices_are_salibs() -> None:
    cube = design_indices(NAMES, 256, 3)
    measured = np.repeat(ishigami(cube)[..., np.newaxis], 5, axis=-1)
    table = estimate(measured, 3)
    assert np.allclose(table["first"], table["salib_first"], rtol=1e-12, atol=1e-12)
    assert np.allclose(table["total"], table["salib_total"], rtol=1e-12, atol=1e-12)
    assert np.isnan(table.loc["dummy", "total_low"])  # no row shows an effect, which bounds none


def test_a_planted_linear_model_is_found() -> None:
    """Indices of a sum are the squared weights; of independent intervals, six, one or more misses in 1.5%."""
    weights = np.array([3.0, 2.0, 0.0, 0.0])
    cube = design_indices(NAMES, 512, 11)
    table = estimate((cube @ weights)[..., np.newaxis] + deal(cube, 16, 11), 11)
    truth = weights**2 / (weights**2).sum()
    for kind in ("first", "total"):
        reach = (table[f"{kind}_high"] - table[kind]) * 3.0 / 1.96
        assert (abs(table[kind] - truth)[:2] < reach[:2]).all()
    assert table["stands_out"].tolist() == [True, True, False, False]
    assert table.loc["x3", "total"] == 0.0


def test_where_only_noise_varies_there_are_no_indices() -> None:
    cube = design_indices(NAMES, 64, 5)
    found = estimate_indices(NAMES, deal(cube, 4, 5), 5)
    assert found.table[["total", "first", "total_low"]].isna().all().all()
    assert not found.table["stands_out"].any()
    assert found.noise.value > 0.7


def test_a_constant_has_no_indices_either() -> None:
    found = estimate_indices(NAMES, np.ones((32, 6, 4)), 1)
    assert found.variance.value == 0.0
    assert found.table["total"].isna().all()


def test_without_salib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from engine.analysis.sensitivity.asking import ask_sensitivity

    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(EngineError, match=r"ceasefire-engine\[analysis\]"):
        ask_sensitivity(["berlin"], method="sobol")
    assert ask_sensitivity(["berlin"], method="split").method == "split"
