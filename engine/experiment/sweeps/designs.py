"""How points come from axes: every combination, rows of a table, or points that fill the space."""

import datetime
import hashlib
import itertools
import math
from collections.abc import Iterator

from engine.experiment.sweeps.asking import Asked, AskedAxis

HASH_BITS = 52


def count_points(asked: Asked) -> int:
    """Count the points of a sweep before they are made."""
    if asked.points:
        return asked.points
    lengths = [len(axis.values) or axis.steps for axis in asked.axes]
    if asked.design == "table":
        return lengths[0]
    return math.prod(lengths) * len(asked.scenarios)


def design_points(asked: Asked, seed: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Give the points in order: the scenario under each, and a value for each axis."""
    rows: Iterator[tuple[object, ...]]
    if asked.design == "table":
        rows = zip(*(axis.values for axis in asked.axes), strict=True)
    elif asked.points:
        uniforms = _spread(asked, seed)
        rows = zip(*(_place(axis, row) for axis, row in zip(asked.axes, uniforms, strict=True)), strict=True)
    else:
        for scenario in asked.scenarios:
            for row in itertools.product(*(_list_values(axis) for axis in asked.axes)):
                yield scenario, row
        return
    for row in rows:
        yield asked.scenarios[0], row


def _list_values(axis: AskedAxis) -> list[object]:
    return list(axis.values) or [_between(axis, step / (axis.steps - 1)) for step in range(axis.steps)]


def _between(axis: AskedAxis, share: float) -> object:
    low, high = axis.low, axis.high
    if isinstance(low, datetime.date) and isinstance(high, datetime.date):
        return low + datetime.timedelta(days=round(share * (high - low).days))
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        raise TypeError(axis.name)
    return high if share == 1 else low + share * (high - low)


def _place(axis: AskedAxis, uniforms: list[float]) -> list[object]:
    if axis.values:
        return [axis.values[int(uniform * len(axis.values))] for uniform in uniforms]
    return [_between(axis, uniform) for uniform in uniforms]


def _spread(asked: Asked, seed: int) -> list[list[float]]:
    """Give a row of uniforms for each axis; a function of seed and names alone."""
    names = [axis.name for axis in asked.axes]
    if asked.design == "lhs":
        return [_draw_latin(f"{seed} {name}", asked.points) for name in names]
    from engine.model.draws import key_of
    from engine.model.sobol import sobol_uniforms

    spread: list[list[float]] = sobol_uniforms(key_of(seed), names, 0, asked.points).tolist()
    return spread


def _draw_latin(name: str, n_points: int) -> list[float]:
    """Give one uniform in each of as many equal strata, in an order of chance (McKay et al. 1979)."""
    order = sorted(range(n_points), key=lambda stratum: _hash(f"{name} order {stratum}"))
    return [
        (stratum + (_hash(f"{name} within {stratum}") + 0.5) / 2**HASH_BITS) / n_points for stratum in order
    ]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> (64 - HASH_BITS)
