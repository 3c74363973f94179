"""What comes from outside the talks: aid to a party, and pressures."""

import datetime

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Quantity


class Aid(Table):
    """A stream of military and financial aid that holds up a party's trend."""

    to: Name = parameter(..., "1", "The party that receives it.")
    trend: Quantity = parameter(
        ..., "1/year", "Part of the present military trend that it carries.", low=0, high=2
    )
    fatigue: Quantity = parameter(
        0.1,
        "1/year",
        "Rate at which it dwindles once it is no longer funded.",
        low=0,
        high=5,
        source="assumption",
    )
    funded_until: datetime.date | None = parameter(
        None, "date", "Date until which it is funded and does not dwindle.", lever=True
    )


class Pressure(Table):
    """A pressure from outside the talks: energy prices, public finances, displacement."""

    costs: dict[Name, Quantity] = parameter(dict, "1/year", "Added cost of war, by party.", low=-5, high=5)
    fatigue: Quantity = parameter(
        0.0,
        "1/year",
        "Added rate at which all aid dwindles.",
        low=0,
        high=5,
        source="assumption: none unless a scenario says so",
    )
