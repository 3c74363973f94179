"""Hours of runs, stops, resumes, extensions, sweeps, pages and replays in one process, and its memory.

Run it from the project's folder: ``python -m benchmarks.soak --minutes 60``. Every cycle must give the
checksums of the first. Between cycles a run without rows is extended step by step to ``--trials`` trials,
whose tables must be, byte for byte, those of one run of as many; its first step must equal a run that kept
its rows. Memory is written to a CSV every few seconds; the exit status says whether it grows.
"""

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

from benchmarks.memory import Sampler, fit_slope
from engine.analysis.replaying.replay import replay
from engine.experiment.running import Settings, begin, complete, extend, reopen, run_scenario
from engine.experiment.sweeps.planning import load_sweep
from engine.experiment.sweeps.running import begin_sweep, complete_sweep, threads
from engine.report.page.writing import write_report
from engine.results.loading import load
from engine.results.store import TRIALS
from engine.results.sweeps.loading import load_sweep_results
from engine.scenario import Scenario, load_scenario

SEED = 1994
LIFE_TRIALS, MORE_TRIALS, SWEEP_TRIALS = 2000, 1000, 200
LONG_ROUNDS, FIRST_TRIALS, STEPS = 4, 1_000_000, 100
SAMPLE_SECONDS = 5.0
FILLING = 0.25
"""Share of the time in which caches fill, which counts for no slope."""
LEAK = 4.0
"""Growth that is called one where the interval's lower end is above it. [MiB/hour]"""
SECONDS_A_MINUTE = 60

Checksums = Mapping[str, str]


class HaltedError(Exception):
    """Stands for whatever ends a run halfway."""


def main() -> int:
    """Soak, print what was seen, and give the number of failures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60.0)
    options.add_argument("--trials", type=int, default=100_000_000, help="of the run that is extended")
    options.add_argument("--memory", type=Path, default=Path("soak.csv"), help="where the samples go")
    asked = options.parse_args()
    warnings.simplefilter("ignore")
    sampler = Sampler(asked.memory, SAMPLE_SECONDS)
    sampler.start()
    with tempfile.TemporaryDirectory() as name:
        failures = soak(Path(name), asked.minutes * SECONDS_A_MINUTE, asked.trials)
    sampler.stop()
    return failures + report_memory(sampler)


def soak(place: Path, seconds: float, n_trials: int) -> int:
    """Cycle until the time is over and the long run has all its trials; give the number of differences."""
    began = time.monotonic()
    short = load_scenario("berlin", [f"clock.rounds={LONG_ROUNDS}"])
    whole = run_bare(short, place / "whole", n_trials)
    say(f"one run of {n_trials:,} trials took {time.monotonic() - began:,.0f} s")
    first = run_bare(short, place / "stepwise", FIRST_TRIALS)
    differing = count_differences(first, run_rows(short, place / "rows"), f"rows of {FIRST_TRIALS:,} trials")
    step = -(-(n_trials - FIRST_TRIALS) // STEPS)
    lives: list[Checksums] = []
    reached = FIRST_TRIALS
    while time.monotonic() - began < seconds or reached < n_trials:
        with tempfile.TemporaryDirectory(dir=place) as life:
            lives.append(live(Path(life)))
        differing += count_differences(lives[0], lives[-1], f"cycle {len(lives)}")
        if reached < n_trials:
            reached = grow(place / "stepwise", min(step, n_trials - reached))
    differing += count_differences(whole, load(place / "stepwise").run.checksums, "the extended run")
    say(f"{len(lives):,} cycles, {reached:,} trials in steps, {time.monotonic() - began:,.0f} s")
    say(f"differing checksums: {differing}")
    return differing


def run_bare(scenario: Scenario, out: Path, n_trials: int) -> Checksums:
    """Run without rows."""
    return run_scenario(scenario, Settings(n_trials, SEED, 1, rows=False), out=out).run.checksums


def run_rows(scenario: Scenario, out: Path) -> Checksums:
    """Run with rows; the checksums of all tables but that of the rows."""
    found = run_scenario(scenario, Settings(FIRST_TRIALS, SEED, 1), out=out).run.checksums
    return {name: digest for name, digest in found.items() if name != TRIALS}


def grow(folder: Path, n_more: int) -> int:
    """Extend a run; give its trials."""
    with extend(folder, n_more) as store:
        return complete(store, workers=1).run.trials


def live(place: Path) -> Checksums:
    """Stop a run halfway, resume it, extend it, read it in every way, and run a sweep; all checksums."""
    with begin(load_scenario("berlin"), Settings(LIFE_TRIALS, SEED, 1), out=place / "run") as store:
        stop_halfway(store)
    with reopen(place / "run") as store:
        complete(store, workers=1)
    grow(place / "run", MORE_TRIALS)
    with begin_sweep(load_sweep("guarantee-ladder", SWEEP_TRIALS), out=place / "sweep") as store:
        complete_sweep(store, threads(1))
    for folder in (place / "run", place / "sweep"):
        write_report(folder)
    replay(place / "run", LIFE_TRIALS)
    run, sweep = load(place / "run"), load_sweep_results(place / "sweep")
    assert len(run.trials) == run.run.trials
    return {**run.run.checksums, **{f"sweep {name}": each for name, each in sweep.run.checksums.items()}}


def stop_halfway(store: object) -> None:
    """Run until half of the trials are told, and stop."""
    told = 0

    def tick(n: int) -> None:
        nonlocal told
        told += n
        if told >= LIFE_TRIALS / 2:
            raise HaltedError

    try:
        complete(store, 1, tick)
    except HaltedError:
        return
    raise AssertionError("the run was not stopped")


def count_differences(wanted: Checksums, found: Checksums, what: str) -> int:
    """Count the files that differ, and name them."""
    names = [name for name in {**wanted, **found} if wanted.get(name) != found.get(name)]
    if names:
        say(f"{what} differs in {', '.join(sorted(names))}")
    return len(names)


def report_memory(sampler: Sampler) -> int:
    """Print how memory went; 1 where it grows."""
    samples = sampler.samples
    kept = samples[int(FILLING * len(samples)) :]
    slope = fit_slope(samples, FILLING)
    say(
        f"memory from {FILLING:.0%} on: {min(each.resident for each in kept):.0f} to "
        f"{max(each.resident for each in kept):.0f} MiB in {len(kept):,} samples"
    )
    say(f"slope {slope.value:+.1f} MiB/hour, 95% interval {slope.low:+.1f} to {slope.high:+.1f}")
    for name in ("files", "threads"):
        counts = [getattr(each, name) for each in kept]
        say(f"{name}: {counts[0]} at first, {counts[-1]} at last, {max(counts)} at the most")
    return int(slope.low > LEAK)


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
