"""What the page of a finding says."""

import json
from collections.abc import Iterator

from engine.report.answer import INTERVALS, NOTE
from engine.report.findings.finding import Finding, Part
from engine.report.page.parts import Grid, Page, Plate, Section, draw_plate, make_grid

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
        premises=INTERVALS,
        details=(),
        note=NOTE,
        plate=plate,
        sections=tuple(_list_sections(finding)),
    )


def _list_sections(finding: Finding) -> Iterator[Section]:
    first, *rest = finding.parts
    if first.texts:
        yield Section(first.name, first.heading, 2, first.texts)
    for part in rest:
        plate = _draw(finding, part)
        grids = () if plate else tuple(_list_grids(finding, part))
        yield Section(part.name, part.heading, 2, part.texts, plate, grids)
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
        f"{part.name}-figure", part.caption, lambda narrow: draw(narrow), list(_list_grids(finding, part))
    )


def _list_grids(finding: Finding, part: Part) -> Iterator[Grid]:
    for name in part.tables:
        table = finding.tables[name]
        more = len(table.frame) - MOST_ROWS
        caption = f"{table.caption} ({more:,} more rows are in {name}.csv)" if more > 0 else table.caption
        yield make_grid(caption, table.frame.head(MOST_ROWS))


def _say(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
