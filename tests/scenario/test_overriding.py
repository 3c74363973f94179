"""Values given with `--set`."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import MINIMAL

from engine.errors import Problem, ScenarioError
from engine.scenario import Distribution, Scenario, load_scenario


def refuse(*overrides: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(MINIMAL, overrides)
    return caught.value.problems


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("monitors.detection=0.25", "monitors.detection", 0.25),
        ("  monitors.detection =  0.25 ", "monitors.detection", 0.25),
        ("clock.rounds=13", "clock.rounds", 13),
        ("sequence.order=truce_first", "sequence.order", "truce_first"),
        ('sequence.order="truce_first"', "sequence.order", "truce_first"),
        ("sequence.fixed_terms=true", "sequence.fixed_terms", True),
        ('front.sectors=["centre", "b"]', "front.sectors", ("centre", "b")),
        ("monitors={ detection = 0.25, attribution = 0.1 }", "monitors.attribution", 0.1),
        ("monitors.detection={ value = 0.25 }", "monitors.detection", 0.25),
        ("monitors.detection=1e-1 # a comment", "monitors.detection", 0.1),
        ("mediators.host.tilt=0.3", "mediators.host.tilt", 0.3),
    ],
)
def test_a_value_goes_over_the_file(override: str, path: str, value: object) -> None:
    scenario = load_scenario(MINIMAL, [override])
    assert scenario.value_at(path) == value
    assert scenario.origins[path].where == "--set"


def test_other_values_stay_those_of_the_file(minimal: Scenario) -> None:
    scenario = load_scenario(MINIMAL, ["monitors.detection=0.25"])
    changed = [path for path in minimal.origins if minimal.value_at(path) != scenario.value_at(path)]
    assert changed == ["monitors.detection"]


def test_a_date_is_a_date() -> None:
    scenario = load_scenario(MINIMAL, ["start.date=2025-12-15"])
    assert str(scenario.parameters.start.date) == "2025-12-15"


def test_a_distribution_can_be_given_and_taken_away() -> None:
    override = 'monitors.detection={ dist = "beta", a = 2, b = 3, source = "a survey" }'
    scenario = load_scenario(MINIMAL, [override, "front.trend=0"])
    assert isinstance(scenario.value_at("monitors.detection"), Distribution)
    assert scenario.origins["monitors.detection"].source == "a survey"
    assert "front.trend" not in scenario.uncertain


def test_the_last_of_two_values_for_one_path_counts() -> None:
    scenario = load_scenario(MINIMAL, ["run.seed=1", "run.seed=2"])
    assert scenario.value_at("run.seed") == 2


def test_no_override_leaves_the_digest_and_one_moves_it(minimal: Scenario) -> None:
    assert load_scenario(MINIMAL, ["monitors.detection=0.6"]).digest == minimal.digest
    assert load_scenario(MINIMAL, ["monitors.detection=0.61"]).digest != minimal.digest


@pytest.mark.parametrize(
    "override",
    ["", "=", "=1", "clock.rounds", "clock..rounds=1", ".a=1", "a b=1", "a.[0]=1", ".".join("a" * 40) + "=1"],
)
def test_what_is_no_path_and_value_is_refused(override: str) -> None:
    (problem,) = refuse(override)
    assert problem == Problem(
        "--set", override, "must be PATH=VALUE", "such as guarantors.germany.reliability=0.4"
    )


@pytest.mark.parametrize(
    "value",
    [
        "",
        "[",
        "1 2",
        "1\nb = 2",
        "'open",
        "{a = 1",
        "[" * 40 + "]" * 40,
        "[" * 20_000,
        f"{{{'.'.join('a' * 900)} = 1}}",
    ],
)
def test_a_value_that_is_no_toml_is_refused(value: str) -> None:
    (problem,) = refuse(f"front.trend={value}")
    assert problem.rule == "has a value that is not TOML"
    assert "quotes" in problem.way_out


@pytest.mark.parametrize(
    "override", ["title=x", "schema=1", "extends=berlin", "source=x", "monitors.source=x"]
)
def test_what_only_a_file_can_say_is_refused(override: str) -> None:
    (problem,) = refuse(override)
    assert problem.rule == "is no parameter"


@pytest.mark.parametrize(
    ("override", "shown", "rule", "way_out"),
    [
        ("run.trials=0", "run.trials = 0", "must lie in [1, 10000000000] trials", ""),
        ("monitors.detecton=1", "monitors.detecton = 1", "is not a known key", 'did you mean "detection"?'),
        ("monitors=3", "monitors = 3", "must be a table", ""),
        ("monitors.detection=1.4", "monitors.detection = 1.4", "must lie in [0, 1]", ""),
        (f"clock.rounds=0x{'f' * 5000}", None, "must lie in [1, 2600] rounds", ""),
    ],
)
def test_a_wrong_value_is_placed_at_the_option(
    override: str, shown: str | None, rule: str, way_out: str
) -> None:
    (problem,) = refuse(override)
    assert problem.place == "--set"
    assert problem.rule == rule
    assert problem.way_out == way_out
    assert shown is None or problem.value == shown


def test_all_wrong_values_are_reported_at_once() -> None:
    assert len(refuse("x", "run.trials=0", "front.trend=[", "monitors.detection=2")) == 4


@given(st.text(max_size=30))
def test_no_text_gives_anything_but_a_scenario_or_an_error(text: str) -> None:
    with suppress(ScenarioError):
        assert isinstance(load_scenario(MINIMAL, [f"front.trend={text}"]), Scenario)
