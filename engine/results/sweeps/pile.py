"""Parts of many points in one folder: loose files, and now and then one file in place of hundreds."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from engine.errors import Problem
from engine.results.aggregate import merge
from engine.results.disk import sweep, writing_aside
from engine.results.parts import DamageError, Part, load_part, save_part
from engine.results.reading import UNREADABLE
from engine.scenario.sweep import Cell

LOOSE = 256
"""Loose parts that are brought together in one file."""
JOINED_TRIALS = 65_536
"""Most trials of a part that was joined from others."""
_NAME = re.compile(r"(\d{8})-(\d{12})-(\d{12})\.npz")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Place(NamedTuple):
    """Where the part of a cell lies: a file of its own, or one that holds many."""

    path: Path
    bundled: bool


def name_cell(cell: Cell) -> str:
    """Name the file of a part."""
    return f"{cell.point:08d}-{cell.first:012d}-{cell.stop:012d}.npz"


def read_name(name: str) -> Cell | None:
    """Give the cell whose file is called so; None where none is."""
    found = _NAME.fullmatch(name)
    cell = Cell(int(found[1]), int(found[2]), int(found[3]) - int(found[2])) if found else None
    return cell if cell and cell.n_trials > 0 else None


def pack_part(part: Part) -> bytes:
    """Give the bytes of a part's file."""
    buffer = io.BytesIO()
    save_part(buffer, part)
    return buffer.getvalue()


def keep_part(folder: Path, cell: Cell, content: bytes) -> None:
    """Keep a part in a file of its own, whole or not at all."""
    with writing_aside(folder / name_cell(cell)) as aside:
        aside.write_bytes(content)


def find_parts(folder: Path) -> dict[Cell, Place]:
    """Find the parts of a folder in the order of their trials; one within another is left out."""
    found: dict[Cell, Place] = {}
    for path in sorted(folder.glob("*.zip")):
        found |= dict.fromkeys(list_bundle(path), Place(path, bundled=True))
    for path in folder.glob("*.npz"):
        cell = read_name(path.name)
        if cell is not None:
            found.setdefault(cell, Place(path, bundled=False))
    return {cell: found[cell] for cell in drop_covered(found)}


def drop_covered(cells: Iterable[Cell]) -> list[Cell]:
    """Sort cells and leave out those whose trials an earlier one has."""
    kept: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: (cell.point, cell.first, -cell.n_trials)):
        if not kept or kept[-1].point != cell.point or cell.first >= kept[-1].stop:
            kept.append(cell)
    return kept


def list_bundle(path: Path) -> list[Cell]:
    """List the cells of a file that holds many parts.

    Raises
    ------
    DamageError
        If it is not what was written.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            return [cell for name in bundle.namelist() if (cell := read_name(name))]
    except (*UNREADABLE, IsADirectoryError) as error:
        raise DamageError(_say_damaged(path)) from error


def read_cell(place: Place, cell: Cell, of: str, rows: bool) -> Part:
    """Read the part of a cell; raises as `engine.results.parts.read_part`."""
    if not place.bundled:
        with place.path.open("rb") as file:
            return load_part(file, place.path, of, rows, cell.n_trials)
    try:
        stat = place.path.stat()
        content = _open_bundle(place.path, stat.st_ino, stat.st_mtime_ns).read(name_cell(cell))
    except UNREADABLE as error:
        raise DamageError(_say_damaged(place.path)) from error
    return load_part(io.BytesIO(content), place.path, of, rows, cell.n_trials)


@lru_cache(maxsize=4)
def _open_bundle(path: Path, inode: int, changed: int) -> zipfile.ZipFile:
    """Open a file of many parts, and keep the last few open: their contents are long to read again."""
    return zipfile.ZipFile(path)


class Bundle:
    """A file of many parts being written; every byte of it follows from them.

    Parameters
    ----------
    path : Path
        The file, under the name that it has until it is whole.
    pressed : bool
        Whether to compress what is added, for texts.
    """

    def __init__(self, path: Path, pressed: bool = False) -> None:
        self._zip = zipfile.ZipFile(path, "w")
        self._method = zipfile.ZIP_DEFLATED if pressed else zipfile.ZIP_STORED

    def add(self, name: str, content: bytes | str) -> None:
        """Add one file."""
        self._zip.writestr(zipfile.ZipInfo(name, _EPOCH), content, self._method)

    def close(self) -> None:
        """Write the table of contents and close the file."""
        self._zip.close()


def bring_together(folder: Path, of: dict[int, str], rows: bool) -> None:
    """Put the loose parts of a folder into one more file, neighbours joined; a kill loses nothing."""
    found = {
        cell: Place(path, bundled=False) for path in folder.glob("*.npz") if (cell := read_name(path.name))
    }
    loose = {cell: found[cell] for cell in drop_covered(found)}
    if not loose:
        return
    number = 1 + max((int(path.stem) for path in folder.glob("*.zip") if path.stem.isdecimal()), default=0)
    with writing_aside(folder / f"{number:08d}.zip") as aside:
        bundle = Bundle(aside)
        for cell, part in join_neighbours(loose, of, rows):
            bundle.add(name_cell(cell), pack_part(part))
        bundle.close()
    for place in found.values():
        place.path.unlink()


def join_neighbours(places: dict[Cell, Place], of: dict[int, str], rows: bool) -> Iterator[tuple[Cell, Part]]:
    """Give parts in the order of their trials, as few of them as long parts allow."""
    group: list[Cell] = []
    for cell in places:
        if group and (
            (group[-1].point, group[-1].stop) != cell[:2] or cell.stop - group[0].first > JOINED_TRIALS
        ):
            yield _join(group, places, of, rows)
            group = []
        group.append(cell)
    if group:
        yield _join(group, places, of, rows)


def _join(group: list[Cell], places: dict[Cell, Place], of: dict[int, str], rows: bool) -> tuple[Cell, Part]:
    point = group[0].point
    parts = [read_cell(places[cell], cell, of[point], rows) for cell in group]
    merged, *others = (part.aggregate for part in parts)
    for other in others:
        merged = merge(merged, other)
    tables = [part.rows for part in parts if part.rows is not None]
    whole = Cell(point, group[0].first, group[-1].stop - group[0].first)
    return whole, Part(parts[0].of, merged, pa.concat_tables(tables) if tables else None)


def clean(folder: Path, of: dict[int, str], rows: bool) -> list[Path]:
    """Remove what a kill or a damaged disk left, and give what was damaged; its trials are then missing."""
    sweep(folder)
    damaged = []
    for path in [*folder.glob("*.zip"), *folder.glob("*.npz")]:
        try:
            cells = list_bundle(path) if path.suffix == ".zip" else [read_name(path.name)]
            for cell in cells:
                if cell is None or cell.point not in of:
                    raise DamageError(_say_damaged(path))
                read_cell(Place(path, path.suffix == ".zip"), cell, of[cell.point], rows)
        except DamageError:
            path.unlink()
            damaged.append(path)
    return damaged


def _say_damaged(path: Path) -> Problem:
    rule = "does not hold the trials that it should"
    return Problem("output folder", str(path), rule, "remove it and run again")
