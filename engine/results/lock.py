"""One process at a time in a result folder; the lock dies with its holder."""

import errno
import fcntl
import os
from pathlib import Path

from engine.errors import Problem, StoreError

LOCK = ".lock"
_NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK)
"""Said by file systems that know no locks; a run there goes on without one."""


class Lock:
    """A folder held until it is released or the process ends, however it ends.

    Parameters
    ----------
    folder : Path
        A folder that exists.

    Raises
    ------
    StoreError
        If another process holds it.
    OSError
        If the disk does not allow it.
    """

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = _hold(folder)

    def holds(self, folder: Path) -> bool:
        """Whether the folder of that name is still the one held, not removed or replaced."""
        return self._handle is not None and _is_named(self._handle, folder / LOCK)

    def release(self, folder: Path) -> None:
        """Let others in and leave no trace; does nothing the second time."""
        if self.holds(folder):
            (folder / LOCK).unlink(missing_ok=True)
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_held(folder: Path) -> bool:
    """Whether a process holds a folder; leaves it as it is."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def say_held(folder: Path) -> Problem:
    """Say that another process holds a folder."""
    rule = "is being written by another process"
    return Problem("output folder", str(folder), rule, "wait until it ends, or stop it")


def _hold(folder: Path) -> int:
    path = folder / LOCK
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(handle, folder)
            if _is_named(handle, path):  # else its last holder removed it just before
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreError(say_held(folder)) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _is_named(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
