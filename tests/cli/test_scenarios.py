import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from engine.cli.scenarios import register
from engine.errors import EngineError, ScenarioError, StoreError
from engine.scenario import load_scenario
from engine.scenario.dictionary import describe_parameters
from engine.scenario.finding import shipped_names
from engine.scenario.values import list_values

MINIMAL = Path(__file__).parents[1] / "scenarios" / "minimal.toml"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def sim(*arguments: str | Path) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def read(*arguments: str | Path) -> Any:
    return json.loads(sim(*arguments).output)


def refuse(*arguments: str | Path) -> EngineError:
    refused = sim(*arguments)
    assert isinstance(refused.exception, EngineError)
    return refused.exception


def write(name: str, text: str) -> None:
    Path(name).write_text(f"schema = 1\n{text}\n", "utf-8")


def rows(output: str) -> list[str]:
    return [line.split()[0] for line in output.splitlines()[1:]]


def test_check_counts_the_parameters_of_each_good_scenario() -> None:
    checked = sim("check", MINIMAL, "berlin")
    assert checked.exit_code == 0
    minimal, berlin = checked.output.splitlines()
    uncertain = len(load_scenario(MINIMAL).uncertain)
    assert minimal.startswith(f"{MINIMAL}: ok: ")
    assert f" parameters, {uncertain} uncertain, " in minimal
    assert berlin.endswith(" assumptions")


def test_check_says_every_problem_of_every_file() -> None:
    write("one.toml", 'extends = "berlin"\n[monitors]\ndetection = 1.5\nattribution = -1')
    write("two.toml", 'extends = "berlin"\n[monitors]\ndetectoin = 0.5')
    wrong = refuse("check", "one.toml", "berlin", "two.toml", "three.toml")
    assert isinstance(wrong, ScenarioError)
    assert [problem.place for problem in wrong.problems] == [
        "one.toml:4",
        "one.toml:5",
        "two.toml:4",
        "three.toml",
    ]
    assert 'did you mean "detection"?' in str(wrong)


def test_check_says_a_problem_that_two_files_inherit_once() -> None:
    write("below.toml", 'extends = "berlin"\n[monitors]\ndetection = 1.5')
    write("above.toml", 'extends = "below.toml"')
    assert len(refuse("check", "below.toml", "above.toml").problems) == 1


def test_check_as_json_exits_with_2_where_a_scenario_is_wrong() -> None:
    write("one.toml", 'extends = "berlin"\n[monitors]\ndetection = 1.5')
    checked = sim("check", "one.toml", "berlin", "--json")
    assert checked.exit_code == 2
    told = json.loads(checked.output)
    assert not told["ok"]
    assert told["problems"]["one.toml"][0]["place"] == "one.toml:4"
    assert told["counts"]["berlin"]["uncertain"] > 0
    assert sim("check", "berlin", "--json").exit_code == 0


def test_a_quiet_check_of_a_good_scenario_prints_nothing() -> None:
    assert sim("check", MINIMAL, "--quiet").output == ""


def test_inspect_prints_every_resolved_value_whole() -> None:
    shown = sim("inspect", MINIMAL, "--quiet")
    assert shown.exit_code == 0
    values = list(list_values(load_scenario(MINIMAL).parameters))
    assert rows(shown.output) == [entry.path for entry in values]
    assert '{ dist = "normal", mean = 0, sd = 0.05, low = -0.3, high = 0.3 }' in shown.output
    assert "…" not in shown.output


def test_inspect_heads_the_table_with_what_the_scenario_extends() -> None:
    assert "berlin-budapest extends berlin" in sim("inspect", "berlin-budapest").output


def test_inspect_says_where_each_value_comes_from() -> None:
    lines = sim("inspect", "berlin-budapest", "--origin", "--set", "front.blur=0.5").output.splitlines()
    origins = {line.split()[0]: line for line in lines if line}
    assert "scenarios/berlin-budapest.toml:" in origins["start.phase"]
    assert "scenarios/berlin.toml:" in origins["start.date"]
    assert "pledge class assurance" in origins["guarantors.germany.reliability"]
    assert "--set" in origins["front.blur"]
    assert " default " in origins["front.blur_effect"]
    assert origins["front.blur_effect"].endswith("hazard ratio of a blurred front 2.5 (1.4-4.5)")


def test_inspect_as_json_gives_values_units_and_origins() -> None:
    told = read("inspect", "berlin", "--set", "front.blur=0.5", "--json")
    values = {value["path"]: value for value in told["values"]}
    assert told["digest"] == load_scenario("berlin", ["front.blur=0.5"]).digest
    assert values["front.blur"] == {
        "path": "front.blur",
        "value": 0.5,
        "unit": "1",
        "kind": "lever",
        "origin": "--set",
        "source": "",
        "assumption": True,
    }
    assert values["start.date"]["value"] == "2025-12-15"


def test_inspect_refuses_a_wrong_override() -> None:
    assert refuse("inspect", "berlin", "--set", "front.blur=5").problems[0].place == "--set"


def test_a_scenario_differs_in_nothing_from_itself() -> None:
    compared = sim("diff", "berlin", "berlin")
    assert (compared.exit_code, compared.output) == (0, "berlin and berlin differ in no parameter.\n")
    assert sim("diff", "berlin", "berlin", "--quiet").output == ""
    assert read("diff", "berlin", "berlin", "--json")["differ"] == []


def test_diff_prints_exactly_what_was_changed_with_both_values() -> None:
    changed = "[front]\nblur = 0.25\nseverity = 3e-5\n[pressures.new]\ncosts = { russia = 0.1 }"
    write("mine.toml", f'extends = "berlin"\n{changed}')
    differ = {one.pop("path"): one for one in read("diff", "berlin", "mine.toml", "--json")["differ"]}
    before = load_scenario("berlin").value_at("front.blur")
    assert list(differ) == [
        "front.blur",
        "front.severity",
        "pressures.new.costs.russia",
        "pressures.new.fatigue",
    ]
    assert differ["front.blur"] == {"a": before, "b": 0.25, "unit": "1", "kind": "lever"}
    assert differ["front.severity"]["kind"] == "uncertainty"
    assert differ["pressures.new.costs.russia"] == {
        "a": None,
        "b": 0.1,
        "unit": "1/year",
        "kind": "uncertainty",
    }
    table = sim("diff", "berlin", "mine.toml").output
    assert rows(table) == list(differ)
    assert rows("\n" + sim("diff", "berlin", "mine.toml", "--quiet").output) == list(differ)
    assert "absent" in table


def test_diff_ignores_what_only_says_the_same_otherwise() -> None:
    blur = load_scenario("berlin").value_at("front.blur")
    write("same.toml", f'extends = "berlin"\n[front]\nblur = {{ value = {blur}, source = "somebody else" }}')
    assert "differ in no parameter." in sim("diff", "berlin", "same.toml").output


def test_diff_says_when_names_only_stand_in_another_order() -> None:
    text = MINIMAL.read_text("utf-8")
    guarantees = text[text.index("[issues.guarantees]") : text.index("[parties.north]")]
    swapped = text.replace(guarantees, "").replace("[issues.territory]", f"{guarantees}[issues.territory]")
    Path("swapped.toml").write_text(swapped, "utf-8")
    assert "another order" in sim("diff", MINIMAL, "swapped.toml").output


def test_diff_compares_correlations_whole() -> None:
    pair = '[[correlations]]\nbetween = ["front.trend", "guarantors.ally.reliability"]\nrho = 0.4\n'
    Path("tied.toml").write_text(f"{MINIMAL.read_text('utf-8')}\n{pair}", "utf-8")
    compared = sim("diff", MINIMAL, "tied.toml").output
    assert rows(compared) == ["correlations"]
    assert "rho = 0.4" in compared


def test_schema_lists_every_parameter_whole() -> None:
    listed = sim("schema")
    assert listed.exit_code == 0
    described = describe_parameters()
    assert rows(listed.output) == [one.path for one in described]
    for line, one in zip(listed.output.splitlines()[1:], described, strict=True):
        assert one.meaning in line
    assert "One of: war, truce, accord." in listed.output


def test_schema_as_json_is_the_schema_for_editors() -> None:
    told = read("schema", "--json")
    assert told["$schema"].startswith("http://json-schema.org/")
    assert {"schema", "title", "description", "extends", "source", "parties"} <= set(told["properties"])


def test_a_new_scenario_passes_its_check_as_it_is() -> None:
    made = sim("new", "valley")
    assert made.exit_code == 0
    assert sim("check", "valley.toml").exit_code == 0
    assert "sim run valley.toml" in Path("valley.toml").read_text("utf-8")
    assert len(load_scenario("valley.toml").parameters.parties) == 2


@pytest.mark.parametrize("parent", shipped_names())
def test_a_new_scenario_from_a_shipped_one_differs_in_nothing_yet(parent: str) -> None:
    sim("new", "mine", "--from", parent)
    assert tomllib.loads(Path("mine.toml").read_text("utf-8"))["extends"] == parent
    assert "differ in no parameter." in sim("diff", parent, "mine.toml").output


def test_the_examples_of_a_new_scenario_are_valid_once_uncommented() -> None:
    sim("new", "mine", "--from", "berlin")
    heading, examples = Path("mine.toml").read_text("utf-8").split('assumption: why".\n', 1)
    lines = [line.removeprefix("# ") for line in examples.splitlines()]
    assert any(line.startswith("[guarantors.") for line in lines)
    Path("tried.toml").write_text("\n".join([heading + 'assumption: why".', *lines]), "utf-8")
    assert "differ in no parameter." in sim("diff", "berlin", "tried.toml").output


def test_a_new_scenario_extends_a_file_of_this_folder_or_below() -> None:
    Path("below").mkdir()
    write("below/parent.toml", 'extends = "berlin"')
    sim("new", "mine", "--from", Path("below/parent.toml").resolve())
    assert load_scenario("mine.toml").parents == ("parent", "berlin")


def test_a_new_scenario_can_not_extend_a_file_from_elsewhere(tmp_path: Path) -> None:
    assert refuse("new", "mine", "--from", MINIMAL).problems[0].place == "--from"
    assert not list(tmp_path.iterdir())


def test_new_never_overwrites_a_file() -> None:
    Path("mine.toml").write_text("mine", "utf-8")
    assert isinstance(refuse("new", "mine"), ScenarioError)
    assert isinstance(refuse("new", "mine", "--from", "berlin"), ScenarioError)
    assert Path("mine.toml").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["../mine", "a/b", "Mine", "mine.toml", "", "mi ne", "_mine", "a" * 65])
def test_new_refuses_names_that_are_no_plain_names(name: str, tmp_path: Path) -> None:
    assert isinstance(refuse("new", name), ScenarioError)
    assert not list(tmp_path.iterdir())


def test_new_refuses_the_name_of_a_shipped_scenario() -> None:
    assert "is a shipped scenario" in str(refuse("new", "berlin"))


def test_new_says_what_the_disk_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", fail)
    monkeypatch.setattr("engine.scenario.starting._read_template", lambda name: name)
    wrong = refuse("new", "mine")
    assert isinstance(wrong, StoreError)
    assert "no space left" in str(wrong)


def test_new_as_json_or_quietly() -> None:
    assert read("new", "one", "--from", "berlin", "--json") == {"file": "one.toml", "extends": "berlin"}
    assert sim("new", "two", "--quiet").output == ""
