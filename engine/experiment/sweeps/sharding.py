"""Which share of a sweep is whose: as it was asked for, or as a Slurm array numbers its tasks."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from engine.errors import Problem, ScenarioError
from engine.results.sweeps.layout import name_shard
from engine.results.sweeps.record import MOST_SHARDS
from engine.scenario.sweep import WHOLE, Share

TASK, COUNT, LEAST, STEP = (f"SLURM_ARRAY_TASK_{name}" for name in ("ID", "COUNT", "MIN", "STEP"))


def find_share(asked: str | None, environment: Mapping[str, str] = os.environ) -> Share:
    """Give the share asked for, else that of the task of a Slurm array, else the whole.

    Raises
    ------
    ScenarioError
        If there is no such share.
    """
    if asked is not None:
        return read_share(asked)
    if TASK not in environment or COUNT not in environment:
        return WHOLE
    return _read_task(environment)


def read_share(text: str) -> Share:
    """Read ``I/N``, the I-th of N shares, counted from 1.

    Raises
    ------
    ScenarioError
        If it is not that.
    """
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
    share = Share(int(found[1]), int(found[2])) if found else Share(0, 0)
    if not 1 <= share.number <= share.shares <= MOST_SHARDS:
        rule = f"must be I/N with I from 1 to N, and N at most {MOST_SHARDS:,}"
        raise ScenarioError(Problem("--shard", text, rule, "such as 3/64, the third of 64"))
    return share


def check_share(share: Share, shares: int, folder: Path) -> Share:
    """Make sure that a share is one of those into which a folder's sweep is cut.

    Raises
    ------
    ScenarioError
        If it is not.
    """
    if share.shares != shares:
        rule = f"is no share of {folder}, which is cut into {shares}"
        way_out = f"say --shard I/{shares}" if shares > 1 else "leave it out"
        raise ScenarioError(Problem("--shard", str(share), rule, way_out))
    return share


def list_unfinished(folder: Path, shares: int) -> list[Share]:
    """List the shares of a folder whose file is not there."""
    if shares == 1:
        return [WHOLE]
    every = (Share(number, shares) for number in range(1, shares + 1))
    return [share for share in every if not name_shard(folder, share).is_file()]


def _read_task(environment: Mapping[str, str]) -> Share:
    try:
        task, count, least = (int(environment[name]) for name in (TASK, COUNT, LEAST))
        step = int(environment.get(STEP, "1"))
        number, off = divmod(task - least, step)
    except (KeyError, ValueError, ZeroDivisionError) as error:
        rule = "can't be told from the Slurm array's environment"
        raise ScenarioError(Problem("--shard", TASK, rule, "say --shard I/N")) from error
    number += 1
    if off or not 1 <= number <= count <= MOST_SHARDS:
        rule = f"numbers no share: tasks begin at {least}, go by {step} and are {count}"
        raise ScenarioError(Problem("--shard", f"{TASK}={task}", rule, "say --shard I/N"))
    if count == 1:  # a task that was submitted again alone would take the whole sweep for its own
        rule = "is an array of one task, which doesn't tell how many shards there are"
        raise ScenarioError(Problem("--shard", f"{TASK}={task}", rule, f"say --shard {task}/N"))
    return Share(number, count)
