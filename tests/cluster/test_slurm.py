"""A real Slurm on this machine; `tests/cluster/slurm_node.sh up` starts one."""

import shutil
import subprocess
from pathlib import Path

import pytest
from waiting import LADDER, are_equal, environment, need, sim, wait_until

TRIALS, TASKS = 12000, 4
LOST, OUT_OF_TIME = 2, 3
"""Tasks of which one is cancelled, and the other told that its time is nearly over."""
SCRIPT = "sweep.sh"
ANSWER = 10.0
"""Time in which a controller that runs answers. [s]"""


def call(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done
    return done.stdout


def slurm_runs() -> bool:
    if shutil.which("sbatch") is None:
        return False
    try:
        said = subprocess.run(["sinfo", "-h"], capture_output=True, timeout=ANSWER, check=False)
    except subprocess.TimeoutExpired:
        return False
    return said.returncode == 0


def submit(folder: Path, *tasks: str) -> tuple[str, str]:
    array, merge = call(folder, "bash", SCRIPT, *tasks).removeprefix("array ").split(", merge ")
    return array, merge.strip()


def has_ended(folder: Path, job: str) -> bool:
    done = subprocess.run(
        ["squeue", "-h", "-j", job], cwd=folder, capture_output=True, text=True, check=False
    )
    return not done.stdout.strip()


def has_begun(folder: Path, task: int) -> bool:
    work = folder / "slurm" / "shards" / f"shard-{task}-of-{TASKS}"
    return any(work.glob("*.npz"))


@pytest.mark.slow
def test_an_array_with_a_task_cancelled_and_one_out_of_time_gives_the_same_bytes(tmp_path: Path) -> None:
    need("Slurm that runs", slurm_runs())
    options = ("--trials", TRIALS, "--out", "slurm", "--tasks", TASKS, "--exactly", "--minutes", 10)
    printed = sim(tmp_path, "slurm", LADDER, *options)
    assert printed.returncode == 0, printed
    (tmp_path / SCRIPT).write_text(printed.stdout)
    array, merge = submit(tmp_path)
    for task in (LOST, OUT_OF_TIME):
        wait_until(lambda task=task: has_begun(tmp_path, task), f"task {task} keeps nothing")
    call(tmp_path, "scancel", f"{array}_{LOST}")
    call(tmp_path, "scancel", "--signal=USR1", "--batch", f"{array}_{OUT_OF_TIME}")
    wait_until(lambda: has_ended(tmp_path, merge), "the merge did not run")
    logs = {path.name: path.read_text() for path in tmp_path.glob("*.log")}
    assert "Stopped; " in logs[f"sweep-{LADDER}-{OUT_OF_TIME}.log"]
    done = sorted(path.name for path in (tmp_path / "slurm" / "shards").glob("*.zip"))
    assert done == [f"shard-{task}-of-{TASKS}.zip" for task in range(1, TASKS + 1) if task != LOST], logs
    assert f"shard {LOST}/{TASKS}: " in logs[f"sweep-{LADDER}-merge.log"]
    assert "is unfinished (sim resume slurm --shard 2/4)" in logs[f"sweep-{LADDER}-merge.log"]
    _, merge = submit(tmp_path, str(LOST))
    wait_until(lambda: has_ended(tmp_path, merge), "the second merge did not run")
    assert (tmp_path / f"sweep-{LADDER}-{LOST}.log").read_text().endswith(f"shard-{LOST}-of-{TASKS}.zip\n")
    whole = sim(tmp_path, "sweep", LADDER, "--trials", TRIALS, "--out", "whole", "--quiet")
    assert whole.returncode == 0, whole
    assert are_equal(tmp_path / "slurm", tmp_path / "whole")
