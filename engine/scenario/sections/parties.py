"""The belligerents: what they want, how they bargain, and what would make them fight."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from engine.modules import STANDARD, list_names
from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Chosen, Quantity
from engine.scenario.sections.constituencies import Constituency

if TYPE_CHECKING:
    RetaliationRule: TypeAlias = str
    EscalationRule: TypeAlias = str
else:
    RetaliationRule = Literal[list_names("retaliation")]
    EscalationRule = Literal[list_names("escalation")]


class Position(Table):
    """What a party wants on one issue."""

    weight: Quantity = parameter(
        ...,
        "1",
        "Share of the party's utility that hangs on this issue; a party's weights sum to 1.",
        low=0,
        high=1,
    )
    ideal: Quantity = parameter(..., "1", "The term that the party would choose.", low=0, high=1)
    red_line: Quantity | None = parameter(
        None, "1", "The term beyond which firmness bites; none where absent.", low=0, high=1
    )
    firmness: Quantity = parameter(
        0.0,
        "1",
        "Utility lost for each unit beyond the red line.",
        low=0,
        high=20,
        source="assumption: no red line unless a scenario says so",
    )
    vulnerability: Quantity = parameter(
        0.0,
        "1",
        "Advantage that a full concession here would hand to the adversary in a later war.",
        low=0,
        high=5,
        source="assumption: none unless a scenario says so (Fearon 1995, Powell 2006)",
    )


class Party(Table):
    """One of the two belligerents."""

    side: Literal["defender", "challenger"] = parameter(
        ..., "1", "Which end of the front is its victory: the defender's is +1."
    )
    aspiration: Quantity = parameter(
        0.85,
        "1",
        "Utility that it asks for when talks begin.",
        low=0,
        high=2,
        source="assumption: opening demands lie near the ideal",
    )
    patience_rounds: Quantity = parameter(
        26.0,
        "rounds",
        "Rounds of talks after which it asks for no more than its war value.",
        low=1,
        high=1000,
        source="assumption: two years; broad, or deals pile up where patience ends",
    )
    concession: Quantity = parameter(
        0.5,
        "1",
        "Concession exponent; under 1 Boulware, over 1 conceder.",
        low=0.02,
        high=10,
        source="Faratin, Sierra & Jennings 1998; assumption: Boulware",
    )
    precision: Quantity = parameter(
        12.0,
        "1",
        "Precision of its choice between accepting and rejecting.",
        low=0,
        high=200,
        source="McKelvey & Palfrey 1995; assumption on the level",
    )
    reciprocity: Quantity = parameter(
        0.3,
        "1",
        "Share of the adversary's last concession that it returns.",
        low=0,
        high=1,
        source="assumption: partial reciprocity",
    )
    walk_out: Quantity = parameter(
        0.05,
        "1",
        "Chance that it leaves the table after rejecting a draft.",
        low=0,
        high=1,
        source="assumption",
    )
    cooling_rounds: Quantity = parameter(
        6.0,
        "rounds",
        "Rounds without talks after it walked out.",
        low=0,
        high=260,
        source="assumption: half a year",
    )
    truce: Chosen[Literal["freely", "after_agreement", "after_ratification"]] = parameter(
        "freely",
        "1",
        "When it grants a truce.",
        lever=True,
        source="assumption: no precondition unless a scenario says so",
    )
    truce_terms: dict[Name, Quantity] = parameter(
        dict,
        "1",
        "Terms that an agreement must give it before it grants a truce after_agreement: at least "
        "as near to its ideal.",
        low=0,
        high=1,
    )
    truce_reluctance: Quantity = parameter(
        0.1,
        "1",
        "Utility that a bare truce must offer beyond its war value.",
        low=-2,
        high=2,
        source="assumption: ceasefires start at about .028 a month",
    )
    cost: Quantity = parameter(
        0.151,
        "1/year",
        "Cost of war as a share of the prize.",
        low=0,
        high=5,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.0964 to 0.207 left open; "
        "the median over conflicts",
    )
    winter_cost: Quantity = parameter(
        0.0,
        "1/year",
        "Added cost of war in winter months, from strikes on energy and water.",
        low=0,
        high=5,
        source="assumption: none unless a scenario says so",
    )
    weariness: Quantity = parameter(
        0.0,
        "1",
        "War weariness at the start, which scales the cost of war: 0 none, 1 doubles it.",
        low=0,
        high=10,
        source="definition: a war that has just begun",
    )
    weariness_rate: Quantity = parameter(
        0.1,
        "1/year",
        "Growth of war weariness, which scales the cost of war.",
        low=0,
        high=5,
        source="assumption",
    )
    discount_rate: Quantity = parameter(
        0.15,
        "1/year",
        "Rate at which it discounts the future.",
        low=0,
        high=3,
        source="assumption: .98-.99 a month",
    )
    optimism: Quantity = parameter(
        0.0,
        "1/year",
        "How far its prior mean of the military trend is bent in its own favour.",
        low=-2,
        high=2,
        source="assumption: none unless a scenario says so (Fearon 1995)",
    )
    doubt: Quantity = parameter(
        0.05,
        "1/year",
        "Standard deviation of its prior belief about the military trend.",
        low=0,
        high=2,
        source="assumption: as wide as the trend's own spread",
    )
    weapons: Quantity = parameter(
        0.02,
        "1/year per year",
        "Gain of the military trend, in its favour, for each year of ceasefire.",
        low=-1,
        high=1,
        source="assumption: both rearm (Powell 2006)",
    )
    surprise: Quantity = parameter(
        0.211,
        "1",
        "Advance on the front that a renewed attack wins at once.",
        low=0,
        high=1,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.136 to 0.281 left open; "
        "Fearon 1995 on the form",
    )
    attack_rate: Quantity = parameter(
        0.324,
        "1/round",
        "Chance of an attack each round when temptation is overwhelming.",
        low=0,
        high=1,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.226 to 0.555 left open; "
        "preparation takes months",
    )
    temptation_noise: Quantity = parameter(
        0.113,
        "1",
        "Noise (kappa) in the choice to attack, escalate or back down.",
        low=0.005,
        high=5,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.0966 to 0.144 left open; "
        "McKelvey & Palfrey 1995 on the form",
    )
    frailty_sd: Quantity = parameter(
        0.289,
        "1",
        "Spread between trials of unseen proneness to attack.",
        low=0,
        high=3,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.215 to 0.451 left open; "
        "unseen proneness mixes robust and doomed deals",
    )
    damage: Quantity = parameter(
        0.872,
        "1",
        "Loss that it expects if every guarantor came in full.",
        low=0,
        high=5,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.673 to 0.954 left open; "
        "major powers' pacts 1946-2010 cut attacks by .84",
    )
    anger: Quantity = parameter(
        0.1, "1", "Added temptation to escalate in a crisis.", low=-2, high=2, source="assumption"
    )
    retaliation: Quantity = parameter(
        0.6,
        "1",
        "Retaliation norm: incidents answered for each hostile one perceived.",
        low=0,
        high=3,
        source="branching ratio .37-.50 (Lewis et al. 2012); .45 monitored, .80 unsupported",
    )
    retaliation_rule: Chosen[RetaliationRule] = parameter(
        STANDARD,
        "1",
        "Rule by which its units set their answer to hostile incidents; others come from modules.",
        source="a Hawkes process (Lewis et al. 2012); docs/extending.md",
    )
    escalation_rule: Chosen[EscalationRule] = parameter(
        STANDARD,
        "1",
        "Rule that gives its chance to escalate in a crisis; others come from modules.",
        source="logistic in temptation (McKelvey & Palfrey 1995); docs/extending.md",
    )
    laxity: Quantity = parameter(
        0.1,
        "1",
        "Share of background incidents that a fresh order to hold fire leaves.",
        low=0.001,
        high=1,
        source="incidents drop by 10-20 at a truce (Donbas, July 2020)",
    )
    laxity_growth: Quantity = parameter(
        0.16,
        "1/round",
        "Growth of laxity while nothing supports the order.",
        low=0,
        high=5,
        source="Donbas: 16% a month with added measures, 15% a week without",
    )
    leader_exit_month: Quantity = parameter(
        0.006,
        "1/month",
        "Chance that its leader leaves office; the clock of talks restarts.",
        low=0,
        high=1,
        source="assumption: .004-.012",
    )
    positions: dict[Name, Position] = Field(description="What it wants, by issue.")
    constituencies: Annotated[dict[Name, Constituency], Field(max_length=16)] = Field(
        default_factory=dict, description="Whom it must carry at home."
    )
