"""What is negotiated, in which sequence, and how parties come to the table."""

from typing import Annotated, Literal

from pydantic import Field

from engine.scenario.declaring import Table, parameter
from engine.scenario.quantity import Chosen, Quantity

MAX_LEVELS = 11


class Issue(Table):
    """One issue under negotiation; its term lies in [0, 1]."""

    meaning: str = parameter("", "text", "What the terms 0 and 1 stand for.")
    status_quo: Quantity = parameter(
        ..., "1", "The term as things stand without an agreement.", low=0, high=1
    )
    levels: Annotated[tuple[float, ...], Field(max_length=MAX_LEVELS)] = parameter(
        (), "1", "Allowed terms of a lumpy issue; any term where absent.", low=0, high=1, source="definition"
    )
    power_shift: Quantity = parameter(
        0.0,
        "1/year per year",
        "Gain of the military trend toward the defender, a year of ceasefire, of a term (or status "
        "quo) of 1 over 0.",
        low=-1,
        high=1,
        source="assumption: none unless a scenario says so (Powell 2006)",
    )


class Sequence(Table):
    """What comes first, and how long things stay in force."""

    order: Chosen[Literal["truce_first", "settlement_first", "parallel"]] = parameter(
        "parallel",
        "1",
        "Whether talks at war are about a truce, a settlement or both.",
        lever=True,
        source="assumption",
    )
    fixed_terms: Chosen[bool] = parameter(
        False,
        "1",
        "Whether the first draft is the only one: take it or leave it.",
        lever=True,
        source="assumption: mediators revise",
    )
    shelf_life_rounds: Quantity = parameter(
        26.0,
        "rounds",
        "Rounds after which an agreement that is not ratified lapses.",
        low=1,
        high=2600,
        source="assumption: two years",
    )
    truce_term_rounds: Quantity = parameter(
        0.0,
        "rounds",
        "Term of a truce, after which both must renew it; open-ended where 0.",
        low=0,
        high=2600,
        lever=True,
        source="definition",
    )
    partial_month: Quantity = parameter(
        0.0,
        "1/month",
        "Chance that a partial truce (energy, air, sea) is agreed in war.",
        low=0,
        high=1,
        source="assumption: none unless a scenario says so",
    )
    partial_rounds: Quantity = parameter(
        1.0,
        "rounds",
        "Term of a partial truce.",
        low=1,
        high=260,
        lever=True,
        source="energy-strike moratorium of March 2025: 30 days",
    )
    partial_extension: Quantity = parameter(
        0.125,
        "1",
        "Chance that a partial truce is extended when its term ends.",
        low=0,
        high=1,
        source="Beta(.5, 3.5): 0 of 3 extended",
    )
    partial_relief: Quantity = parameter(
        0.7,
        "1",
        "Share of winter strikes that a partial truce stops.",
        low=0,
        high=1,
        source="assumption: each side alleged over 100 breaches in 30 days",
    )


class Talks(Table):
    """How parties come to the table, judge pressure and learn."""

    ripeness: Quantity = parameter(
        -2.5,
        "1",
        "Readiness to meet without pain, stalemate or mediator, in logits.",
        low=-20,
        high=20,
        source="assumption (Zartman)",
    )
    ripeness_pain: Quantity = parameter(
        6.0,
        "years",
        "Effect on readiness of the smaller of the two sides' cost of war.",
        low=-100,
        high=100,
        source="assumption: mutually hurting stalemate (Zartman)",
    )
    ripeness_stalemate: Quantity = parameter(
        1.0,
        "1",
        "Effect on readiness of a front that does not move.",
        low=-20,
        high=20,
        source="assumption: mutually hurting stalemate (Zartman)",
    )
    resentment: Quantity = parameter(
        1.73,
        "1",
        "Share of the pressure at signature that returns as temptation.",
        low=0,
        high=5,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.619 to 2.26 left open; "
        "hazard ratio of imposed ceasefires 1.8 (Werner & Yuen 2005)",
    )
    spoiler_surge: Quantity = parameter(
        2.0,
        "1",
        "Factor on provocations while an agreement is pending and in the first half year after signature.",
        low=0,
        high=20,
        source="assumption (Kydd & Walter 2002)",
    )
    spill_over: Quantity = parameter(
        0.3,
        "1",
        "Weight of one guarantor's conduct as evidence on others of its family.",
        low=0,
        high=1,
        source="assumption",
    )
    forgetting: Quantity = parameter(
        0.05,
        "1/year",
        "Rate at which beliefs about guarantors return to the prior.",
        low=0,
        high=5,
        source="assumption: memories of twenty years",
    )
