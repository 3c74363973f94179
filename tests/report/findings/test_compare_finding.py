"""What a comparison says."""

from pathlib import Path

import numpy as np
import pytest
from made_comparisons import compare_made, make_trials, peace_where
from told_findings import check_finding

from engine.analysis.arms import Arm, Asked
from engine.analysis.comparing.asking import ask_comparison, play_comparison
from engine.analysis.comparing.comparing import Compared
from engine.analysis.given import parse_observations
from engine.report.findings.compare import make_comparison
from engine.report.findings.finding import Finding
from engine.scenario import Scenario, list_differences


def tell(compared: Compared, *given: str, looks: int = 0) -> Finding:
    arms = tuple(Arm(side.name, side.trials.scenario) for side in compared.sides)
    observations = parse_observations(given, [arm.scenario for arm in arms])
    return make_comparison(compared, Asked(arms, compared.level.n_trials, 1), observations, looks=looks)


def make_arms(scenario: Scenario, *shares: float, trials: int = 400, seed: int = 1) -> dict[str, object]:
    rng = np.random.default_rng(seed)
    luck = rng.random(trials)
    return {
        f"arm-{place}": make_trials(scenario, peace_where(luck < share), crises=(luck > 0.2).astype(float))
        for place, share in enumerate(shares)
    }


def compare(scenario: Scenario, *shares: float, given: tuple[str, ...] = (), **how: bool) -> Compared:
    return compare_made(make_arms(scenario, *shares), "durable_peace", *given, **how)


def test_a_settled_ranking_is_said_with_the_first_arm_against_the_best(
    minimal: Scenario, tmp_path: Path
) -> None:
    finding = tell(compare(minimal, 0.2, 0.6, 0.4))
    ranking, difference, *_ = finding.answer
    assert "400 trials settle the ranking by durable peace, from best to worst: arm-1, arm-2" in ranking
    assert "points likelier under arm-1 than under arm-0 (95% interval" in difference
    assert "all 3 pairs at once" in difference
    check_finding(finding, tmp_path / "kept")


def test_a_ranking_that_is_open_is_not_claimed_and_what_would_settle_it_is_said(
    minimal: Scenario, tmp_path: Path
) -> None:
    finding = tell(compare(minimal, 0.5, 0.51, 0.2), looks=3)
    told = " ".join(finding.answer)
    assert "do not settle the ranking" in told
    assert "arm-1 ranks 1 to 2; arm-0 ranks 1 to 2; arm-2 ranks 3" in told
    assert "arm-1 and arm-0 are not told apart" in told
    assert "trials would do it, were the difference what it seems, or from" in told
    assert "trials settle" not in told
    assert "is settled" not in told
    assert "looked at 3 times" in told
    check_finding(finding, tmp_path / "kept")


def test_arms_that_are_the_same_are_said_to_be(minimal: Scenario, tmp_path: Path) -> None:
    finding = tell(compare(minimal, 0.5, 0.5))
    told = " ".join(finding.answer)
    assert "shows no difference between" in told
    assert "No trial tells arm-0 and arm-1 apart" in told
    assert "differs from arm-0 in nothing but labels" in told
    check_finding(finding, tmp_path / "kept")


def test_what_is_no_lever_is_flagged_in_the_answer(tmp_path: Path) -> None:
    found = play_comparison(ask_comparison(["berlin-budapest", "berlin-article5"], trials=200))
    finding = make_comparison(found.compared, found.asked)
    flagged = finding.answer[-1]
    kinds = [each.facts.lever for each in list_differences(*(arm.scenario for arm in found.asked.arms))]
    assert flagged.startswith(f"Not all that differs is a lever: {kinds.count(False)} of {len(kinds)} values")
    assert "guarantors.*.reliability" in flagged
    changes = finding.tables["changes"].frame.set_index("path")["lever"]
    assert changes["guarantors.germany.pledge"] == "yes"
    assert changes["guarantors.germany.reliability"] == "no"
    check_finding(finding, tmp_path / "kept")


def test_levers_alone_raise_no_flag(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('schema = 1\nextends = "berlin-article5"\n[front]\nzone_km = 20\n')
    found = play_comparison(ask_comparison(["berlin-article5", other], trials=100))
    finding = make_comparison(found.compared, found.asked)
    assert "lever" not in " ".join(finding.answer)
    assert "Values that differ: 1; declared levers among them: 1." in finding.parts[-1].texts[0]


def test_what_is_given_is_said_with_the_effective_number(minimal: Scenario, tmp_path: Path) -> None:
    compared = compare(minimal, 0.4, 0.6, given=("crises>=1",))
    finding = tell(compared, "crises>=1")
    told = " ".join(finding.answer)
    effective = int(compared.arms["effective"].iloc[0])
    assert f"an effective {effective} of 400" in told
    assert "not what changing arms would do then" in told
    check_finding(finding, tmp_path / "kept")


def test_one_arm_stands_against_itself_given_something(minimal: Scenario, tmp_path: Path) -> None:
    finding = tell(compare(minimal, 0.4, given=("crises>=1",)), "crises>=1")
    assert finding.title == "Durable peace under arm-0, given crises>=1"
    assert "less likely under arm-0 given crises>=1 than under arm-0" in finding.answer[0]
    assert "changes" not in finding.tables
    check_finding(finding, tmp_path / "kept")


def test_what_all_trials_agree_with_is_said_to_change_nothing(minimal: Scenario) -> None:
    finding = tell(compare(minimal, 0.4, 0.6, given=("truces<1",)), "truces<1")
    assert "All trials agree with truces<1, so that it changes nothing." in finding.answer


@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_numbers_are_told_apart_as_shares_are(minimal: Scenario, shift: float) -> None:
    rng = np.random.default_rng(2)
    arms = {
        name: make_trials(minimal, np.zeros(300), front=rng.normal(size=300) + more)
        for name, more in (("a", 0.0), ("b", shift))
    }
    told = " ".join(tell(compare_made(arms, "front")).answer)
    assert ("shows no difference" in told) == (shift == 0)
    assert ("The mean of front is" in told) == (shift > 0)


def test_on_sobol_points_no_ranking_is_claimed(tmp_path: Path) -> None:
    arms = ["berlin-budapest", "berlin-alliance"]
    found = play_comparison(ask_comparison(arms, overrides=["run.sampling=sobol"], trials=256))
    finding = make_comparison(found.compared, found.asked)
    assert finding.answer[0] == "No ranking can be told without intervals."
    assert found.compared.pairs["low"].isna().all()
    assert "no intervals are given" in finding.premises
    check_finding(finding, tmp_path / "kept")
