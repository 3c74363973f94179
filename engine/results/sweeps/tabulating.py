"""The tables of a sweep, point by point: shares of outcomes, and every quantity that a run estimates."""

import math
from collections.abc import Iterator

import pandas as pd

from engine.results.aggregate import Aggregate, measures
from engine.results.estimates import wilson
from engine.results.estimating import Tally, estimate_all
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES

OUTCOME_COLUMNS = ("point", "outcome", "trials", "share", "low", "high")
ESTIMATE_COLUMNS = ("point", "quantity", "value", "low", "high", "trials", "unit")


class SweepTables:
    """Tables that grow by a point at a time."""

    def __init__(self) -> None:
        self._outcomes: list[tuple[object, ...]] = []
        self._estimates: list[tuple[object, ...]] = []

    def add(self, point: int, aggregate: Aggregate, scenario: Scenario) -> None:
        """Add the rows of the next point."""
        tally = Tally(aggregate, measures(scenario))
        free = scenario.parameters.run.sampling != "sobol"  # else trials are not independent: no intervals
        self._outcomes += ((point, *row) for row in _list_outcomes(tally, free))
        for each in estimate_all(tally, scenario):
            ends = (each.low, each.high) if free else (math.nan, math.nan)
            self._estimates.append((point, each.quantity, each.value, *ends, each.trials, each.unit))

    @property
    def outcomes(self) -> pd.DataFrame:
        """A row for each point and outcome."""
        return pd.DataFrame(self._outcomes, columns=list(OUTCOME_COLUMNS))

    @property
    def estimates(self) -> pd.DataFrame:
        """A row for each point and quantity."""
        return pd.DataFrame(self._estimates, columns=list(ESTIMATE_COLUMNS))


def _list_outcomes(tally: Tally, free: bool) -> Iterator[tuple[object, ...]]:
    for outcome, trials in zip(OUTCOMES, tally.aggregate.outcomes.tolist(), strict=True):
        share, low, high = wilson(trials, tally.n_done)
        yield (outcome, trials, share, low, high) if free else (outcome, trials, share, math.nan, math.nan)
