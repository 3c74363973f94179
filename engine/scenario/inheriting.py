"""What a scenario extends, from the file itself back to where its chain begins."""

from pathlib import Path
from typing import Any

from engine.errors import Problem, ScenarioError
from engine.scenario.finding import SUFFIX, display, is_file, is_name, shipped_file, shipped_names, suggest
from engine.scenario.reading import Document, read_document, refuse_many_values
from engine.scenario.schema import SCHEMA
from engine.scenario.writing import show


def read_chain(path: Path) -> list[Document]:
    """Read a scenario and all that it extends, nearest first."""
    chain = [_read(path)]
    while "extends" in chain[-1].values:
        parent = _find_parent(chain[-1])
        seen = [document.path.resolve() for document in chain]
        if parent.resolve() in seen:
            names = " -> ".join([*(document.name for document in chain), display(parent)])
            raise _refuse(chain[-1], f"closes a cycle: {names}", "a scenario can't extend itself")
        chain.append(_read(parent))
    return chain


def _read(path: Path) -> Document:
    document = read_document(path)
    refuse_many_values(document)
    _check_version(document)
    return document


def _find_parent(document: Document) -> Path:
    reference = document.values["extends"]
    if not isinstance(reference, str) or not reference.isprintable() or not reference:
        raise _refuse(document, "must be the name of a shipped scenario or a relative path", "")
    if is_name(reference):
        shipped = shipped_file(reference)
        if shipped is None:
            beside = document.path.parent / f"{reference}{SUFFIX}"
            way_out = suggest(reference, shipped_names())
            if is_file(beside):
                way_out = f'for the file beside this one write "{reference}{SUFFIX}"'
            raise _refuse(document, "names no shipped scenario", way_out)
        return shipped
    folder = document.path.parent
    relative = Path(reference)
    if relative.is_absolute() or ".." in relative.parts or "\\" in reference:
        raise _refuse(document, "must stay in the file's own folder or below", "copy the file there")
    parent = folder / relative
    try:
        inside = parent.resolve().is_relative_to(folder.resolve())
        exists = parent.is_file()
    except (OSError, RuntimeError, ValueError) as wrong:
        raise _refuse(document, f"can't be looked up: {wrong}", "") from wrong
    if not inside:
        raise _refuse(document, "leads out of the file's own folder", "copy the file there")
    if not exists:
        beside_names = tuple(sorted(str(file.relative_to(folder)) for file in folder.glob(f"*{SUFFIX}")))
        raise _refuse(document, "names no file", suggest(reference, beside_names))
    return parent


def _check_version(document: Document) -> None:
    version: Any = document.values.get("schema")
    place = document.place(("schema",))
    if version is None:
        raise ScenarioError(Problem(place, "schema", "must be given", f"write schema = {SCHEMA} on top"))
    shown = show("schema", version)
    if type(version) is not int or version < 1:
        raise ScenarioError(
            Problem(place, shown, "must be a whole number from 1", f"write schema = {SCHEMA}")
        )
    if version > SCHEMA:
        rule = f"is of a later engine; this one reads up to schema {SCHEMA}"
        raise ScenarioError(Problem(place, shown, rule, "install a newer version of the engine"))


def _refuse(document: Document, rule: str, way_out: str) -> ScenarioError:
    shown = show("extends", document.values["extends"])
    return ScenarioError(Problem(document.place(("extends",)), shown, rule, way_out))
