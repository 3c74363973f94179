"""The reference has a row for every parameter of the schema and every class of pledges."""

import importlib.util
from pathlib import Path

from engine.scenario.dictionary import describe_parameters

DOCS = Path(__file__).parents[1] / "docs"
SPEC = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
assert SPEC
assert SPEC.loader
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def test_every_parameter_and_every_class_of_pledges_has_a_row() -> None:
    page = REFERENCE.fill_in((DOCS / "reference.md").read_text(encoding="utf-8"))
    assert "<!--" not in page
    for one in describe_parameters():
        table, _, key = one.path.rpartition(".")
        (part,) = [part for part in page.split("\n### ") if part.startswith(f"`[{table}]`")]
        assert f"\n| `{key}` | {one.meaning}" in part
    pledges = page.partition("## What a class of pledges brings")[2]
    words = next(one.words for one in describe_parameters() if one.path == "guarantors.*.pledge")
    assert len(words) > 1
    assert all(f"| `{word}` |" in pledges for word in words)
