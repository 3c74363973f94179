"""What the tests of clusters share: real sweeps by the command, and patience."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from places import TESTS

from engine.results.sweeps.loading import load_sweep_results

REQUIRED = "SIM_CLUSTER"
"""Where this is set, as in CI, what is needed for a test must be there."""
PATIENCE = 240.0
LADDER = "guarantee-ladder"


def need(what: str, there: bool) -> None:
    """Skip a test where what it needs is absent; fail where it must be there."""
    if not there and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, and there is no {what}")
    if not there:
        pytest.skip(f"there is no {what} here")


def environment(folder: Path) -> dict[str, str]:
    """Give an environment in which `sim` is a command and the engine is found."""
    program = folder / "bin" / "sim"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m engine.cli.main "$@"\n')
    program.chmod(0o755)
    found = [str(TESTS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    return os.environ | {"PYTHONPATH": os.pathsep.join(found), "PATH": path}


def sim(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        ["sim", *map(str, arguments)],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Wait, with patience."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def are_equal(one: Path, other: Path) -> bool:
    """Whether two complete sweeps hold the same bytes, but for their records."""
    return load_sweep_results(one).run.checksums == load_sweep_results(other).run.checksums
