"""Trials that could not be run: whose, and why; kept in the folder until they have run."""

import json
from pathlib import Path
from typing import NamedTuple

from engine.errors import Problem, StoreError
from engine.results.disk import writing_aside
from engine.results.reading import read_json
from engine.scenario.sweep import Cell

FAILURES = "failures.json"


class Failure(NamedTuple):
    """Trials that could not be run, and what was said of it."""

    cell: Cell
    error: str


def write_failures(work: Path, failures: list[Failure]) -> None:
    """Replace the list of failures; no failures leave no file."""
    if not failures:
        (work / FAILURES).unlink(missing_ok=True)
        return
    stated = [{**failure.cell._asdict(), "error": failure.error} for failure in failures]
    with writing_aside(work / FAILURES) as aside:
        aside.write_text(json.dumps(stated, indent=2) + "\n", encoding="utf-8")


def read_failures(work: Path) -> list[Failure]:
    """Read the list of failures.

    Raises
    ------
    StoreError
        If it is not as it was written.
    """
    try:
        stated = read_json(work / FAILURES)
        return [
            Failure(Cell(int(each["point"]), int(each["first"]), int(each["n_trials"])), str(each["error"]))
            for each in stated
        ]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, OverflowError, StoreError) as error:
        problem = Problem("output folder", str(work / FAILURES), "can't be read", "remove it")
        raise StoreError(problem) from error
