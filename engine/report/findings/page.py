"""What the page of a finding says."""

import json
from collections.abc import Iterator, Sequence

from engine.report.answer import NOTE
from engine.report.findings.finding import Finding, Part
from engine.report.findings.showing import show_rows
from engine.report.page.parts import Grid, Page, Plate, Section, draw_plate

MOST_ROWS = 200
"""Most rows of a table that stand on a page; the file has all."""


def make_finding_page(finding: Finding) -> Page:
    """Say everything of a finding."""
    first, *_ = finding.parts
    plate = _draw(finding, first)
    assert plate is not None, "the first part of a finding has a figure"
    return Page(
        title=finding.title,
        about=finding.about,
        question="",
        answer=finding.answer,
        premises=finding.premises,
        details=(),
        note=NOTE,
        plate=plate,
        sections=tuple(_list_sections(finding)),
    )


def _list_sections(finding: Finding) -> Iterator[Section]:
    first, *rest = finding.parts
    if first.texts or first.folded:
        folded = tuple(_list_grids(finding, first.folded))
        yield Section(first.name, first.heading, 2, first.texts, folded=folded)
    for part in rest:
        plate = _draw(finding, part)
        grids = () if plate else tuple(_list_grids(finding, part.tables))
        folded = tuple(_list_grids(finding, part.folded))
        yield Section(part.name, part.heading, 2, part.texts, plate, grids, folded)
    rows = tuple((name, _say(value)) for name, value in finding.record.items())
    made = ("The same command with the same engine gives the same numbers.",)
    yield Section(
        "provenance", "How it was made", 2, made, folded=(Grid("Provenance", ("what", "value"), rows),)
    )


def _draw(finding: Finding, part: Part) -> Plate | None:
    if part.draw is None:
        return None
    draw = part.draw
    return draw_plate(
        f"{part.name}-figure",
        part.caption,
        lambda narrow: draw(narrow),
        list(_list_grids(finding, part.tables)),
    )


def _list_grids(finding: Finding, names: Sequence[str]) -> Iterator[Grid]:
    for name in names:
        yield show_rows(finding.tables[name], MOST_ROWS, f"{{}} more rows are in {name}.csv")


def _say(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
