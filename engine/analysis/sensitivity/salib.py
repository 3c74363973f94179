"""SALib, as far as it is used: designs on the unit cube, and its own analysis of plain means."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from engine.errors import EngineError, Problem
from engine.model.parameters import Floats

LEVELS = 4
"""Levels of Morris's grid."""
LOW, HIGH = 0.05, 0.95
"""Quantiles at the ends of Morris's grid and of the tornado."""


def require_salib() -> None:
    """Refuse to go on without SALib.

    Raises
    ------
    EngineError
        If it is not installed.
    """
    try:
        import_module("SALib")
    except ImportError:
        rule = "needs SALib, which is not installed"
        raise EngineError(
            Problem("sim sensitivity", "", rule, "pip install 'ceasefire-engine[analysis]'")
        ) from None


def design_indices(names: Sequence[str], n_rows: int, seed: int) -> Floats:
    """Design Sobol's indices: shape (n_rows, n_names + 2, n_names), uniforms within (0, 1).

    In each row the first point is A, the last is B, and point i between them is A with factor i of B
    (Saltelli et al. 2010), on scrambled Sobol' points.
    """
    from SALib.sample import sobol

    points = sobol.sample(_pose(names, 0.0, 1.0), n_rows, calc_second_order=False, seed=seed)
    step = 2.0**-33
    cube: Floats = np.clip(points, step, 1.0 - step).reshape(n_rows, len(names) + 2, len(names))
    return cube


def design_paths(names: Sequence[str], n_paths: int, seed: int) -> Floats:
    """Design Morris's paths (1991), shape (n_paths, n_names + 1, n_names): each point moves one factor."""
    from SALib.sample import morris

    points = morris.sample(_pose(names, LOW, HIGH), n_paths, num_levels=LEVELS, seed=seed)
    paths: Floats = np.asarray(points, dtype=np.float64).reshape(n_paths, len(names) + 1, len(names))
    return paths


def analyze_indices(names: Sequence[str], means: Floats) -> tuple[Floats, Floats]:
    """Give the first-order and total indices that SALib finds in means, shape (n_rows, n_names + 2)."""
    from SALib.analyze import sobol

    if means.std() == 0.0:
        return np.full(len(names), np.nan), np.full(len(names), np.nan)
    posed = _pose(names, 0.0, 1.0)
    found = sobol.analyze(posed, means.ravel(), calc_second_order=False, num_resamples=2, seed=1)
    return np.asarray(found["S1"]), np.asarray(found["ST"])


def analyze_paths(names: Sequence[str], paths: Floats, means: Floats) -> tuple[Floats, Floats]:
    """Give the mu* and sigma that SALib finds in means along paths, shape (n_paths, n_names + 1)."""
    from SALib.analyze import morris

    points = paths.reshape(-1, len(names))
    found = morris.analyze(
        _pose(names, LOW, HIGH), points, means.ravel(), num_resamples=2, num_levels=LEVELS, seed=1
    )
    return np.asarray(found["mu_star"], dtype=np.float64), np.asarray(found["sigma"], dtype=np.float64)


def _pose(names: Sequence[str], low: float, high: float) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[low, high]] * len(names)}
