"""The scenarios that come with the package."""

import pytest

from engine.scenario import Scenario, load_scenario
from engine.scenario.finding import shipped_file, shipped_folder, shipped_names

ARMS = tuple(name for name in shipped_names() if name.startswith("berlin-"))
LADDER = ("berlin-budapest", "berlin-bilateral", "berlin-force", "berlin-alliance")
"""Arms compared with berlin-article5, from the weakest pledge to the strongest."""
OTHER_TERMS = {"berlin-donbas": {"territory": 0.0}, "berlin-assets": {"frozen_assets": 1.0}}
"""Arms that ask what another term would do."""


@pytest.fixture(scope="module")
def berlin() -> Scenario:
    return load_scenario("berlin")


def test_berlin_and_its_arms_are_shipped() -> None:
    others = ("article5", "donbas", "truce-first", "no-monitors", "deadline", "assets")
    assert {"berlin", *LADDER, *(f"berlin-{name}" for name in others)} <= set(shipped_names())


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_loads_and_says_what_it_is(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.description


@pytest.mark.parametrize("name", shipped_names())
def test_a_name_and_a_path_lead_to_the_same_scenario(name: str) -> None:
    path = shipped_file(name)
    assert path is not None
    assert load_scenario(path).digest == load_scenario(name).digest


def test_no_two_shipped_files_share_a_name() -> None:
    assert len(list(shipped_folder().rglob("*.toml"))) == len(shipped_names())


def test_a_shipped_name_works_anywhere(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("anywhere"))
    assert load_scenario("berlin").origins["start.date"].where.startswith("scenarios/berlin.toml:")


def test_no_two_shipped_scenarios_ask_the_same() -> None:
    digests = [load_scenario(name).digest for name in shipped_names()]
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize("name", shipped_names())
def test_every_value_written_in_a_shipped_file_has_a_source_or_says_it_is_an_assumption(name: str) -> None:
    scenario = load_scenario(name)
    bare = [
        path for path, origin in scenario.origins.items() if ".toml:" in origin.where and not origin.source
    ]
    assert bare == []


def test_every_default_and_every_value_of_a_class_has_a_source(berlin: Scenario) -> None:
    bare = [
        path for path, origin in berlin.origins.items() if ".toml:" not in origin.where and not origin.source
    ]
    # A default that is empty, like no correlations, says nothing that could have a source.
    assert [path for path in bare if berlin.value_at(path) != ()] == []


@pytest.mark.parametrize("name", ARMS)
def test_an_arm_extends_berlin_and_shares_its_start_terms(name: str, berlin: Scenario) -> None:
    arm = load_scenario(name)
    assert "berlin" in arm.parents
    assert arm.parameters.start.terms == berlin.parameters.start.terms | OTHER_TERMS.get(name, {})
    assert arm.parameters.start.date == berlin.parameters.start.date


@pytest.mark.parametrize("name", ARMS)
def test_an_arm_says_whether_it_begins_in_the_war(name: str) -> None:
    arm = load_scenario(name)
    assert arm.parameters.start.phase == ("war" if "From the war" in arm.description else "accord")


@pytest.mark.parametrize("name", LADDER)
def test_arms_of_the_ladder_differ_only_in_what_stands_behind_the_accord(name: str) -> None:
    arm, article5 = load_scenario(name), load_scenario("berlin-article5")
    assert all(path.startswith("guarantors.") for path in differing_paths(arm, article5))
    assert arm.parameters.start.phase == article5.parameters.start.phase == "accord"
    pledges = {guarantor.pledge for guarantor in arm.parameters.guarantors.values()}
    assert pledges != {"article5_style"}


def differing_paths(one: Scenario, other: Scenario) -> set[str]:
    paths = set(one.origins) | set(other.origins)
    return {path for path in paths if one.value_at(path) != other.value_at(path)}


@pytest.mark.parametrize(
    "path",
    [
        *(f"issues.{name}.status_quo" for name in ("nato", "territory", "guarantees", "force_limits")),
        *(f"issues.{name}.status_quo" for name in ("frozen_assets", "sanctions")),
        "parties.ukraine.positions.territory.red_line",
        "parties.ukraine.constituencies.parliament.needs_truce",
        "parties.russia.constituencies.hardliners.spoiler_month",
        *(f"mediators.{name}.tilt" for name in ("united_states", "germany", "britain", "france")),
        *(f"guarantors.{name}.pledge" for name in ("united_states", "united_kingdom", "france", "germany")),
        *(f"guarantors.{name}.pledge" for name in ("poland", "canada", "japan")),
        "front.sectors",
        "monitors.detection",
    ],
)
def test_berlin_itself_says_every_element_of_the_talks(path: str, berlin: Scenario) -> None:
    assert berlin.origins[path].where.startswith(("scenarios/berlin.toml:", "pledge class"))
