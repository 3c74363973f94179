"""The hot weekly step alone, in one run: the kernel's, the same in NumPy over trials, and a plain C twin.

Run it from the project's folder: ``python -m benchmarks.step.step [--rounds 11] [--trials 1024]
[--weeks 260] [--flags=-march=native]``. The three must give the same incidents of every week and the same
intensities at the end, bit for bit; they then take turns, so that a machine whose speed drifts does not
decide the ratios. One thread. NumPy is at its fastest from about 1024 trials at a time; the longer orders to
hold last, the laxer they are, and in 260 weeks of them the middle week is as old as in Berlin's ceasefires.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.step.rows import run_rows
from benchmarks.step.setting import Ran, Setting, make_setting
from benchmarks.step.twin import has_compiler, run_twin
from engine.model.compiling import compile_function
from engine.model.packing import pack
from engine.model.parameters import Floats
from engine.model.schedule import ACCORD, TRUCE, WEEKS_PER_ROUND
from engine.scenario import Scenario, load_scenario
from engine.simulation.compiled.front import draw_round, exchange_fire
from engine.simulation.compiled.layout import make_front
from engine.simulation.compiled.world import Front
from engine.simulation.kernel import run_chunk

SEED = 1994
SHARE_TRIALS = 4096


class Measured(NamedTuple):
    """Time of a trial-week by round, in each of the ways that could run. [ns]."""

    times: dict[str, list[float]]

    def ratios(self, way: str, other: str) -> list[float]:
        """How many times faster one way was than another, by round."""
        return [theirs / ours for ours, theirs in zip(self.times[way], self.times[other], strict=True)]


@compile_function()
def _run_kernel(
    s: Setting, front: Front, key: np.uint64, provoked: bool, rule: int, totals: Floats, intensity: Floats
) -> None:
    for trial in range(totals.shape[0]):
        for u in range(front.intensity.size):
            front.background[u] = s.background[trial, u]
            front.intensity[u] = 0.0
        for week in range(totals.shape[1]):
            round_ = week // WEEKS_PER_ROUND
            if week == round_ * WEEKS_PER_ROUND:
                draw_round(front, key, key, np.uint64(trial), week)
            totals[trial, week] = exchange_fire(
                front,
                week - round_ * WEEKS_PER_ROUND,
                provoked,
                s.laxity[trial, round_, 0],
                s.laxity[trial, round_, 1],
                s.norm[trial, 0],
                s.norm[trial, 1],
                rule,
                rule,
                s.attributing[trial],
                s.forgiveness[trial],
                s.misattribution[trial],
                s.memory[trial],
                s.contagion[trial],
                s.cap[trial],
            )
        for u in range(front.intensity.size):
            intensity[trial, u] = front.intensity[u]


def run_kernel(s: Setting, front: Front) -> Ran:
    """Let all weeks pass; whether spoilers act, and which rule holds, is not known when compiled."""
    trials, units = s.background.shape
    ran = Ran(np.empty((trials, s.weeks)), np.empty((trials, units)))
    _run_kernel(s._replace(key=0), front, np.uint64(s.key), False, 0, *ran)
    return ran


def list_ways(scenario: Scenario, s: Setting, *flags: str) -> dict[str, Callable[[], Ran]]:
    """List what runs the step; the C twin only where there is a gcc."""
    front = make_front(pack(scenario))
    ways = {"kernel": lambda: run_kernel(s, front), "NumPy": lambda: run_rows(s)}
    return ways | ({"C": lambda: run_twin(s, *flags)} if has_compiler() else {})


def refuse_differences(ran: dict[str, Ran]) -> None:
    """Check that all ways gave the same bits.

    Raises
    ------
    AssertionError
        If they did not.
    """
    for way, theirs in ran.items():
        for name, ours, other in zip(Ran._fields, ran["kernel"], theirs, strict=True):
            differing = np.count_nonzero(ours.view(np.uint64) != other.view(np.uint64))
            assert not differing, f"{name} of {way} differ from the kernel's in {differing} places"


def measure_step(rounds: int, trials: int, weeks: int, *flags: str) -> Measured:
    """Measure the step of Berlin in turns, once all ways have given the same bits.

    Parameters
    ----------
    flags : str
        Of gcc, besides ``-O3 -ffp-contract=off``.
    """
    scenario = load_scenario("berlin")
    s = make_setting(scenario, SEED, trials, weeks)
    ways = list_ways(scenario, s, *flags)
    refuse_differences({way: run() for way, run in ways.items()})
    measured = Measured({way: [] for way in ways})
    for i in range(rounds):
        for way in sorted(ways, reverse=i % 2 == 1):
            began = time.perf_counter()
            ways[way]()
            measured.times[way].append((time.perf_counter() - began) * 1e9 / (trials * weeks))
    return measured


def share_under_fire(trials: int = SHARE_TRIALS) -> float:
    """Share of Berlin's trial-weeks that end their round in a truce or accord. [1]."""
    phases = run_chunk(load_scenario("berlin"), SEED, 0, trials).phases
    return float(np.isin(phases, (TRUCE, ACCORD)).mean())


def spread(values: list[float], unit: str) -> str:
    """Median, minimum and maximum."""
    return f"{statistics.median(values):9.2f} {unit}  ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=11)
    options.add_argument("--trials", type=int, default=1024)
    options.add_argument("--weeks", type=int, default=260)
    options.add_argument("--flags", default="", help="of gcc, besides -O3 -ffp-contract=off")
    given = options.parse_args()
    measured = measure_step(given.rounds, given.trials, given.weeks, *given.flags.split())
    size = f"{given.trials} trials of {given.weeks} weeks, {given.rounds} rounds"
    print(f"One week of a truce or accord in Berlin, {size}, one thread: median (range)")
    for way, times in measured.times.items():
        print(f"  {way:<26}{spread(times, 'ns a trial-week')}")
    for other in [way for way in measured.times if way != "kernel"]:
        print(f"  kernel faster than {other:<7}{spread(measured.ratios('kernel', other), 'times')}")
    if "C" not in measured.times:
        print("  C: left out, there is no gcc")
    share = share_under_fire()
    print(f"All gave the same bits. Such are {share:.1%} of Berlin's weeks in {SHARE_TRIALS} trials.")


if __name__ == "__main__":
    main()
