"""What a value rests on: every default answers, and the register holds what is assumed and no more."""

import csv
import io
import json
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from places import EVERYTHING, MINIMAL
from typer.testing import CliRunner, Result

from engine.cli.evidence import register
from engine.errors import EngineError, ScenarioError
from engine.evidence.cases import MONITOR_TYPES, SETTLEMENT_KINDS, read_cases, shipped_cases
from engine.evidence.facts import OF_PLEDGE, shipped_facts
from engine.evidence.tables import list_tables, table_named
from engine.scenario import load_scenario
from engine.scenario.dictionary import describe_parameters
from engine.scenario.pledges import pledge_defaults
from engine.scenario.register import PLEDGE_CLASSES
from engine.scenario.sections.guarantors import PledgeClass
from engine.scenario.values import TEXT, list_values

DESCRIBED = {one.path: one for one in describe_parameters()}


@pytest.fixture(autouse=True)
def _without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def sim(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["evidence", *(str(argument) for argument in arguments)])


def read(*arguments: str | Path) -> Any:
    return json.loads(sim(*arguments, "--json").output)


def refuse(*arguments: str | Path) -> ScenarioError:
    refused = sim(*arguments)
    assert isinstance(refused.exception, ScenarioError)
    return refused.exception


@pytest.mark.parametrize("path", DESCRIBED)
def test_every_parameter_says_what_its_default_rests_on(path: str) -> None:
    answer = sim(path)
    assert answer.exit_code == 0
    rests = [
        line.split("rests on", 1)[1].strip() for line in answer.output.splitlines() if "  rests on" in line
    ]
    one = DESCRIBED[path]
    grounds = {
        "required": "required: a scenario gives it, with its source",
        "none": "no default: absent unless a scenario gives it, with its source",
        "of its pledge": "the class of the pledge brings it, with its source",
    }.get(one.default, one.source or "a text: no result depends on it")
    assert rests[0] == grounds or (rests[0].startswith("assumption: ") and grounds.startswith("assumption"))
    assert one.meaning in answer.output
    told = {fact.statement for fact in shipped_facts() if path in fact.parameters}
    assert all(statement in answer.output for statement in told)
    assert bool(told) != ("No fact of sim evidence bears on it." in answer.output)


@pytest.mark.parametrize("pledge", get_args(PledgeClass))
def test_every_value_of_every_class_of_pledges_says_what_it_rests_on(pledge: str) -> None:
    answer = sim(pledge)
    assert answer.exit_code == 0
    assert answer.output == sim(f"{OF_PLEDGE}{pledge}").output
    brought = pledge_defaults(pledge)
    assert len(brought) == 5
    lines = [line for line in answer.output.splitlines() if line.startswith(f"{pledge} ")]
    assert [line.split()[1] for line in lines] == list(brought)
    for line, leaf in zip(lines, brought.values(), strict=True):
        assert line.endswith(leaf.origin.source)


def test_an_answer_gives_unit_bounds_default_and_kind() -> None:
    told = read("parties.*.laxity_growth")
    assert (told["unit"], told["low"], told["high"], told["default"]) == ("1/round", 0, 5, "0.16")
    assert (told["kind"], told["assumption"]) == ("uncertainty", False)
    assert read("parties.*.walk_out")["assumption"]
    assert not read("guarantors.*.reliability")["assumption"]
    text = sim("parties.*.laxity_growth").output
    assert all(part in text for part in ("1/round", "0 to 5", "0.16", "uncertainty"))


def test_facts_come_with_mark_figures_and_source() -> None:
    text = sim("front.memory_weeks").output
    assert (
        "[verified] Violence answers violence: branching ratio and memory, Iraq: .37-.50; 2-6 weeks" in text
    )
    lines = text.splitlines()
    at = next(at for at, line in enumerate(lines) if "Violence answers" in line)
    assert lines[at + 1].strip() == "Lewis et al. 2012"


def test_a_guarantee_shows_the_counts_of_challenges() -> None:
    text = sim("bilateral_treaty").output
    assert "honoured with force when challenged: 15 of 30; with a uniform prior and nothing else" in text
    assert "Beta(16, 16)" in text
    counted = [fact["counted"] for fact in read("guarantors.*.reliability")["facts"] if fact["counted"]]
    assert len(counted) == 6


def test_a_parameter_that_the_pledge_brings_shows_each_class() -> None:
    told = read("reliability")
    assert [value["origin"] for value in told["classes"]] == [f"pledge class {one}" for one in PLEDGE_CLASSES]
    assert {value["path"] for value in told["classes"]} == {"guarantors.*.reliability"}


def test_a_scenarios_value_stands_with_its_origin_and_source() -> None:
    scenario = load_scenario("berlin")
    told = read("parties.russia.cost", "--scenario", "berlin")
    origin = scenario.origins["parties.russia.cost"]
    (value,) = told["values"]
    assert (value["path"], value["origin"], value["source"]) == ("parties.russia.cost", *origin)
    assert value["assumption"]
    text = sim("parties.russia.cost", "--scenario", "berlin").output
    assert origin.where in text
    assert origin.source in text
    assert "parties.ukraine.cost" not in text


def test_a_pattern_shows_the_values_of_all_that_a_scenario_names() -> None:
    values = read("cost", "--scenario", "berlin")["values"]
    assert [value["path"] for value in values] == ["parties.ukraine.cost", "parties.russia.cost"]


def test_a_class_shows_the_values_of_its_guarantors_alone() -> None:
    values = read("article5_style", "--scenario", "berlin")["values"]
    named = {value["path"].split(".")[1] for value in values}
    guarantors = load_scenario("berlin").parameters.guarantors
    assert named == {name for name, one in guarantors.items() if one.pledge == "article5_style"}
    assert len(values) == 5 * len(named)


@pytest.mark.parametrize("scenario", [MINIMAL, EVERYTHING])
def test_every_value_of_a_scenario_answers_under_its_own_path(scenario: Path) -> None:
    loaded = load_scenario(scenario)
    asked = [one.path for one in list_values(loaded.parameters) if one.path != "correlations"]
    for path in asked[:: max(1, len(asked) // 25)]:
        (value,) = read(path, "--scenario", scenario)["values"]
        assert value["path"] == path


def test_a_value_that_the_scenario_leaves_absent_is_said_to_be() -> None:
    text = sim("mediators.germany.leverage.russia", "--scenario", "berlin").output
    assert "absent in berlin" in text


def test_correlations_are_shown_as_a_whole() -> None:
    (value,) = read("correlations.*.rho", "--scenario", EVERYTHING)["values"]
    assert value["path"] == "correlations"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    assert "nearest: parties.*.laxity_growth" in str(refuse("laxity_growht"))
    assert "pledge:alliance_troops" in str(refuse("pledge:aliance_troops"))
    assert "parties.*.cost" in str(refuse("parties.russia.cots"))
    assert "sim evidence lists all" in str(refuse("zzzz"))
    assert "did you mean" in str(refuse("parties.russa.cost", "--scenario", "berlin"))
    assert "is no shipped scenario" in str(refuse("cost", "--scenario", "berlinn"))


def test_an_ambiguous_name_lists_what_it_may_be() -> None:
    said = str(refuse("weight"))
    assert "stands for 3 parameters" in said
    assert "parties.*.positions.*.weight, parties.*.constituencies.*.weight" in said


def test_options_that_do_not_go_together_are_refused() -> None:
    assert refuse("cost", "--assumptions").problems[0].place == "--assumptions"
    assert refuse("cases", "--scenario", "berlin").problems[0].place == "--scenario"
    assert refuse("--scenario", "berlin").problems[0].place == "--scenario"


def test_the_list_names_every_table_with_rows_and_licence_and_every_fact() -> None:
    text = sim().output
    for table in list_tables():
        line = next(line for line in text.splitlines() if line.startswith(f"{table.name} "))
        assert table.licence in line
    assert next(line for line in text.splitlines() if line.startswith("cases ")).split()[1] == "40"
    assert all(fact.statement in text for fact in shipped_facts())
    assert len(read()["facts"]) == len(shipped_facts())


def test_what_the_list_says_to_ask_for_answers() -> None:
    asked = [line.strip() for line in sim().output.split("Ask for one:\n")[1].splitlines()]
    assert len(asked) == 5
    for line in asked:
        words = line.split("  ")[0].split()[2:]
        assert sim(*words).exit_code == 0


def test_a_table_says_which_columns_are_hindsight_and_which_words_it_allows() -> None:
    text = sim("cases").output
    hindsight = next(line for line in text.splitlines() if line.startswith("hindsight, never an input"))
    assert hindsight.split(": ")[1].split(", ") == list(table_named("cases").hindsight)
    assert f"One of: {', '.join(SETTLEMENT_KINDS)}" in text
    assert f"One of: {', '.join(MONITOR_TYPES)}" in text
    uses = {line.split()[0]: line for line in text.splitlines() if line}
    assert " needed " in uses["settlement_kind"]
    assert " hindsight " in uses["failure_mode"]
    assert " optional " in uses["expected_shift"]


def test_a_wide_table_keeps_what_was_known_apart_from_hindsight() -> None:
    lines = sim("cases").output.splitlines()
    at = lines.index("BUD1994  Budapest Memorandum")
    known, hindsight = lines[at + 1 : at + 3]
    assert "guarantee_class assurance" in known
    assert "held_20y" not in known
    assert "failure_mode guarantor_is_attacker" in hindsight


@pytest.mark.parametrize("name", [table.name for table in list_tables()])
def test_a_table_prints_every_row(name: str) -> None:
    text = sim(name).output
    rows = list(csv.DictReader(io.StringIO(sim(name, "--quiet").output)))
    assert len(rows) == len(read(name)["rows"])
    assert all(cell in text for row in rows for cell in row.values())


def test_a_quiet_table_is_a_file_of_cases_to_begin_from(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(sim("cases", "--quiet").output)
    assert read_cases(mine) == read_cases(shipped_cases())


def test_the_register_holds_exactly_the_defaults_that_are_assumed() -> None:
    unsaid = ("required", "none", "of its pledge")
    expected = [
        one.path
        for one in DESCRIBED.values()
        if one.default not in unsaid and one.unit != TEXT and one.source[:10] in ("assumption", "")
    ]
    for pledge in PLEDGE_CLASSES:
        sources = {key: leaf.origin.source for key, leaf in pledge_defaults(pledge).items()}
        expected += [f"guarantors.*.{key}" for key, source in sources.items() if source[:10] == "assumption"]
    assert sim("--assumptions", "--quiet").output.split() == expected
    told = read("--assumptions")
    assert [one["path"] for one in told["assumptions"]] == expected
    assert told["values"] > len(expected)
    assert all(one["reason"] for one in told["assumptions"])
    assert f"{len(expected)} of {told['values']} values rest on no source" in sim("--assumptions").output


def test_the_register_of_a_scenario_holds_exactly_what_it_assumes() -> None:
    scenario = load_scenario("berlin")
    expected = {
        entry.path
        for entry in list_values(scenario.parameters)
        if entry.facts.unit != TEXT and scenario.origins[entry.path].assumed
    }
    told = read("--assumptions", "--scenario", "berlin")["assumptions"]
    assert {one["path"] for one in told} == expected
    cost = next(one for one in told if one["path"] == "parties.russia.cost")
    assert cost["origin"] == scenario.origins["parties.russia.cost"].where
    assert cost["reason"] == scenario.origins["parties.russia.cost"].reason
    assert "lognormal" in cost["value"]


def test_quiet_answers_are_sources_alone() -> None:
    assert sim("front.memory_weeks", "--quiet").output == "2-6 weeks (Lewis et al. 2012)\n"
    assert len(sim("reliability", "--quiet").output.splitlines()) == len(PLEDGE_CLASSES)
    scenario = load_scenario("berlin")
    quiet = sim("parties.russia.cost", "--quiet", "--scenario", "berlin").output
    assert quiet == f"{scenario.origins['parties.russia.cost'].source}\n"


def test_no_table_class_or_key_shares_its_name_with_another() -> None:
    keys = {part for path in DESCRIBED for part in path.split(".")}
    tables = {table.name for table in list_tables()}
    assert not keys & tables
    assert not keys & set(PLEDGE_CLASSES)
    assert not tables & set(PLEDGE_CLASSES)


def test_the_command_is_registered_and_exits_with_2_on_a_bad_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.cli import main

    monkeypatch.setattr("sys.argv", ["sim", "evidence", "nowhere_near"])
    with pytest.raises(SystemExit) as exited:
        main.main()
    assert exited.value.code == main.BAD_INPUT
    assert issubclass(ScenarioError, EngineError)
