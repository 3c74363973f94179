"""Every page of docs/ stands in the site's navigation."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]


def test_every_page_stands_in_the_navigation() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = {page for entry in site["nav"] for page in entry.values()}
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert pages
    assert pages <= named
