"""Each promise of docs/reliability.md stands on a test, and each test of reliability in a promise."""

import ast
import re
from pathlib import Path

from places import TESTS

PAGE = (TESTS.parent / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)


def list_tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {name for name in found if name.startswith("test_")}


def test_every_test_that_the_page_names_is_in_the_suite() -> None:
    assert len(NAMED) > 30
    for path, name in NAMED:
        assert name in list_tests(TESTS / path), f"{path}::{name}"


def test_every_row_names_a_test_and_an_end() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "::" in line]
    heads = [line for line in PAGE.splitlines() if line.startswith("| promise")]
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4, row
        assert all(cells), row
    assert len(heads) >= 3


def test_every_test_of_reliability_is_on_the_page() -> None:
    named = set(NAMED)
    for path in sorted((TESTS / "reliability").glob("test_*.py")):
        for name in list_tests(path):
            assert (f"reliability/{path.name}", name) in named, f"{path.name}::{name}"
