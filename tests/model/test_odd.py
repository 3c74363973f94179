"""The model's description names every rule, stream, stage and agent of the code, and no rule that is gone."""

import ast
import re
from pathlib import Path

import pytest

import engine
from engine.model import schedule, streams

ENGINE = Path(engine.__file__).parent
ODD = (ENGINE / "model" / "ODD.md").read_text(encoding="utf-8")
RULES = sorted(path for path in (ENGINE / "model" / "rules").glob("*.py") if path.name != "__init__.py")
STREAMS = {name: number for name, number in vars(streams).items() if name.isupper()}
DECORATORS = {"rule", "inlined_rule"}
AGENTS = ("party", "constituency", "mediator", "guarantor", "unit", "monitors")


def rules_in(path: Path) -> set[str]:
    """Functions decorated with @rule or @inlined_rule."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and DECORATORS & set(map(ast.unparse, node.decorator_list))
    }


def section(heading: str) -> str:
    """Text under the one heading that starts so, up to the next heading."""
    found = re.findall(rf"^#+ {re.escape(heading)}.*?\n(.*?)(?=^#|\Z)", ODD, flags=re.MULTILINE | re.DOTALL)
    assert len(found) == 1, heading
    return str(found[0])


def number_of(path: Path) -> str:
    """Number of the section that a file of rules refers to in its docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    numbers = re.findall(r"ODD (7\.\d+)\.", docstring)
    assert len(numbers) == 1, path.name
    return str(numbers[0])


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_the_section_of_a_file_names_its_rules_and_no_others(path: Path) -> None:
    assert rules_in(path)
    assert set(re.findall(r"\*\*`(\w+)`\*\*", section(f"{number_of(path)} "))) == rules_in(path)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_the_section_that_a_file_refers_to_is_headed_by_that_file(path: Path) -> None:
    assert re.search(rf"^### {re.escape(number_of(path))} .*`rules/{path.name}`$", ODD, flags=re.MULTILINE)


def test_the_table_of_streams_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", section("8 Randomness"), flags=re.MULTILINE)
    assert [(name, int(number)) for number, name in rows] == list(STREAMS.items())


def test_the_stages_of_a_round_stand_in_their_order() -> None:
    assert tuple(re.findall(r"^\d\. `(\w+)`", section("3 "), flags=re.MULTILINE)) == schedule.ROUND


def test_every_phase_and_every_class_of_outcome_is_named() -> None:
    assert all(f"`{phase}`" in section("2 ") for phase in schedule.PHASES)
    assert all(f"`{outcome}`" in section("7.8 ") for outcome in schedule.OUTCOMES)


@pytest.mark.parametrize("module", AGENTS)
def test_every_kind_of_agent_has_a_row_in_the_table_of_entities(module: str) -> None:
    tree = ast.parse((ENGINE / "simulation" / f"{module}.py").read_text(encoding="utf-8"))
    agents = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    assert agents
    assert all(f"| `{agent}` |" in section("2 ") for agent in agents)


def test_it_says_what_the_model_is_not() -> None:
    assert "It is not a forecast." in ODD
