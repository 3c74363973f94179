"""Mutants can be made of every rule, and are met by every test that calls one from Python."""

import ast
from pathlib import Path

import pytest

from benchmarks.mutation import RULES, TESTS, changed_line, copy_plain, print_scores

ROOT = Path(__file__).parents[2]


def functions_in(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


def test_the_copy_has_every_rule_as_plain_python_and_nothing_else_changed(tmp_path: Path) -> None:
    copy_plain(tmp_path)
    paths = sorted((ROOT / RULES).glob("[a-z]*.py"))
    assert len(paths) == 8
    for path in paths:
        ours, plain = functions_in(path), functions_in(tmp_path / RULES / path.name)
        assert all(function.decorator_list for function in ours)
        for function in ours:
            function.decorator_list = []
        assert [ast.dump(function) for function in plain] == [ast.dump(function) for function in ours]


def test_all_tests_of_rules_but_those_that_compile_go_along(tmp_path: Path) -> None:
    copy_plain(tmp_path)
    taken = {path.name for path in (tmp_path / TESTS).iterdir()}
    left = {path.name for path in (ROOT / TESTS).glob("test_*.py")} - taken
    assert left == {"test_every_rule.py", "test_incidents_feedback.py", "test_war_walks.py"}


def test_a_mutant_is_named_by_the_line_that_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "# x: survived\n--- war.py\n+++ war.py\n def x():\n-    if a < b:\n+    if a  <= b:\n     c\n"
    monkeypatch.setattr("benchmarks.mutation.run_mutmut", lambda folder, *words: shown)
    assert changed_line(Path(), "x") == "if a <= b:"


def test_the_score_is_the_share_caught_of_each_file_and_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    at = "engine.model.rules"
    print_scores(
        {
            f"{at}.war.x_advance__mutmut_1": "killed",
            f"{at}.war.x_advance__mutmut_2": "survived",
            f"{at}.talks.x_nearer__mutmut_1": "timeout",
        }
    )
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line][1:]
    assert rows == [["talks", "1", "1", "100.0%"], ["war", "2", "1", "50.0%"], ["all", "3", "2", "66.7%"]]
