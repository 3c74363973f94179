"""The checks that `sim verify` runs hold, and rest on nothing but their own scenario."""

import itertools

import pytest

from engine.analysis.verification import verifying
from engine.analysis.verification.checks import Check
from engine.analysis.verification.verifying import FAMILIES, FEWEST_TRIALS, choose, verify
from engine.analysis.verification.worlds import PAIR, Laboratory
from engine.errors import ScenarioError
from engine.scenario import load_scenario
from engine.scenario.finding import shipped_names

NOT_LEVERS = [family for family in FAMILIES if family.name != "levers"]
"""Levers are pulled in tests/simulation/test_levers.py."""


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    return list(verify(NOT_LEVERS, FEWEST_TRIALS))


@pytest.mark.parametrize("family", [family.name for family in NOT_LEVERS])
def test_every_check_of_a_family_holds_over_the_fewest_trials_allowed(
    checks: list[Check], family: str
) -> None:
    ours = [check for check in checks if check.family == family]
    assert len(ours) > 10
    assert [check for check in ours if not check.passed] == []


def test_checks_have_names_of_their_own_and_say_what_they_expect(checks: list[Check]) -> None:
    names = [check.name for check in checks]
    assert len(set(names)) == len(names)
    assert all(check.expected and check.tolerance for check in checks)


def test_checks_come_as_they_finish() -> None:
    running = verify(choose(["extremes"], FEWEST_TRIALS), FEWEST_TRIALS)
    assert len(list(itertools.islice(running, 1))) == 1


def test_the_pair_states_every_number_so_that_no_default_moves_a_check() -> None:
    pair = load_scenario(PAIR)
    unstated = {path for path, origin in pair.origins.items() if origin.where == "default"}
    empty = {path for path in unstated if pair.value_at(path) in ((), None)}
    assert {path for path in unstated - empty if not path.startswith("run.")} == set()


def test_the_pair_leaves_nothing_uncertain_and_is_no_shipped_scenario() -> None:
    assert load_scenario(PAIR).uncertain == ()
    assert PAIR.stem not in shipped_names()


def test_the_verdict_is_the_same_each_time() -> None:
    lab = Laboratory(50)
    family = verifying.FAMILIES[1]
    assert list(family.checking[0](lab)) == list(family.checking[0](lab))


def test_families_are_chosen_by_name_in_their_own_order() -> None:
    assert [family.name for family in choose(["levers", "symmetry"], 500)] == ["symmetry", "levers"]
    assert choose([], 500) == FAMILIES


def test_wrong_families_and_trials_are_refused_all_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        choose(["lever", "levers"], 499)
    family, trials = refused.value.problems
    assert str(family) == '--only: lever is no family of checks (did you mean "levers"?)'
    assert (trials.place, trials.value) == ("--trials", "499")
