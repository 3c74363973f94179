"""Reading what a folder holds: a file that is not what was written is an error that names it."""

import json
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.errors import Problem, StoreError

MAX_RECORD_BYTES = 100_000_000
"""Largest record that is read; that of a sweep of 100,000 points with rows has a tenth of it."""
UNREADABLE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
    pa.ArrowException,
)
"""Said of a damaged file by whatever reads it, whichever part is met first."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever is said of a damaged file into an error that names it.

    Raises
    ------
    StoreError
        If it can't be read, or is no file that can be read to its end.
    FileNotFoundError
        If it is not there, which may be because another process finished with it.
    """
    try:
        if path.exists() and not path.is_file():
            raise StoreError(_say_unreadable(path, "is not a file"))
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(_say_unreadable(path, f"can't be read: {reason}")) from error
    except UNREADABLE as error:
        raise StoreError(_say_unreadable(path, "is not what was written")) from error


def read_json(path: Path) -> Any:
    """Read a record; raises as `reading` does."""
    with reading(path):
        if path.stat().st_size > MAX_RECORD_BYTES:
            raise StoreError(_say_unreadable(path, f"is larger than {MAX_RECORD_BYTES / 1e6:.0f} MB"))
        return json.loads(path.read_text(encoding="utf-8"))


def _say_unreadable(path: Path, rule: str) -> Problem:
    return Problem("output folder", str(path), rule, "restore it or run again")
