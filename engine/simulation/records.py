"""What a trial leaves behind: one row of numbers, and its phase at the end of each round."""

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.model.schedule import ENDS, OUTCOMES, PHASES, ROUNDS_PER_YEAR, WEEKS_PER_ROUND, WEEKS_PER_YEAR
from engine.scenario import Scenario

__all__ = [
    "ENDS",
    "NO_TWIN",
    "OUTCOMES",
    "PHASES",
    "ROUNDS_PER_YEAR",
    "STATUSES",
    "TWIN_TRIALS",
    "WEEKS_PER_ROUND",
    "WEEKS_PER_YEAR",
    "Chunk",
    "Column",
    "Floats",
    "columns",
]

Floats: TypeAlias = NDArray[np.float64]
Kind: TypeAlias = Literal["code", "count", "round", "weeks", "number"]

STATUSES = ("done", "failed")
TWIN_TRIALS = 4096
"""Trials with a twin, the first ones: the same parameters, other luck."""
NO_TWIN = -1
"""Outcome of the twin of a trial that has none."""


class Column(NamedTuple):
    """One recorded number.

    Attributes
    ----------
    name : str
        Its header in tables.
    kind : str
        ``code`` (an index into `codes`), ``count``, ``round``, ``weeks`` or ``number``.
    unit : str
        Its unit, ``"1"`` where it has none.
    meaning : str
        One sentence for the data dictionary.
    codes : tuple of str
        What the codes stand for.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    codes: tuple[str, ...] = ()


class Chunk(NamedTuple):
    """The records of consecutive trials.

    Attributes
    ----------
    first : int
        Number of the first trial.
    values : ndarray, shape (n_trials, n_columns)
        The records in the order of `columns`; NaN where a thing did not happen.
    phases : ndarray of uint8, shape (n_trials, rounds)
        Index into `PHASES` at the end of each round.
    draws : ndarray, shape (n_trials, n_uncertain)
        The uncertain parameters as drawn, in the order of `uncertain_paths`.
    twins : ndarray of int8, shape (n_trials,)
        Outcome of each trial's twin, which has the trial's parameters and other luck; `NO_TWIN` from trial
        `TWIN_TRIALS` on, where no parameter is uncertain, and where the trial or its twin failed.
    """

    first: int
    values: Floats
    phases: NDArray[np.uint8]
    draws: Floats
    twins: NDArray[np.int8]


def columns(scenario: Scenario) -> tuple[Column, ...]:
    """Name the numbers that a trial of this scenario records."""
    parameters = scenario.parameters
    issues = tuple(parameters.issues)
    years = -(-parameters.clock.rounds // ROUNDS_PER_YEAR)
    found = [
        Column("status", "code", "1", "Whether the trial ran to its end.", STATUSES),
        Column("outcome", "code", "1", "Class in which the trial ended.", OUTCOMES),
        Column("first_truce_round", "round", "rounds", "Round of the first truce."),
        Column("agreement_round", "round", "rounds", "Round of the first agreement on terms."),
        Column("ratification_round", "round", "rounds", "Round in which the first accord came into force."),
        Column("first_crisis_round", "round", "rounds", "Round of the first crisis under a ceasefire."),
        Column("first_attack_round", "round", "rounds", "Round of the first renewed attack."),
        Column("collapse_round", "round", "rounds", "Round in which a ceasefire first collapsed."),
        Column("decision_round", "round", "rounds", "Round in which one side prevailed."),
        Column("ceasefire_weeks", "weeks", "weeks", "Time that the first ceasefire (truce or accord) held."),
        Column("ceasefire_end", "code", "1", "What ended the first ceasefire; held is censored.", ENDS),
        Column("accord_weeks", "weeks", "weeks", "Time that the first accord held."),
        Column("accord_end", "code", "1", "What ended the first accord; held is censored.", ENDS),
        Column("drafts", "count", "drafts", "Drafts tabled."),
        Column("walk_outs", "count", "walk-outs", "Times a party left the table."),
        Column("agreements", "count", "agreements", "Drafts that both parties accepted."),
        Column("ratifications_lost", "count", "votes", "Agreements that a veto player voted down."),
        Column("agreements_lapsed", "count", "agreements", "Agreements that lapsed unratified."),
        Column("truces", "count", "truces", "Truces begun, total ones."),
        Column("partial_truces", "count", "truces", "Partial truces begun."),
        Column("provocations", "count", "provocations", "Provocations by spoilers."),
        Column("crises", "count", "crises", "Crises under a ceasefire."),
        Column("attacks", "count", "attacks", "Renewed attacks ordered."),
        Column("attacks_reversed", "count", "attacks", "Attacks broken off once guarantors came."),
        Column("bargaining_range", "number", "1", "Smaller of both gains over war at the last draft."),
        Column("binding_issue", "code", "1", "Issue that cost the loser most in the last draft.", issues),
        Column("front", "number", "1", "Front at the end."),
    ]  # fmt: skip
    found += [
        Column(f"war_cost_{party}", "number", "1", f"War cost that {party} bore, of the prize.")
        for party in parameters.parties
    ]
    found += [Column(f"term_{issue}", "number", "1", f"Term last agreed on {issue}.") for issue in issues]
    for year in range(1, years + 1):
        meaning = f"Incidents under a ceasefire in year {year}."
        found.append(Column(f"incidents_year_{year}", "count", "incidents", meaning))
    for guarantor in parameters.guarantors:
        found += [
            Column(f"called_{guarantor}", "count", "calls", f"Times {guarantor} was called."),
            Column(
                f"honoured_{guarantor}",
                "count",
                "calls",
                f"Times {guarantor} honoured its pledge with force.",
            ),
            Column(f"helped_{guarantor}", "count", "calls", f"Times {guarantor} sent material support only."),
        ]
    return tuple(found)
