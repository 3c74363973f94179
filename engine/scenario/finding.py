"""Where scenario files are: shipped with the package by name, or given by path."""

from difflib import get_close_matches
from pathlib import Path

import engine
from engine.errors import Problem, ScenarioError

SUFFIX = ".toml"


def shipped_folder() -> Path:
    """Folder of the shipped scenarios, in an installed package or in a checkout."""
    package = Path(engine.__file__).parent
    packed = package / "scenarios"
    return packed if packed.is_dir() else package.parent / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """Names of the shipped scenarios."""
    return tuple(sorted(_shipped_files()))


def shipped_file(name: str) -> Path | None:
    """File of a shipped scenario, if there is one of this name."""
    return _shipped_files().get(name)


def find_scenario(reference: str | Path) -> Path:
    """File that a shipped name or a path stands for; ScenarioError with the nearest name if none does."""
    text = str(reference)
    if isinstance(reference, str) and is_name(text):
        shipped = shipped_file(text)
        if shipped:
            return shipped
        raise ScenarioError(Problem(text, "", "is no shipped scenario", _suggest(text)))
    path = Path(reference)
    try:
        exists = path.exists()
    except (OSError, ValueError) as wrong:
        raise ScenarioError(Problem(repr(text), "", f"can't be looked up: {wrong}")) from wrong
    if not exists:
        raise ScenarioError(Problem(text, "", "does not exist", _suggest(path.stem, path)))
    return path


def is_name(reference: str) -> bool:
    """Whether a reference is a name rather than a path."""
    return not reference.endswith(SUFFIX) and not any(mark in reference for mark in "/\\") and reference != ""


def display(path: Path) -> str:
    """Name a file in messages: a shipped one by its place in the project, others as they were given."""
    if path.is_relative_to(shipped_folder()):
        return f"scenarios/{path.relative_to(shipped_folder()).as_posix()}"
    return str(path)


def is_file(path: Path) -> bool:
    """Whether a file is there; also False where the name is none that a file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def suggest(word: str, known: tuple[str, ...]) -> str:
    """Point to the nearest known word, or list them all where none is near and they are few."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"known: {', '.join(known)}" if 0 < len(known) <= 12 else ""


def _shipped_files() -> dict[str, Path]:
    """Find the shipped files by name, in the folder of scenarios or one below it; no two share a name."""
    return {path.stem: path for path in shipped_folder().rglob(f"*{SUFFIX}")}


def _suggest(stem: str, path: Path | None = None) -> str:
    names = shipped_names()
    if path is None and is_file(Path(f"{stem}{SUFFIX}")):
        return f'for the file in this folder say "{stem}{SUFFIX}"'
    if stem in names:
        return f'the shipped scenario is called "{stem}"'
    beside: list[str] = []
    if path is not None and path.parent.is_dir():
        beside = [str(other) for other in sorted(path.parent.glob(f"*{SUFFIX}"))]
        near = get_close_matches(str(path), beside, n=1)
        if near:
            return f'did you mean "{near[0]}"?'
    hint = suggest(stem, names)
    return hint.replace("known:", "shipped:") if hint else f"{len(names)} scenarios are shipped"
