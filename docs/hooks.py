"""What the site has beside the pages of docs/: pages from elsewhere, and copies of files that pages name."""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from reference import fill_in

ROOT = Path(__file__).parents[1]
DOCS = "docs/"
COPIES = "source/"
LISTING = "/index.md"
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "engine/evidence/README.md": "evidence.md",
    "engine/model/ODD.md": "model.md",
}
LINK = re.compile(r"(?<=\]\()(?!\w+:)[^()#\s]+")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Bring every page to its place in the site, with the files of the repository to which it links."""
    named: set[str] = set()
    for page in [*(f"{DOCS}{file.src_uri}" for file in files.documentation_pages()), *PAGES]:
        text = (ROOT / page).read_text(encoding="utf-8")
        named |= {_resolve(page, link) for link in LINK.findall(text)}
        led = LINK.sub(lambda link, page=page: _lead(page, link[0]), text)
        _put(files, File.generated(config, _place(page), content=fill_in(led)))
    for target in sorted(named):
        if _place(target).startswith(COPIES):
            _copy(files, config, ROOT / target)
    return files


def _resolve(page: str, link: str) -> str:
    """Give the path in the repository to which a page links."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def _place(path: str) -> str:
    """Give the place in the site of a path of the repository; the path itself where there is nothing."""
    if path in PAGES:
        return PAGES[path]
    if path.startswith(DOCS) or not (ROOT / path).exists():
        return path.removeprefix(DOCS)
    return f"{COPIES}{path}{LISTING if (ROOT / path).is_dir() else ''}"


def _lead(page: str, link: str) -> str:
    """Give the link in the site that does what a page's link does in the repository."""
    target = _resolve(page, link)
    found = (ROOT / target).exists()
    return posixpath.relpath(_place(target), posixpath.dirname(_place(page))) if found else link


def _copy(files: Files, config: MkDocsConfig, path: Path) -> None:
    """Copy a file, or a folder with a page that lists it."""
    place = _place(path.relative_to(ROOT).as_posix())
    if path.is_file():
        _put(files, File.generated(config, place, abs_src_path=str(path)))
        return
    inside = sorted(
        child for child in path.iterdir() if child.name[0] not in "._" and child.name != "outputs"
    )
    items = [f"- [{child.name}]({child.name}{LISTING if child.is_dir() else ''})" for child in inside]
    text = "\n".join([f"# {path.relative_to(ROOT)}", "", *items, ""])
    _put(files, File.generated(config, place, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
    for child in inside:
        _copy(files, config, child)


def _put(files: Files, file: File) -> None:
    """Add a file, in the place of one that is there."""
    there = files.get_file_from_path(file.src_uri)
    if there:
        files.remove(there)
    files.append(file)
