"""Scenario to numbers: where every parameter lies."""

import datetime
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ScenarioError
from engine.model.draws import who_of
from engine.model.packing import pack
from engine.model.parameters import ABSENT, NEVER, Parameters
from engine.scenario import load_scenario

MINIMAL = Path(__file__).parents[1] / "scenarios" / "minimal.toml"
HOME = "parties.north.constituencies.public.positions"


def packed_with(*overrides):
    return pack(load_scenario(MINIMAL, overrides))


# Layout


def test_each_array_has_one_axis_for_each_kind_of_name():
    packed = packed_with()
    p = packed.parameters(packed.row)
    assert packed.names.parties == ("north", "south")
    assert packed.names.issues == ("territory", "guarantees")
    assert p.weight.shape == p.truce_terms.shape == (2, 2)
    assert p.leverage.shape == (1, 2)
    assert p.hotspot.tolist() == [0.0, 1.0, 0.0]
    assert p.trend.shape == (1,)
    assert sum(array.size for array in p) == packed.row.size
    assert np.isfinite(packed.row[packed.row != NEVER]).all()


def test_numbers_lie_where_the_scenario_says_them():
    p = packed_with().parameters(packed_with().row)
    assert p.weight.tolist() == [[0.6, 0.4], [0.7, 0.3]]
    assert p.ideal.tolist() == [[1.0, 1.0], [0.0, 0.0]]
    assert p.red_line.tolist() == [[ABSENT, 0.2], [0.9, ABSENT]]
    assert p.firmness.tolist() == [[0.0, 0.5], [0.5, 0.0]]
    assert p.truce_terms.tolist() == [[ABSENT, 0.1], [ABSENT, ABSENT]]
    assert p.leverage.tolist() == [[0.05, 0.02]]
    assert p.levels[0, :4].tolist() == [0.0, 0.5, 1.0, ABSENT]
    assert p.levels[1].tolist() == [ABSENT] * p.levels.shape[1]
    assert p.start_terms.tolist() == [ABSENT, ABSENT]


def test_names_words_and_truth_values_become_numbers():
    p = packed_with(
        "start.phase=accord", "parties.south.truce=after_agreement", "sequence.order=settlement_first"
    )
    p = p.parameters(p.row)
    assert (p.start_phase[0], p.order[0]) == (2.0, 1.0)
    assert p.truce.tolist() == [0.0, 1.0]
    assert (p.protects[0], p.pledge_issue[0], p.aid_to[0]) == (0.0, 1.0, 0.0)
    assert (p.guarantor_party[0], p.depends_on[0]) == (ABSENT, ABSENT)
    assert p.veto.tolist() == [1.0]


def test_dates_become_weeks_from_the_start():
    p = packed_with().parameters(packed_with().row)
    start = datetime.date(2025, 1, 6)
    assert p.deadline[0] == (datetime.date(2025, 9, 1) - start).days // 7 == 34
    assert p.funded_until[0] == (datetime.date(2026, 1, 1) - start).days // 7 == 51
    assert p.elections[0, 0] == (datetime.date(2025, 11, 4) - start).days // 7 == 43
    assert (p.elections[0, 1:] == NEVER).all()
    assert p.not_before[0] == 0.0


def test_winter_weeks_follow_the_calendar():
    winter = packed_with().winter
    assert winter.shape == (26 * 4 + 1,)
    mondays = [datetime.date(2025, 1, 6) + datetime.timedelta(weeks=week) for week in range(winter.size)]
    assert winter.tolist() == [monday.month in (11, 12, 1, 2, 3) for monday in mondays]


def test_the_order_of_actors_in_a_file_changes_no_bit(tmp_path):
    text = MINIMAL.read_text()
    first, second = (
        f"\n[mediators.{name}]\nvoice = {voice}\n" for name, voice in (("anna", 2.0), ("zoe", 3.0))
    )
    (tmp_path / "one.toml").write_text(text + first + second)
    (tmp_path / "two.toml").write_text(text + second + first)
    one, two = (pack(load_scenario(tmp_path / f"{name}.toml")) for name in ("one", "two"))
    assert one.names == two.names
    assert one.row.tobytes() == two.row.tobytes()


def test_a_guarantor_stands_after_the_one_it_depends_on():
    common = 'protects="north", issue="guarantees"'
    packed = packed_with(
        f'guarantors.aaa={{pledge="political", {common}, depends_on="zzz"}}',
        f'guarantors.zzz={{pledge="political", {common}, depends_on="ally"}}',
    )
    assert packed.names.guarantors == ("ally", "zzz", "aaa")
    assert packed.parameters(packed.row).depends_on.tolist() == [ABSENT, 0.0, 1.0]


def test_guarantors_without_a_family_are_of_the_family_of_their_class():
    common = 'protects="north", issue="guarantees"'
    packed = packed_with(
        f'guarantors.kin={{pledge="bilateral_treaty", {common}}}',
        f'guarantors.lone={{pledge="bilateral_treaty", {common}, family="other"}}',
    )
    families = dict(zip(packed.names.guarantors, packed.parameters(packed.row).family.tolist(), strict=True))
    assert families["kin"] == families["ally"] == who_of("bilateral_treaty")
    assert families["lone"] == who_of("other")


def test_the_parameters_of_a_row_are_views_of_it():
    packed = packed_with()
    row = packed.row.copy()
    parameters = packed.parameters(row)
    assert isinstance(parameters, Parameters)
    assert all(np.shares_memory(array, row) for array in parameters if array.size)
    parameters.trend[0] = 7.0
    assert 7.0 in row.tolist()
    assert 7.0 not in packed.row.tolist()


def test_uncertain_parameters_are_those_of_the_scenario_in_its_order():
    packed = packed_with()
    assert tuple(path for path, _ in packed.cells) == packed.scenario.uncertain
    assert {"front.trend", "guarantors.ally.reliability"} <= set(packed.scenario.uncertain)


def test_an_undrawn_row_holds_means():
    packed = packed_with("parties.north.cost={dist='uniform', low=0.1, high=0.3}")
    assert packed.parameters(packed.row).cost[0] == pytest.approx(0.2, rel=1e-15)


# Constituencies


def test_a_constituency_has_its_partys_position_where_it_says_none():
    p = packed_with(f"{HOME}.territory.ideal=0.5").parameters(packed_with(f"{HOME}.territory.ideal=0.5").row)
    assert p.home_weights.tolist() == [[0.8, 0.4]]  # as written: its own, and its party's
    assert p.home_ideal.tolist() == [[0.5, 1.0]]
    assert p.home_red_line.tolist() == [[ABSENT, 0.2]]
    assert p.home_firmness.tolist() == [[0.0, 0.5]]


# Addresses


def test_actors_of_the_same_name_have_addresses_of_their_own():
    packed = packed_with()
    who = packed.names.who()
    assert "guarantor/ally" in who
    assert "constituency/north/public" in who
    assert len(set(who.values())) == len(who)


def test_two_actors_whose_addresses_collide_are_refused():
    # Found by trying names in order: two that blake2b maps to the same 32 bits.
    assert who_of("mediator/m35499") == who_of("mediator/m82806")
    scenario = load_scenario(MINIMAL, ["mediators.m35499.voice=1.0", "mediators.m82806.voice=1.0"])
    with pytest.raises(ScenarioError, match=r"m82806.*shares the address.*m35499.*rename"):
        pack(scenario)


def test_two_uncertain_parameters_whose_addresses_collide_are_refused():
    paths = [f"mediators.{name}.voice" for name in ("m37952", "m72163")]
    assert who_of(paths[0]) == who_of(paths[1])
    spread = "{dist='uniform', low=0.5, high=1.0}"
    with pytest.raises(ScenarioError, match=r"m72163.*shares the address.*m37952.*rename"):
        pack(load_scenario(MINIMAL, [f"{path}={spread}" for path in paths]))
    pack(load_scenario(MINIMAL, [f"{paths[0]}={spread}", f"{paths[1]}=1.0"]))
