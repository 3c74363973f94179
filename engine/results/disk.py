"""Files that are whole or not there: written aside, flushed, renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ASIDE = ".aside-"
"""What the name of a file begins with until it is whole."""


@contextmanager
def writing_aside(path: Path) -> Iterator[Path]:
    """Give another name to write a file under; once written, it takes its own name and stays.

    Raises
    ------
    OSError
        If the disk does not allow it; a file that stood there before is then unchanged.
    """
    aside = path.with_name(f"{ASIDE}{os.getpid()}-{path.name}")
    try:
        yield aside
        flush(aside)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    flush(path.parent)


def sweep(folder: Path) -> None:
    """Remove what killed processes left half written."""
    for aside in folder.glob(f"{ASIDE}*"):
        aside.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, through a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
