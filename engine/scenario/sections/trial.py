"""Where a trial begins, how long it runs, and how its end is classed."""

import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Chosen, Quantity

Month: TypeAlias = Annotated[int, Field(ge=1, le=12)]


class Start(Table):
    """Where a trial begins."""

    date: datetime.date = parameter(..., "date", "Date of week 0.")
    phase: Chosen[Literal["war", "truce", "accord"]] = parameter(
        "war", "1", "Phase in which the trial begins.", lever=True, source="definition"
    )
    terms: dict[Name, Quantity] = parameter(
        dict,
        "1",
        "Terms of the deal it begins with, by issue: in force in an accord, else the first draft "
        "on the table.",
        low=0,
        high=1,
        lever=True,
    )
    age_rounds: Quantity = parameter(
        0.0, "rounds", "Age of the ceasefire at the start.", low=0, high=5000, source="definition"
    )
    front: Quantity = parameter(
        0.0,
        "1",
        "Front at the start: 0 is the line of the start date, 1 the defender has prevailed.",
        low=-0.99,
        high=0.99,
        source="definition",
    )
    duress: Quantity = parameter(
        0.0,
        "1",
        "Pressure under which the deal was signed, for a trial that begins with one.",
        low=0,
        high=2,
        lever=True,
        source="assumption: signed freely unless a scenario says so",
    )


class Clock(Table):
    """How long a trial runs."""

    rounds: Annotated[int, Field(ge=1, le=2600)] = parameter(
        130,
        "rounds",
        "Horizon; 13 rounds of four weeks are a year.",
        low=1,
        high=2600,
        source="definition: ten years",
    )
    winter_months: Annotated[tuple[Month, ...], Field(max_length=12)] = parameter(
        (11, 12, 1, 2, 3),
        "month",
        "Months in which strikes on energy hurt more.",
        low=1,
        high=12,
        source="definition",
    )


class Outcome(Table):
    """Where the classes of outcomes are divided."""

    durable_years: Quantity = parameter(
        5.0,
        "years",
        "Age from which an accord counts as durable.",
        low=0,
        high=100,
        source="the five-year convention of the recurrence literature",
    )
    quiet_incidents: Quantity = parameter(
        150.0,
        "incidents/week",
        "Incidents above which a ceasefire is not peace.",
        low=0,
        high=1e7,
        source="assumption: Donbas after July 2020, 33 a day",
    )
    war_incidents: Quantity = parameter(
        2500.0,
        "incidents/week",
        "Incidents above which a ceasefire is war in all but name.",
        low=0,
        high=1e7,
        source="assumption: Minsk II, 130,000-400,000 a year",
    )
