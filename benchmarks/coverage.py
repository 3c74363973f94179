"""Simulated coverage of every 95% interval that the tables hold, setting by setting.

Run it from the project's folder: ``python benchmarks/coverage.py [--replications 20000]``. A line ends in
``LOW`` where coverage is under 94% by more than three Monte Carlo errors; then so does the exit status.
"""

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("tests", "")]

from coverage_studies import study_all  # noqa: E402


def main() -> int:
    """Simulate and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=20_000)
    given = options.parse_args()
    worst: dict[str, float] = {}
    low = 0
    print(f"{'interval':<19}  {'coverage':>8}  {'error':>5}  {'runs':>6}  setting")
    for study in study_all(given.replications):
        numbers = f"{study.coverage:>8.2%}  {study.error:>5.2%}  {study.replications:>6,}"
        mark = "" if study.holds else "  LOW"
        print(f"{study.interval:<19}  {numbers}  {study.setting}{mark}", flush=True)
        worst[study.interval] = min(study.coverage, worst.get(study.interval, 1.0))
        low += not study.holds
    print("lowest: " + ", ".join(f"{interval} {coverage:.2%}" for interval, coverage in worst.items()))
    return min(low, 1)


if __name__ == "__main__":
    sys.exit(main())
