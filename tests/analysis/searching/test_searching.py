"""Searches over made-up worlds whose best packages are known, and over a scenario."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from told_findings import check_finding

from engine.analysis.objective import parse_objective
from engine.analysis.searching.asking import ask_search, run_search
from engine.analysis.searching.judging import Judge, Worth
from engine.analysis.searching.packages import AS_IT_IS, Lever, Package, find_own, list_levers, list_overrides
from engine.analysis.searching.search import Searched, Tried, find_front, search
from engine.analysis.simulating import simulate
from engine.errors import ScenarioError
from engine.model.draws import key_of, uniform
from engine.report.findings.search import say_search
from engine.scenario import Scenario, load_scenario
from engine.scenario.loading import load_text


@pytest.fixture(scope="module")
def berlin() -> Scenario:
    return load_scenario("berlin")


def make_levers(n_levers: int, n_settings: int) -> list[Lever]:
    settings = tuple(str(setting) for setting in range(n_settings))
    return [Lever(f"lever{place}", (), settings, 0, "") for place in range(n_levers)]


def test_the_front_of_a_known_world_is_found() -> None:
    levers = make_levers(4, 3)

    def play(package: Package, first: int, n_trials: int) -> Worth:
        give, *care = package
        signed, lasts = 0.3 * give + 0.1 * sum(care) / 3, 0.6 - 0.2 * give + 0.1 * sum(care) / 3
        return Worth(np.full(n_trials, signed), np.full(n_trials, lasts))

    found = search(levers, play, seed=3, budget=81, trials=1, fresh=1)
    everything = [
        Tried(each, *(float(mean.mean()) for mean in play(each, 0, 1)))
        for each in product(range(3), repeat=4)
    ]
    assert {each.tried.package for each in found.front} == {each.package for each in find_front(everything)}
    assert {each.tried.package for each in found.front} == {(give, 2, 2, 2) for give in range(3)}


def test_none_of_the_front_is_beaten_and_all_others_are() -> None:
    draw = np.random.default_rng(1)
    tried = [Tried((place,), *draw.random(2)) for place in range(60)]
    front = find_front(tried)

    def beats(one: Tried, other: Tried) -> bool:
        return one.signed >= other.signed and one.lasts >= other.lasts and one != other

    for each in tried:
        assert (each in front) == (not any(beats(other, each) for other in tried))


def flip_coins(package: Package, first: int, n_trials: int) -> Worth:
    """Both are coins that fall alike whatever the package: the best package is merely the luckiest."""
    who = sum(4**place * setting for place, setting in enumerate(package))
    signed, lasts = (
        np.array(
            [uniform(key_of(5), first + trial, 0, who, stream) < 0.5 for trial in range(n_trials)], float
        )
        for stream in (1, 2)
    )
    return Worth(signed, lasts)


def test_fresh_draws_undo_the_winners_curse() -> None:
    found = search(make_levers(4, 4), flip_coins, seed=1, budget=120, trials=50, fresh=2000)
    seen = np.mean([each.tried.signed + each.tried.lasts for each in found.front])
    fresh = np.mean([each.worth.signed.mean() + each.worth.lasts.mean() for each in found.front])
    assert seen > 1.05  # the front of 120 pairs of means with a standard error of .071 each
    sd = np.sqrt(0.5 / 2000 / len(found.front))
    assert abs(fresh - 1.0) < 4.5 * sd  # false alarm 7e-6


def test_a_search_gives_the_same_again() -> None:
    def run(seed: int) -> Searched:
        return search(make_levers(3, 4), flip_coins, seed=seed, budget=50, trials=20, fresh=20)

    first, again, other = run(1), run(1), run(2)
    assert first.tried == again.tried
    assert first.tried != other.tried
    assert first.tried[0].package == (0, 0, 0)  # the scenario as it stands


def test_the_usual_levers_are_terms_pledges_and_what_watches_the_line(berlin: Scenario) -> None:
    levers = {lever.path: lever for lever in list_levers(berlin)}
    assert {f"start.terms.{issue}" for issue in berlin.parameters.issues} < set(levers)
    assert levers["start.terms.territory"].settings == ("0", "0.5", "1")
    pledges = levers["guarantors.*.pledge"]
    assert len(pledges.paths) == len(berlin.parameters.guarantors)
    assert pledges.settings[pledges.now] == AS_IT_IS  # Japan's differs from the others'
    assert "monitors.attribution" in levers


def test_the_scenarios_own_package_is_the_scenario(berlin: Scenario) -> None:
    levers = list_levers(berlin)
    own = find_own(levers)
    laid = load_text(berlin.to_toml(), "berlin", list_overrides(levers, own))
    assert laid.digest == berlin.digest


def test_a_pledge_brings_what_its_class_brings(berlin: Scenario) -> None:
    levers = list_levers(berlin, ["guarantors.*.pledge=assurance,alliance_troops"])
    laid = load_text(berlin.to_toml(), "berlin", list_overrides(levers, (2,)))
    written = load_scenario(
        "berlin", [f"guarantors.{name}.pledge=alliance_troops" for name in laid.parameters.guarantors]
    )
    own = berlin.parameters.guarantors["poland"]
    strong = laid.parameters.guarantors["poland"]
    assert strong.pledge == "alliance_troops"
    assert strong.reliability != own.reliability
    assert strong.capability == own.capability
    assert written.parameters.guarantors["poland"].reliability == strong.reliability


def test_packages_are_played_as_the_scenarios_they_make(berlin: Scenario) -> None:
    levers = list_levers(berlin, ["start.terms.territory=0.5,1.0", "front.zone_km=5,20"])
    judge = Judge(berlin, levers, 7, parse_objective("durable_peace", berlin))
    worth = judge.judge((0, 1), 0, 60)
    laid = ["start.terms.territory=0.5", "front.zone_km=20"]
    table = simulate(load_scenario("berlin", [*laid, "sequence.fixed_terms=true"]), 60, 7)
    accord = simulate(load_scenario("berlin", [*laid, 'start.phase="accord"']), 60, 7)
    assert np.array_equal(worth.signed, (table.column("agreement_round") <= 26).astype(float))
    assert np.array_equal(worth.lasts, (accord.column("outcome") == 0).astype(float))


def test_what_a_search_says_is_kept_and_holds(tmp_path: Path) -> None:
    asked = ask_search(
        "berlin",
        ["start.terms.territory=0.0,0.5,1.0", "start.terms.sanctions=0.0,0.5"],
        budget=6,
        trials=60,
        fresh=120,
    )
    searched = run_search(asked)
    finding = say_search(asked, searched)
    check_finding(finding, tmp_path / "kept")
    packages = finding.tables["packages"].frame
    own = packages.iloc[-1]
    assert own["package"] == "own"
    assert (own["more_signed"], own["more_lasting"]) == (0.0, 0.0)
    assert len(finding.tables["tried"].frame) == 6
    for narrow in (False, True):
        assert finding.parts[0].draw is not None
        assert finding.parts[0].draw(narrow).axes


@pytest.mark.parametrize(
    ("levers", "numbers", "said"),
    [
        (["start.terms.teritory=0,1"], {}, "start.terms.territory"),
        (["parties.ukraine.cost=0.1,0.2"], {}, "is no lever"),
        (["front.zone_km="], {}, "nothing to be set to"),
        (["front.zone_km=-5,400"], {}, "-5.*\n.*400"),
        ([], {"budget": 0}, "--budget"),
        ([], {"trials": 10, "fresh": 1}, "--fresh"),
    ],
)
def test_what_cannot_be_searched_is_refused(levers: list[str], numbers: dict[str, int], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        run_search(ask_search("berlin", levers, **({"trials": 60} | numbers)))
