"""Tidy tables, from the aggregate and the scenario's names alone."""

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from engine.results.aggregate import Aggregate, measures
from engine.results.assumptions import state_values
from engine.results.dictionary import FIELDS, fields_of, trial_fields
from engine.results.estimates import NOTHING, quantile, wilson
from engine.results.estimating import Tally, estimate_all
from engine.results.exact import Ints
from engine.results.survival import count_at_risk, estimate_incidence, estimate_survival
from engine.results.variance import estimate_correlation, pair_up
from engine.scenario import Scenario
from engine.simulation.records import ENDS, OUTCOMES, PHASES, ROUNDS_PER_YEAR, WEEKS_PER_ROUND, WEEKS_PER_YEAR


class Tables(NamedTuple):
    """The tables of one run; their columns are declared in `dictionary.FIELDS`."""

    outcomes: pd.DataFrame
    variance: pd.DataFrame
    estimates: pd.DataFrame
    terms: pd.DataFrame
    survival: pd.DataFrame
    guarantors: pd.DataFrame
    phases: pd.DataFrame
    assumptions: pd.DataFrame
    dictionary: pd.DataFrame


def tabulate(aggregate: Aggregate, scenario: Scenario) -> Tables:
    """Make every table of a run."""
    tally = Tally(aggregate, measures(scenario))
    tables = Tables(
        outcomes=_frame("outcomes", _list_outcomes(tally)),
        variance=_frame("variance", _list_variance(tally, scenario)),
        estimates=_frame("estimates", estimate_all(tally, scenario)),
        terms=_frame("terms", _list_terms(tally, scenario)),
        survival=_frame("survival", _list_survival(aggregate)),
        guarantors=_frame("guarantors", _list_guarantors(tally, scenario)),
        phases=_frame("phases", _list_phases(tally)),
        assumptions=_frame("assumptions", state_values(scenario)),
        dictionary=_frame("dictionary", (*FIELDS, *trial_fields(scenario))),
    )
    if scenario.parameters.run.sampling == "sobol":
        return Tables(*map(_without_intervals, tables))
    return tables


def _without_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Empty all intervals: Sobol' points are not independent, as these take trials to be."""
    ends = [str(column) for column in table if str(column).endswith(("low", "high"))]
    return table.assign(**dict.fromkeys(ends, math.nan))


def _frame(table: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    fields = fields_of(table)
    types = {"integer": "int64", "real": "float64"}
    frame = pd.DataFrame(list(rows), columns=[field.column for field in fields])
    return frame.astype({field.column: types[field.type] for field in fields if field.type != "text"})


def _list_outcomes(tally: Tally) -> Iterator[tuple[Any, ...]]:
    for outcome, trials in zip(OUTCOMES, tally.aggregate.outcomes.tolist(), strict=True):
        yield outcome, trials, *wilson(trials, tally.n_done)


def _list_variance(tally: Tally, scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    pairs = int(tally.aggregate.twins.sum())
    correlation = estimate_correlation(pair_up(tally.aggregate.twins))
    for place, outcome in enumerate(OUTCOMES):
        share = wilson(int(tally.aggregate.outcomes[place]), tally.n_done).value
        epistemic = [float(line[place]) for line in correlation] if scenario.uncertain else [0.0, 0.0, 0.0]
        value, low, high = epistemic
        yield outcome, pairs, share * (1 - share), *epistemic, 1 - value, 1 - high, 1 - low


def _list_terms(tally: Tally, scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    for (name, issue), bins in zip(scenario.parameters.issues.items(), tally.aggregate.terms, strict=True):
        trials = tally.count_present(f"term_{name}")
        mean = tally.estimate_mean(f"term_{name}") if trials else NOTHING
        places = [quantile(bins, share) for share in (0.1, 0.5, 0.9)]
        quantiles = (math.nan if place is None else place / 100 for place in places)
        yield name, trials, *wilson(trials, tally.n_done), *mean, *quantiles, issue.meaning


def _list_survival(aggregate: Aggregate) -> Iterator[tuple[Any, ...]]:
    for spell, ends in (("ceasefire", aggregate.ceasefires), ("accord", aggregate.accords)):
        censored, ended = ends[:, 0], ends[:, 1:].sum(axis=1)
        curve = estimate_survival(ended, censored)
        causes = [estimate_incidence(ends[:, cause], ended, censored) for cause in range(1, len(ENDS))]
        at_risk = count_at_risk(ended, censored)
        for week in range(0, len(ends), WEEKS_PER_ROUND):
            since = max(0, week - WEEKS_PER_ROUND + 1)
            counts = (at_risk[since], ended[since : week + 1].sum(), censored[since : week + 1].sum())
            shares = (line[week] for each in (curve, *causes) for line in each)
            yield spell, week / WEEKS_PER_YEAR, *counts, *shares


def _list_guarantors(tally: Tally, scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    for name, guarantor in scenario.parameters.guarantors.items():
        acts = [f"{act}_{name}" for act in ("called", "honoured", "helped")]
        trials = [tally.count_positive(act) for act in acts]
        totals = [tally.total(act) for act in acts]
        shares = (*wilson(trials[1], trials[0]), *wilson(trials[2], trials[0]))
        yield name, guarantor.pledge, *totals, *trials, *shares


def _list_phases(tally: Tally) -> Iterator[tuple[Any, ...]]:
    for number, counts in enumerate(_as_lists(tally.aggregate.phases)):
        for phase, trials in zip(PHASES, counts, strict=True):
            yield number, (number + 1) / ROUNDS_PER_YEAR, phase, trials, *wilson(trials, tally.n_done)


def _as_lists(counts: Ints) -> list[list[int]]:
    lists: list[list[int]] = counts.tolist()
    return lists
