from pathlib import Path

import numpy as np
import pytest

from engine.analysis.arms import ask_arms, play_arms, play_scenarios
from engine.analysis.measured import estimate_difference, estimate_mean
from engine.analysis.objective import parse_objective
from engine.analysis.simulating import simulate
from engine.errors import ScenarioError
from engine.notebook.running import run
from engine.scenario import Scenario, load_scenario


@pytest.fixture(scope="module")
def berlin() -> Scenario:
    return load_scenario("berlin")


def test_arms_share_the_trials_and_the_seed_of_the_first() -> None:
    asked = ask_arms(["berlin-budapest", "berlin-alliance"])
    first = load_scenario("berlin-budapest").parameters.run
    assert (asked.names, asked.trials, asked.seed) == (
        ("berlin-budapest", "berlin-alliance"),
        first.trials,
        first.seed,
    )


def test_what_is_played_in_chunks_is_what_is_played_at_once(berlin: Scenario) -> None:
    seen: list[int] = []
    (played,) = play_scenarios([berlin], 5, 0, 2100, seen.append)
    at_once = simulate(berlin, 2100, 5)
    assert sum(seen) == 2100
    assert np.array_equal(played.values, at_once.values, equal_nan=True)
    assert np.array_equal(played.draws, at_once.draws)
    (later,) = play_scenarios([berlin], 5, 2090, 10)
    assert np.array_equal(later.values, at_once.values[2090:], equal_nan=True)


def test_a_folder_stands_for_its_scenario_and_its_trials(tmp_path: Path) -> None:
    kept = run("berlin", out=tmp_path / "kept", trials=40, seed=3, progress=False)
    asked = ask_arms([tmp_path / "kept", "berlin-alliance"])
    assert (asked.names, asked.trials, asked.seed) == (("kept", "berlin-alliance"), 40, 3)
    played = play_arms(asked)[0].column("outcome")
    codes = kept.trials["outcome"].cat.codes.to_numpy()
    assert np.array_equal(np.nan_to_num(played, nan=-1), codes)


def test_every_problem_of_arms_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        ask_arms(["no-such-place", "berlin", "berlin"], trials=10**9, least=4)
    told = str(refused.value)
    for part in ("no-such-place", "is named twice", "held in memory", "at least 4"):
        assert part in told


def test_arms_whose_trials_would_not_be_paired_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('schema = 1\nextends = "berlin"\n[run]\nsampling = "sobol"\n')
    with pytest.raises(ScenarioError, match="not paired"):
        ask_arms(["berlin", other])


def test_objectives_are_worth_what_they_say(berlin: Scenario) -> None:
    trials = simulate(berlin, 400, 7)
    outcomes = trials.column("outcome")
    peace = parse_objective("durable_peace", berlin)
    either = parse_objective("durable_peace+unproven_peace", berlin)
    worth = parse_objective("durable_peace=1, unproven_peace=0.5", berlin)
    assert peace.is_share
    assert either.is_share
    assert not worth.is_share
    durable, unproven = (outcomes == 0).astype(float), (outcomes == 1).astype(float)
    assert np.array_equal(peace.measure(trials), durable)
    assert np.array_equal(either.measure(trials), durable + unproven)
    assert np.array_equal(worth.measure(trials), durable + unproven / 2)
    cost = parse_objective("-war_cost_ukraine", berlin)
    assert np.array_equal(cost.measure(trials), -trials.column("war_cost_ukraine"))
    soon = parse_objective("collapse_round<=26", berlin)
    assert soon.is_share
    assert np.array_equal(soon.measure(trials), (trials.column("collapse_round") <= 26).astype(float))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lasting_peace", "neither an outcome nor a recorded number"),
        ("durable_peace+lasting", "'lasting' is neither"),
        ("durable_peace=much", "needs a number"),
        ("durable_peace=nan", "finite"),
        ("collapse_round", "give a limit"),
        ("ceasefire_end", "is a word"),
        ("__import__('os')", "neither"),
    ],
)
def test_what_is_no_objective_is_refused_with_a_way_out(berlin: Scenario, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        parse_objective(text, berlin)


def test_the_same_arm_twice_differs_by_exactly_nothing(berlin: Scenario) -> None:
    trials = simulate(berlin, 300, 2)
    for text in ("durable_peace", "-war_cost_ukraine"):
        objective = parse_objective(text, berlin)
        measured = objective.measure(trials)
        assert estimate_difference(objective, measured, measured).value == 0.0
        mean = estimate_mean(objective, measured)
        assert mean.low < mean.value < mean.high
