"""What every column of every table means; the tables' order of columns and their types follow it."""

from typing import Literal, NamedTuple, TypeAlias

from engine.scenario import Scenario
from engine.scenario.values import list_values
from engine.simulation.records import ENDS, Kind, columns

Type: TypeAlias = Literal["text", "integer", "real"]


class Field(NamedTuple):
    """One column of a table.

    Attributes
    ----------
    table, column : str
        Where it stands.
    type : str
        ``text``, ``integer`` or ``real``.
    unit : str
        Its unit, ``"1"`` where it has none.
    meaning : str
        One sentence.
    """

    table: str
    column: str
    type: Type
    unit: str
    meaning: str


_TYPES: dict[Kind, Type] = {
    "code": "text",
    "count": "integer",
    "round": "integer",
    "weeks": "integer",
    "number": "real",
}
_LOW = "Lower end of the 95% Monte Carlo interval"
_HIGH = "Upper end of the 95% Monte Carlo interval"
_WILSON = "(Wilson)"
_CAUSES = {
    "attack": "renewed attack",
    "escalation": "a crisis that escalated",
    "lapse": "the end of its term without renewal",
}


def _share(table: str, meaning: str, prefix: str = "") -> tuple[Field, ...]:
    of = f" of {prefix}share" if prefix else ""
    return (
        Field(table, f"{prefix}share", "real", "1", meaning),
        Field(table, f"{prefix}low", "real", "1", f"{_LOW}{of} {_WILSON}."),
        Field(table, f"{prefix}high", "real", "1", f"{_HIGH}{of} {_WILSON}."),
    )


def _incidence(cause: str) -> tuple[Field, ...]:
    return (
        Field("survival", cause, "real", "1", f"Share that {_CAUSES[cause]} has ended by then (Aalen-Johansen)."),
        Field("survival", f"{cause}_low", "real", "1", f"{_LOW} of {cause}."),
        Field("survival", f"{cause}_high", "real", "1", f"{_HIGH} of {cause}."),
    )


FIELDS: tuple[Field, ...] = (
    Field("outcomes", "outcome", "text", "1", "Class in which a trial ends."),
    Field("outcomes", "trials", "integer", "trials", "Trials that end in it; failed trials are left out."),
    *_share("outcomes", "Share of the trials that ran to their end."),
    Field("estimates", "quantity", "text", "1", "What is estimated."),
    Field("estimates", "value", "real", "see unit", "Its estimate; empty where nothing can be said."),
    Field("estimates", "low", "real", "see unit", f"{_LOW}."),
    Field("estimates", "high", "real", "see unit", f"{_HIGH}; empty where it lies beyond the horizon."),
    Field("estimates", "trials", "integer", "trials", "Trials that the estimate rests on."),
    Field("estimates", "unit", "text", "1", "Unit of the value."),
    Field("estimates", "meaning", "text", "1", "What the quantity is, in a sentence."),
    Field("terms", "issue", "text", "1", "Issue under negotiation."),
    Field("terms", "trials", "integer", "trials", "Trials in which the parties agreed a term."),
    *_share("terms", "Share of trials in which the parties agreed a term."),
    Field("terms", "mean", "real", "1", "Mean of the term last agreed, from 0 to 1."),
    Field("terms", "mean_low", "real", "1", f"{_LOW} of the mean."),
    Field("terms", "mean_high", "real", "1", f"{_HIGH} of the mean."),
    Field("terms", "p10", "real", "1", "Term that a tenth of the agreements do not exceed, to the hundredth."),
    Field("terms", "p50", "real", "1", "Term that half of the agreements do not exceed, to the hundredth."),
    Field("terms", "p90", "real", "1", "Term that nine tenths of the agreements do not exceed, to the hundredth."),
    Field("terms", "meaning", "text", "1", "What the terms 0 and 1 stand for."),
    Field("survival", "spell", "text", "1", "What holds: the first ceasefire, truce or accord, or the first accord."),
    Field("survival", "years", "real", "years", "Time since its start."),
    Field("survival", "at_risk", "integer", "trials", "Spells that entered the four weeks up to then."),
    Field("survival", "ended", "integer", "trials", "Spells that ended in those weeks."),
    Field("survival", "censored", "integer", "trials", "Spells last seen holding in those weeks, at the horizon."),
    Field("survival", "survival", "real", "1", "Share that holds beyond then (Kaplan-Meier); empty once none is observed."),
    Field("survival", "low", "real", "1", f"{_LOW} of survival (Greenwood, log-log)."),
    Field("survival", "high", "real", "1", f"{_HIGH} of survival (Greenwood, log-log)."),
    *(field for cause in ENDS[1:] for field in _incidence(cause)),
    Field("guarantors", "guarantor", "text", "1", "Who pledged."),
    Field("guarantors", "pledge", "text", "1", "Class of its pledge."),
    Field("guarantors", "called", "integer", "calls", "Times it was called, over all trials."),
    Field("guarantors", "honoured", "integer", "calls", "Times it honoured its pledge with force."),
    Field("guarantors", "helped", "integer", "calls", "Times it sent material support only."),
    Field("guarantors", "trials_called", "integer", "trials", "Trials in which it was called at least once."),
    Field("guarantors", "trials_honoured", "integer", "trials", "Trials in which it honoured with force at least once."),
    Field("guarantors", "trials_helped", "integer", "trials", "Trials in which it sent material support at least once."),
    *_share("guarantors", "Share of trials with a call in which it honoured with force at least once.", "honoured_"),
    *_share("guarantors", "Share of trials with a call in which it sent material support at least once.", "helped_"),
    Field("phases", "round", "integer", "rounds", "Round, from 0."),
    Field("phases", "years", "real", "years", "Time from the start of the trial to the end of the round."),
    Field("phases", "phase", "text", "1", "Phase of the conflict."),
    Field("phases", "trials", "integer", "trials", "Trials in this phase at the end of the round."),
    *_share("phases", "Share of trials in this phase at the end of the round."),
    Field("assumptions", "path", "text", "1", "Dotted path of the value in the scenario."),
    Field("assumptions", "value", "text", "1", "The value, as scenario files write it."),
    Field("assumptions", "unit", "text", "1", "Unit of the value, 1 where it has none."),
    Field("assumptions", "origin", "text", "1", "Where it comes from: a file and line, an override, or the default."),
    Field("assumptions", "source", "text", "1", "What the value rests on."),
    Field("assumptions", "assumption", "text", "1", "yes where it rests on no source, else no."),
    Field("dictionary", "table", "text", "1", "Table, the name of its file."),
    Field("dictionary", "column", "text", "1", "Column of the table."),
    Field("dictionary", "type", "text", "1", "text, integer or real."),
    Field("dictionary", "unit", "text", "1", "Unit of the column, 1 where it has none."),
    Field("dictionary", "meaning", "text", "1", "What the column says."),
)  # fmt: skip

TABLES = tuple(dict.fromkeys(field.table for field in FIELDS))


def fields_of(table: str) -> tuple[Field, ...]:
    """Give the columns of one of the tables, in order."""
    return tuple(field for field in FIELDS if field.table == table)


def trial_fields(scenario: Scenario) -> tuple[Field, ...]:
    """Give the columns of the table of trials, in order."""
    facts = {entry.path: entry.facts for entry in list_values(scenario.parameters)}
    drawn = ((path, facts[path].unit, facts[path].meaning) for path in scenario.uncertain)
    return (
        Field("trials", "trial", "integer", "1", "Number of the trial, from 0."),
        *(Field("trials", each.name, _TYPES[each.kind], each.unit, each.meaning) for each in columns(scenario)),
        *(Field("trials", path, "real", unit, f"As drawn for this trial: {meaning}") for path, unit, meaning in drawn),
    )
