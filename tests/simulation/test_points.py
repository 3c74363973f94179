"""Parameters that are given run as those that are drawn do, at any number of points."""

import numpy as np
import pytest

from engine.model.draws import key_of
from engine.model.packing import pack
from engine.scenario import load_scenario
from engine.simulation.kernel import run_given, run_packed, run_points

SEED = 3


@pytest.mark.parametrize("name", ["berlin", "korea-1953"])
def test_given_parameters_run_as_drawn_ones(name: str) -> None:
    packed = pack(load_scenario(name))
    drawn = run_packed(packed, SEED, 2, 12)
    given = run_given(packed, drawn.draws, key_of(SEED), 2)
    assert np.array_equal(given, drawn.values, equal_nan=True)


def test_every_point_meets_the_same_luck() -> None:
    packed = pack(load_scenario("berlin"))
    drawn = run_packed(packed, SEED, 5, 4)
    points = run_points(packed, drawn.draws, key_of(SEED), 5, 4)
    for point, of_point in enumerate(points):
        assert np.array_equal(of_point[point], drawn.values[point], equal_nan=True)
        alone = run_points(packed, drawn.draws[point : point + 1], key_of(SEED), 5, 4)
        assert np.array_equal(alone[0], of_point, equal_nan=True)
    other = run_points(packed, drawn.draws, key_of(SEED, replicate=1), 5, 4)
    assert not np.array_equal(other, points, equal_nan=True)
