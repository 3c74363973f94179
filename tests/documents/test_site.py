"""The site builds without a warning, its links hold, and it loads nothing from elsewhere."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from engine.scenario.dictionary import describe_parameters

ROOT = Path(__file__).parents[2]
LOADED = {"href": {"link"}, "src": {"script", "img", "iframe", "source", "audio", "video", "embed"}}
ELSEWHERE = re.compile(r"(?:@import|url\()\s*['\"]?(?:https?:)?//")


class Page(HTMLParser):
    """What a page links to and loads, and the places in it to which one can link."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key == "id" and value:
                self.places.add(value)
            if key in ("href", "src", "data", "poster") and value is not None:
                self.links.append(value)
                if tag in LOADED.get(key, {tag}):
                    self.loads.append(value)


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    return subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    built = build(ROOT, target)
    assert built.returncode == 0, built.stderr
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}


def test_every_link_within_the_site_leads_somewhere(pages: dict[Path, Page]) -> None:
    dead = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if parts.scheme or parts.netloc:
                continue
            found = target.is_file() and (
                not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].places
            )
            dead += [] if found else [(path.name, link)]
    assert sum(len(page.links) for page in pages.values()) > 500
    assert not dead


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    loaded = {link for page in pages.values() for link in page.loads}
    assert loaded
    assert not [link for link in loaded if urlsplit(link).scheme not in ("", "data") or urlsplit(link).netloc]
    sheets = list(site.rglob("*.css"))
    assert sheets
    assert not [sheet.name for sheet in sheets if ELSEWHERE.search(sheet.read_text(encoding="utf-8"))]


def test_no_page_has_what_the_theme_fetches_a_script_for(site: Path) -> None:
    assert not [page.name for page in site.rglob("*.html") if 'class="mermaid"' in page.read_text("utf-8")]


def test_the_reference_has_a_row_for_every_parameter(site: Path) -> None:
    page = (site / "reference.html").read_text(encoding="utf-8")
    rows = page.split('id="parameters"')[1].count("<tr>")
    tables = {one.path.rpartition(".")[0] for one in describe_parameters()}
    assert rows >= len(describe_parameters()) + len(tables)
    assert all(f"<code>[{table}]</code>" in page for table in tables)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("docs/tutorial.md", "nowhere.md"),
        ("docs/tutorial.md", "validation.md#no-such-heading"),
        ("engine/model/ODD.md", "../../docs/nowhere.md"),
    ],
)
def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path, page: str, link: str) -> None:
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "outputs", "tests")
    source = Path(shutil.copytree(ROOT, tmp_path / "source", ignore=left_out))
    with (source / page).open("a", encoding="utf-8") as file:
        file.write(f"\n[planted]({link})\n")
    built = build(source, tmp_path / "site")
    assert built.returncode == 1
    (warned,) = [line for line in built.stderr.splitlines() if line.startswith("WARNING")]
    assert link in warned
