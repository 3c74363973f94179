"""Who wrote each value, and what it rests on."""

from pathlib import Path

import pytest
from places import MINIMAL

from engine.errors import ScenarioError
from engine.scenario import Origin, Scenario, load_scenario
from engine.scenario.sections.trial import Clock
from engine.scenario.values import list_values


def line_of(path: Path, text: str) -> int:
    return next(
        number for number, line in enumerate(path.read_text().split("\n"), 1) if line.startswith(text)
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sourced.toml"
    path.write_bytes(MINIMAL.read_bytes())
    return path


def change(file: Path, old: str, new: str) -> Scenario:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return load_scenario(file)


def test_every_value_and_nothing_else_has_an_origin(minimal: Scenario) -> None:
    assert set(minimal.origins) == {entry.path for entry in list_values(minimal.parameters)}


def test_a_value_of_a_file_is_placed_by_its_line(minimal: Scenario) -> None:
    assert minimal.origins["front.length_km"].where == f"{MINIMAL}:{line_of(MINIMAL, 'length_km')}"
    assert minimal.origins["front.trend"].where == f"{MINIMAL}:{line_of(MINIMAL, 'trend = {')}"


def test_a_value_within_an_inline_table_is_placed_by_the_line_of_the_table(minimal: Scenario) -> None:
    line = line_of(MINIMAL, "territory = { weight = 0.7")
    assert minimal.origins["parties.south.positions.territory.firmness"].where == f"{MINIMAL}:{line}"


def test_a_default_says_so_with_the_source_of_the_schema(minimal: Scenario) -> None:
    declared = Clock.model_fields["winter_months"].json_schema_extra
    assert isinstance(declared, dict)
    assert minimal.origins["clock.winter_months"] == Origin("default", str(declared["source"]))


def test_an_override_says_so() -> None:
    assert load_scenario(MINIMAL, ["run.seed=3"]).origins["run.seed"] == Origin("--set")


def test_a_class_of_pledges_says_so_with_its_source(minimal: Scenario) -> None:
    origin = minimal.origins["guarantors.ally.reliability"]
    assert origin.where == "pledge class bilateral_treaty"
    assert "Berkemeier & Fuhrmann 2018" in origin.source


def test_a_value_of_a_shipped_parent_is_placed_in_the_parent(tmp_path: Path) -> None:
    child = tmp_path / "child.toml"
    child.write_text('schema = 1\nextends = "berlin"\n[run]\nseed = 5\n')
    scenario = load_scenario(child)
    assert scenario.origins["run.seed"].where == f"{child}:4"
    assert scenario.origins["run.trials"].where.startswith("scenarios/berlin.toml:")


def test_a_source_on_top_covers_the_whole_file(minimal: Scenario) -> None:
    assert minimal.origins["front.length_km"].source == "assumption: invented for tests"
    assert (
        minimal.origins["parties.south.positions.territory.firmness"].source
        == "assumption: invented for tests"
    )


def test_the_nearest_source_counts(minimal: Scenario, file: Path) -> None:
    assert minimal.origins["front.trend"].source == "assumption: balanced"
    scenario = change(file, "[front]\n", '[front]\nsource = "a map"\n')
    assert scenario.origins["front.length_km"].source == "a map"
    assert scenario.origins["front.trend"].source == "assumption: balanced"
    assert scenario.origins["monitors.detection"].source == "assumption: invented for tests"


def test_a_source_covers_the_tables_below_its_own(file: Path) -> None:
    scenario = change(file, 'side = "defender"\n', 'side = "defender"\nsource = "a poll"\n')
    assert scenario.origins["parties.north.positions.territory.ideal"].source == "a poll"
    assert scenario.origins["parties.north.constituencies.public.veto"].source == "a poll"
    assert scenario.origins["parties.south.side"].source == "assumption: invented for tests"


def test_a_value_with_its_source_is_the_plain_value(minimal: Scenario, file: Path) -> None:
    scenario = change(file, "length_km = 300", 'length_km = { value = 300, source = "a map" }')
    assert scenario.value_at("front.length_km") == 300.0
    assert scenario.origins["front.length_km"].source == "a map"
    assert scenario.digest == minimal.digest


def test_a_source_covers_no_value_that_a_variant_writes_over_it(file: Path) -> None:
    child = file.with_name("child.toml")
    child.write_text('schema = 1\nextends = "sourced.toml"\n[front]\nlength_km = 10\n')
    scenario = load_scenario(child)
    assert scenario.origins["front.length_km"] == Origin(f"{child}:4")
    assert scenario.origins["front.sectors"].source == "assumption: invented for tests"


def test_a_source_covers_no_default(file: Path) -> None:
    scenario = change(file, "[front]\n", '[front]\nsource = "a map"\n')
    assert scenario.origins["front.volatility"].where == "default"
    assert scenario.origins["front.volatility"].source != "a map"


def test_an_empty_source_is_none(file: Path) -> None:
    scenario = change(file, "[front]\n", '[front]\nsource = " "\n')
    assert scenario.origins["front.length_km"].source == "assumption: invented for tests"


@pytest.mark.parametrize(
    ("old", "new", "shown", "start"),
    [
        ('source = "assumption: invented for tests"', "source = 3", "source = 3", "source = 3"),
        ("[front]\n", "[front]\nsource = true\n", "front.source = true", "source = true"),
        ("= 300", "= { value = 300, source = 1.5 }", "front.length_km.source = 1.5", "length_km"),
        ('source = "assumption: balanced"', "source = []", "front.trend.source = []", "trend = {"),
    ],
)
def test_a_source_must_be_a_text(file: Path, old: str, new: str, shown: str, start: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        change(file, old, new)
    (problem,) = caught.value.problems
    assert (problem.value, problem.rule) == (shown, "must be a text")
    assert problem.place == f"{file}:{line_of(file, start)}"


@pytest.mark.parametrize(
    ("source", "assumed", "reason"),
    [
        ("", True, "no source given"),
        ("assumption", True, "no source given"),
        ("assumption: even odds", True, "even odds"),
        ("Fortna 2004", False, "Fortna 2004"),
    ],
)
def test_an_assumption_is_told_from_a_source(source: str, assumed: bool, reason: str) -> None:
    origin = Origin("default", source)
    assert (origin.assumed, origin.reason) == (assumed, reason)


def test_sources_and_titles_leave_the_digest(minimal: Scenario, file: Path) -> None:
    scenario = change(file, 'title = "Two invented neighbours"', 'title = "Others"')
    assert scenario.digest == minimal.digest
    assert change(file, "invented for tests", "made up").digest == minimal.digest


def test_origins_can_not_be_changed(minimal: Scenario) -> None:
    with pytest.raises(TypeError):
        minimal.origins["front.trend"] = Origin("elsewhere")  # type: ignore[index]
