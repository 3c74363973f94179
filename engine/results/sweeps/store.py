"""A share of a sweep at work: what is done, what failed and what is missing.

At any instant the folder is whole: parts are written aside and renamed, and what is missing is what no
part holds. A sweep in one process keeps its parts in the folder itself; a shard keeps its own in a
folder beside those of others, and one file once it is finished.
"""

import time
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import StoreError
from engine.results.folder import explaining_disk_errors, say_gone
from engine.results.lock import Lock
from engine.results.sweeps.failures import FAILURES, Failure, read_failures, write_failures
from engine.results.sweeps.layout import name_work, read_digests
from engine.results.sweeps.pile import LOOSE, Place, bring_together, clean, find_parts, keep_part
from engine.results.sweeps.record import SweepRun, write_sweep_record
from engine.scenario.sweep import Cell, Share, cut_share, find_gaps


class SweepStore:
    """A share of a sweep held by this process; leaving it lets others in.

    Attributes
    ----------
    folder : Path
        That of the sweep.
    run : SweepRun
        Its record.
    share : Share
        Which part of the work is this process's.
    work : Path
        Where parts are kept until the share is finished.
    cells : list of Cell
        The trials of the share.
    clock : float
        When the work began. [s]
    damaged : list of Path
        What could not be read on opening; the trials that it held are missing.
    """

    def __init__(self, folder: Path, run: SweepRun, share: Share) -> None:
        self.folder, self.run, self.share = folder, run, share
        self.work = name_work(folder, share)
        self.cells = cut_share(run.points, run.trials, share)
        self.clock = time.monotonic()
        with explaining_disk_errors(folder):
            digests = read_digests(folder, run.points)
            self.of = {cell.point: say_of(digests[cell.point], run) for cell in self.cells}
            self.work.mkdir(parents=True, exist_ok=True)
            self._locked = folder if share.shares == 1 else self.work
            self._lock = Lock(self._locked)
            try:
                self.damaged = clean(self.work, self.of, run.rows)
                self.failures = read_failures(self.work)
            except BaseException:
                self._lock.release(self._locked)
                raise
        self._n_loose = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others in."""
        self._lock.release(self._locked)

    @property
    def n_trials(self) -> int:
        """Number of trials of the share, over all points."""
        return sum(cell.n_trials for cell in self.cells)

    def find_parts(self) -> dict[Cell, Place]:
        """Find the parts that are there, in the order of their trials."""
        return find_parts(self.work)

    def list_missing(self) -> list[Cell]:
        """List the trials of the share that are not there yet."""
        return find_gaps(self.cells, list(self.find_parts()))

    def count_missing(self) -> int:
        """Count the trials of the share that are not there yet."""
        return sum(cell.n_trials for cell in self.list_missing())

    def keep(self, cell: Cell, content: bytes) -> None:
        """Keep the part of some trials; now and then bring loose ones together.

        Raises
        ------
        StoreError
            If the folder is gone, or the disk does not allow it.
        """
        self.check_held()
        with explaining_disk_errors(self.folder):
            keep_part(self.work, cell, content)
            self._n_loose += 1
            if self._n_loose % LOOSE == 0:
                bring_together(self.work, self.of, self.run.rows)

    def note_failure(self, cell: Cell, error: str) -> None:
        """Take note that some trials could not be run."""
        self.check_held()
        self.failures = [*self.failures, Failure(cell, error)]
        with explaining_disk_errors(self.folder):
            write_failures(self.work, self.failures)

    def forget_failures(self) -> None:
        """Forget what failed, which is missing and will be run."""
        self.failures = []
        with explaining_disk_errors(self.folder):
            (self.work / FAILURES).unlink(missing_ok=True)

    def record(self, run: SweepRun) -> None:
        """Replace the record."""
        write_sweep_record(self.folder, run)
        self.run = run

    def check_held(self) -> None:
        """Make sure that the folder is still there and this process's.

        Raises
        ------
        StoreError
            If it is not.
        """
        if not self._lock.holds(self._locked):
            raise StoreError(say_gone(self._locked))


def say_of(digest: str, run: SweepRun) -> str:
    """Say what a part's trials are trials of: one line for each point and seed."""
    sampling = "" if run.sampling == "random" else f", sampling {run.sampling}"
    return f"scenario {digest}, seed {run.seed}{sampling}"
