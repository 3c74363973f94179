"""The uncertain parameters of trials: addressed, correlated, inverted and written to their cells."""

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from engine.model import streams
from engine.model.drawing import cholesky, correlate, draw_rows
from engine.model.draws import key_of, uniform, who_of
from engine.model.packing import pack
from engine.scenario import load_scenario

repeatable = settings(derandomize=True, deadline=None, max_examples=60)

MINIMAL = Path(__file__).parents[1] / "scenarios" / "minimal.toml"
RELIABILITY = "guarantors.ally.reliability"
MATERIAL = "guarantors.ally.material"
TREND = "front.trend"
HOME = "parties.north.constituencies.public.positions"


def packed_with(*overrides):
    return pack(load_scenario(MINIMAL, overrides))


def drawn(packed, n_trials=200, seed=0, first=0):
    """Draws of each uncertain parameter, by path."""
    _, draws = draw_rows(packed, seed, first, n_trials)
    return {path: draws[:, i] for i, (path, _) in enumerate(packed.cells)}


def trial(packed, number=0, seed=0):
    rows, _ = draw_rows(packed, seed, number, 1)
    return packed.parameters(rows[0])


# Uncertain cells


def test_drawing_writes_the_cells_of_the_parameter_and_no_others():
    packed = packed_with()
    rows, draws = draw_rows(packed, 0, 0, 50)
    for i, (_, cells) in enumerate(packed.cells):
        for cell in cells:
            assert rows[:, cell].tobytes() == draws[:, i].tobytes()
    touched = {cell for _, cells in packed.cells for cell in cells}
    home = packed.row.size
    p = packed.parameters(np.arange(home, dtype=np.float64))
    touched |= {int(cell) for cell in p.home_weights.ravel()}
    others = [cell for cell in range(home) if cell not in touched]
    assert (rows[:, others] == packed.row[others]).all()


def test_a_draw_is_the_quantile_of_the_uniform_at_the_parameters_address():
    packed = packed_with()
    draws = drawn(packed, n_trials=20, seed=5, first=100)
    for path, values in draws.items():
        u = np.array([uniform(key_of(5), 100 + i, 0, who_of(path), streams.PARAMETER) for i in range(20)])
        assert values.tobytes() == packed.scenario.value_at(path).quantile(u).tobytes()


@repeatable
@given(first=st.integers(0, 10**6), n=st.integers(1, 40), within=st.integers(0, 39))
def test_a_trial_has_the_same_row_in_whatever_block_it_is_drawn(first, n, within):
    packed = BLOCKS
    block, _ = draw_rows(packed, 3, first, n)
    alone, _ = draw_rows(packed, 3, first + within % n, 1)
    assert block[within % n].tobytes() == alone[0].tobytes()


BLOCKS = packed_with(f'correlations=[{{between=["{RELIABILITY}", "{TREND}"], rho=0.6}}]')


def test_seeds_nought_and_one_draw_other_parameters():
    packed = packed_with()
    zero, one = drawn(packed, seed=0), drawn(packed, seed=1)
    assert all((zero[path] != one[path]).all() for path in zero)


def test_fixing_one_parameter_redraws_no_other():
    free, fixed = packed_with(), packed_with(f"{RELIABILITY}=0.4")
    before, after = drawn(free), drawn(fixed)
    assert set(before) - set(after) == {RELIABILITY}
    for path in after:
        assert after[path].tobytes() == before[path].tobytes()
    assert (draw_rows(fixed, 0, 0, 5)[0] == 0.4).any()
    assert trial(fixed).reliability[0] == 0.4


def test_making_another_parameter_uncertain_redraws_no_other():
    before = drawn(packed_with())
    after = drawn(packed_with("parties.north.cost={dist='uniform', low=0.1, high=0.3}"))
    for path in before:
        assert after[path].tobytes() == before[path].tobytes()


def test_another_distribution_is_drawn_at_the_same_rank():
    narrow = drawn(packed_with("front.trend={dist='uniform', low=0.0, high=0.1}"))[TREND]
    wide = drawn(packed_with("front.trend={dist='uniform', low=0.0, high=0.2}"))[TREND]
    # Quantiles are kept to 30 bits.
    np.testing.assert_allclose(wide, 2 * narrow, rtol=2.0**-29)


def test_the_name_of_a_file_moves_no_draw(tmp_path):
    shutil.copy(MINIMAL, tmp_path / "renamed.toml")
    one, two = (
        draw_rows(pack(load_scenario(path)), 0, 0, 9)[0] for path in (MINIMAL, tmp_path / "renamed.toml")
    )
    assert one.tobytes() == two.tobytes()


# Choices among words and truth values


def test_a_choice_among_words_packs_the_code_of_the_word_not_its_place_in_the_list():
    options = {}
    for first, second in (("after_ratification", "freely"), ("freely", "after_ratification")):
        packed = packed_with(f'parties.north.truce={{choice=["{first}", "{second}"], weights=[1, 0]}}')
        options[first] = trial(packed).truce[0]
    assert options == {"after_ratification": 2.0, "freely": 0.0}


@pytest.mark.parametrize(("options", "weights"), [("true, false", "3, 1"), ("false, true", "1, 3")])
def test_a_choice_between_yes_and_no_packs_one_for_yes_whichever_comes_first(options, weights):
    veto = "parties.north.constituencies.public.veto"
    packed = packed_with(f"{veto}={{choice=[{options}], weights=[{weights}]}}")
    rows, _ = draw_rows(packed, 0, 0, 2000)
    (cells,) = (cells for path, cells in packed.cells if path == veto)
    vetoes = rows[:, cells[0]]
    assert packed.parameters(rows[0]).veto[0] == vetoes[0]
    # Yes in three quarters; the share of 2000 draws is within 4 x .0097 but for 6 seeds in 100,000.
    assert vetoes.mean() == pytest.approx(0.75, abs=0.04)


def test_a_choice_among_numbers_packs_the_number():
    packed = packed_with("parties.north.cost={choice=[0.1, 0.4]}")
    rows, _ = draw_rows(packed, 0, 0, 50)
    costs = sorted({float(packed.parameters(row).cost[0]) for row in rows})
    # Quantiles are kept to 30 bits.
    assert costs == pytest.approx([0.1, 0.4], rel=2.0**-30)


# Positions and weights


def test_a_position_taken_from_an_uncertain_one_of_the_party_is_drawn_once_for_both():
    ideal = "parties.north.positions.guarantees.ideal"
    packed = packed_with(f"{ideal}={{dist='uniform', low=0.6, high=1.0}}")
    (cells,) = (cells for path, cells in packed.cells if path == ideal)
    assert len(cells) == 2
    rows, draws = draw_rows(packed, 0, 0, 30)
    assert np.ptp(draws, axis=0).min() > 0
    for row in rows:
        p = packed.parameters(row)
        assert p.home_ideal[0, 1] == p.ideal[0, 1] != 0.8


def test_a_position_of_its_own_does_not_follow_the_partys_draw():
    ideal = "parties.north.positions.guarantees.ideal"
    packed = packed_with(f"{ideal}={{dist='uniform', low=0.6, high=1.0}}", f"{HOME}.guarantees.ideal=0.3")
    (cells,) = (cells for path, cells in packed.cells if path == ideal)
    assert len(cells) == 1
    assert trial(packed).home_ideal[0, 1] == 0.3


def test_the_weights_of_a_constituency_are_scaled_to_one():
    p = trial(packed_with())
    # .8 of its own and .4 of its party's.
    assert p.home_weights[0].tolist() == pytest.approx([2 / 3, 1 / 3], rel=1e-15)


def test_the_weights_of_a_party_are_left_as_written_where_none_is_uncertain():
    assert trial(packed_with()).weight.tolist() == [[0.6, 0.4], [0.7, 0.3]]


def test_uncertain_weights_of_a_party_are_scaled_to_one_in_every_trial():
    weight = "parties.north.positions.territory.weight"
    packed = packed_with(f"{weight}={{dist='uniform', low=0.5, high=0.7}}")
    rows, draws = draw_rows(packed, 0, 0, 40)
    i = [path for path, _ in packed.cells].index(weight)
    for row, draw in zip(rows, draws[:, i], strict=True):
        p = packed.parameters(row)
        assert p.weight[0].sum() == pytest.approx(1.0, rel=2.0**-51)
        assert p.weight[0, 0] == pytest.approx(draw / (draw + 0.4), rel=2.0**-51)
        assert p.weight[1].tolist() == [0.7, 0.3]


# The copula


def test_a_copula_leaves_parameters_it_does_not_name_to_the_last_bit():
    tied = f'correlations=[{{between=["{RELIABILITY}", "{TREND}"], rho=0.7}}]'
    before, after = drawn(packed_with()), drawn(packed_with(tied))
    assert set(before) == set(after)
    for path in set(before) - {RELIABILITY, TREND}:
        assert after[path].tobytes() == before[path].tobytes()
    # One of the two takes its own normal with a factor of 1, the other is mixed.
    assert (after[RELIABILITY] != before[RELIABILITY]).any()
    np.testing.assert_allclose(after[TREND], before[TREND], rtol=1e-8)


@pytest.mark.parametrize("rho", [-0.8, 0.0, 0.6])
def test_a_copula_gives_the_rank_correlation_of_its_normals(rho):
    tied = f'correlations=[{{between=["{RELIABILITY}", "{TREND}"], rho={rho}}}]'
    n = 20_000
    draws = drawn(packed_with(tied), n_trials=n)
    found = stats.spearmanr(draws[RELIABILITY], draws[TREND]).statistic
    # Spearman's rho of a normal copula is 6 / pi arcsin(rho / 2); its standard error is at most
    # 1 / sqrt(n), and 4 of them are passed by 6 seeds in 100,000.
    assert found == pytest.approx(6 / math.pi * math.asin(rho / 2), abs=4 / math.sqrt(n))


def test_a_copula_changes_no_parameters_own_distribution():
    tied = f'correlations=[{{between=["{RELIABILITY}", "{MATERIAL}"], rho=0.9}}]'
    packed = packed_with(tied)
    n = len(packed.cells)
    uniforms = np.random.default_rng(4).random((n, 10_000))
    correlate(packed, uniforms)
    for row in uniforms:
        # Kolmogorov-Smirnov; a fixed seed that passes 1 in 1000 for each of n parameters.
        assert stats.kstest(row, "uniform").pvalue > 0.001


def test_several_correlations_are_kept_at_once():
    pairs = [(RELIABILITY, TREND, 0.5), (RELIABILITY, MATERIAL, -0.4), (MATERIAL, TREND, 0.2)]
    tables = ", ".join(f'{{between=["{one}", "{other}"], rho={rho}}}' for one, other, rho in pairs)
    packed = packed_with(f"correlations=[{tables}]")
    uniforms = np.random.default_rng(2).random((len(packed.cells), 40_000))
    correlate(packed, uniforms)
    normals = dict(zip(packed.scenario.uncertain, stats.norm.ppf(uniforms), strict=True))
    for one, other, rho in pairs:
        # The standard error of a correlation is under 1 / sqrt(n): 4 of them.
        assert np.corrcoef(normals[one], normals[other])[0, 1] == pytest.approx(
            rho, abs=4 / math.sqrt(40_000)
        )


@repeatable
@given(data=st.lists(st.floats(-1, 1), min_size=36, max_size=36), n=st.integers(1, 6))
def test_the_cholesky_factor_is_numpys(data, n):
    roots = np.array(data).reshape(6, 6)[:n]
    matrix = roots @ roots.T + 0.1 * np.eye(n)
    # Condition numbers reach 37 / .1, and each entry is a handful of operations.
    np.testing.assert_allclose(cholesky(matrix), np.linalg.cholesky(matrix), rtol=0, atol=1e-12)


def test_the_cholesky_factor_of_a_matrix_that_is_not_positive_definite_is_not_a_number():
    assert np.isnan(cholesky(np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]]))).any()
    assert cholesky(np.eye(3)).tolist() == np.eye(3).tolist()
