"""Whatever stands in a file, the answer is a scenario or what is wrong with the file."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import EVERYTHING, MINIMAL

from engine.errors import Problem, ScenarioError
from engine.scenario import Scenario, load_scenario

TEXT = MINIMAL.read_text()
LINES = TEXT.split("\n")
PIECES = st.sampled_from(
    [
        "[",
        "]",
        "{",
        "}",
        "=",
        '"',
        "'",
        '"""',
        ",",
        ".",
        "#",
        "\n",
        "\\",
        "0",
        "-1",
        "nan",
        "inf",
        "1e999",
        "true",
        "[[a]]",
        "2025-01-06",
        "0xfffffffffffffffffff",
        '{ dist = "normal", mean = 0, sd = 1 }',
        "{ p5 = 0, p95 = 1 }",
        "{}",
        "[]",
        '{ choice = [1, "a"] }',
        "{ choice = [0, 1] }",
        "{ value = 1 }",
        'source = "x"',
        "\x00",
        "\x7f",
        "é",
        "a.b = 1",
    ]
)
STRUCTURED = st.sampled_from(
    [
        "0",
        "1",
        "0.5",
        "-1",
        "1e300",
        "nan",
        "true",
        '"north"',
        '"x"',
        "[]",
        "[0, 1]",
        '["north"]',
        "{}",
        "2025-01-06",
        "{ value = 0.5 }",
        '{ dist = "beta", a = 1, b = 1 }',
        '{ dist = "lognormal", median = 1, sigma = 9, high = 1 }',
        "{ choice = [0, 1] }",
        "{ choice = [true, false] }",
        "{ p10 = 0.2, p90 = 0.4 }",
        "{ north = 1 }",
        "[[0]]",
        "[{}]",
        f"0x{'f' * 4000}",
        f"0x{'f' * 300}",
        "12:00:00",
        "2025-01-06T00:00:00Z",
        "[[], {}]",
        "{ source = 1 }",
    ]
)
FEW = settings(
    max_examples=200,
    deadline=timedelta(seconds=2),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def attempt(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    problems: tuple[Problem, ...] = (Problem("none", "", "none"),)
    try:
        assert isinstance(load_scenario(path), Scenario)
    except ScenarioError as refused:
        problems = refused.problems
    assert problems
    assert all(problem.place and problem.rule for problem in problems)


@FEW
@given(st.binary(max_size=400))
def test_bytes_give_a_scenario_or_an_error(tmp_path: Path, content: bytes) -> None:
    attempt(tmp_path / "x.toml", content)


@FEW
@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 20), PIECES), min_size=1, max_size=4))
def test_a_mangled_scenario_gives_a_scenario_or_an_error(
    tmp_path: Path, cuts: list[tuple[int, int, str]]
) -> None:
    text = TEXT
    for start, length, piece in cuts:
        text = text[:start] + piece + text[start + length :]
    attempt(tmp_path / "x.toml", text.encode())


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.one_of(STRUCTURED, st.none())), min_size=1, max_size=4
    )
)
def test_values_of_other_kinds_give_a_scenario_or_an_error(
    tmp_path: Path, changes: list[tuple[int, str | None]]
) -> None:
    lines = list(LINES)
    for number, value in changes:
        key, equals, _ = lines[number].partition(" = ")
        lines[number] = f"{key} = {value}" if equals and value is not None else ""
    attempt(tmp_path / "x.toml", "\n".join(lines).encode())


@FEW
@given(st.permutations(TEXT.split("\n\n")[1:]), st.integers(0, 15))
def test_tables_in_another_order_or_left_out_give_a_scenario_or_an_error(
    tmp_path: Path, blocks: list[str], kept: int
) -> None:
    attempt(tmp_path / "x.toml", "\n\n".join(["schema = 1", *blocks[:kept]]).encode())


@pytest.mark.parametrize("path", [MINIMAL, EVERYTHING], ids=["minimal", "everything"])
def test_loading_twice_gives_the_same(path: Path) -> None:
    once, again = load_scenario(path), load_scenario(str(path))
    assert once.parameters == again.parameters
    assert once.digest == again.digest
    assert once.origins == again.origins


def test_nothing_is_written_beside_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(MINIMAL.read_bytes())
    load_scenario(path)
    path.write_text("schema = 1\n")
    with pytest.raises(ScenarioError):
        load_scenario(path)
    assert list(tmp_path.iterdir()) == [path]


def test_parameters_can_not_be_changed(minimal: Scenario) -> None:
    with pytest.raises(ValueError, match="frozen"):
        minimal.parameters.clock.rounds = 3  # type: ignore[misc]


def test_uncertain_parameters_are_listed_by_path(minimal: Scenario) -> None:
    assert "front.trend" in minimal.uncertain
    assert "guarantors.ally.reliability" in minimal.uncertain
    assert list(minimal.uncertain) == sorted(minimal.uncertain)


@pytest.mark.parametrize(
    "path", ["nothing", "front", "front.nothing", "parties.north.positions", "front.trend.low", ""]
)
def test_a_path_that_leads_to_no_value_is_a_key_error(minimal: Scenario, path: str) -> None:
    with pytest.raises(KeyError):
        minimal.value_at(path)
