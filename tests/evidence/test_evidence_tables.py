"""Tables of evidence: every column is described, and what was known only later is marked."""

import csv
from pathlib import Path

import pytest

from engine.errors import ScenarioError
from engine.evidence import cases
from engine.evidence.tables import Column, EvidenceTable, list_tables, read_rows, table_named

FOLDER = Path(cases.__file__).parent
TABLES = list_tables()
NAMES = [table.name for table in TABLES]
LATER = {"later_power_shift", "held_1y", "held_5y", "held_20y", "years_held", "censored_2025"}
LATER |= {"end_date", "failure_mode", "guarantor_called", "guarantor_honoured"}


def headings(table: EvidenceTable) -> list[str]:
    with (FOLDER / table.file).open(newline="") as file:
        return next(csv.reader(file))


def test_every_table_of_the_folder_is_described_and_in_the_readme() -> None:
    assert {table.file for table in TABLES} == {path.name for path in FOLDER.glob("*.csv")}
    told = (FOLDER / "README.md").read_text()
    for path in [*FOLDER.glob("*.csv"), *FOLDER.glob("*.toml")]:
        assert f"`{path.name}`" in told
    for column in table_named("cases").hindsight:
        assert f"`{column}`" in told


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_columns_are_those_of_the_file_in_its_order(table: EvidenceTable) -> None:
    assert [column.name for column in table.columns if column.shipped] == headings(table)
    shipped = [column.shipped for column in table.columns]
    assert shipped == sorted(shipped, reverse=True)
    absent = [column.name for column in table.columns if not column.shipped]
    assert absent == (["expected_shift"] if table.name == "cases" else [])


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_rows_are_those_of_the_file(table: EvidenceTable) -> None:
    with (FOLDER / table.file).open(newline="") as file:
        assert list(read_rows(table)) == [tuple(row) for row in list(csv.reader(file))[1:]]


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_a_table_says_its_coding_source_licence_and_weakness(table: EvidenceTable) -> None:
    assert all((table.title, table.coded, table.sources, table.weakness))
    assert "Apache-2.0" in table.licence
    assert all(column.meaning for column in table.columns)


def test_what_was_known_only_later_is_marked() -> None:
    assert set(table_named("cases").hindsight) >= LATER
    assert "honoured_military" in table_named("guarantee_challenges").hindsight


def test_a_case_holds_nothing_that_was_known_only_later() -> None:
    assert not set(cases.Case._fields) & set(table_named("cases").hindsight)


@pytest.mark.parametrize("column", table_named("cases").columns, ids=lambda column: column.name)
def test_a_cases_file_without_a_column_is_refused_only_if_it_is_needed(
    column: Column, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    table = table_named("cases")
    kept = [at for at, name in enumerate(headings(table)) if name != column.name]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        for row in [headings(table), *read_rows(table)]:
            writer.writerow([row[at] for at in kept])
    if column.needed:
        with pytest.raises(ScenarioError, match=f"lacks the column {column.name}"):
            cases.read_cases(path)
    else:
        assert cases.read_cases(path) == cases.read_cases(cases.shipped_cases())
