"""What every column of every table means; the tables' order of columns and their types follow it."""

from typing import Literal, NamedTuple, TypeAlias

from engine.scenario import Scenario
from engine.scenario.values import list_values
from engine.simulation.records import ENDS, Kind, columns

Type: TypeAlias = Literal["text", "integer", "real"]
Row: TypeAlias = tuple[str, Type, str, str]


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
_CAUSES = {
    "attack": "renewed attack",
    "escalation": "a crisis that escalated",
    "lapse": "the end of its term without renewal",
}


def _text(column: str, meaning: str) -> Row:
    return column, "text", "1", meaning


def _count(column: str, meaning: str, unit: str = "trials") -> Row:
    return column, "integer", unit, meaning


def _real(column: str, meaning: str, unit: str = "1") -> Row:
    return column, "real", unit, meaning


def _share(meaning: str, prefix: str = "") -> tuple[Row, ...]:
    of = f" of {prefix}share" if prefix else ""
    return (
        _real(f"{prefix}share", meaning),
        _real(f"{prefix}low", f"{_LOW}{of} (Wilson)."),
        _real(f"{prefix}high", f"{_HIGH}{of} (Wilson)."),
    )


def _incidence(cause: str) -> tuple[Row, ...]:
    return (
        _real(cause, f"Share that {_CAUSES[cause]} has ended by then (Aalen-Johansen)."),
        _real(f"{cause}_low", f"{_LOW} of {cause}."),
        _real(f"{cause}_high", f"{_HIGH} of {cause}."),
    )


_ROWS: dict[str, tuple[Row, ...]] = {
    "outcomes": (
        _text("outcome", "Class in which a trial ends."),
        _count("trials", "Trials that end in it; failed trials are left out."),
        *_share("Share of the trials that ran to their end."),
    ),
    "variance": (
        _text("outcome", "Class in which a trial ends."),
        _count("pairs", "Trials of which a twin was run: the same parameters, other luck.", "pairs"),
        _real("variance", "Variance, over trials, of whether a trial ends in it: share times 1 - share."),
        _real(
            "epistemic",
            "Share of the variance that comes from doubt about the parameters; 0 if none is uncertain.",
        ),
        _real("epistemic_low", f"{_LOW} of epistemic (score)."),
        _real("epistemic_high", f"{_HIGH} of epistemic (score)."),
        _real("aleatory", "Share of the variance that comes from chance within a trial: 1 - epistemic."),
        _real("aleatory_low", f"{_LOW} of aleatory (score)."),
        _real("aleatory_high", f"{_HIGH} of aleatory (score)."),
    ),
    "estimates": (
        _text("quantity", "What is estimated."),
        _real("value", "Its estimate; empty where nothing can be said.", "see unit"),
        _real("low", f"{_LOW}.", "see unit"),
        _real("high", f"{_HIGH}; empty where it lies beyond the horizon.", "see unit"),
        _count("trials", "Trials that the estimate rests on."),
        _text("unit", "Unit of the value."),
        _text("meaning", "What the quantity is, in a sentence."),
    ),
    "terms": (
        _text("issue", "Issue under negotiation."),
        _count("trials", "Trials in which the parties agreed a term."),
        *_share("Share of trials in which the parties agreed a term."),
        _real("mean", "Mean of the term last agreed, from 0 to 1."),
        _real("mean_low", f"{_LOW} of the mean."),
        _real("mean_high", f"{_HIGH} of the mean."),
        _real("p10", "Term that a tenth of the agreements do not exceed, to the hundredth."),
        _real("p50", "Term that half of the agreements do not exceed, to the hundredth."),
        _real("p90", "Term that nine in ten agreements do not exceed, to the hundredth."),
        _text("meaning", "What the terms 0 and 1 stand for."),
    ),
    "survival": (
        _text("spell", "What holds: the first ceasefire (truce or accord) or the first accord."),
        _real("years", "Time since its start.", "years"),
        _count("at_risk", "Spells that entered the four weeks up to then."),
        _count("ended", "Spells that ended in those weeks."),
        _count("censored", "Spells last seen holding in those weeks, when their trials ended."),
        _real("survival", "Share that holds beyond then (Kaplan-Meier); empty once none is observed."),
        _real("low", f"{_LOW} of survival (beta product)."),
        _real("high", f"{_HIGH} of survival (beta product)."),
        *(row for cause in ENDS[1:] for row in _incidence(cause)),
    ),
    "guarantors": (
        _text("guarantor", "Who pledged."),
        _text("pledge", "Class of its pledge."),
        _count("called", "Times it was called, over all trials.", "calls"),
        _count("honoured", "Times it honoured its pledge with force.", "calls"),
        _count("helped", "Times it sent material support only.", "calls"),
        _count("trials_called", "Trials in which it was called at least once."),
        _count("trials_honoured", "Trials in which it honoured with force at least once."),
        _count("trials_helped", "Trials in which it sent material support only, at least once."),
        *_share("Share of trials with a call in which it honoured with force at least once.", "honoured_"),
        *_share("Share of trials with a call in which it only helped at least once.", "helped_"),
    ),
    "phases": (
        _count("round", "Round, from 0.", "rounds"),
        _real("years", "Time from the start of the trial to the end of the round.", "years"),
        _text("phase", "Phase of the conflict."),
        _count("trials", "Trials in this phase at the end of the round."),
        *_share("Share of trials in this phase at the end of the round."),
    ),
    "assumptions": (
        _text("path", "Dotted path of the value in the scenario."),
        _text("value", "The value, as scenario files write it."),
        _text("unit", "Unit of the value, 1 where it has none."),
        _text("origin", "Where it comes from: a file and line, an override, a pledge class or the default."),
        _text("source", "What the value rests on."),
        _text("assumption", "yes where it rests on no source, else no."),
    ),
    "dictionary": (
        _text("table", "Table, the name of its file."),
        _text("column", "Column of the table."),
        _text("type", "text, integer or real."),
        _text("unit", "Unit of the column, 1 where it has none."),
        _text("meaning", "What the column says."),
    ),
}

FIELDS = tuple(Field(table, *row) for table, rows in _ROWS.items() for row in rows)


def fields_of(table: str) -> tuple[Field, ...]:
    """Give the columns of one of the tables, in order."""
    return tuple(field for field in FIELDS if field.table == table)


def trial_fields(scenario: Scenario) -> tuple[Field, ...]:
    """Give the columns of the table of trials, in order."""
    facts = {entry.path: entry.facts for entry in list_values(scenario.parameters)}
    drawn = ((path, facts[path].unit, facts[path].meaning) for path in scenario.uncertain)
    return (
        Field("trials", "trial", "integer", "1", "Number of the trial, from 0."),
        *(
            Field("trials", each.name, _TYPES[each.kind], each.unit, each.meaning)
            for each in columns(scenario)
        ),
        *(
            Field("trials", path, "real", unit, f"As drawn for this trial: {meaning}")
            for path, unit, meaning in drawn
        ),
    )
