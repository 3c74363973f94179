"""Boxes judged by trials that were held out: planted ones are found, and chance gives none."""

import numpy as np
import pytest
from scipy.stats import binom

from engine.analysis.discovery.asking import ask_boxes, find_boxes
from engine.analysis.discovery.cart import fit, grow, list_leaves
from engine.analysis.discovery.cases import Cases, Column, play_cases
from engine.analysis.discovery.discovering import FALSE_ALARM, discover
from engine.errors import ScenarioError


def make_cases(n: int, seed: int, inside: float, outside: float) -> Cases:
    """Twelve uniform parameters; cases come with one chance in a box of two, and another elsewhere."""
    rng = np.random.default_rng(seed)
    x = rng.random((12, n))
    chance = np.where((x[0] <= 0.5) & (x[1] >= 0.4), inside, outside)
    columns = tuple(Column(f"talks.p{i}", "", "Made up.", "1") for i in range(12))
    return Cases(columns, x, rng.random(n) < chance, "holds")


def test_a_planted_box_is_recovered_out_of_sample_by_both_methods() -> None:
    """Inside cases have a chance of .6, so that held-out densities lie about it: within 4 standard errors of
    a density that limits within .05 of the planted ones allow."""
    cases = make_cases(3000, 1, inside=0.6, outside=0.1)
    found = discover(cases, 7)
    assert {each.method for each in found.claimed} == {"PRIM", "CART"}
    for best in (
        next(each for each in found.claimed if each.method == method) for method in ("PRIM", "CART")
    ):
        assert {(limit.column, limit.end) for limit in best.limits} == {(0, 1), (1, 0)}
        places = {limit.column: limit for limit in best.limits}
        assert places[0].value == pytest.approx(0.5, abs=0.05)
        assert places[1].value == pytest.approx(0.4, abs=0.05)
        assert places[0].below == pytest.approx(0.5, abs=0.08)
        assert all(limit.chance < 1e-6 and limit.reproduced.share >= 0.9 for limit in best.limits)
        assert best.held_out.density == pytest.approx(0.58, abs=4 * np.sqrt(0.24 / best.held_out.trials))
    assert found.shuffled.weigh(found.steps[found.chosen].held.gain) == 1 / 41


def test_on_labels_that_no_parameter_moves_hardly_ever_any_box_is_claimed() -> None:
    """Of 30 data sets at most 5 may claim one: were the chance 5%, 6 would come in 0.3% of such tests."""
    allowed = int(binom.ppf(0.996, 30, FALSE_ALARM))
    found = [discover(make_cases(400, seed, 0.3, 0.3), seed) for seed in range(30)]
    assert sum(bool(each.claimed) for each in found) <= allowed == 5
    for each in found:
        for box in each.boxes:
            if not box.claimed and box.method == "PRIM":
                assert box.chance >= FALSE_ALARM / 2


def test_held_out_trials_take_back_what_the_search_flatters() -> None:
    found = discover(make_cases(1000, 3, 0.3, 0.3), 3)
    last, out = found.steps[-1].held, found.traced[-1]
    assert last.density > 0.55
    assert out.density < 0.45
    assert found.shuffled.weigh(found.steps[found.chosen].held.gain) > 0.05


def test_a_second_box_is_found_among_the_trials_that_the_first_leaves() -> None:
    rng = np.random.default_rng(5)
    x = rng.random((6, 6000))
    here, there = (x[0] > 0.8), (x[1] > 0.85) & (x[0] <= 0.8)
    hits = rng.random(6000) < np.where(here, 0.9, np.where(there, 0.8, 0.05))
    columns = tuple(Column(f"talks.p{i}") for i in range(6))
    boxes = [each for each in discover(Cases(columns, x, hits, "holds"), 1).claimed if each.method == "PRIM"]
    assert [{limit.column for limit in each.limits} for each in boxes] == [{0}, {1}]
    assert sum(each.held_out.cases for each in boxes) <= hits[1::2].sum()


def test_leaves_part_the_trials_and_a_tree_of_chance_has_no_split() -> None:
    cases = make_cases(1200, 8, 0.7, 0.1)
    x, hits = cases.learnt
    leaves, _ = grow(x, hits)
    held = np.sum([leaf.box.holds(x) for leaf in leaves], axis=0)
    assert (held == 1).all()
    for leaf in leaves:
        assert leaf.density == pytest.approx(hits[leaf.box.holds(x)].mean())
    nothing, _ = grow(x, np.random.default_rng(0).permutation(hits))
    assert len(nothing) == 1


def test_pruning_gives_the_trees_of_scikit_learn() -> None:
    from sklearn.tree import DecisionTreeClassifier

    x, hits = make_cases(800, 9, 0.6, 0.2).learnt
    least = int(np.ceil(0.05 * hits.size))
    for pruning in (0.0005, 0.003, 0.01):
        theirs = DecisionTreeClassifier(min_samples_leaf=least, random_state=0, ccp_alpha=pruning).fit(
            x.T, hits
        )
        leaves = list_leaves(fit(x, hits), len(x), pruning)
        chances = np.zeros(hits.size)
        for leaf in leaves:
            chances[leaf.box.holds(x)] = leaf.density
        assert np.allclose(chances, theirs.predict_proba(x.T)[:, 1])


def test_the_arm_is_a_condition_like_any_other() -> None:
    """Durable peace comes from the accord of berlin-article5 in a third of trials, from talks in a tenth."""
    sought = ask_boxes(["berlin-article5", "berlin"], [], objective="durable_peace", trials=600)
    found = find_boxes(sought)
    assert found.cases.columns[0].name == "arm = berlin"
    assert found.cases.hits.size == 1200
    first = found.claimed[0]
    assert (0, 1) in {(limit.column, limit.end) for limit in first.limits}


def test_each_arm_has_trials_of_its_own() -> None:
    sought = ask_boxes(["berlin-article5", "berlin-budapest"], [], objective="durable_peace", trials=300)
    cases = play_cases(sought.asked, sought.objective)
    path = [column.path for column in cases.columns].index("front.background")
    assert not np.array_equal(cases.x[path, :300], cases.x[path, 300:])


def test_words_that_are_drawn_are_conditions() -> None:
    overrides = ['sequence.order={choice=["truce_first", "parallel", "settlement_first"]}']
    sought = ask_boxes(["berlin"], overrides, objective="first_truce_round<=20", trials=400)
    names = [column.name for column in play_cases(sought.asked, sought.objective).columns]
    assert {"sequence.order = truce_first", "sequence.order = parallel"} <= set(names)


def test_the_rarer_side_is_of_interest_unless_told() -> None:
    sought = ask_boxes(["berlin"], [], objective="durable_peace", trials=400)
    found = find_boxes(sought)
    assert (found.cases.where, found.cases.hits.mean() < 0.5) == ("holds", True)
    fails = find_boxes(sought._replace(where="fails"))
    assert np.array_equal(fails.cases.hits, ~found.cases.hits)
    assert found.repeated.low < found.repeated.value < found.repeated.high


def test_what_no_box_can_be_found_for_is_refused_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        ask_boxes(["berlin"], ["run.sampling=sobol"], objective="accord_weeks")
    for part in ("yes or no", "depend on each other"):
        assert part in str(refused.value)
    with pytest.raises(ScenarioError, match="must lie above 0"):
        ask_boxes(["berlin"], [], objective="durable_peace", coverage=1.5)
    few = ask_boxes(["berlin"], [], objective="durable_peace", trials=40)
    with pytest.raises(ScenarioError, match="ask for more trials"):
        find_boxes(few)
