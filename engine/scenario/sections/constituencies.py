"""Whom a party must carry at home."""

import datetime

from pydantic import Field

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Chosen, Quantity


class ConstituencyPosition(Table):
    """Where a constituency differs from its party on one issue; what is absent is the party's."""

    weight: Quantity | None = parameter(
        None, "1", "Relative weight; a constituency's weights are scaled to sum to 1.", low=0, high=1
    )
    ideal: Quantity | None = parameter(
        None, "1", "The term that the constituency would choose.", low=0, high=1
    )
    red_line: Quantity | None = parameter(
        None, "1", "The term beyond which its firmness bites.", low=0, high=1
    )
    firmness: Quantity | None = parameter(
        None, "1", "Utility lost for each unit beyond the red line.", low=0, high=20
    )


class Constituency(Table):
    """A public, parliament, army or movement at home that a party must carry, or that may spoil a truce."""

    weight: Quantity = parameter(
        0.0,
        "1",
        "Share of the leader's own judgement of a draft that follows this constituency.",
        low=0,
        high=1,
        source="assumption: leaders judge alone unless a scenario says so (Putnam 1988)",
    )
    veto: Chosen[bool] = parameter(
        False,
        "1",
        "Whether an agreement fails without its support.",
        lever=True,
        source="assumption: no veto unless a scenario says so",
    )
    threshold: Quantity = parameter(
        0.5, "1", "Support needed to ratify.", low=0, high=1, source="simple majority"
    )
    delay_rounds: Quantity = parameter(
        1.0,
        "rounds",
        "Rounds from agreement to its vote.",
        low=0,
        high=130,
        source="assumption: a vote takes at least a month",
    )
    needs_truce: Chosen[bool] = parameter(
        False,
        "1",
        "Whether the vote can only be held while a ceasefire is in force (martial law).",
        source="assumption: no lock unless a scenario says so",
    )
    not_before: datetime.date | None = parameter(None, "date", "First date on which the vote can be held.")
    slope: Quantity = parameter(
        6.0,
        "1",
        "How steeply support follows the gain in utility over the status quo.",
        low=0,
        high=50,
        source="assumption: a gain of .1 moves support from .50 to .65",
    )
    noise_sd: Quantity = parameter(
        0.6,
        "1",
        "Standard deviation of the campaign's noise, in logits of support.",
        low=0,
        high=5,
        source="assumption: contested peace referendums pass about 60% of the time, by margins of points",
    )
    spoiler_month: Quantity = parameter(
        0.0,
        "1/month",
        "Chance that its spoiler wing stages a provocation.",
        low=0,
        high=1,
        source="assumption: no spoiler wing unless a scenario says so (Stedman 1997)",
    )
    provocation: Quantity = parameter(
        40.0,
        "incidents",
        "Incidents that one provocation adds to its sector in that week.",
        low=0,
        high=100000,
        source="assumption: a day of hot-spot fire in a weak truce",
    )
    positions: dict[Name, ConstituencyPosition] = Field(
        default_factory=dict, description="Where it differs from its party, by issue."
    )
