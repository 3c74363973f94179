"""What many trials have in common, in integers only, so that it merges without a trace of the order."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.results.exact import Ints, fix, split
from engine.scenario import Scenario
from engine.simulation.records import (
    ENDS,
    NO_TWIN,
    OUTCOMES,
    PHASES,
    STATUSES,
    WEEKS_PER_ROUND,
    Chunk,
    Column,
    columns,
)

Floats: TypeAlias = NDArray[np.float64]

TERM_BINS = 101
"""Bins of a term, one for each hundredth from 0 to 1."""
TERM_UNITS = 2**30
NUMBER_UNITS = 2**20
SUM_LIMBS = 2
SQUARE_LIMBS = 3


class Aggregate(NamedTuple):
    """Counts and exact sums over trials; failed trials are in `statuses` and nowhere else.

    Attributes
    ----------
    statuses : ndarray of int64, shape (n_statuses,)
        Trials by status.
    outcomes : ndarray of int64, shape (n_outcomes,)
        Trials by outcome.
    victors : ndarray of int64, shape (2,)
        Decided trials by who prevailed: the challenger, the defender.
    twins : ndarray of int64, shape (n_outcomes, n_outcomes)
        Trials with a twin by the trial's outcome and by its twin's.
    phases : ndarray of int64, shape (n_rounds, n_phases)
        Trials by phase at the end of each round.
    bindings : ndarray of int64, shape (n_issues,)
        Trials by the issue that bound at the last rejected draft.
    present : ndarray of int64, shape (n_measures,)
        Trials in which each of the `measures` has a value.
    positive : ndarray of int64, shape (n_measures,)
        Trials in which it is above zero.
    sums : ndarray of int64, shape (n_measures, 2)
        Limbs of its sum, in the units of `units_of`.
    squares : ndarray of int64, shape (n_measures, 3)
        Limbs of the sum of its squares.
    rounds : ndarray of int64, shape (n_events, n_rounds + 1)
        Trials by the round of each measure that is a round.
    terms : ndarray of int64, shape (n_issues, 101)
        Trials by the term last agreed on each issue, to the hundredth.
    ceasefires, accords : ndarray of int64, shape (n_weeks + 1, n_ends)
        First ceasefires and first accords by the weeks that they held and by what ended them.
    """

    statuses: Ints
    outcomes: Ints
    victors: Ints
    twins: Ints
    phases: Ints
    bindings: Ints
    present: Ints
    positive: Ints
    sums: Ints
    squares: Ints
    rounds: Ints
    terms: Ints
    ceasefires: Ints
    accords: Ints


def measures(scenario: Scenario) -> tuple[Column, ...]:
    """Name the recorded numbers that are no codes, in the order of the aggregate's rows."""
    return tuple(column for column in columns(scenario) if column.kind != "code")


def units_of(column: Column) -> int:
    """Units in one, of the sums of a measure: terms to 2^-30, other numbers to 2^-20, counts exactly."""
    if column.kind != "number":
        return 1
    return TERM_UNITS if column.name.startswith("term_") else NUMBER_UNITS


def aggregate(chunk: Chunk, scenario: Scenario) -> Aggregate:
    """Count and sum the trials of one chunk."""
    recorded = {column.name: place for place, column in enumerate(columns(scenario))}
    status = chunk.values[:, recorded["status"]]
    done = status == STATUSES.index("done")
    values, phases = chunk.values[done], chunk.phases[done]
    named = {name: values[:, place] for name, place in recorded.items()}
    measured = measures(scenario)
    fixed = [fix(named[column.name], units_of(column)) for column in measured]
    events = [named[column.name] for column in measured if column.kind == "round"]
    hundredths = [np.rint(100 * named[f"term_{issue}"]) for issue in scenario.parameters.issues]
    decided = named["front"][named["outcome"] == OUTCOMES.index("military_decision")]
    n_rounds = scenario.parameters.clock.rounds
    n_weeks = n_rounds * WEEKS_PER_ROUND
    return Aggregate(
        statuses=_count(status, len(STATUSES)),
        outcomes=_count(named["outcome"], len(OUTCOMES)),
        victors=_count(1.0 * (decided > 0), 2),
        twins=_count_pairs(named["outcome"], chunk.twins[done]),
        phases=np.stack([np.count_nonzero(phases == code, axis=0) for code in range(len(PHASES))], axis=1),
        bindings=_count(named["binding_issue"], len(hundredths)),
        present=np.array([np.count_nonzero(~np.isnan(named[column.name])) for column in measured]),
        positive=np.array([np.count_nonzero(each > 0) for each in fixed]),
        sums=np.stack([split(each, SUM_LIMBS).sum(axis=0) for each in fixed]),
        squares=np.stack([split(each * each, SQUARE_LIMBS).sum(axis=0) for each in fixed]),
        rounds=np.stack([_count(rounds, n_rounds + 1) for rounds in events]),
        terms=np.stack([_count(bins, TERM_BINS) for bins in hundredths]),
        ceasefires=_count_ends(named["ceasefire_weeks"], named["ceasefire_end"], n_weeks),
        accords=_count_ends(named["accord_weeks"], named["accord_end"], n_weeks),
    )


def merge(one: Aggregate, other: Aggregate) -> Aggregate:
    """Add two aggregates of the same scenario over different trials."""
    return Aggregate(*(mine + theirs for mine, theirs in zip(one, other, strict=True)))


def _count(codes: Floats, n_codes: int) -> Ints:
    happened = codes[~np.isnan(codes)].astype(np.int64)
    return np.bincount(happened, minlength=n_codes).astype(np.int64)


def _count_pairs(outcomes: Floats, twins: NDArray[np.int8]) -> Ints:
    paired = twins != NO_TWIN
    cells = outcomes[paired] * len(OUTCOMES) + twins[paired]
    return _count(cells, len(OUTCOMES) ** 2).reshape(len(OUTCOMES), len(OUTCOMES))


def _count_ends(weeks: Floats, ends: Floats, n_weeks: int) -> Ints:
    cells = np.rint(weeks) * len(ENDS) + ends
    return _count(cells, (n_weeks + 1) * len(ENDS)).reshape(n_weeks + 1, len(ENDS))
