"""Resident memory of this process over time, and whether it grows."""

import os
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

BLOCKS = 20
"""Blocks of consecutive samples whose means are fitted, so that neighbours tell little of one another."""
MEBIBYTE = 2**20
SECONDS_AN_HOUR = 3600.0


class Slope(NamedTuple):
    """Growth of memory with its 95% interval; [MiB/hour]."""

    value: float
    low: float
    high: float


class Sample(NamedTuple):
    """What was seen at one time: [s], [MiB], open files, threads."""

    seconds: float
    resident: float
    files: int
    threads: int


class Sampler(threading.Thread):
    """Notes the memory of the process every few seconds until it is stopped.

    Parameters
    ----------
    path : Path
        A CSV to which each sample is added at once.
    every : float
        Time between samples. [s]
    """

    def __init__(self, path: Path, every: float) -> None:
        super().__init__(daemon=True)
        self.samples: list[Sample] = []
        self._path, self._every = path, every
        self._begun, self._stopped = time.monotonic(), threading.Event()
        path.write_text(",".join(Sample._fields) + "\n", encoding="utf-8")

    def run(self) -> None:
        """Take samples."""
        while not self._stopped.wait(self._every):
            sample = Sample(time.monotonic() - self._begun, *look())
            self.samples.append(sample)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(",".join(f"{value:g}" for value in sample) + "\n")

    def stop(self) -> None:
        """Take no more."""
        self._stopped.set()
        self.join()


def look() -> tuple[float, int, int]:
    """Give the resident memory of this process [MiB], its open files and its threads."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    resident = pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE
    return resident, len(os.listdir("/proc/self/fd")), threading.active_count()


def fit_slope(samples: list[Sample], skipped: float) -> Slope:
    """Fit a line to block means of the memory, the first share of the samples left out.

    Parameters
    ----------
    samples : list of Sample
        In order.
    skipped : float
        Share of them in which the process was still filling its caches.
    """
    kept = samples[int(skipped * len(samples)) :]
    blocks = np.array_split(np.array([(each.seconds, each.resident) for each in kept]), BLOCKS)
    hours, resident = np.array([block.mean(axis=0) for block in blocks]).T
    hours = (hours - hours.mean()) / SECONDS_AN_HOUR
    slope = float(hours @ resident / (hours @ hours))
    left = resident - resident.mean() - slope * hours
    error = float(np.sqrt(left @ left / (BLOCKS - 2) / (hours @ hours)))
    half = float(student.ppf(0.975, BLOCKS - 2)) * error
    return Slope(slope, slope - half, slope + half)
