"""One scenario file: bytes from disk to plain values and their lines."""

import itertools
import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from engine.errors import Problem, ScenarioError
from engine.scenario.finding import display
from engine.scenario.lines import Path as Keys
from engine.scenario.lines import locate_keys
from engine.scenario.origins import dotted

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MOST_HIDDEN = 20
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Letters that no text needs: controls but tabs and line ends, and marks of the direction of writing."""
MAX_VALUES = 20_000
"""Of a scenario; the fullest that the schema allows, each value with its source, has fewer."""
ERROR_PLACE = re.compile(r"^(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
LONG_KEY = re.compile(
    r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"""
    rf"{{{MAX_DEPTH}}}"
)


class Document(NamedTuple):
    """A scenario file as it was read.

    Attributes
    ----------
    path : Path
        Where it is.
    name : str
        How messages call it.
    values : dict
        What it says.
    lines : dict
        Line of each key.
    """

    path: Path
    name: str
    values: dict[str, Any]
    lines: dict[Keys, int]

    def place(self, path: Keys = ()) -> str:
        """``file:line`` of a key, or of the nearest key around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def read_document(path: Path) -> Document:
    """Read a scenario file; ScenarioError whatever is wrong with it."""
    name = display(path)
    if hides(path.name):
        raise ScenarioError(Problem(name, "", "is called with letters that are not printed", "rename it"))
    text = _decode(_read_bytes(path, name), name).replace("\r\n", "\n")
    too_deep = ScenarioError(
        Problem(f"{name}:1", "", f"nests deeper than {MAX_DEPTH} levels", "a scenario needs no more than six")
    )
    if LONG_KEY.search(text):
        raise too_deep
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise ScenarioError(_explain(str(wrong), text, name)) from None
    except RecursionError:
        raise too_deep from None
    except ValueError as wrong:
        raise ScenarioError(Problem(f"{name}:1", "", f"is not valid TOML: {wrong}")) from None
    if is_deep(values):
        raise too_deep
    document = Document(path, name, values, locate_keys(text))
    rule, way_out = "holds letters that are not printed", "leave them out"
    if hidden := [place for place, value in walk(values) if hides(value) or any(map(hides, place[-1:]))]:
        raise ScenarioError(
            *(Problem(document.place(place), dotted(place), rule, way_out) for place in hidden[:MOST_HIDDEN])
        )
    return document


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ScenarioError(Problem(name, "", "is not a file", "name a TOML file or a shipped scenario"))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        raise ScenarioError(Problem(name, "", f"can't be read: {reason}")) from wrong
    if len(content) > MAX_BYTES:
        raise ScenarioError(Problem(name, "", "is larger than 1 MB", "a scenario is a short text"))
    return content


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise ScenarioError(
            Problem(f"{name}:{line}", "", "is not UTF-8 text", "save the file as UTF-8")
        ) from None


def _explain(message: str, text: str, name: str) -> Problem:
    found = ERROR_PLACE.match(message)
    last = text.count("\n") + 1
    line = int(found[2] or last) if found else 1
    rows = text.split("\n")
    row = rows[line - 1].strip()[:60] if line <= len(rows) else ""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in row)
    reason = found[1] if found else message
    return Problem(f"{name}:{line}", shown, f"is not valid TOML: {reason}")


def refuse_many_values(document: Document) -> None:
    """Refuse a scenario of more values than any has, over which checks would take minutes.

    Raises
    ------
    ScenarioError
        If it has more.
    """
    n_values = sum(1 for _ in itertools.islice(walk(document.values), MAX_VALUES + 1))
    if n_values > MAX_VALUES:
        rule = f"holds more than {MAX_VALUES:,} values"
        raise ScenarioError(Problem(document.place(), "", rule, "a scenario needs a few hundred"))


def walk(values: Any, path: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Walk through all tables, lists and values with their paths."""
    yield path, values
    if isinstance(values, dict | list):
        for key, inner in values.items() if isinstance(values, dict) else enumerate(values):
            yield from walk(inner, (*path, key))


def hides(value: Any) -> bool:
    """Whether a text holds letters that a terminal would obey, or that would change the order of others."""
    return isinstance(value, str) and UNSEEN.search(value) is not None


def is_deep(values: Any) -> bool:
    """Whether tables and lists nest deeper than is read."""
    level = [values]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
