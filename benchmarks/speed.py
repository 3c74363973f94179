"""Speed of this checkout, measured in one run: trials a second, and how long the command takes to start.

Run it from the project's folder: ``python benchmarks/speed.py [--rounds 5] [--trials 40]``. Ratios are
taken within a round, one after the other, so that a machine whose speed drifts does not decide them.
The trials timed are some that have no twin.
"""

import argparse
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import mesa

from engine.scenario import load_scenario
from engine.simulation.model import PeaceTalks
from engine.simulation.records import TWIN_TRIALS
from engine.simulation.trials import run_chunk

SEED = 0


def measure(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(values: list[float], unit: str) -> str:
    """Minimum, median and maximum."""
    return f"{statistics.median(values):8.2f} {unit}  ({min(values):.2f} to {max(values):.2f})"


def start_command(*arguments: str) -> Callable[[], object]:
    """Start Python once with these arguments."""
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--trials", type=int, default=40)
    given = options.parse_args()
    warnings.simplefilter("ignore")
    scenario = load_scenario("berlin")
    run_chunk(scenario, SEED, 0, 2)

    def batch() -> object:
        return mesa.batch_run(
            PeaceTalks,
            parameters={"scenario": scenario, "trial": range(TWIN_TRIALS, TWIN_TRIALS + given.trials)},
            number_processes=1,
            display_progress=False,
            data_collection_period=-1,
        )

    chunk, batch_run, bare, imported, helped = [], [], [], [], []
    for _ in range(given.rounds):
        chunk.append(given.trials / measure(lambda: run_chunk(scenario, SEED, TWIN_TRIALS, given.trials)))
        batch_run.append(given.trials / measure(batch))
        bare.append(measure(start_command("-c", "")))
        imported.append(measure(start_command("-c", "import engine")))
        helped.append(measure(start_command("-m", "engine.cli.main", "--help")))
    ratios = [ours / theirs for ours, theirs in zip(chunk, batch_run, strict=True)]
    print(f"Berlin, {given.trials} trials of ten years, {given.rounds} rounds, one process: median (range)")
    print(f"  run_chunk on the Mesa model   {spread(chunk, 'trials/s')}")
    print(f"  Mesa's batch_run on it        {spread(batch_run, 'trials/s')}")
    print(f"  ratio                         {spread(ratios, 'times')}")
    print(f"  python -c ''                  {spread(bare, 's')}")
    print(f"  import engine                 {spread(imported, 's')}")
    print(f"  sim --help                    {spread(helped, 's')}")


if __name__ == "__main__":
    main()
