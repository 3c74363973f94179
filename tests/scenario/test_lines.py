"""The scanner of lines against `tomllib`, which reads the same text."""

import tomllib
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scenario.lines import Path, locate_keys
from engine.scenario.writing import write_key

KEYS = st.sampled_from(["a", "b", "c1", "d-e", "7", "with space", "do.t", 'quo"te', "ä", ""])
VALUES = st.sampled_from(
    [
        "1",
        "-0.5",
        "true",
        "2025-12-15",
        '"# no comment"',
        '"[not.a.table]"',
        r'"escaped \" quote"',
        "'C:\\'",
        "''",
        '""',
        '"""\nkey = 1\n[table]\n"""',
        '"""two "" quotes, and one at the end""""',
        "'''\n[[array]]\n'''",
        "''''a quote''''",
        '[1, 2, # a comment with "quotes" ]\n  3]',
        '[\n"]",\n[1, 2],\n]',
        '{ inner = 1, "other" = ["}"] }',
        "{}",
        "[]",
    ]
)
BETWEEN = st.lists(st.sampled_from(["", "# a comment: key = 1", "  ", "# [table]"]), max_size=2)


class Row(NamedTuple):
    keys: tuple[str, ...]
    value: str
    before: list[str]
    after: str


class Section(NamedTuple):
    header: tuple[str, ...]
    array: bool
    rows: list[Row]


ROWS = st.lists(
    st.builds(
        Row,
        st.lists(KEYS, min_size=1, max_size=3).map(tuple),
        VALUES,
        BETWEEN,
        st.sampled_from(["", "  # after"]),
    ),
    max_size=4,
)
SECTIONS = st.lists(
    st.builds(Section, st.lists(KEYS, min_size=1, max_size=3).map(tuple), st.booleans(), ROWS), max_size=5
)


def write(rows: list[Row], sections: list[Section]) -> tuple[str, list[tuple[tuple[str, ...], int]]]:
    """A text, and the last key of each statement with the line it stands in."""
    lines: list[str] = []
    keys: list[tuple[tuple[str, ...], int]] = []

    def add(path: tuple[str, ...], text: str) -> None:
        keys.append((path, len(lines) + 1))
        lines.extend(text.split("\n"))

    for section in (None, *sections):
        if section:
            name = ".".join(write_key(key) for key in section.header)
            add(section.header, f"[[ {name} ]]" if section.array else f"[{name}] # header")
        for row in section.rows if section else rows:
            lines.extend(row.before)
            add(row.keys, f"{' . '.join(write_key(key) for key in row.keys)} = {row.value}{row.after}")
    return "\n".join(lines) + "\n", keys


def walk(values: Any, path: Path = ()) -> set[Path]:
    """All paths of a read text, into tables and lists."""
    found = {path} if path else set()
    items = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in items:
        inner = (*path, key)
        found |= walk(value, inner) if isinstance(value, dict | list) else {inner}
    return found


@given(ROWS, SECTIONS)
def test_every_line_belongs_to_a_key_that_tomllib_reads(rows: list[Row], sections: list[Section]) -> None:
    text, keys = write(rows, sections)
    located = locate_keys(text)
    try:
        read = walk(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return
    assert set(located) <= read
    by_name: dict[tuple[str, ...], set[int]] = {}
    for path, line in located.items():
        names = tuple(key for key in path if isinstance(key, str))
        by_name.setdefault(names, set()).add(line)
    for path, line in keys:
        assert any(names[-len(path) :] == path and line in lines for names, lines in by_name.items())


@given(ROWS, SECTIONS)
def test_whatever_has_no_line_of_its_own_lies_inside_an_inline_value(
    rows: list[Row], sections: list[Section]
) -> None:
    text, _ = write(rows, sections)
    try:
        read = walk(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return
    located = locate_keys(text)
    for path in read - set(located):
        assert any(path[:length] in located for length in range(1, len(path)))


@given(st.text(alphabet="ab.=[]{}\"'#\\\n ,1-", max_size=60))
def test_text_that_is_no_toml_is_scanned_without_an_error(text: str) -> None:
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in locate_keys(text).values())


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2\n", ("b",), 2),
        ("\n\n[t]\n# note\nx = 1\n", ("t", "x"), 5),
        ("[t.u]\nx = 1\n[t]\ny = 1\n", ("t",), 3),
        ("[t.u]\nx = 1\n", ("t",), 1),
        ("a.b.c = 1\n", ("a", "b"), 1),
        ("[[p]]\n[[p]]\nx = 1\n", ("p", 1, "x"), 3),
        ("[[p]]\n[[p]]\n[p.q]\nx = 1\n", ("p", 1, "q", "x"), 4),
        ("[[p]]\n[[p.q]]\n[[p.q]]\nx = 1\n", ("p", 0, "q", 1, "x"), 4),
        ('a = """\nb = 1\n"""\nb = 2\n', ("b",), 4),
        ("a = [\n1,\n2]\nb = 2\n", ("b",), 4),
        ("\"a b\".'c.d' = 1\n", ("a b", "c.d"), 1),
        ('"\\u0061" = 1\n', ("a",), 1),
    ],
)
def test_a_key_stands_in_its_line(text: str, path: Path, line: int) -> None:
    tomllib.loads(text)
    assert locate_keys(text)[path] == line


def test_a_long_text_is_scanned_in_proportion_to_its_length() -> None:
    text = "\n".join(f'[t{number}]\nx = ["a", "b"] # note' for number in range(20_000))
    assert len(locate_keys(text)) == 40_000
