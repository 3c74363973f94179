"""Arms compared over the same trials: known answers."""

import math
from pathlib import Path

import numpy as np
import pytest
from made_comparisons import compare_made, make_trials, peace_where
from places import MINIMAL

from engine.analysis.comparing.asking import ask_comparison, play_comparison
from engine.analysis.comparing.comparing import NO_INTERVAL, NOTHING_TOLD, Compared
from engine.analysis.comparing.contrasts import Contrast, contrast
from engine.analysis.comparing.ranking import Pair, list_ranks, rank
from engine.analysis.comparing.reading import read_trials
from engine.analysis.comparing.sides import Level, take_sides
from engine.analysis.objective import parse_objective
from engine.analysis.simulating import simulate
from engine.errors import ScenarioError
from engine.notebook.running import run
from engine.results.estimates import Estimate
from engine.results.paired import Flips, difference
from engine.results.simultaneous import ERROR, reach_all
from engine.scenario import Scenario, load_scenario


def play(*arms: str | Path, trials: int = 300, **asked: object) -> Compared:
    return play_comparison(ask_comparison(arms, trials=trials, **asked)).compared


def write_variant(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text("\n".join(['schema = 1\nextends = "berlin-article5"', *lines]) + "\n")
    return path


def assert_same(compared: Compared) -> None:
    (pair,) = compared.ranking.pairs
    assert pair.contrast.difference.value == 0
    assert (pair.contrast.better, pair.contrast.worse) == (0, 0)
    assert not pair.told
    assert not compared.ranking.is_settled
    assert (compared.outcomes[["difference", "here_alone", "there_alone"]] == 0).all(axis=None)
    assert (compared.holding["difference"] == 0).all()
    assert set(compared.outcomes["claim"]) | set(compared.holding["claim"]) == {NOTHING_TOLD}


def test_arms_that_differ_in_labels_alone_differ_by_exactly_nothing(tmp_path: Path) -> None:
    labels = 'title = "By another name"\ndescription = "The same."\nsource = "assumption: the same"'
    compared = play("berlin-article5", write_variant(tmp_path, "renamed", labels))
    assert_same(compared)
    assert compared.changes.empty


def test_a_null_lever_differs_by_exactly_nothing(tmp_path: Path) -> None:
    """How far monitors restrain says nothing where they detect nothing; nor what an arm would run alone."""
    (tmp_path / "blind.toml").write_text(MINIMAL.read_text())
    base = 'schema = 1\nextends = "blind.toml"\nstart.phase = "accord"\nmonitors.detection = 0\n'
    arms = [tmp_path / "without.toml", tmp_path / "with.toml"]
    for arm, null in zip(arms, ("", "monitors.restraint = 0.9\n[run]\ntrials = 7\nseed = 9\n"), strict=True):
        arm.write_text(base + null)
    compared = play(*arms)
    assert_same(compared)
    assert compared.changes["path"].tolist() == ["monitors.restraint"]


def test_planted_flips_are_counted_and_ranked(minimal: Scenario) -> None:
    base = np.repeat([1, 0], [30, 70]).astype(bool)
    better, worse = base.copy(), base.copy()
    better[35:65], better[0], worse[3:28] = True, False, False
    arms = {
        name: make_trials(minimal, peace_where(each))
        for name, each in (("first", base), ("better", better), ("worse", worse))
    }
    compared = compare_made(arms)
    assert compared.ranking.order == ("better", "first", "worse")
    assert compared.ranking.is_settled
    pair = compared.pairs.set_index(["arm", "against"]).loc[("better", "first")]
    assert (pair["better"], pair["worse"], pair["claim"]) == (30, 1, "better")
    assert (pair["difference"], pair["low"], pair["high"]) == difference(Flips(29, 30, 1, 40), reach_all(3))
    row = compared.outcomes.set_index(["arm", "outcome"]).loc[("worse", "durable_peace")]
    assert (row["here_alone"], row["there_alone"], row["claim"]) == (0, 25, "less often")
    assert (row["difference"], row["low"], row["high"]) == difference(Flips(5, 0, 25, 70))
    assert row["together_low"] == difference(Flips(5, 0, 25, 70), reach_all(14)).low
    against = compared.arms.set_index("arm")["difference"]
    assert against["better"] == pytest.approx(0.29)
    assert against["worse"] == pytest.approx(-0.25)
    assert math.isnan(against["first"])


def test_what_is_better_than_the_better_one_is_better_though_they_are_not_told_apart() -> None:
    nothing = Estimate(math.nan, math.nan, math.nan)

    def pair(here: str, there: str, low: float) -> Pair:
        ends = Estimate(low + 0.1, low, low + 0.2)
        return Pair(here, there, Contrast(0, 0, ends, ends, 0, 0, nothing, 0.0), low > 0, 0.0, 0.0)

    pairs = [pair("top", "middle", 0.1), pair("middle", "low", 0.1), pair("top", "low", -0.1)]
    assert list_ranks(("top", "middle", "low"), pairs) == {"top": (1, 1), "middle": (2, 2), "low": (3, 3)}
    assert list_ranks(("top", "middle", "low"), pairs[:1]) == {"top": (1, 2), "middle": (2, 3), "low": (1, 3)}


def test_ranks_that_trials_leave_open_are_said_with_what_would_settle_them(minimal: Scenario) -> None:
    rng = np.random.default_rng(2)
    shares = {"a": 0.5, "b": 0.51, "c": 0.1}
    arms = {name: make_trials(minimal, peace_where(rng.random(400) < p)) for name, p in shares.items()}
    compared = compare_made(arms)
    assert not compared.ranking.is_settled
    assert {compared.ranking.ranks[name] for name in "ab"} == {(1, 2)}
    assert compared.ranking.ranks["c"] == (3, 3)
    (pair,) = compared.ranking.open
    assert {pair.here, pair.there} == {"a", "b"}
    assert 400 <= pair.least < pair.needed
    needed = compared.pairs["trials_needed"]
    assert needed.notna().sum() == 1


def test_planted_differences_are_covered_at_once_as_often_as_said(minimal: Scenario) -> None:
    """All three differences of three arms, in 95% of 400 replications less three errors (fails for .13%)."""
    rng, size, shares = np.random.default_rng(3), 400, np.array([0.2, 0.3, 0.35])
    objective = parse_objective("durable_peace", minimal)
    held = 0
    for _ in range(size):
        luck = rng.random(500)
        happens = [np.where(rng.random(500) < 0.6, luck, rng.random(500)) < share for share in shares]
        trials = [make_trials(minimal, peace_where(each)) for each in happens]
        pairs = rank(take_sides("abc", trials), objective, Level(500)).pairs
        truth = dict(zip("abc", shares, strict=True))
        held += all(
            each.contrast.together.low <= truth[each.here] - truth[each.there] <= each.contrast.together.high
            for each in pairs
        )
    assert held / size >= 1 - ERROR - 3 * math.sqrt(ERROR * (1 - ERROR) / size)


def test_the_gain_of_pairing_is_what_shared_draws_make_it(minimal: Scenario) -> None:
    """Numbers of correlation .8 and one variance: 1 / (1 - .8) = 5, within its interval for 95% of seeds."""
    rng = np.random.default_rng(4)
    common = rng.normal(size=5000)
    here, there = (
        make_trials(minimal, np.zeros(5000), front=np.sqrt(0.8) * common + np.sqrt(0.2) * own)
        for own in rng.normal(size=(2, 5000))
    )
    gain = contrast(*take_sides("ab", [here, there]), parse_objective("front", minimal), Level(5000), 1).gain
    assert gain.low < 5 < gain.high
    assert gain.high - gain.low < 1


def test_trials_that_failed_on_either_side_are_left_out(minimal: Scenario) -> None:
    here = make_trials(minimal, np.array([0.0, np.nan, 0.0, 4.0]))
    there = make_trials(minimal, np.array([4.0, 0.0, np.nan, 4.0]))
    compared = compare_made({"there": there, "here": here})
    row = compared.outcomes.set_index("outcome").loc["durable_peace"]
    assert (row["trials"], row["here_alone"], row["there_alone"], row["difference"]) == (2, 1, 0, 0.5)


def test_time_is_held_of_all_trials_and_once_begun(minimal: Scenario) -> None:
    """One arm begins an accord in every other trial only, which lasts as long as the other's."""
    weeks = np.full(200, 104.0)
    half = np.where(np.arange(200) % 2, weeks, np.nan)
    ends = np.zeros(200)
    there = make_trials(minimal, np.zeros(200), accord_weeks=weeks, accord_end=ends)
    here = make_trials(
        minimal, np.zeros(200), accord_weeks=half, accord_end=np.where(np.isnan(half), half, ends)
    )
    compared = compare_made({"there": there, "here": here})
    accords = compared.holding[compared.holding["spell"] == "accord"].set_index("of")
    assert accords.loc["of all trials", ["here", "there"]].tolist() == [1.0, 2.0]
    assert accords.loc["of all trials", "claim"] == "shorter"
    assert accords.loc["once begun", "difference"] == 0
    assert accords.loc["once begun", "claim"] == NOTHING_TOLD


def test_one_trial_alone_claims_nothing(minimal: Scenario) -> None:
    arms = {
        name: make_trials(minimal, np.zeros(1), accord_weeks=np.array([weeks]), accord_end=np.zeros(1))
        for name, weeks in (("a", 8.0), ("b", 52.0))
    }
    compared = compare_made(arms, "accord_weeks")
    assert not compared.ranking.is_settled
    assert compared.pairs["claim"].tolist() == [NO_INTERVAL]
    assert compared.arms["mean"].tolist() == [52, 8]
    assert set(compared.holding["claim"]) == {NO_INTERVAL}


def test_a_run_read_back_is_the_trials_that_were_played(tmp_path: Path) -> None:
    kept = run("berlin", out=tmp_path / "kept", trials=50, seed=3, progress=False)
    read, played = read_trials(kept.scenario, kept.trials), simulate(load_scenario("berlin"), 50, 3)
    assert np.array_equal(read.values, played.values, equal_nan=True)
    assert np.array_equal(read.draws, played.draws)


def test_trials_stop_at_the_first_look_that_settles_the_ranking() -> None:
    question = ask_comparison(["berlin-budapest", "berlin-alliance"], trials=3000, until_settled=True)
    found = play_comparison(question)
    assert (found.looks, found.asked.trials) == (1, 1000)
    assert found.compared.ranking.is_settled
    assert found.compared.level.always
    at_once = play("berlin-budapest", "berlin-alliance", trials=1000)
    assert found.compared.pairs["difference"].equals(at_once.pairs["difference"])
    assert (found.compared.pairs["low"] < at_once.pairs["low"]).all()


def test_a_budget_that_settles_nothing_is_spent_over_several_looks(tmp_path: Path) -> None:
    near = write_variant(tmp_path, "near", "[guarantors.japan]\ncapability = 0.021")
    question = ask_comparison(["berlin-article5", near], trials=1300, until_settled=True)
    found = play_comparison(question)
    assert (found.looks, found.asked.trials) == (4, 1300)
    assert not found.compared.ranking.is_settled
    at_once = play("berlin-article5", near, trials=1300)
    assert found.compared.outcomes["difference"].equals(at_once.outcomes["difference"])


def test_arms_that_differ_in_nothing_are_not_played_for_long(tmp_path: Path) -> None:
    same = write_variant(tmp_path, "same")
    found = play_comparison(ask_comparison(["berlin-article5", same], trials=4000, until_settled=True))
    assert (found.looks, found.asked.trials) == (1, 1000)


def test_every_problem_is_told_before_anything_is_played(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refused:
        ask_comparison(["no-such-place", "berlin"], given=["truces"])
    assert len(refused.value.problems) == 2
    with pytest.raises(ScenarioError) as refused:
        ask_comparison(["berlin-article5", "berlin"], objective="lasting", given=["truce>=1"])
    assert len(refused.value.problems) == 2
    with pytest.raises(ScenarioError, match="needs at least 2"):
        ask_comparison(["berlin"])
    with pytest.raises(ScenarioError, match="needs at least two arms"):
        ask_comparison(["berlin"], given=["truces>=1"], until_settled=True)
    with pytest.raises(ScenarioError, match="needs independent draws"):
        ask_comparison(["berlin", "berlin-article5"], overrides=["run.sampling=sobol"], until_settled=True)
