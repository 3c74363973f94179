"""Hostile texts: files that are right, with a few things in them changed to what nobody should write.

Small changes to whole files reach far: each leaves most of the file right, so that what reads it goes on to
its last checks. The values are those at which readers of TOML, numbers, dates, names and paths break.
"""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from places import TESTS

from engine.experiment.sweeps.finding import SHIPPED
from engine.scenario.dictionary import describe_parameters
from engine.scenario.finding import shipped_folder

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""Set FUZZ_EXAMPLES=20000 for the long test; each test has a small number of its own where it is absent."""
PATIENCE = timedelta(seconds=60)
"""Time after which one input counts as a hang; the slowest takes a hundredth of it on a quiet machine."""
MOST_CHANGES = 4

SCENARIOS = [
    path.read_text(encoding="utf-8")
    for path in sorted([*shipped_folder().rglob("*.toml"), *(TESTS / "scenarios").glob("*.toml")])
]
SWEEPS = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.toml"))]

NUMBERS = (
    *("nan", "inf", "-inf", "-nan", "0", "-0.0", "1", "-1", "0.5", "1e308", "-1e308", "5e-324", "1e-400"),
    *("1e400", "9223372036854775807", "9223372036854775808", "18446744073709551616", "-9223372036854775809"),
    *("0x" + "f" * 5000, "1" + "0" * 4000, "1" + "0" * 5000, "1_000", "0b1", "0o7", "1e10", "3.0000000001"),
)
DATES = (
    *("2025-12-15", "0001-01-01", "9999-12-31", "1800-01-01", "2200-12-31", "2025-02-30", "12:00:00"),
    *("2025-12-15T00:00:00", "2025-12-15T00:00:00Z", "2025-12-15T00:00:00+23:59", "1979-05-27 07:32:00"),
)
NASTY = (
    *(
        "",
        " ",
        "a" * 5000,
        "../../x",
        "/etc/passwd",
        "..",
        "~",
        "C:\\x",
        "\\\\host\\share",
        "berlin",
        "berlin.toml",
    ),
    *("=HYPERLINK(1)", "+1", "-cmd", "@SUM(A1)", "<script>alert(1)</script>", "'; DROP TABLE", "%s%n", "{0}"),
    *(
        "__class__",
        "ukraine",
        "Ukraine",
        "ukrаine",
        "ｕｋｒａｉｎｅ",
        "u\u0301",
        "\u200bukraine",
        "\u202eeniarku",
    ),
    *(
        "\u0000",
        "\u001b[2J",
        "\u009b2J",
        "\r",
        "\n",
        "\t=1",
        "\u2028",
        "\ufeff",
        "\U0001f4a3",
        "[red]x[/red]",
    ),
    *("*", "a.b", "a b", "[", "point", "trial", "source", "value", "self", "None", "CON", "nul.txt", "$x^{$"),
)
TEXTS = tuple(
    '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"' for text in NASTY if len(text) < 90
)
LISTS = (
    *("[]", "[[]]", "[{}]", "[1, 1]", '["a", "a"]', '["a", 1]', "[nan]", "[2025-11-04, 2025-11-04]"),
    *("[" * 30 + "]" * 30, "[" * 40 + "]" * 40, "[" * 9000, f"[{'1, ' * 3000}]", '["a", "b"]', "[0, 0.5, 1]"),
)
TABLES = (
    *("{}", "{ value = 1 }", "{ value = { value = 1 } }", "{ source = 1 }", '{ value = 0.1, source = "x" }'),
    *('{ dist = "normal", mean = 0, sd = 1 }', '{ dist = "normal", mean = 0, sd = 0 }', '{ dist = "x" }'),
    *(
        '{ dist = "normal", mean = 0.5, sd = 1e-320, low = 0, high = 1 }',
        "{ p5 = 0, p5.0 = 1 }",
        "{ dist = 1 }",
    ),
    *('{ dist = "normal", mean = 1e308, sd = 1e308, low = 0, high = 1 }', "{ p5 = 0.1, p95 = 0.9 }"),
    *('{ dist = "beta", a = 1e-300, b = 1e300 }', '{ dist = "beta", a = 1e300, b = 1e300 }', "{ p50 = 1 }"),
    *(
        '{ dist = "beta", a = 2, b = 3, low = 0.2, high = 0.4 }',
        '{ dist = "uniform", low = 0, high = 1e-320 }',
    ),
    *(
        '{ dist = "lognormal", median = 1e-300, sigma = 10 }',
        '{ dist = "triangular", low = 0, mode = 0, high = 0 }',
    ),
    *('{ dist = "lognormal", median = 0.1, sigma = 1, low = 0, high = 1 }', "{ p0 = 0, p100 = 1 }"),
    *("{ choice = [] }", "{ choice = [0.1, 0.1] }", "{ choice = [true, false], weights = [1e308, 1e308] }"),
    *("{ choice = [0, 1], weights = [0, 0] }", '{ choice = ["war", "truce"] }', "{ choice = [nan] }"),
    *("{ choice = [0.1, 0.2], weights = [1, -1] }", "{ p1 = -1e308, p2 = 1e308 }", "{ p5 = 0, p5 = 1 }"),
    *("{ p5 = 0.1, p95 = 0.1, low = 0, high = 1 }", "{a=" * 40 + "1" + "}" * 40),
)
VALUES = (*NUMBERS, *DATES, *TEXTS, *LISTS, *TABLES, "true", "false", '"""', "'''", "", "=", "#", "\\")
TOKENS = (
    *(
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "'''",
        "=",
        ".",
        ",",
        "#",
        "\n",
        "\r",
        "\r\n",
        "\\",
        "\\u",
    ),
    *(
        "\x00",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ud800",
        "é",
        "\U0001f4a3",
        "\t",
        " ",
        "_",
        "-",
        "0x",
    ),
    *(
        "\n[front]\n",
        "\n[[axes]]\n",
        "\nschema = 2\n",
        "\n[parties.x]\n",
        "inf",
        "nan",
        "1e9999",
        "extends = 1\n",
    ),
)
KEYS = (
    *(
        "schema",
        "extends",
        "title",
        "source",
        "front",
        "sectors",
        "levels",
        "value",
        "dist",
        "trials",
        "seed",
    ),
    *(
        "сost",
        '"a.b"',
        "''",
        '""',
        "a.b.c",
        '"\\u0000"',
        "__proto__",
        "0",
        "-",
        "x" * 3000,
        ".".join("a" * 40),
    ),
    *("values", "keys", "key", "low", "high", "steps", "points", "design", "scenario", "scenarios", "name"),
)
PATHS = tuple(each.path for each in describe_parameters())
NAMES = ("ukraine", "russia", "north", "south", "territory", "guarantees", "public", "ally", "us", "x")

Lines = list[str]
Change = Callable[[st.DrawFn, Lines], None]


def fuzzing(examples: int) -> settings:
    """So many inputs, the same each time, none of which may hang."""
    return settings(
        max_examples=EXAMPLES or examples,
        deadline=PATIENCE,
        derandomize=not EXAMPLES,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def values() -> st.SearchStrategy[str]:
    """What may stand behind an equals sign, or should not."""
    return st.one_of(
        st.sampled_from(VALUES),
        st.floats().map(repr),
        st.integers().map(str),
        st.dates().map(str),
        st.text(max_size=20),
        st.text(max_size=20).map(lambda text: f"'{text}'"),
    )


def paths() -> st.SearchStrategy[str]:
    """Dotted paths of the schema, with names that a scenario may or may not have."""
    name = st.sampled_from(NAMES)
    return st.tuples(st.sampled_from(PATHS), name, name).map(
        lambda drawn: drawn[0].replace("*", drawn[1], 1).replace("*", drawn[2])
    )


@st.composite
def texts(draw: st.DrawFn, begin: Sequence[str]) -> bytes:
    """A file that is right, with a few changes, as bytes."""
    lines = draw(st.sampled_from(begin)).split("\n")
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        draw(st.sampled_from(CHANGES))(draw, lines)
    content = "\n".join(lines).encode("utf-8", "surrogatepass")
    return draw(st.sampled_from(ENCODINGS))(draw, content)


def _place(draw: st.DrawFn, lines: Lines, mark: str = "") -> int:
    found = [place for place, line in enumerate(lines) if mark in line] or [0]
    return draw(st.sampled_from(found))


def _set_value(draw: st.DrawFn, lines: Lines) -> None:
    place = _place(draw, lines, "=")
    lines[place] = f"{lines[place].partition('=')[0]}= {draw(values())}"


def _set_key(draw: st.DrawFn, lines: Lines) -> None:
    place = _place(draw, lines, "=")
    lines[place] = f"{draw(st.sampled_from(KEYS))} ={lines[place].partition('=')[2]}"


def _add_parameter(draw: st.DrawFn, lines: Lines) -> None:
    place = next((place for place, line in enumerate(lines) if line.startswith("[")), 0)
    lines.insert(place, f"{draw(paths())} = {draw(values())}")


def _drop_line(draw: st.DrawFn, lines: Lines) -> None:
    del lines[_place(draw, lines)]
    lines.append("")


def _repeat_line(draw: st.DrawFn, lines: Lines) -> None:
    lines.insert(_place(draw, lines), lines[_place(draw, lines)])


def _rename_table(draw: st.DrawFn, lines: Lines) -> None:
    lines[_place(draw, lines, "[")] = f"[{draw(st.sampled_from((*KEYS, *PATHS))).replace('*', 'x')}]"


def _insert_token(draw: st.DrawFn, lines: Lines) -> None:
    place = _place(draw, lines)
    at = draw(st.integers(0, len(lines[place])))
    lines[place] = lines[place][:at] + draw(st.sampled_from(TOKENS)) + lines[place][at:]


def _cut_off(draw: st.DrawFn, lines: Lines) -> None:
    place = _place(draw, lines)
    del lines[place + 1 :]
    lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]


CHANGES: tuple[Change, ...] = (
    *(_set_value, _set_value, _set_value, _add_parameter, _add_parameter, _set_key, _drop_line),
    *(_repeat_line, _rename_table, _insert_token, _cut_off),
)


def _spoil(draw: st.DrawFn, content: bytes) -> bytes:
    at = draw(st.integers(0, len(content)))
    return content[:at] + draw(st.binary(min_size=1, max_size=4)) + content[at + draw(st.integers(0, 3)) :]


ENCODINGS: tuple[Callable[[st.DrawFn, bytes], bytes], ...] = (
    *(lambda _, content: content,) * 6,
    lambda _, content: b"\xef\xbb\xbf" + content,
    lambda _, content: content.replace(b"\n", b"\r\n"),
    lambda _, content: content.replace(b"\n", b"\r"),
    lambda _, content: content.decode("utf-8", "replace").encode("utf-16"),
    _spoil,
)


def write_beside(folder: Path, content: bytes, name: str = "hostile.toml") -> Path:
    """Write a file beside copies of the tests' own scenarios."""
    path = folder / name
    path.write_bytes(content)
    return path
