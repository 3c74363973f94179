"""Hostile result folders: whole or unfinished ones in which something was cut, edited, moved or put."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

MOST_CHANGES = 2
RECORD = "run.json"
LEAVES = (
    *(
        None,
        True,
        0,
        -1,
        1,
        2**31,
        2**63,
        10**30,
        1.5,
        1e308,
        float("nan"),
        float("inf"),
        "",
        "x",
        "complete",
    ),
    *("unfinished", "../../x", "/etc/passwd", "\u001b[2J", "<script>", [], {}, [[]], {"a": 1}, "a" * 3000),
)
CONTENTS = (
    *(
        b"",
        b"\x00",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"kind": "sweep"}',
        b"a,b\n1\n",
    ),
    *(b"PK\x05\x06" + bytes(18), b"PK\x03\x04", b"PAR1", b"PAR1" + bytes(40) + b"PAR1", b"schema = 1\n"),
    *(b"\x93NUMPY\x01\x00", b"x" * 100_000, b'"\n', b"=1\n", b"1e999"),
)
NAMES = (
    *(".lock", "x.npz", "000000000000-000000000005.npz", "999999999999-000000000000.npz", "a.zip", "1.zip"),
    *(
        "00000000-000000000000-000000000005.npz",
        "99999999-000000000000-000000000005.npz",
        "-1.zip",
        "failures.json",
    ),
    *(
        ".aside-1-run.json",
        "shard-1-of-2.zip",
        "shard-9-of-9.zip",
        "\u001b[2J.npz",
        "trials.parquet",
        "sweep.toml",
    ),
)

Change = Callable[[st.DrawFn, Path], None]


@st.composite
def changes(draw: st.DrawFn, folder: Path, forged: bool) -> None:
    """Change a folder a little; often, where asked, the checksums are made to fit."""
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        draw(st.sampled_from(CHANGES))(draw, folder)
    if forged and draw(st.booleans()):
        _fit_checksums(folder)


def _choose(draw: st.DrawFn, folder: Path) -> Path:
    files = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return draw(st.sampled_from(files)) if files else folder / RECORD


def _flip(draw: st.DrawFn, folder: Path) -> None:
    path = _choose(draw, folder)
    content = bytearray(_read(path))
    for _ in range(draw(st.integers(1, 3)) if content else 0):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    _write(path, bytes(content))


def _cut(draw: st.DrawFn, folder: Path) -> None:
    path = _choose(draw, folder)
    content = _read(path)
    _write(path, content[: draw(st.integers(0, len(content)))])


def _replace(draw: st.DrawFn, folder: Path) -> None:
    _write(_choose(draw, folder), draw(st.one_of(st.sampled_from(CONTENTS), st.binary(max_size=50))))


def _swap(draw: st.DrawFn, folder: Path) -> None:
    one, other = _choose(draw, folder), _choose(draw, folder)
    _write(one, _read(other))


def _edit_cell(draw: st.DrawFn, folder: Path) -> None:
    """Put something else between two commas of a table, or a line more or less."""
    tables = sorted(folder.glob("*.csv"))
    if not tables:
        return
    path = draw(st.sampled_from(tables))
    cells = _read(path).decode("utf-8", "replace").split(",")
    place = draw(st.integers(0, len(cells) - 1))
    cells[place] = draw(
        st.sampled_from(("", "nan", "x", "-1", "1e999", '"', "\n", "a\nb,c", "9" * 400, "\x00"))
    )
    _write(path, ",".join(cells).encode())


def _edit_record(draw: st.DrawFn, folder: Path) -> None:
    record = _read_record(folder)
    if not record:
        return
    key = draw(st.sampled_from(sorted(record)))
    if draw(st.booleans()) and isinstance(record[key], dict) and record[key]:
        record[key][draw(st.sampled_from([*record[key], "../../x", "", "\x00"]))] = draw(
            st.sampled_from(LEAVES)
        )
    elif draw(st.booleans()):
        record[key] = draw(st.sampled_from(LEAVES))
    else:
        del record[key]
    _write(folder / RECORD, json.dumps(record).encode())


def _remove(draw: st.DrawFn, folder: Path) -> None:
    path = _choose(draw, folder)
    _clear(path)
    if draw(st.booleans()):
        path.mkdir(parents=True)


def _link(draw: st.DrawFn, folder: Path) -> None:
    path = _choose(draw, folder)
    _clear(path)
    path.symlink_to(
        draw(st.sampled_from(("/dev/null", "/dev/zero", "/etc/passwd", "nowhere", path.name, "..")))
    )


def _add(draw: st.DrawFn, folder: Path) -> None:
    places = [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]
    path = draw(st.sampled_from(places)) / draw(st.sampled_from(NAMES))
    content = draw(st.sampled_from([*CONTENTS, _read(_choose(draw, folder))]))
    if not path.exists():
        _write(path, content)


CHANGES: tuple[Change, ...] = (
    *(
        _flip,
        _flip,
        _cut,
        _replace,
        _swap,
        _edit_cell,
        _edit_cell,
        _edit_record,
        _edit_record,
        _remove,
        _link,
        _add,
    ),
)


def _read_record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads(_read(folder / RECORD))
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _fit_checksums(folder: Path) -> None:
    record = _read_record(folder)
    if isinstance(record.get("checksums"), dict):
        for name in record["checksums"]:
            if "\x00" not in name and (folder / name).is_file():
                record["checksums"][name] = hashlib.sha256(_read(folder / name)).hexdigest()
        _write(folder / RECORD, json.dumps(record).encode())


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _write(path: Path, content: bytes) -> None:
    _clear(path)
    path.write_bytes(content)


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
