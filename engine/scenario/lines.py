"""On which line each key of a TOML text stands; `tomllib` reads the values but not their places."""

import re
import tomllib
from bisect import bisect_right
from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

KEY_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
BLANK = re.compile(r"[ \t\n]*")
PLAIN = re.compile(r"""[^"'#\[\]{}\n]+""")
STRINGS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:[^']|'(?!''))*'{3,5}"),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"?'),
    "'": re.compile(r"'[^'\n]*'?"),
}


class Statement(NamedTuple):
    """A table header or a key with its value."""

    line: int
    opening: str
    keys: tuple[str, ...]


def locate_keys(text: str) -> dict[Path, int]:
    """Line of each table, array entry and key, counted from 1.

    Keys inside an inline table or array are left out: they stand with their outer key. Text that is not
    TOML is skipped, so that whatever can be read has a line.
    """
    lines: dict[Path, int] = {}
    entries: dict[Path, int] = {}
    table: Path = ()
    for statement in read_statements(text):
        if statement.opening == "[[":
            array = (*_enter((), statement.keys[:-1], entries), statement.keys[-1])
            entries[array] = entries.get(array, 0) + 1
            table = (*array, entries[array] - 1)
        elif statement.opening == "[":
            table = _enter((), statement.keys, entries)
        path = table if statement.opening else (*table, *statement.keys)
        for length in range(1, len(path)):
            lines.setdefault(path[:length], statement.line)
        lines[path] = statement.line
    return lines


def read_statements(text: str) -> list[Statement]:
    """Split a TOML text into its statements."""
    starts = [found.end() for found in re.finditer("\n", text)]
    statements = []
    position = _skip_blank(text, 0)
    while position < len(text):
        line = bisect_right(starts, position) + 1
        opening = "[[" if text.startswith("[[", position) else "[" if text[position] == "[" else ""
        keys, end = _read_key(text, position + len(opening))
        closing = "]" * len(opening) or "="
        if keys and text.startswith(closing, end):
            statements.append(Statement(line, opening, keys))
        position = _skip_blank(text, _skip_value(text, end if keys else position + len(opening)))
    return statements


def _enter(path: Path, keys: tuple[str, ...], entries: dict[Path, int]) -> Path:
    for key in keys:
        path = (*path, key)
        if path in entries:
            path = (*path, entries[path] - 1)
    return path


def _read_key(text: str, position: int) -> tuple[tuple[str, ...], int]:
    keys: list[str] = []
    while found := KEY_PART.match(text, position):
        try:
            keys.append(_unquote(found[1]))
        except tomllib.TOMLDecodeError:
            return (), position
        position = found.end()
        if not text.startswith(".", position):
            return tuple(keys), position
        position += 1
    return (), position


def _unquote(part: str) -> str:
    if part[0] not in "\"'":
        return part
    value: str = tomllib.loads(f"key = {part}")["key"]
    return value


def _skip_blank(text: str, position: int) -> int:
    while (position := _end_of(BLANK, text, position)) < len(text) and text[position] == "#":
        position = _end_of_line(text, position)
    return position


def _skip_value(text: str, position: int) -> int:
    """Go on to the end of the statement: the first line end outside strings and brackets."""
    depth = 0
    while position < len(text):
        character = text[position]
        if character == "\n" and depth <= 0:
            return position
        if character == "#":
            position = _end_of_line(text, position)
        elif character in "\"'":
            quote = character * 3 if text.startswith(character * 3, position) else character
            found = STRINGS[quote].match(text, position)
            position = found.end() if found else len(text)
        elif character in "[]{}\n":
            depth += (character in "[{") - (character in "]}")
            position += 1
        else:
            position = _end_of(PLAIN, text, position)
    return position


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
