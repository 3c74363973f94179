"""How much room on the disk the rows of trials need, estimated before they are run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from engine.errors import Problem
from engine.scenario import Scenario
from engine.simulation.records import columns

RECORDED_BYTES, RECORDED_CSV_BYTES = 1, 5
"""Bytes of a recorded number in a packed row and in CSV; most are small, alike or absent. [measured]"""
DRAWN_BYTES, DRAWN_CSV_BYTES = 8, 20
"""The same of a drawn number, which does not pack."""
COPIES = 2
"""Rows lie in parts and in the table of trials until that is whole."""
GIGA = 10**9


def estimate_room(scenario: Scenario, n_trials: int, trials_csv: bool = False) -> int:
    """Estimate the bytes that the rows of trials need at the most, within some tenths."""
    n_recorded, n_drawn = len(columns(scenario)), len(scenario.uncertain)
    row = COPIES * (RECORDED_BYTES * n_recorded + DRAWN_BYTES * n_drawn)
    if trials_csv:
        row += RECORDED_CSV_BYTES * n_recorded + DRAWN_CSV_BYTES * n_drawn
    return n_trials * row


def check_room(folder: Path, needed: int) -> Iterator[Problem]:
    """Say that rows need more room than is free where a folder is to be."""
    free = find_free(folder)
    if needed > free:
        rule = f"keeps rows that need about {needed / GIGA:,.1f} GB, and {free / GIGA:,.1f} GB are free"
        yield Problem("--out", str(folder), rule, "run with --no-rows, with fewer trials or elsewhere")


def find_free(folder: Path) -> int:
    """Find the bytes that are free where a folder is or would be."""
    places = (folder.absolute(), *folder.absolute().parents)
    return shutil.disk_usage(next(place for place in places if place.exists())).free
