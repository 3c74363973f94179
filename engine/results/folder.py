"""Where a run's folder stands: made aside and renamed, never over another run; what disks refuse."""

import errno
import itertools
import os
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import Problem, ScenarioError, StoreError
from engine.results.disk import flush
from engine.results.record import RUN

OUTPUTS = Path("outputs")


@contextmanager
def explaining_disk_errors(folder: Path) -> Iterator[None]:
    """Turn an error of the disk into one that says what to do.

    Raises
    ------
    StoreError
        In place of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(_explain(folder, error)) from error


def say_resume(folder: Path) -> str:
    """Give the command that goes on with an unfinished run."""
    return f"sim resume {shlex.quote(str(folder))}"


def say_unfinished(folder: Path) -> Problem:
    """Say that a folder holds a run that was stopped or killed."""
    rule = "holds an unfinished run"
    return Problem("output folder", str(folder), rule, f"{say_resume(folder)} completes it")


def say_gone(folder: Path) -> Problem:
    """Say that a folder was taken away while it was being written."""
    rule = "was moved, removed or replaced while the run went on"
    return Problem("output folder", str(folder), rule, "put it back and resume it, or run again")


def choose_folder(out: Path | None, scenario_name: str) -> Path:
    """Choose the folder of a new run: the one asked for, else one named after the scenario.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything already.
    """
    if out is None:
        return next(folder for folder in _number(OUTPUTS / scenario_name) if not _exists(folder))
    if problems := list(check_free(out)):
        raise ScenarioError(*problems)
    return out


def check_free(out: Path) -> Iterator[Problem]:
    """Say why a folder can't be that of a new run: it holds anything already."""
    if _exists(out) and not (out.is_dir() and not any(out.iterdir())):
        rule = "exists and is never overwritten" if out.is_dir() else "is a file, not a folder"
        yield Problem("--out", str(out), rule, "name a folder that does not exist yet")


def make_aside(folder: Path) -> Path:
    """Make the hidden sibling in which a run's folder is written, and make sure that it can be renamed.

    Raises
    ------
    StoreError
        If the disk does not allow it.
    """
    target = folder.absolute()
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    with explaining_disk_errors(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = next(each for each in _number(part) if not _exists(each))
        aside.mkdir()
        try:
            if target.is_dir():  # an empty folder may be a mount point, which can't be replaced
                aside.rename(target)
                target.rename(aside)
                target.mkdir()
            (aside / ".writable").write_bytes(b"")
            (aside / ".writable").unlink()
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return aside


def publish(aside: Path, folder: Path) -> Path:
    """Give a whole folder its name, or the next free one if another run took it meanwhile."""
    with explaining_disk_errors(folder):
        for path in sorted(aside.iterdir()):
            flush(path)
        flush(aside)
        for candidate in _number(folder):
            try:
                aside.rename(candidate)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                    raise
            else:
                flush(candidate.absolute().parent)
                return candidate
    raise AssertionError("names never end")


def _explain(folder: Path, error: OSError) -> Problem:
    begun = (folder / RUN).is_file()
    if error.errno in (errno.ENOENT, errno.ESTALE) and not begun:
        return say_gone(folder)
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    if begun:
        remedy = "free some space" if is_full else "mend that"
        way_out = f"what is finished is kept: {remedy}, then {say_resume(folder)}"
    else:
        way_out = ("free some space or " if is_full else "") + "choose another folder with --out"
    reason = (error.strerror or str(error)).lower()
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        reason = "a file stands where a folder would have to be"
    return Problem("output folder", str(folder), f"can't be written: {reason}", way_out)


def _exists(folder: Path) -> bool:
    return os.path.lexists(folder)


def _number(folder: Path) -> Iterator[Path]:
    yield folder
    for number in itertools.count(2):
        yield folder.with_name(f"{folder.name}-{number}")
