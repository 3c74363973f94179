"""What may be asked of a calibration."""

from pathlib import Path

from engine.analysis.calibration.shared import TRUCES
from engine.errors import Problem, ScenarioError

BOUNDS = {
    "--trials": (50, 10**6),
    "--first": (16, 2**20),
    "--kept": (16, 10**5),
    "--generations": (0, 1000),
    "--seed": (0, 2**63),
}


def check(
    what: str, trials: int, first: int, kept: int, generations: int, seed: int, out: Path | None
) -> None:
    """Refuse what can't be done, before anything is run.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    asked = {
        "--trials": trials,
        "--first": first,
        "--kept": kept,
        "--generations": generations,
        "--seed": seed,
    }
    problems = [
        Problem(option, str(asked[option]), f"must lie between {low} and {high:,}")
        for option, (low, high) in BOUNDS.items()
        if not low <= asked[option] <= high
    ]
    if first & (first - 1):
        problems.append(Problem("--first", str(first), "must be a power of 2", "Sobol' points come so"))
    if kept > first:
        problems.append(Problem("--kept", str(kept), f"must be at most --first, {first}"))
    if out is not None and what != TRUCES.name:
        problems.append(Problem("--out", str(out), "is for truces", "wars state their medians in the file"))
    if out is not None and out.exists():
        problems.append(Problem("--out", str(out), "exists and is never overwritten", "name another file"))
    if problems:
        raise ScenarioError(*problems)
