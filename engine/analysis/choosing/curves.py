"""Smooth curves of what trials are worth over unknowns: penalised cubic splines.

Penalised B-splines (Eilers & Marx 1996) with the smoothing that minimises generalised cross-validation
(Craven & Wahba 1979). Several unknowns are added up without interactions.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.interpolate import BSpline

from engine.simulation.records import Floats

DEGREE = 3
N_SPLINES = 10
KNOTS = 3.0
"""Normal score up to which knots reach; beyond it a curve goes on as at its end."""
SMOOTHINGS = np.logspace(-4, 7, 23)
RIDGE = 1e-9


class Basis(NamedTuple):
    """Functions of one unknown or several.

    Attributes
    ----------
    columns : ndarray, shape (n_trials, n_functions)
        Their values.
    penalty : ndarray, shape (n_functions, n_functions)
        What bends cost.
    """

    columns: Floats
    penalty: Floats


class Curve(NamedTuple):
    """Curves fitted to several responses.

    Attributes
    ----------
    weights : ndarray, shape (n_functions, n_responses)
        Of the functions of the basis.
    root : ndarray, shape (n_functions, n_functions)
        Root of the covariance of the weights, in units of the residual variance.
    residual : ndarray, shape (n_responses, n_responses)
        Covariance of the residuals.
    """

    weights: Floats
    root: Floats
    residual: Floats


def span_scores(scores: Floats) -> Basis:
    """Span smooth functions of an unknown's normal scores, shape (n_trials,)."""
    step = 2 * KNOTS / (N_SPLINES - DEGREE)
    knots = -KNOTS + step * np.arange(-DEGREE, N_SPLINES + 1)
    inside = np.clip(scores, -KNOTS, KNOTS - 1e-9)
    columns = BSpline.design_matrix(inside, knots, DEGREE).toarray()
    bends = np.diff(np.eye(N_SPLINES), n=2, axis=0)
    return Basis(columns, bends.T @ bends)


def span_options(options: np.ndarray, n_options: int) -> Basis:
    """Span functions of which option was drawn, shape (n_trials,)."""
    return Basis(np.eye(n_options)[options], np.zeros((n_options, n_options)))


def join(bases: Sequence[Basis]) -> Basis:
    """Add up functions of several unknowns."""
    sizes = [basis.columns.shape[1] for basis in bases]
    penalty = np.zeros((sum(sizes), sum(sizes)))
    at = 0
    for basis, size in zip(bases, sizes, strict=True):
        penalty[at : at + size, at : at + size] = basis.penalty
        at += size
    return Basis(np.concatenate([basis.columns for basis in bases], axis=1), penalty)


def fit_curve(basis: Basis, responses: Floats) -> Curve:
    """Fit curves to responses, shape (n_trials, n_responses), all with the same smoothing."""
    n_trials, n_functions = basis.columns.shape
    gram = basis.columns.T @ basis.columns
    gram += np.eye(n_functions) * RIDGE * max(1.0, np.trace(gram))
    lower = np.linalg.cholesky(gram)
    inverse = np.linalg.inv(lower)
    bends, turn = np.linalg.eigh(inverse @ basis.penalty @ inverse.T)
    bends = np.maximum(bends, 0.0)
    axes = inverse.T @ turn
    along = axes.T @ (basis.columns.T @ responses)
    spread = np.maximum(responses.var(axis=0), 1e-300)
    total = (responses**2).sum(axis=0)
    best, kept = np.inf, np.ones_like(bends)
    for smoothing in SMOOTHINGS:
        shrunk = 1 / (1 + smoothing * bends)
        left = total + ((shrunk**2 - 2 * shrunk)[:, None] * along**2).sum(axis=0)
        freedom = n_trials - shrunk.sum()
        score = float((left / spread).sum()) / max(freedom, 1.0) ** 2
        if score < best:
            best, kept = score, shrunk
    weights = axes @ (kept[:, None] * along)
    apart = responses - basis.columns @ weights
    residual = apart.T @ apart / max(n_trials - kept.sum(), 1.0)
    return Curve(weights, axes * np.sqrt(kept), residual)


def draw_curves(curve: Curve, n_draws: int, rng: np.random.Generator) -> Floats:
    """Draw weights from what the trials leave possible, shape (n_draws, n_functions, n_responses).

    The posterior of a smoothing spline, which covers across the curve (Wahba 1983).
    """
    n_functions, n_responses = curve.weights.shape
    values, turn = np.linalg.eigh(curve.residual)
    root = turn * np.sqrt(np.maximum(values, 0.0))
    noise = rng.standard_normal((n_draws, n_functions, n_responses))
    drawn: Floats = curve.weights + curve.root @ noise @ root.T
    return drawn
