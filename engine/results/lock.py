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
        rule = "is being written by another process"
        raise StoreError(
            Problem("output folder", str(folder), rule, "wait until it ends, or stop it")
        ) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _is_named(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
