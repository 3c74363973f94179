"""Coded cases are read strictly, and what was known stands apart from what became of it."""

import csv
import math
from pathlib import Path

import pytest

from engine.errors import ScenarioError
from engine.evidence.cases import Case, read_cases, shipped_cases

HINDSIGHT = ("later_power_shift", "years_held", "end_date", "failure_mode", "guarantor_called", "held_1y")


def write_rows(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def shipped_rows() -> list[dict[str, str]]:
    with shipped_cases().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_with(tmp_path: Path, **cells: str) -> str:
    """Read the first case with some cells changed, and give what is said of it."""
    row = shipped_rows()[0] | cells
    with pytest.raises(ScenarioError) as refused:
        read_cases(write_rows(tmp_path / "cases.csv", [row]))
    return str(refused.value)


def test_the_shipped_cases_are_read_as_they_are_coded() -> None:
    coded = {each.case.case_id: each for each in read_cases(shipped_cases())}
    assert len(coded) == 40
    korea = coded["KOR1953"]
    assert korea.held == (1.0, 1.0, 1.0)
    assert (korea.case.settlement_kind, korea.case.guarantee_class) == ("armistice", "alliance_troops")
    assert korea.case.guarantors == ("US",)
    assert korea.case.combat_troops
    assert korea.case.zone
    assert math.isnan(coded["COL2016"].held[2])
    assert coded["SUE1957"].case.expected_shift == 0.0


def test_no_input_is_called_as_a_column_of_hindsight() -> None:
    assert not set(Case._fields) & set(HINDSIGHT)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"start": "1953-13-01"}, "must be a date"),
        ({"settlement_kind": "peace_treety"}, 'did you mean "peace_treaty"?'),
        ({"guarantee_class": "magic"}, "is no known code"),
        ({"monitor_type": "UN"}, "is no known code"),
        ({"dmz": "yes"}, "must be 0 or 1"),
        ({"front_sharpness": "1.5"}, "must be a number from 0 to 1"),
        ({"terms_imbalance": "nan"}, "must be a number from 0 to 1"),
        ({"terms_imbalance": ""}, "must be a number from 0 to 1"),
        ({"held_5y": "0.5"}, "must be 1, 0 or empty"),
        ({"name": ""}, "must be a text"),
        ({"expected_shift": "2"}, "must be a number from -1 to 1"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line_column_and_rule(
    cells: dict[str, str], said: str, tmp_path: Path
) -> None:
    message = read_with(tmp_path, **cells)
    assert said in message
    assert "cases.csv:2:" in message
    assert next(iter(cells)) in message


def test_every_wrong_cell_is_told_at_once(tmp_path: Path) -> None:
    assert read_with(tmp_path, dmz="2", monitors="x", start="now").count("\n") == 2


def test_a_shift_expected_at_signature_is_an_optional_column(tmp_path: Path) -> None:
    row = shipped_rows()[0] | {"expected_shift": "0.3"}
    assert read_cases(write_rows(tmp_path / "cases.csv", [row]))[0].case.expected_shift == 0.3


def test_a_code_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="stands in line 2 already"):
        read_cases(write_rows(tmp_path / "cases.csv", shipped_rows()[:1] * 2))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lacks the columns"),
        (b"case_id,name\nA,B\n", "lacks the columns start"),
        (b"\xff\xfe\x00", "is not a CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_table_of_cases_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=said):
        read_cases(path)


def test_a_table_without_rows_or_of_ragged_rows_is_refused(tmp_path: Path) -> None:
    lines = shipped_cases().read_text(encoding="utf-8").splitlines()
    path = tmp_path / "cases.csv"
    path.write_text(lines[0] + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="has no cases"):
        read_cases(path)
    path.write_text(f"{lines[0]}\n{lines[1]},more\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="another number of cells"):
        read_cases(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="can't be read"):
        read_cases(tmp_path / "none.csv")
