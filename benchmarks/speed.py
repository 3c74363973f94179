"""Everything that `docs/performance.md` states, measured and printed in one run.

Run it from the project's folder: ``python -m benchmarks.speed``, or with ``--quick`` for a look of two
minutes. What is compared takes turns, and ratios are taken within a round, so that a machine whose speed
drifts does not decide them.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import mesa

from benchmarks.step.step import measure_step, share_under_fire, spread
from engine.experiment.running import Settings, run_scenario
from engine.scenario import Scenario, load_scenario
from engine.simulation import kernel, trials
from engine.simulation.model import PeaceTalks
from engine.simulation.records import TWIN_TRIALS

SEED = 1994
MEBIBYTE = 2**20
LABEL_WIDTH = 46


class Size(NamedTuple):
    """How much to measure."""

    rounds: int
    mesa_trials: int
    kernel_trials: int
    step_trials: int
    worker_trials: int
    memory_trials: tuple[int, ...]
    report_trials: tuple[int, ...]


FULL = Size(7, 60, 8192, 1024, 200_000, (10_000, 100_000, 1_000_000), (10_000, 1_000_000))
QUICK = Size(3, 20, 4096, 256, 40_000, (10_000, 100_000), (10_000,))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="smaller sizes and fewer rounds")
    size = QUICK if options.parse_args().quick else FULL
    warnings.simplefilter("ignore")
    scenario = load_scenario("berlin")
    kernel.run_chunk(scenario, SEED, 0, 8)
    print(f"Berlin, {size.rounds} rounds: median (range)")
    compare_drivers(scenario, size)
    compare_steps(size)
    compare_workers(scenario, size)
    measure_starts(size)
    measure_memory(size)
    measure_reports(scenario, size)


def say(label: str, values: list[float], unit: str) -> None:
    """Print one line of the table."""
    print(f"  {label:<{LABEL_WIDTH}}{spread(values, unit)}", flush=True)


def measure(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare_drivers(scenario: Scenario, size: Size) -> None:
    """Compare whole trials in one process, of those that have no twin."""
    first = TWIN_TRIALS

    def batch() -> object:
        return mesa.batch_run(
            PeaceTalks,
            parameters={"scenario": scenario, "trial": range(first, first + size.mesa_trials)},
            number_processes=1,
            display_progress=False,
            data_collection_period=-1,
        )

    speeds: dict[str, list[float]] = {"kernel": [], "Mesa model": [], "batch_run": []}
    for _ in range(size.rounds):
        seconds = measure(lambda: kernel.run_chunk(scenario, SEED, first, size.kernel_trials))
        speeds["kernel"].append(size.kernel_trials / seconds)
        seconds = measure(lambda: trials.run_chunk(scenario, SEED, first, size.mesa_trials))
        speeds["Mesa model"].append(size.mesa_trials / seconds)
        speeds["batch_run"].append(size.mesa_trials / measure(batch))
    say("kernel, one core", speeds["kernel"], "trials/s")
    say("Mesa model, one core", speeds["Mesa model"], "trials/s")
    say("Mesa's batch_run on it, one core", speeds["batch_run"], "trials/s")
    ratios = [ours / theirs for ours, theirs in zip(speeds["kernel"], speeds["batch_run"], strict=True)]
    say("kernel faster than batch_run", ratios, "times")


def compare_steps(size: Size) -> None:
    """Compare the weekly step of a truce or accord alone."""
    measured = measure_step(size.rounds, size.step_trials, 260)
    for way, times in measured.times.items():
        say(f"weekly step: {way}", times, "ns a trial-week")
    for other in [way for way in measured.times if way != "kernel"]:
        say(f"weekly step: kernel faster than {other}", measured.ratios("kernel", other), "times")
    share = share_under_fire()
    print(f"  {'trial-weeks in truce or accord':<{LABEL_WIDTH}}{share:10.1%}")


def compare_workers(scenario: Scenario, size: Size) -> None:
    """Compare one thread with two over whole runs, tables and all."""
    speeds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(size.rounds):
        for workers in speeds:
            with tempfile.TemporaryDirectory() as folder:
                settings = Settings(size.worker_trials, SEED, workers, rows=False)
                out = Path(folder) / "out"
                seconds = measure(lambda out=out, asked=settings: run_scenario(scenario, asked, out=out))
                speeds[workers].append(size.worker_trials / seconds)
    for workers, found in speeds.items():
        say(f"whole run of {size.worker_trials:,}, workers {workers}", found, "trials/s")
    say("two workers over one", [two / one for one, two in zip(*speeds.values(), strict=True)], "times")


def run_command(*arguments: str, **environment: str) -> tuple[float, float]:
    """Run Python once in an empty folder; give its seconds and its peak memory. [s], [MiB]."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        path = os.pathsep.join(filter(None, [os.getcwd(), os.environ.get("PYTHONPATH")]))
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, arguments
        return seconds, used.ru_maxrss * 1024 / MEBIBYTE


def sim(*arguments: str) -> tuple[str, ...]:
    """Arguments of Python that run the command."""
    return ("-m", "engine.cli.main", *arguments)


def measure_starts(size: Size) -> None:
    """Measure how long the command takes to begin."""
    first_result = sim("run", "berlin", "--trials", "100")
    with tempfile.TemporaryDirectory() as cache:
        cold = run_command(*first_result, NUMBA_CACHE_DIR=cache)[0]
    starts: dict[str, list[float]] = {}
    for _ in range(size.rounds):
        for label, arguments in (
            ("python -c ''", ("-c", "")),
            ("import engine", ("-c", "import engine")),
            ("sim --help", sim("--help")),
            ("sim run berlin --trials 100, warm", first_result),
        ):
            starts.setdefault(label, []).append(run_command(*arguments)[0])
    for label, seconds in starts.items():
        say(label, seconds, "s")
    say("sim run berlin --trials 100, nothing compiled", [cold], "s")


def measure_memory(size: Size) -> None:
    """Measure peak memory, and time, of the command without rows."""
    for n_trials in size.memory_trials:
        seconds, peak = run_command(*sim("run", "berlin", "--no-rows", "--trials", str(n_trials)))
        label = f"sim run berlin --no-rows --trials {n_trials}"
        print(f"  {label:<{LABEL_WIDTH}}{seconds:9.2f} s   peak {peak:6.0f} MiB", flush=True)


def measure_reports(scenario: Scenario, size: Size) -> None:
    """Measure the time, peak memory and size of the page of a run that keeps rows."""
    for n_trials in size.report_trials:
        with tempfile.TemporaryDirectory() as place:
            folder = run_scenario(scenario, Settings(n_trials, SEED, 2), out=Path(place) / "run").folder
            runs = [run_command(*sim("report", str(folder))) for _ in range(size.rounds)]
            page = (folder / "report.html").stat().st_size / 1e6
        say(f"sim report, {n_trials:,} trials with rows", [seconds for seconds, _ in runs], "s")
        peak = max(peak for _, peak in runs)
        print(f"  {'':<{LABEL_WIDTH}}{page:9.2f} MB  peak {peak:6.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
