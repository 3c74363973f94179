"""A real scheduler and real workers of Dask on this machine, one of which is killed."""

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import LADDER, PATIENCE, are_equal, environment, need, sim, wait_until

TRIALS = 6000
SCHEDULER = "scheduler.json"


@contextmanager
def started(folder: Path, program: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", "--no-dashboard", *options]
    command += ["--host", "127.0.0.1", "--scheduler-file", str(folder / SCHEDULER)]
    with (folder / f"{program}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_sweep_on_dask_survives_a_worker_and_gives_the_same_bytes(tmp_path: Path) -> None:
    need("Dask", importlib.util.find_spec("distributed") is not None)
    worker = ("worker", "--nthreads", "1", "--no-nanny")
    with (
        started(tmp_path, "scheduler", "--port", "0"),
        started(tmp_path, *worker) as victim,
        started(tmp_path, *worker),
    ):
        wait_until((tmp_path / SCHEDULER).is_file, "no scheduler")
        command = ["sim", "sweep", LADDER, "--trials", TRIALS, "--dask", SCHEDULER, "--out", "dask"]
        sweep = subprocess.Popen(
            list(map(str, command)),
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        parts = tmp_path / "dask" / "parts"
        wait_until(lambda: len(list(parts.glob("*.npz"))) >= 3 or sweep.poll() is not None, "no part")
        assert sweep.poll() is None
        os.kill(victim.pid, signal.SIGKILL)
        said = sweep.communicate(timeout=PATIENCE)
        assert sweep.returncode == 0, said
    whole = sim(tmp_path, "sweep", LADDER, "--trials", TRIALS, "--out", "whole", "--quiet")
    assert whole.returncode == 0, whole
    assert are_equal(tmp_path / "dask", tmp_path / "whole")


def test_a_scheduler_that_does_not_answer_is_told_before_anything_is_written(tmp_path: Path) -> None:
    need("Dask", importlib.util.find_spec("distributed") is not None)
    done = sim(tmp_path, "sweep", LADDER, "--dask", "127.0.0.1:1", "--out", "out")
    assert done.returncode == 2
    assert "--dask: 127.0.0.1:1 does not answer" in done.stderr
    assert not (tmp_path / "out").exists()
