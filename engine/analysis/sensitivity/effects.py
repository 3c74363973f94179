"""Morris's elementary effects on a conditional mean that is only seen through noise."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine.analysis.sensitivity.bootstrap import Resampled, Rows
from engine.analysis.sensitivity.indices import multiply_apart
from engine.analysis.sensitivity.salib import HIGH, LOW, analyze_paths
from engine.model.parameters import Floats


def estimate_effects(names: Sequence[str], paths: Floats, measured: Floats, seed: int) -> pd.DataFrame:
    """Estimate mu*, mu and sigma of each factor's effects, per move from its 5% to its 95% quantile.

    The mean of absolute effects (mu*, Campolongo et al. 2007) grows with their noise. Here each trial's
    effect is counted with the sign that the other trials at the same two points show, which is as often
    right as wrong where there is no effect: mu* is 0 for what does nothing, and falls short where noise
    hides signs, never above in expectation. The variance of effects is taken between different trials.

    Parameters
    ----------
    paths : ndarray, shape (n_paths, n_names + 1, n_names)
        From `engine.analysis.sensitivity.salib.design_paths`.
    measured : ndarray, shape (n_paths, n_names + 1, n_trials)
        The objective in at least two trials at each point.
    seed : int
        Of the bootstrap over paths, which draws points and luck together.

    Returns
    -------
    table : DataFrame
        A row for each factor, the largest mu* first, with intervals, whether it stands out, and what SALib
        finds in the means as they are.
    """
    effects = _list_effects(paths, measured)
    others = effects.sum(axis=-1, keepdims=True) - effects
    rows = Rows(len(paths), seed)
    strength = rows.average((np.sign(others) * effects).mean(axis=-1))
    direction = rows.average(effects.mean(axis=-1))
    square = rows.average(multiply_apart(effects, effects))
    spread = _vary(square, direction, rows.average(effects.mean(axis=-1) ** 2), len(paths))
    plain_strength, plain_spread = analyze_paths(names, paths, measured.mean(axis=-1))
    spreads = {"sigma": spread.value, "sigma_low": spread.low, "sigma_high": spread.high}
    table = pd.DataFrame(
        {
            "factor": list(names),
            "mu_star": strength.value,
            "mu_star_low": strength.low,
            "mu_star_high": strength.high,
            "stands_out": strength.stand_out(),
            "mu": direction.value,
            "mu_low": direction.low,
            "mu_high": direction.high,
            **{name: np.sqrt(np.maximum(each, 0.0)) for name, each in spreads.items()},
            "salib_mu_star": plain_strength,
            "salib_sigma": plain_spread,
        }
    )
    return table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def _list_effects(paths: Floats, measured: Floats) -> Floats:
    """Give each path's effect of each factor in each trial, shape (n_paths, n_names, n_trials)."""
    steps = np.diff(paths, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    lengths = np.take_along_axis(steps, moved[..., np.newaxis], axis=2) / (HIGH - LOW)
    effects = np.diff(measured, axis=1) / lengths
    return np.take_along_axis(effects, np.argsort(moved, axis=1)[..., np.newaxis], axis=1)


def _vary(square: Resampled, mean: Resampled, mean_square: Resampled, n_paths: int) -> Resampled:
    """Estimate the variance of effects between paths without their noise; it may fall below 0."""

    def vary(square: Floats, mean: Floats, mean_square: Floats) -> Floats:
        return np.asarray(square - (n_paths * mean**2 - mean_square) / (n_paths - 1))

    return Resampled(
        vary(square.value, mean.value, mean_square.value),
        vary(square.others, mean.others, mean_square.others),
    )
