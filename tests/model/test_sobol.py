"""Sobol' points: nets in every dimension, scrambled, addressed by trial and path."""

import numpy as np
import pytest
from places import MINIMAL
from scipy.stats import qmc

from engine.model.drawing import draw_rows
from engine.model.draws import key_of
from engine.model.packing import pack
from engine.model.sobol import sobol_uniforms
from engine.results.aggregate import aggregate
from engine.results.tables import tabulate
from engine.scenario import load_scenario
from engine.simulation import kernel

PATHS = [f"a.b{i}" for i in range(8)]
N = 1024


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    return sobol_uniforms(key_of(0), PATHS, 0, N)


def test_every_dimension_is_stratified_to_the_last_point(points: np.ndarray) -> None:
    for row in points:
        assert sorted((row * N).astype(int)) == list(range(N))


@pytest.mark.parametrize("bits", range(11))
def test_the_first_two_dimensions_are_a_net(points: np.ndarray, bits: int) -> None:
    """Every box of 2^-bits by 2^-(10 - bits) holds one point: a (0, 10, 2)-net, which scrambling keeps."""
    cells = (points[0] * 2**bits).astype(int) * 2 ** (10 - bits) + (points[1] * 2 ** (10 - bits)).astype(int)
    assert sorted(cells) == list(range(N))


def test_scrambling_depends_on_seed_and_path(points: np.ndarray) -> None:
    plain = qmc.Sobol(len(PATHS), scramble=False, bits=32).random_base2(10).T
    others = [sobol_uniforms(key_of(1), PATHS, 0, N), sobol_uniforms(key_of(0), PATHS[::-1], 0, N), plain]
    for other in others:
        assert np.abs(points - other).max(axis=1).min() > 0.1


def test_a_point_is_the_same_in_whatever_block_it_is_drawn(points: np.ndarray) -> None:
    for first, n in ((0, 1), (1, 1), (0, 7), (5, 100), (1023, 1)):
        block = sobol_uniforms(key_of(0), PATHS, first, n)
        assert block.tobytes() == np.ascontiguousarray(points[:, first : first + n]).tobytes()


def test_uniforms_are_never_nought_or_one_and_none_are_needed_for_nothing(points: np.ndarray) -> None:
    assert 0 < points.min() < points.max() < 1
    assert sobol_uniforms(key_of(0), [], 0, 5).shape == (0, 5)


def test_means_over_points_are_nearer_than_over_random_draws() -> None:
    """For a sum of monotone functions a net errs by some 1 / n, chance by 1 / sqrt(n): here .01 sd."""
    scenario = load_scenario(MINIMAL, ["run.sampling=sobol"])
    for path in scenario.uncertain:
        distribution = scenario.value_at(path)
        _, draws = draw_rows(pack(scenario), 0, 0, N)
        mean = draws[:, scenario.uncertain.index(path)].mean()
        assert mean == pytest.approx(distribution.mean(), abs=0.01 * draws.std())


def test_a_run_on_points_gives_shares_without_intervals() -> None:
    scenario = load_scenario(MINIMAL, ["run.sampling=sobol"])
    tables = tabulate(aggregate(kernel.run_chunk(scenario, 0, 0, 64), scenario), scenario)
    assert tables.outcomes["share"].notna().all()
    for table in (tables.outcomes, tables.estimates, tables.survival, tables.phases):
        ends = [column for column in table if column.endswith(("low", "high"))]
        assert len(ends) >= 2
        assert table[ends].isna().all(axis=None)
