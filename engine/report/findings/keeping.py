"""The folder of a finding: a CSV for each table, the page, and how it was made; whole or not there."""

import json
import shutil
from pathlib import Path
from typing import Any

from engine.report.findings.finding import Finding
from engine.report.findings.page import make_finding_page
from engine.report.page.rendering import render
from engine.report.page.writing import REPORT
from engine.results.csv_tables import write_table
from engine.results.folder import choose_folder, explaining_disk_errors, make_aside, publish

RECORD = "finding.json"


def keep_finding(finding: Finding, out: Path | None = None) -> Path:
    """Write a finding into a new folder.

    Parameters
    ----------
    out : Path, optional
        The folder; ``outputs/KIND-NAME``, numbered if taken, where absent.

    Returns
    -------
    folder : Path
        Where it stands.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything already.
    StoreError
        If the disk does not allow it.
    """
    folder = choose_folder(out, f"{finding.kind}-{finding.name}")
    page = render(make_finding_page(finding))
    aside = make_aside(folder)
    try:
        with explaining_disk_errors(folder):
            for name, table in finding.tables.items():
                write_table(aside / f"{name}.csv", table.frame)
            told = json.dumps(describe(finding), indent=2, ensure_ascii=False, allow_nan=False)
            (aside / RECORD).write_text(told + "\n", encoding="utf-8")
            (aside / REPORT).write_text(page, encoding="utf-8")
        return publish(aside, folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def describe(finding: Finding) -> dict[str, Any]:
    """Give all of a finding but its tables' rows as plain values, with what every column says."""
    return {
        "kind": finding.kind,
        "title": finding.title,
        "about": finding.about,
        "answer": list(finding.answer),
        "said": {part.name: list(part.texts) for part in finding.parts if part.texts},
        "tables": {
            name: {"caption": table.caption, "columns": dict(table.meanings)}
            for name, table in finding.tables.items()
        },
        "record": dict(finding.record),
    }
