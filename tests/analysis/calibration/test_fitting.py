"""Shared numbers are laid where they belong, and judged by the patterns that train them."""

import numpy as np
import pytest

from engine.analysis.calibration.asking import check
from engine.analysis.calibration.fitting import Misfit
from engine.analysis.calibration.population import Population
from engine.analysis.calibration.posterior import (
    choose_point,
    find_centre,
    summarise,
    write_posterior,
)
from engine.analysis.calibration.shared import PROBLEMS, TRUCES, WARS, Number, lay, round_off
from engine.analysis.patterns.bench import Bench
from engine.analysis.patterns.measuring import MEASURES
from engine.analysis.patterns.targets import find_pattern
from engine.errors import ScenarioError
from engine.scenario import load_scenario
from engine.scenario.loading import load_text


def make_population(n: int = 40) -> Population:
    rng = np.random.default_rng(0)
    places = rng.uniform(0.2, 0.8, (n, len(TRUCES.numbers)))
    places[:, 5] = 1 - places[:, 3]  # damage falls where noise grows
    weights = np.full(n, 1 / n)
    return Population(places, np.linspace(0.5, 1, n), weights, 10 * n)


def test_a_prior_is_even_in_its_number_or_in_its_logarithm() -> None:
    assert [Number("x", 1, 3, in_log=False).at(place) for place in (0, 0.5, 1)] == [1, 2, 3]
    assert [Number("x", 1, 9, in_log=True).at(place) for place in (0, 0.5, 1)] == pytest.approx([1, 3, 9])


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_every_corner_of_the_prior_is_a_valid_scenario(problem, place: float) -> None:
    values = problem.values(np.full(len(problem.numbers), place))
    before = load_scenario(problem.base)
    after = load_scenario(problem.base, lay(problem, values))
    assert after.digest != before.digest


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
def test_every_shared_number_moves_the_scenario(problem) -> None:
    middle = np.full(len(problem.numbers), 0.5)
    digest = load_scenario(problem.base, lay(problem, problem.values(middle))).digest
    for i in range(len(problem.numbers)):
        moved = middle.copy()
        moved[i] = 0.6
        assert load_scenario(problem.base, lay(problem, problem.values(moved))).digest != digest


def test_training_patterns_are_for_training_and_train_one_problem_each() -> None:
    trained = [name for problem in PROBLEMS for name in problem.patterns]
    assert len(trained) == len(set(trained))
    assert all(find_pattern(name).use == "training" for name in trained)
    assert "P16" not in trained


def test_the_distance_is_the_root_mean_square_of_the_misses_pattern_by_pattern() -> None:
    place = np.full(len(WARS.numbers), 0.5)
    bench = Bench(100, 3, lay(WARS, WARS.values(place)))
    means = []
    for name in WARS.patterns:
        figures = find_pattern(name).figures
        misses = [figure.misses(value) for figure, value in zip(figures, MEASURES[name](bench), strict=True)]
        means.append(np.mean(np.square(misses)))
    expected = np.sqrt(np.mean(means))
    assert Misfit(WARS, 100, 3)(place[np.newaxis]) == pytest.approx([expected])


def test_the_point_is_the_medians_and_the_quantiles_are_in_order() -> None:
    population = make_population()
    points = summarise(TRUCES, population)
    assert choose_point(TRUCES, population) == {name: middle for name, (_, middle, _) in points.items()}
    for low, middle, high in points.values():
        assert low <= middle <= high


def test_quantiles_follow_the_weights() -> None:
    places = np.full((3, len(TRUCES.numbers)), [[0.1], [0.5], [0.9]])
    heavy = Population(places, np.ones(3), np.array([0.01, 0.01, 0.98]), 3)
    assert find_centre(heavy) == pytest.approx(np.full(len(TRUCES.numbers), 0.9), abs=0.02)


def test_the_posterior_is_a_scenario_that_runs_with_both_parties_alike() -> None:
    scenario = load_text(write_posterior(make_population()))
    assert "agreement" in scenario.parents
    assert {"parties.defender.damage", "parties.challenger.damage", "talks.resentment"} <= set(
        scenario.uncertain
    )
    rho = {pair.between: pair.rho for pair in scenario.parameters.correlations}
    assert rho["parties.defender.damage", "parties.challenger.damage"] == 0.99
    assert rho["parties.defender.temptation_noise", "parties.challenger.damage"] < -0.8


def test_numbers_are_rounded_to_three_digits() -> None:
    assert [round_off(value) for value in (0.0, 1234.5, 0.0012345, -2.7182)] == [0.0, 1230.0, 0.00123, -2.72]


def test_all_that_can_not_be_done_is_told_at_once(tmp_path) -> None:
    with pytest.raises(ScenarioError) as refused:
        check("wars", trials=1, first=100, kept=200, generations=-1, seed=0, out=tmp_path)
    message = str(refused.value)
    for option in ("--trials", "--first", "--kept", "--generations", "--out"):
        assert option in message
    check("truces", trials=50, first=16, kept=16, generations=0, seed=0, out=tmp_path / "new.toml")
