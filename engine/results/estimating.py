"""The quantities that a run estimates, each with its interval, unit and meaning."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from engine.results.aggregate import Aggregate, units_of
from engine.results.estimates import NOTHING, POISSON_ZERO, Estimate, mean, mean_count, median, wilson
from engine.results.exact import Ints, join
from engine.results.survival import estimate_survival, find_median
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, STATUSES, WEEKS_PER_YEAR, Column

YEARS = (1, 5, 10)
"""Years after which the summary says what share still holds."""
PREVAILS = "_prevails_share"
"""What the name of a quantity ends in that says how often a party prevailed."""


class Quantity(NamedTuple):
    """One row of the table of estimates."""

    quantity: str
    value: float
    low: float
    high: float
    trials: int
    unit: str
    meaning: str


class Tally:
    """An aggregate whose measures can be asked for by name.

    Attributes
    ----------
    aggregate : Aggregate
        The counts and sums.
    measures : dict of str to Column
        What was measured.
    n_done : int
        Trials that ran to their end.
    """

    def __init__(self, aggregate: Aggregate, measured: tuple[Column, ...]) -> None:
        self.aggregate = aggregate
        self.measures = {column.name: column for column in measured}
        self.n_done = int(aggregate.statuses[STATUSES.index("done")])
        self._places = {column.name: place for place, column in enumerate(measured)}
        events = [column.name for column in measured if column.kind == "round"]
        self._rounds = dict(zip(events, aggregate.rounds, strict=True))

    def count_present(self, name: str) -> int:
        """Count the trials in which a measure has a value."""
        return int(self.aggregate.present[self._places[name]])

    def count_positive(self, name: str) -> int:
        """Count the trials in which a measure is above zero."""
        return int(self.aggregate.positive[self._places[name]])

    def total(self, name: str) -> int:
        """Sum a measure over trials, in its units."""
        return join(self.aggregate.sums[self._places[name]])

    def estimate_mean(self, name: str) -> Estimate:
        """Estimate the mean of a measure over the trials in which it has a value."""
        column, n = self.measures[name], self.count_present(name)
        squares = join(self.aggregate.squares[self._places[name]])
        if column.kind == "count":
            return mean_count(self.total(name), squares, n)
        estimate = mean(self.total(name), squares, n, units_of(column))
        if name.startswith("term_"):
            return _keep_in_range(estimate, n)
        return estimate

    def estimate_median(self, event: str) -> Estimate:
        """Estimate the median round of an event over the trials in which it happened."""
        return median(self._rounds[event])


def _keep_in_range(estimate: Estimate, n: int) -> Estimate:
    """Bound the mean of terms, which lie in [0, 1]; were all 1, some may yet be less."""
    low = 1 - POISSON_ZERO / n if estimate.value == 1 else estimate.low
    return Estimate(estimate.value, max(0.0, low), min(1.0, estimate.high))


def estimate_all(tally: Tally, scenario: Scenario) -> Iterator[Quantity]:
    """Estimate every quantity of a run."""
    yield from _estimate_shares(tally)
    yield from _estimate_victors(tally, scenario)
    for spell, ends in (("ceasefire", tally.aggregate.ceasefires), ("accord", tally.aggregate.accords)):
        yield from _estimate_holding(spell, ends)
    yield from _estimate_rounds(tally)
    yield from _estimate_bindings(tally, scenario)
    yield from _estimate_means(tally)


def _estimate_shares(tally: Tally) -> Iterator[Quantity]:
    durable = int(tally.aggregate.outcomes[OUTCOMES.index("durable_peace")])
    shares = (
        ("ceasefire", tally.count_present("ceasefire_weeks"), "with a ceasefire, truce or accord"),
        ("agreement", tally.count_present("agreement_round"), "in which the parties agreed on terms"),
        ("accord", tally.count_present("accord_weeks"), "in which an accord came into force"),
        ("durable_peace", durable, "that end in durable peace"),
        ("crisis", tally.count_positive("crises"), "with a crisis under a ceasefire"),
        ("attack", tally.count_positive("attacks"), "with a renewed attack"),
        ("collapse", tally.count_present("collapse_round"), "in which a ceasefire collapsed"),
        (
            "lost_ratification",
            tally.count_positive("ratifications_lost"),
            "in which an agreement was voted down",
        ),
    )
    for name, happened, which in shares:
        share = wilson(happened, tally.n_done)
        yield Quantity(f"{name}_share", *share, tally.n_done, "1", f"Share of trials {which}.")


def _estimate_victors(tally: Tally, scenario: Scenario) -> Iterator[Quantity]:
    victories = dict(zip(("challenger", "defender"), tally.aggregate.victors.tolist(), strict=True))
    for name, party in scenario.parameters.parties.items():
        share = wilson(victories[party.side], tally.n_done)
        meaning = f"Share of trials in which {name} prevailed."
        yield Quantity(f"{name}{PREVAILS}", *share, tally.n_done, "1", meaning)


def _estimate_holding(spell: str, ends: Ints) -> Iterator[Quantity]:
    censored, ended = ends[:, 0], ends[:, 1:].sum(axis=1)
    spells = int(ends.sum())
    curve = estimate_survival(ended, censored)
    for years in YEARS:
        week = years * WEEKS_PER_YEAR
        share = Estimate(*(float(line[week]) for line in curve)) if spells and week < len(ends) else NOTHING
        period = "1 year" if years == 1 else f"{years} years"
        meaning = f"Share of first {spell}s that hold beyond {period} (Kaplan-Meier)."
        yield Quantity(f"{spell}_holds_{period.replace(' ', '_')}", *share, spells, "1", meaning)
    weeks = find_median(curve) if spells else (None, None, None)
    median = Estimate(*(math.nan if week is None else week / WEEKS_PER_YEAR for week in weeks))
    meaning = (
        f"Time by which half of the first {spell}s have ended (Kaplan-Meier); empty if beyond the horizon."
    )
    yield Quantity(f"{spell}_median_years", *median, spells, "years", meaning)


def _estimate_rounds(tally: Tally) -> Iterator[Quantity]:
    for name, column in tally.measures.items():
        if column.kind == "round":
            meaning = f"{column.meaning} Median over the trials in which it happened."
            yield Quantity(
                f"{name}_median", *tally.estimate_median(name), tally.count_present(name), "rounds", meaning
            )


def _estimate_bindings(tally: Tally, scenario: Scenario) -> Iterator[Quantity]:
    rejected = int(tally.aggregate.bindings.sum())
    for issue, trials in zip(scenario.parameters.issues, tally.aggregate.bindings.tolist(), strict=True):
        meaning = f"Share of trials with a rejected draft in which {issue} bound at the last one."
        yield Quantity(f"binding_{issue}_share", *wilson(trials, rejected), rejected, "1", meaning)


def _estimate_means(tally: Tally) -> Iterator[Quantity]:
    apart = ("term_", "called_", "honoured_", "helped_")  # these have tables of their own
    for name, column in tally.measures.items():
        if column.kind in ("count", "number") and not name.startswith(apart):
            meaning = f"{column.meaning} Mean over the trials that record it."
            yield Quantity(
                f"{name}_mean", *tally.estimate_mean(name), tally.count_present(name), column.unit, meaning
            )
