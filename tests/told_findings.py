"""What every finding must be: whole, explained, drawn, and the same wherever it is told."""

import json
import math
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from engine.cli.saying import list_records
from engine.notebook.findings import Found
from engine.report.findings.finding import Finding
from engine.report.findings.keeping import RECORD, keep_finding


def check_finding(finding: Finding, out: Path) -> Path:
    """Keep a finding, and hold its folder, page and notebook form against it; give the folder."""
    assert finding.answer
    assert all(text.endswith((".", "?", ":")) for text in finding.answer), finding.answer
    names = [part.name for part in finding.parts]
    assert len(set(names)) == len(names)
    shown = [name for part in finding.parts for name in (*part.tables, *part.folded)]
    assert sorted(shown) == sorted(finding.tables), "every table is shown once"
    folder = keep_finding(finding, out)
    kept = {path.name for path in folder.iterdir()}
    assert kept == {f"{name}.csv" for name in finding.tables} | {RECORD, "report.html"}
    told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    for name, table in finding.tables.items():
        assert list(table.meanings) == list(table.frame.columns), name
        assert told["tables"][name]["columns"] == dict(table.meanings)
        assert all(meaning.endswith(".") for meaning in table.meanings.values()), name
        _check_rows(table.frame, pd.read_csv(folder / f"{name}.csv"), list_records(table.frame))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    for part in finding.parts:
        assert part.heading in page or part is finding.parts[0]
        assert (part.draw is None) == (part.caption == "")
    found = Found(finding)
    assert escape(finding.title) in found._repr_html_()
    for name, table in finding.tables.items():
        assert getattr(found, name) is table.frame
    return folder


def _check_rows(frame: pd.DataFrame, read: pd.DataFrame, records: list[dict[str, Any]]) -> None:
    assert len(read) == len(frame) == len(records)
    for column in frame.select_dtypes("number"):
        for row, value in enumerate(frame[column]):
            back = read[column].iloc[row]
            assert back == value or (math.isnan(back) and math.isnan(value)), (column, row)
