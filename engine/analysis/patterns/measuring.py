"""Every pattern, measured and judged."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from engine.analysis.patterns import cases, pledges, truces, violence, wars
from engine.analysis.patterns.bench import Bench
from engine.analysis.patterns.targets import Pattern, list_patterns
from engine.errors import Problem, ScenarioError
from engine.scenario.finding import suggest

FEWEST_TRIALS, MOST_TRIALS = 500, 10**5
Measure: TypeAlias = Callable[[Bench], list[float]]

MEASURES: dict[str, Measure] = {
    "H1": truces.measure_surroundings,
    "P1": truces.measure_bare_truces,
    "P2": truces.measure_enforced_truces,
    "P3": truces.measure_settlements,
    "P4": truces.measure_shape,
    "P5": truces.measure_times,
    "P6": truces.measure_first_breach,
    "P7": violence.measure_severity,
    "P8": pledges.measure_pacts,
    "P9": pledges.measure_honour,
    "P10": wars.measure_pressure,
    "P11": violence.measure_donbas,
    "P12": violence.measure_line_of_control,
    "P13": wars.measure_ends_by_age,
    "P14": wars.measure_kinds_of_end,
    "P15": violence.measure_monitors,
    "P16": cases.measure_backtest,
    "P17": pledges.measure_budapest,
    "P18": cases.measure_archetypes,
    "P19": cases.measure_levers,
}
"""How each pattern is measured: its figures, in their order."""


class Measured(NamedTuple):
    """A pattern and what the model shows of it.

    Attributes
    ----------
    pattern : Pattern
        Targets and tolerances.
    values : tuple of float
        What was measured, figure by figure.
    """

    pattern: Pattern
    values: tuple[float, ...]

    @property
    def held(self) -> tuple[bool, ...]:
        """Whether each figure lies within tolerance."""
        return tuple(
            figure.holds(value) for figure, value in zip(self.pattern.figures, self.values, strict=True)
        )

    @property
    def holds(self) -> bool:
        """Whether the whole pattern does."""
        return all(self.held)


def choose(only: tuple[str, ...], n_trials: int) -> tuple[str, ...]:
    """Check what was asked for.

    Raises
    ------
    ScenarioError
        With every problem: patterns that are not known, too few or too many trials.
    """
    known = tuple(pattern.pattern_id for pattern in list_patterns())
    problems = [
        Problem("--only", name, "is no pattern", suggest(name, known) or f"{known[0]} to {known[-1]}")
        for name in only
        if name not in known
    ]
    if not FEWEST_TRIALS <= n_trials <= MOST_TRIALS:
        rule = f"must lie between {FEWEST_TRIALS} and {MOST_TRIALS:,} with --patterns"
        problems.append(Problem("--trials", str(n_trials), rule))
    if problems:
        raise ScenarioError(*problems)
    return only


def measure_patterns(bench: Bench, only: tuple[str, ...] = ()) -> Iterator[Measured]:
    """Measure all patterns, or some, one after the other."""
    for pattern in list_patterns():
        if not only or pattern.pattern_id in only:
            yield Measured(pattern, tuple(MEASURES[pattern.pattern_id](bench)))
