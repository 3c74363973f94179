"""One mapping for every case, from what was known at signature alone."""

import tomllib

import pytest

from engine.analysis.history.archetypes import DYAD, GENERIC, REFERENCE, TRUCE, load_case, with_pledge
from engine.analysis.history.codes import ARCHETYPES, SHIFT_SD
from engine.analysis.history.mapping import name_case, write_case
from engine.evidence.cases import (
    GUARANTEE_CLASSES,
    MONITOR_TYPES,
    SETTLEMENT_KINDS,
    CodedCase,
    read_cases,
    shipped_cases,
)
from engine.scenario import load_scenario
from engine.scenario.finding import shipped_file, shipped_names

CODED = {each.case.case_id: each for each in read_cases(shipped_cases())}


@pytest.mark.parametrize("coded", CODED.values(), ids=CODED)
def test_every_case_becomes_a_scenario_that_starts_from_the_signed_deal(coded: CodedCase) -> None:
    scenario = load_case(coded.case)
    assert scenario.parents == ("agreement",)
    assert scenario.parameters.start.phase in ("truce", "accord")
    assert scenario.parameters.start.date == coded.case.start
    assert all(origin.source for path, origin in scenario.origins.items() if ".toml:" in origin.where)


@pytest.mark.parametrize("case_id", ARCHETYPES)
def test_a_shipped_archetype_is_what_the_mapping_writes(case_id: str) -> None:
    path = shipped_file(ARCHETYPES[case_id])
    assert path is not None
    assert path.read_text(encoding="utf-8") == write_case(CODED[case_id].case)


@pytest.mark.parametrize("case", GENERIC, ids=lambda case: case.case_id)
def test_a_generic_archetype_is_what_the_mapping_writes(case) -> None:
    path = shipped_file(name_case(case))
    assert path is not None
    assert path.read_text(encoding="utf-8") == write_case(case)


def test_twelve_archetypes_and_more_are_shipped() -> None:
    assert len(ARCHETYPES) >= 12
    generic = {*(name_case(case) for case in GENERIC), "imposed-truce"}
    assert {*ARCHETYPES.values(), *generic} <= set(shipped_names())


@pytest.mark.parametrize("kind", SETTLEMENT_KINDS)
def test_every_kind_of_settlement_can_be_mapped(kind: str) -> None:
    load_case(TRUCE._replace(settlement_kind=kind))


@pytest.mark.parametrize("guarantee", GUARANTEE_CLASSES)
def test_every_class_of_guarantee_can_be_mapped(guarantee: str) -> None:
    scenario = load_case(with_pledge(TRUCE, guarantee))
    assert ("ally" in scenario.parameters.guarantors) == (guarantee != "none")


@pytest.mark.parametrize("watch", MONITOR_TYPES)
def test_every_kind_of_monitors_can_be_mapped(watch: str) -> None:
    load_case(TRUCE._replace(monitor_type=watch, monitors=watch != "none"))


def test_what_the_codes_say_by_hand() -> None:
    korea = tomllib.loads(write_case(CODED["KOR1953"].case))
    assert korea["start"]["phase"] == "truce"
    assert korea["start"]["terms"] == {"prize": 0.55, "order": 0}
    assert korea["front"]["blur"] == 0
    assert korea["front"]["zone_km"] == 7
    assert korea["monitors"]["commission"] == 0.5
    assert korea["guarantors"]["us"]["pledge"] == "alliance_troops"
    assert korea["guarantors"]["us"]["in_truce"] is True


def test_a_guarantor_that_is_itself_the_challenger_is_that_party() -> None:
    budapest = load_case(CODED["BUD1994"].case).parameters.guarantors
    assert budapest["russia"].party == "challenger"
    assert budapest["us"].party is None


def test_an_informal_guarantor_pledges_nothing() -> None:
    assert set(load_case(CODED["GFA1998"].case).parameters.guarantors) == {"uk", "ireland"}


def test_guarantors_of_one_name_are_told_apart() -> None:
    case = with_pledge(TRUCE, "political")._replace(guarantors=("ally", "Ally", "14 states"))
    assert set(load_case(case).parameters.guarantors) == {"ally", "guarantor_2", "guarantor_3"}


def test_troops_change_a_bilateral_treaty_alone() -> None:
    plain, manned = (with_pledge(DYAD, "treaty_bilateral", troops) for troops in (False, True))
    pledges = [load_case(case).parameters.guarantors["ally"].pledge for case in (plain, manned)]
    assert pledges == ["bilateral_treaty", "article5_style_with_force"]


def test_an_expected_shift_moves_the_challengers_arms_and_keeps_the_doubt_of_the_base() -> None:
    base = load_scenario("agreement").parameters.parties["challenger"].weapons
    shifted = load_case(REFERENCE._replace(expected_shift=0.3)).parameters.parties["challenger"].weapons
    base, shifted = base.to_table(), shifted.to_table()
    assert shifted["mean"] == pytest.approx(base["mean"] + 0.06)
    assert shifted["sd"] == base["sd"] == SHIFT_SD


def test_names_of_cases_are_names_of_files() -> None:
    assert name_case(TRUCE._replace(case_id="Ä b/c")) == "--b-c"
    assert name_case(CODED["KOR1953"].case) == "korea-1953"
