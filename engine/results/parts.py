"""Finished trials on their way to the tables: one file for each run of consecutive trials.

A part is a zip of plain arrays: the trials' aggregate, their rows where rows are kept, and what
they are trials of. The checks of the zip tell a part that the disk or a hand has damaged.
"""

import errno
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa

from engine.errors import Problem, StoreError
from engine.results.aggregate import Aggregate
from engine.results.disk import writing_aside
from engine.results.reading import UNREADABLE

_OF, _ROWS = "of", "rows"
_NAME = re.compile(r"(\d{12})-(\d{12})\.npz")


class DamageError(StoreError):
    """A part does not hold the trials that it should."""


class Span(NamedTuple):
    """Consecutive trials."""

    first: int
    n_trials: int

    @property
    def stop(self) -> int:
        """The trial after the last."""
        return self.first + self.n_trials


class Part(NamedTuple):
    """What is kept of consecutive trials.

    Attributes
    ----------
    of : str
        What they are trials of: one line that differs between any two runs that differ.
    aggregate : Aggregate
        Their counts and sums.
    rows : Table or None
        A row each, where rows are kept.
    """

    of: str
    aggregate: Aggregate
    rows: pa.Table | None


def name_part(folder: Path, span: Span) -> Path:
    """Name the file of some consecutive trials."""
    return folder / f"{span.first:012d}-{span.stop:012d}.npz"


def list_parts(folder: Path) -> list[Span]:
    """List the trials of a folder's parts, in order; a part within another is left out."""
    found = (_NAME.fullmatch(path.name) for path in folder.glob("*.npz"))
    spans = (Span(int(name[1]), int(name[2]) - int(name[1])) for name in found if name)
    there = (span for span in spans if span.n_trials > 0)
    return list(_drop_covered(sorted(there, key=lambda span: (span.first, -span.n_trials))))


def write_part(path: Path, part: Part) -> None:
    """Write a part, whole or not at all."""
    with writing_aside(path) as aside, aside.open("xb") as file:
        save_part(file, part)


def save_part(file: BinaryIO, part: Part) -> None:
    """Write a part to an open file."""
    arrays: dict[str, Any] = {_OF: np.array(part.of), **part.aggregate._asdict()}
    save = np.savez_compressed
    if part.rows is not None:
        arrays[_ROWS] = np.frombuffer(_pack(part.rows), np.uint8)
        save = np.savez  # rows are compressed already
    save(file, **arrays)


def read_part(path: Path, of: str, rows: bool, n_trials: int | None = None) -> Part:
    """Read a part and check that it is whole.

    Parameters
    ----------
    path : Path
        The file.
    of : str
        What its trials must be trials of.
    rows : bool
        Whether it must hold rows.
    n_trials : int, optional
        How many trials it must hold.

    Raises
    ------
    DamageError
        If it is not what was written.
    OSError
        If the disk does not give it.
    """
    with path.open("rb") as file:
        return load_part(file, path, of, rows, n_trials)


def load_part(file: BinaryIO, path: Path, of: str, rows: bool, n_trials: int | None = None) -> Part:
    """Read a part from an open file, which errors call by its path; else as `read_part`."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            aggregate = Aggregate(*(arrays[name] for name in Aggregate._fields))
            table = _unpack(arrays[_ROWS].tobytes()) if _ROWS in arrays else None
            part = Part(str(arrays[_OF]), aggregate, table)
    except UNREADABLE as error:
        raise _say_damaged(path) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # which a damaged zip says, that points outside of itself
            raise
        raise _say_damaged(path) from error
    counted = int(part.aggregate.statuses.sum())
    held = {counted, counted if part.rows is None else len(part.rows)}
    if part.of != of or held != {n_trials or counted} or (part.rows is None) == rows:
        raise _say_damaged(path)
    return part


def find_missing(spans: Iterable[Span], n_trials: int) -> list[Span]:
    """List what consecutive trials are missing from 0 to `n_trials` - 1, given what is there in order."""
    missing, reached = [], 0
    for span in (*spans, Span(n_trials, 0)):
        if span.first > reached:
            missing.append(Span(reached, span.first - reached))
        reached = max(reached, span.stop)
    return missing


def _drop_covered(spans: Iterable[Span]) -> Iterator[Span]:
    reached = 0
    for span in spans:
        if span.first >= reached:
            yield span
            reached = span.stop


def _pack(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_table(rows.combine_chunks())
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpack(packed: bytes) -> pa.Table:
    with pa.ipc.open_stream(packed) as stream:
        return stream.read_all()


def _say_damaged(path: Path) -> DamageError:
    return DamageError(
        Problem(
            "output folder", str(path), "does not hold the trials that it should", "restore it or run again"
        )
    )
