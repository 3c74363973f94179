"""Drawing the uncertain parameters of trials: addressed uniforms, copula, inverse CDFs."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.model.draws import fill_trials, key_of, who_of
from engine.model.packing import Packed
from engine.model.parameters import Floats, Parameters
from engine.model.sobol import sobol_uniforms
from engine.model.streams import PARAMETER


class Drawn(NamedTuple):
    """The parameters of consecutive trials, as far as they differ.

    Attributes
    ----------
    row : ndarray, shape (n_cells,)
        All parameters; those that differ are the scenario's means.
    cells : ndarray of int64, shape (n_drawn,)
        Cells of the row that differ between trials.
    values : ndarray, shape (n_trials, n_drawn)
        What they are in each trial.
    draws : ndarray, shape (n_trials, n_uncertain)
        The uncertain parameters as drawn, in the order of `Packed.cells`.
    """

    row: Floats
    cells: NDArray[np.int64]
    values: Floats
    draws: Floats


def draw_rows(packed: Packed, seed: int, first: int, n_trials: int) -> tuple[Floats, Floats]:
    """Draw the uncertain parameters of consecutive trials, and lay out all parameters of each.

    Returns
    -------
    rows : ndarray, shape (n_trials, n_cells)
        All parameters of each trial.
    draws : ndarray, shape (n_trials, n_uncertain)
        The uncertain ones as drawn, in the order of `Packed.cells`.
    """
    draws = _draw(packed, seed, first, n_trials)
    return _lay_out(packed, draws), draws


def draw_cells(packed: Packed, seed: int, first: int, n_trials: int) -> Drawn:
    """Draw the uncertain parameters of consecutive trials, and list only what differs between them."""
    return place_draws(packed, _draw(packed, seed, first, n_trials))


def place_draws(packed: Packed, draws: Floats) -> Drawn:
    """Lay out given uncertain parameters, shape (n_trials, n_uncertain), in the order of `Packed.cells`."""
    row = _lay_out(packed, np.array([[packed.row[cells[0]] for _, cells in packed.cells]]))[0]
    places = [(place, cell) for place, (_, cells) in enumerate(packed.cells) for cell in cells]
    uncertain = {cell for _, cell in places}
    beside = [cell for cells in _weights(packed) if not uncertain.isdisjoint(cells) for cell in cells]
    if beside:
        cells = np.array(sorted(uncertain | set(beside)), dtype=np.int64)
        return Drawn(row, cells, np.ascontiguousarray(_lay_out(packed, draws)[:, cells]), draws)
    cells = np.array([cell for _, cell in places], dtype=np.int64)
    values = np.ascontiguousarray(draws[:, [place for place, _ in places]])
    return Drawn(row, cells, values, draws)


def draw_uniforms(packed: Packed, seed: int, first: int, n_trials: int) -> Floats:
    """Draw the uniforms of the uncertain parameters of consecutive trials, shape (n_uncertain, n_trials)."""
    key, paths = key_of(seed), packed.scenario.uncertain
    if packed.scenario.parameters.run.sampling == "sobol":
        uniforms = sobol_uniforms(key, paths, first, n_trials)
    else:
        uniforms = np.empty((len(paths), n_trials))
        for uniform, path in zip(uniforms, paths, strict=True):
            fill_trials(key, first, who_of(path), PARAMETER, uniform)
    correlate(packed, uniforms)
    return uniforms


def invert_uniforms(packed: Packed, uniforms: Floats) -> Floats:
    """Give the uncertain parameters, shape (n_trials, n_uncertain), at uniforms of the other shape."""
    draws = np.empty((uniforms.shape[1], len(packed.cells)))
    for i, (path, _) in enumerate(packed.cells):
        draws[:, i] = packed.distribution_of(path).quantile(uniforms[i])
    return draws


def _draw(packed: Packed, seed: int, first: int, n_trials: int) -> Floats:
    return invert_uniforms(packed, draw_uniforms(packed, seed, first, n_trials))


def _lay_out(packed: Packed, draws: Floats) -> Floats:
    rows = np.repeat(packed.row[np.newaxis, :], len(draws), axis=0)
    for i, (_, cells) in enumerate(packed.cells):
        for cell in cells:
            rows[:, cell] = draws[:, i]
    _scale_weights(packed, rows)
    return rows


def correlate(packed: Packed, uniforms: Floats) -> None:
    """Give uniforms, shape (n_uncertain, n_trials), the scenario's Gaussian copula, in place.

    A parameter that no correlation names keeps its uniforms to the last bit.
    """
    pairs = packed.scenario.parameters.correlations
    if not pairs:
        return
    from scipy.special import ndtr, ndtri

    tied = sorted({path for pair in pairs for path in pair.between})
    matrix = np.eye(len(tied))
    for pair in pairs:
        i, j = (tied.index(path) for path in pair.between)
        matrix[i, j] = matrix[j, i] = pair.rho
    rows = [packed.scenario.uncertain.index(path) for path in tied]
    normals = ndtri(uniforms[rows])
    lower = cholesky(matrix)
    for i, row in enumerate(rows):
        mixed = np.zeros(uniforms.shape[1])
        for j in range(i + 1):
            mixed += lower[i, j] * normals[j]
        uniforms[row] = ndtr(mixed)


def cholesky(matrix: Floats) -> Floats:
    """Lower Cholesky factor in a fixed order of operations; NaN where the matrix is not positive definite."""
    n = len(matrix)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            if i == j:
                lower[i, i] = np.sqrt(rest) if rest > 0 else np.nan
            else:
                lower[i, j] = rest / lower[j, j]
    return lower


def _weights(packed: Packed) -> Iterator[range]:
    """List the cells of each actor's weights that are scaled: a party's only where one is uncertain."""
    fields = Parameters._fields
    starts = np.concatenate([[0], np.cumsum([int(np.prod(shape)) for shape in packed.shapes])])
    uncertain = {cell for _, cells in packed.cells for cell in cells}
    for field in ("weight", "home_weights"):
        at = fields.index(field)
        n_actors, n_issues = packed.shapes[at]
        for actor in range(n_actors):
            first = int(starts[at]) + actor * n_issues
            cells = range(first, first + n_issues)
            if field == "home_weights" or not uncertain.isdisjoint(cells):
                yield cells


def _scale_weights(packed: Packed, rows: Floats) -> None:
    """Scale the weights of an actor to sum to 1, in place."""
    for cells in _weights(packed):
        total = np.zeros(len(rows))
        for cell in cells:
            total = total + rows[:, cell]
        for cell in cells:
            rows[:, cell] = rows[:, cell] / total
