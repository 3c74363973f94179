"""What `docs/cluster.md` states of Dask and threads, measured and printed in one run.

Run it from the project's folder: ``python -m benchmarks.cluster``, or with ``--chunks 1000`` for a look of
two minutes. Dask's scheduler and workers are processes of this machine. What is compared takes turns.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.idle import IdleExecutor, IdleStore
from engine.experiment.sweeps.cluster import dask_cluster
from engine.experiment.sweeps.executing import cut_cells, run_cells
from engine.experiment.sweeps.planning import load_sweep
from engine.experiment.sweeps.running import Cluster, begin_sweep, complete_sweep, threads
from engine.scenario.sweep import WHOLE

SWEEP = """\
schema = 1
[sweep]
scenario = "berlin-article5"
design = "grid"
seed = 1994
[[axes]]
key = "monitors.attribution"
values = [0.1, 0.3, 0.5, 0.7, 0.9]
"""
POINTS = 5
ROUNDS = 3
TRIALS = 60_000
"""Trials over all points from which throughput is told."""
CHUNK_TRIALS = 4096
SMALL_CHUNKS = 1000
LABEL_WIDTH = 50


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--skip-throughput", action="store_true")
    options.add_argument("--chunks", type=int, nargs="+", default=[1000, 100_000], help="idle chunks")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sweep.toml").write_text(SWEEP)
        run(folder, threads(1), POINTS, 1)
        if not asked.skip_throughput:
            compare_throughput(folder)
        measure_smallest(folder)
        for n_chunks in asked.chunks:
            measure_overhead(folder, n_chunks)


def compare_throughput(folder: Path) -> None:
    """Print the trials a second of 1 and 2 threads and of 1 and 2 workers of Dask."""
    speeds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for n_workers in (1, 2):
            seconds = run(folder, threads(n_workers), TRIALS, CHUNK_TRIALS)
            speeds.setdefault(f"threads, {n_workers}", []).append(TRIALS / seconds)
            with dask_workers(folder, n_workers) as scheduler:
                run(folder, dask_cluster(scheduler), POINTS * n_workers, 1)
                seconds = run(folder, dask_cluster(scheduler), TRIALS, CHUNK_TRIALS)
            speeds.setdefault(f"Dask workers, {n_workers}", []).append(TRIALS / seconds)
    for label, found in speeds.items():
        say(f"{label}, chunks of {CHUNK_TRIALS:,}", f"{median(found):9,.0f} trials/s", found)


def measure_overhead(folder: Path, n_chunks: int) -> None:
    """Print what it costs to send a chunk to a worker and to have its part back, which runs no trial."""
    seconds = idle(folder, threads(1), n_chunks)
    say(f"{n_chunks:,} idle chunks, 1 thread", f"{1000 * seconds / n_chunks:9.2f} ms a chunk", [])
    for n_workers in (1, 2):
        with dask_workers(folder, n_workers) as scheduler:
            seconds = idle(folder, dask_cluster(scheduler), n_chunks)
        label = f"{n_chunks:,} idle chunks, {n_workers} Dask worker{'s' * (n_workers > 1)}"
        say(label, f"{1000 * seconds / n_chunks:9.2f} ms a chunk", [])


def measure_smallest(folder: Path) -> None:
    """Print what a chunk of one trial costs, parameters, aggregate, part and disk included."""
    seconds = run(folder, threads(1), SMALL_CHUNKS, 1)
    label = f"{SMALL_CHUNKS:,} chunks of one trial, 1 thread"
    say(label, f"{1000 * seconds / SMALL_CHUNKS:9.2f} ms a chunk", [])


def idle(folder: Path, cluster: Cluster, n_chunks: int) -> float:
    """Send chunks without trials; give the time from when the workers are there. [s]."""
    sweep = load_sweep(folder / "sweep.toml", n_chunks // POINTS)
    with tempfile.TemporaryDirectory(dir=folder) as out:
        with begin_sweep(sweep, out=Path(out) / "out", rows=False) as begun:
            run_record = begun.run
        with IdleStore(begun.folder, run_record, WHOLE) as store, cluster as workers:
            while not workers.count_workers():
                time.sleep(1)
            sent = workers._replace(pool=IdleExecutor(workers.pool))
            began = time.monotonic()
            run_cells(store, sent, cut_cells(store.cells, 1))
            return time.monotonic() - began


def run(folder: Path, cluster: Cluster, n_trials: int, chunk_trials: int) -> float:
    """Run a sweep of so many trials over all points; give the time, connecting and tables included. [s]."""
    sweep = load_sweep(folder / "sweep.toml", n_trials // POINTS)
    with tempfile.TemporaryDirectory(dir=folder) as out:
        began = time.monotonic()
        with begin_sweep(sweep, out=Path(out) / "out", rows=False) as store:
            complete_sweep(store, cluster, chunk_trials=chunk_trials)
        return time.monotonic() - began


@contextmanager
def dask_workers(folder: Path, n_workers: int) -> Iterator[str]:
    """Start a scheduler and workers of one thread each; give the scheduler's file."""
    with ExitStack() as stack:
        where = folder / f"scheduler-{time.monotonic_ns()}.json"
        stack.enter_context(started("scheduler", where, "--port", "0"))
        for _ in range(n_workers):
            stack.enter_context(started("worker", where, "--nthreads", "1", "--no-nanny"))
        while not where.is_file():
            time.sleep(0.1)
        yield str(where)


@contextmanager
def started(program: str, where: Path, *options: str) -> Iterator[None]:
    """Start one of Dask's programs, and end it by its pid."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", "--no-dashboard", *options]
    command += ["--host", "127.0.0.1", "--scheduler-file", str(where)]
    found = os.pathsep.join([str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])])
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ | {"PYTHONPATH": found})
    try:
        yield
    finally:
        process.kill()
        process.wait()


def say(label: str, value: str, found: list[float]) -> None:
    """Print one figure, with the range of the rounds."""
    spread = f"  ({min(found):,.0f} to {max(found):,.0f})" if found else ""
    print(f"  {label:{LABEL_WIDTH}}{value}{spread}", flush=True)


if __name__ == "__main__":
    main()
