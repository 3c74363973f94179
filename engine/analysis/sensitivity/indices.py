"""Sobol's indices of a conditional mean that is only seen through noise."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from engine.analysis.sensitivity.bootstrap import Resampled, Rows
from engine.analysis.sensitivity.salib import analyze_indices
from engine.model.parameters import Floats
from engine.results.estimates import Estimate


class Indices(NamedTuple):
    """What drives the mean of an objective, given the uncertain parameters.

    Attributes
    ----------
    variance : Estimate
        Variance of the conditional mean between points.
    noise : Estimate
        Share of noise in the variance of the means over the trials of a point.
    table : DataFrame
        A row for each factor, the largest total index first: first-order and total index with intervals,
        whether the total index stands out, and what SALib finds in the means as they are.
    """

    variance: Estimate
    noise: Estimate
    table: pd.DataFrame


def estimate_indices(names: Sequence[str], measured: Floats, seed: int) -> Indices:
    """Estimate first-order and total indices, corrected for the noise of each point's mean.

    The square of a mean over trials holds their noise. Here products are taken between different trials
    of a row alone, whose luck is independent given the parameters, so that noise drops out in expectation;
    without noise this is what SALib computes: eq. (b) and (f) of Saltelli et al. (2010), table 2. Where
    the variance between points is not told from 0 there are no indices.

    Parameters
    ----------
    measured : ndarray, shape (n_rows, n_names + 2, n_trials)
        The objective in at least two trials at each point of `salib.design_indices`; the luck of a trial is
        the same at all points of a row but that whose last factor differs, and independent between rows.
    seed : int
        Of the bootstrap over rows, which draws points and luck together.
    """
    n_trials = measured.shape[-1]
    centred = measured - measured.mean()
    a, between, b = centred[:, :1], centred[:, 1:-1], centred[:, -1:]
    ends = np.concatenate([a, b], axis=1)
    ends = ends - ends.mean()
    rows = Rows(len(measured), seed)
    variance = rows.average(multiply_apart(ends, ends).mean(axis=1))
    within = rows.average(ends.var(axis=-1, ddof=1).mean(axis=1) / n_trials)
    first = rows.average(multiply_apart(b, between - a)).over(variance)
    total = rows.average(multiply_apart(a - between, a - between) / 2).over(variance)
    table = _tabulate(names, first, total, *analyze_indices(names, measured.mean(axis=-1)))
    estimated = variance.estimate()
    if not variance.stand_out():
        known = [column for column in table if str(column).startswith(("first", "total"))]
        table = table.assign(**dict.fromkeys(map(str, known), np.nan), stands_out=False)
    noise = within.over(variance.plus(within)).estimate()
    table = table.sort_values("total", ascending=False, kind="stable", ignore_index=True)
    return Indices(estimated, noise, table)


def multiply_apart(here: Floats, there: Floats) -> Floats:
    """Average the products of all pairs of different trials along the last axis."""
    n_trials = here.shape[-1]
    products: Floats = here.sum(axis=-1) * there.sum(axis=-1) - (here * there).sum(axis=-1)
    return np.asarray(products / (n_trials * (n_trials - 1)))


def _tabulate(
    names: Sequence[str], first: Resampled, total: Resampled, plain_first: Floats, plain_total: Floats
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "factor": list(names),
            "total": total.value,
            "total_low": total.low,
            "total_high": total.high,
            "stands_out": total.stand_out(),
            "first": first.value,
            "first_low": first.low,
            "first_high": first.high,
            "salib_total": plain_total,
            "salib_first": plain_first,
        }
    )
