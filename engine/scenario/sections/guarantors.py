"""Those who pledge to protect a party, and the votes by which a pledge becomes law."""

import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Chosen, Quantity

MAX_ELECTIONS = 12

PledgeClass: TypeAlias = Literal[
    "assurance",
    "political",
    "multilateral_treaty",
    "bilateral_treaty",
    "article5_style",
    "article5_style_with_force",
    "alliance_troops",
    "peacekeepers",
]


class Parliament(Table):
    """The vote by which a guarantor's pledge becomes law."""

    support: Quantity = parameter(..., "1", "Chance that it ratifies the pledge.", low=0, high=1)
    delay_rounds: Quantity = parameter(
        2.0, "rounds", "Rounds from agreement to its vote.", low=0, high=130, source="assumption: two months"
    )
    essential: Chosen[bool] = parameter(
        False,
        "1",
        "Whether the agreement fails without it; otherwise only this pledge is void.",
        lever=True,
        source="assumption: other pledges stand",
    )


class Guarantor(Table):
    """One that pledges to protect a party. Type, capability and the parties' beliefs are three things."""

    pledge: PledgeClass = parameter(..., "1", "Class of its pledge; brings sourced defaults.", lever=True)
    protects: Name = parameter(..., "1", "The party it protects.")
    issue: Name | None = parameter(
        None, "1", "The issue whose term scales the pledge; binds in full where absent.", lever=True
    )
    party: Name | None = parameter(
        None, "1", "The party that it is itself, if it is one (Budapest: a signatory attacked)."
    )
    family: Name | None = parameter(
        None,
        "1",
        "Guarantors whose conduct is taken as evidence of each other's; the pledge's class where absent.",
    )
    in_truce: Chosen[bool] = parameter(
        False,
        "1",
        "Whether its pledge stands in a truce without terms too, as that of a force along the line does.",
        lever=True,
        source="assumption: a pledge is part of a settlement unless a scenario says so",
    )
    reliability: Quantity = parameter(
        ..., "1", "Its true propensity to honour with force when called.", low=0, high=1
    )
    material: Quantity = parameter(
        ..., "1", "Its propensity to send material support when it does not fight.", low=0, high=1
    )
    capability: Quantity = parameter(
        ...,
        "1",
        "Share of the attacker's prospects that its force would take away (K).",
        low=0,
        high=1,
        lever=True,
    )
    belief_protege: Quantity = parameter(
        ..., "1", "Reliability that the party it protects believes at the start.", low=0, high=1
    )
    belief_adversary: Quantity = parameter(
        ...,
        "1",
        "Reliability that the adversary of the party it protects believes at the start.",
        low=0,
        high=1,
    )
    belief_strength: Quantity = parameter(
        10.0,
        "challenges",
        "Weight of the initial belief in past challenges (alpha + beta).",
        low=0.1,
        high=1000,
        source="the Beta(6,4) and Beta(4,6) factors of the belief priors weigh ten challenges",
    )
    drift_month: Quantity = parameter(
        0.05,
        "1/sqrt(month)",
        "Standard deviation of the monthly walk of reliability, in logits.",
        low=0,
        high=2,
        source="assumption: .05 a month",
    )
    elections: Annotated[tuple[datetime.date, ...], Field(max_length=MAX_ELECTIONS)] = parameter(
        (), "date", "Dates at which reliability may jump.", source="definition"
    )
    election_sd: Quantity = parameter(
        0.6,
        "1",
        "Standard deviation of the jump at an election, in logits.",
        low=0,
        high=5,
        source="assumption: N(0, .6) at US elections",
    )
    term_years: Quantity = parameter(
        15.0,
        "years",
        "Years from ratification after which the pledge ends.",
        low=0,
        high=200,
        lever=True,
        source="US draft of December 2025: 15 years",
    )
    depends_on: Name | None = parameter(None, "1", "The guarantor without which it hesitates.")
    dependence: Quantity = parameter(
        0.0,
        "1",
        "Share of its reliability that is lost when that guarantor does not honour.",
        low=0,
        high=1,
        source="assumption: independent unless a scenario says so",
    )
    common_shock: Quantity = parameter(
        0.5,
        "1",
        "Loading on the shock that is common to all guarantors, in logits.",
        low=0,
        high=5,
        source="assumption: correlated by alliance politics",
    )
    force_trend: Quantity = parameter(
        0.15,
        "1/year",
        "Change of the military trend for its protege when it honours with force, at full capability.",
        low=0,
        high=5,
        source="assumption",
    )
    material_trend: Quantity = parameter(
        0.03, "1/year", "The same when it sends material support.", low=0, high=5, source="assumption"
    )
    parliament: Parliament | None = Field(
        default=None, description="Its own ratification; none where absent."
    )
