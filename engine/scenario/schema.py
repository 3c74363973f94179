"""The one declaration of every parameter: type, unit, bounds, meaning, source, lever or uncertainty.

Validation, the JSON Schema for editors, the data dictionary and the packing of parameters are
derived from the classes below; nothing else lists parameters.
"""

import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from engine.modules import STANDARD, list_names
from engine.scenario.quantity import Chosen, Quantity

SCHEMA = 1
MAX_LEVELS = 11
MAX_ELECTIONS = 12

Month: TypeAlias = Annotated[int, Field(ge=1, le=12)]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
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

if TYPE_CHECKING:
    RetaliationRule: TypeAlias = str
    EscalationRule: TypeAlias = str
else:
    RetaliationRule = Literal[list_names("retaliation")]
    EscalationRule = Literal[list_names("escalation")]


def parameter(
    default: Any,
    unit: str,
    meaning: str,
    *,
    low: float | None = None,
    high: float | None = None,
    lever: bool = False,
    source: str = "",
) -> Any:
    """Declare one parameter.

    Parameters
    ----------
    default
        Its default; ``...`` where a scenario must say it, ``dict`` for an empty table.
    unit : str
        Unit, ``"1"`` where it has none; ``"date"`` or ``"text"`` (which no result depends on).
    meaning : str
        One sentence for the data dictionary.
    low, high : float, optional
        Closed bounds of a number, or of the whole support of a distribution. [unit]
    lever : bool
        Whether somebody at the table can choose it; otherwise it is an uncertainty.
    source : str
        What the default rests on; ``assumption: why`` where nothing does.
    """
    extra: JsonDict = {"unit": unit, "lever": lever, "low": low, "high": high, "source": source}
    if default is ...:
        return Field(description=meaning, json_schema_extra=extra)
    if default is dict:
        return Field(default_factory=dict, description=meaning, json_schema_extra=extra)
    return Field(default=default, description=meaning, json_schema_extra=extra)


class Table(BaseModel):
    """A table of a scenario file: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


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


class Mediator(Table):
    """One that drafts, presses and sets deadlines."""

    voice: Quantity = parameter(
        1.0,
        "1",
        "Its share in the drafting, relative to the other mediators.",
        low=0,
        high=100,
        lever=True,
        source="assumption: equal voices",
    )
    tilt: Quantity = parameter(
        0.5,
        "1",
        "Weight that its draft gives to the defender.",
        low=0.01,
        high=0.99,
        lever=True,
        source="assumption: neutral",
    )
    revision: Quantity = parameter(
        0.1,
        "1",
        "Share of the way that its tilt moves toward whoever alone rejected.",
        low=0,
        high=1,
        source="assumption (Fisher: single negotiating text)",
    )
    push: Quantity = parameter(
        0.3,
        "1",
        "How much it adds to the readiness to meet, in logits.",
        low=-5,
        high=5,
        lever=True,
        source="assumption: mediation success 33-45% (Bercovitch)",
    )
    leverage: dict[Name, Quantity] = parameter(
        dict, "1", "Utility it can promise or threaten, by party.", low=-2, high=2, lever=True
    )
    deadline: datetime.date | None = parameter(None, "date", "Its deadline.", lever=True)
    deadline_rounds: Quantity = parameter(
        3.0,
        "rounds",
        "Rounds before the deadline in which it presses.",
        low=0,
        high=130,
        lever=True,
        source="assumption: a quarter",
    )
    deadline_pressure: Quantity = parameter(
        0.15,
        "1",
        "Utility by which it presses both parties in those rounds.",
        low=0,
        high=2,
        lever=True,
        source="assumption: +.15 acceptance",
    )


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
    winter_months: Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(max_length=12)] = (
        parameter(
            (11, 12, 1, 2, 3),
            "month",
            "Months in which strikes on energy hurt more.",
            low=1,
            high=12,
            source="definition",
        )
    )


class Front(Table):
    """The line, as a random walk in war and as sectors under a ceasefire."""

    length_km: Quantity = parameter(..., "km", "Length of the line.", low=1, high=10000)
    sectors: Annotated[tuple[Name, ...], Field(min_length=1, max_length=64)] = parameter(
        ..., "1", "Sectors along the line, neighbours in order."
    )
    hotspots: Annotated[tuple[Name, ...], Field(max_length=64)] = parameter(
        (), "1", "Sectors in which incidents concentrate; spread evenly where absent.", source="definition"
    )
    hotspot_share: Quantity = parameter(
        0.76,
        "1",
        "Share of background incidents in the hotspots.",
        low=0,
        high=1,
        source="Donbas: 76% in four hotspots",
    )
    trend: Quantity = parameter(
        0.0,
        "1/year",
        "Mean of the true military trend, toward the defender.",
        low=-3,
        high=3,
        source="assumption: balanced",
    )
    trend_sd: Quantity = parameter(
        0.05, "1/year", "Spread of the true trend between trials.", low=0, high=3, source="assumption"
    )
    volatility: Quantity = parameter(
        0.2,
        "1/sqrt(year)",
        "Volatility of the front in war.",
        low=0.02,
        high=3,
        source="assumption: about 30% of high-intensity wars end decisively",
    )
    offensive: Quantity = parameter(
        2.0,
        "standard deviations",
        "Advance in a round that counts as an offensive and restarts the gainer's clock of talks.",
        low=0,
        high=10,
        source="assumption",
    )
    blur: Quantity = parameter(
        0.0,
        "1",
        "How blurred the line is: 0 sharp, 1 intermingled.",
        low=0,
        high=1,
        lever=True,
        source="assumption: sharp unless a scenario says so",
    )
    blur_effect: Quantity = parameter(
        1.44,
        "1",
        "What a fully blurred line adds to background incidents and to a surprise, as a multiple.",
        low=0,
        high=20,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.551 to 2.68 left open; "
        "hazard ratio of a blurred front 2.5 (1.4-4.5)",
    )
    zone_km: Quantity = parameter(
        0.0,
        "km",
        "Width of the demilitarised zone.",
        low=0,
        high=200,
        lever=True,
        source="assumption: none unless a scenario says so",
    )
    zone_scale_km: Quantity = parameter(
        6.12,
        "km",
        "Width over which a zone divides background incidents and surprise by e.",
        low=0.1,
        high=1000,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 4.27 to 17.5 left open; "
        "hazard ratio of a zone of 5-10 km .60 (Fortna 2004)",
    )
    background: Quantity = parameter(
        0.95,
        "incidents/(km day)",
        "Background incidents without restraint.",
        low=0,
        high=1000,
        source="Donbas: 1.4-2.6 in a weak truce, of which retaliation at the default norm makes half",
    )
    memory_weeks: Quantity = parameter(
        4.0, "weeks", "Memory of hostile incidents.", low=1, high=520, source="2-6 weeks (Lewis et al. 2012)"
    )
    contagion: Quantity = parameter(
        0.1, "1", "Weight of incidents in the neighbouring sectors (chi).", low=0, high=1, source="assumption"
    )
    misattribution: Quantity = parameter(
        0.1,
        "1",
        "Share of a unit's own fire that it takes for hostile where nothing is attributed (eps).",
        low=0,
        high=1,
        source="assumption",
    )
    forgiveness: Quantity = parameter(
        0.5,
        "1",
        "Share of attributed hostile incidents that is not answered (phi).",
        low=0,
        high=1,
        source="assumption: branching .45 monitored against .80 unsupported",
    )
    intensity_cap: Quantity = parameter(
        5000.0,
        "incidents/week",
        "Cap on a unit's retaliation intensity.",
        low=1,
        high=1e6,
        source="assumption: above 16,000 recorded violations a week in all of Donbas",
    )
    severity: Quantity = parameter(
        4.42e-06,
        "1/incident",
        "Chance that an incident becomes a crisis.",
        low=0,
        high=1,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 3.11e-06 to 1.02e-05 left open; "
        "some ten crises in two million violations in Donbas",
    )


class Monitors(Table):
    """The monitoring mission and the parties' joint commission."""

    detection: Quantity = parameter(
        0.0,
        "1",
        "Chance that the mission detects a sector's incidents in a week.",
        low=0,
        high=1,
        lever=True,
        source="none / OSCE-like / US-led sensors: .3 / .6 / .85 (judgement)",
    )
    attribution: Quantity = parameter(
        0.0,
        "1",
        "Chance that it attributes what it detected.",
        low=0,
        high=1,
        lever=True,
        source="none / OSCE-like / US-led sensors: .2 / .35 / .7 (judgement)",
    )
    calming: Quantity = parameter(
        0.5,
        "1",
        "Share of crises that full attribution averts: leaders seldom clash over an incident whose author "
        "is known.",
        low=0,
        high=1,
        source="assumption: monitors cut large violence, hardly minor; observers' hazard ratio .90",
    )
    restraint: Quantity = parameter(
        0.5,
        "1",
        "Share of the growth of laxity that full detection takes away.",
        low=0,
        high=1,
        source="assumption: growth 16% a month with measures against 15% a week without",
    )
    commission: Quantity = parameter(
        0.0,
        "1",
        "Standing of a joint commission: 0 none, 1 works.",
        low=0,
        high=1,
        lever=True,
        source="assumption: none unless a scenario says so",
    )
    commission_restraint: Quantity = parameter(
        0.5,
        "1",
        "Share of the growth of laxity that a working commission takes away.",
        low=0,
        high=1,
        source="assumption",
    )
    commission_calming: Quantity = parameter(
        0.3,
        "1",
        "Share of escalations in a crisis that a working commission takes away.",
        low=0,
        high=1,
        source="hazard ratio of a joint commission .70",
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


class Correlation(Table):
    """A correlation between two uncertain parameters, as the Gaussian copula has it."""

    between: tuple[str, str] = parameter(..., "1", "Two dotted paths of uncertain parameters.")
    rho: Annotated[float, Field(gt=-1, lt=1)] = parameter(
        ..., "1", "Correlation of the Gaussian copula.", low=-1, high=1
    )


class Run(Table):
    """Defaults of `sim run`."""

    trials: Annotated[int, Field(ge=1, le=10**10)] = parameter(
        1000, "trials", "Trials to run.", low=1, high=10**10, source="definition"
    )
    seed: Annotated[int, Field(ge=0, lt=2**64)] = parameter(
        0, "1", "Seed of all draws.", low=0, high=2**64 - 1, source="definition"
    )
    sampling: Literal["random", "sobol"] = parameter(
        "random",
        "1",
        "How uncertain parameters are drawn: independently, or as scrambled Sobol' points, which fill their "
        "range more evenly but carry no intervals.",
        source="definition",
    )


class Parameters(Table):
    """All parameters of a scenario."""

    start: Start
    clock: Clock = Field(default_factory=Clock)
    issues: Annotated[dict[Name, Issue], Field(min_length=1, max_length=16)]
    parties: Annotated[dict[Name, Party], Field(min_length=2, max_length=2)]
    mediators: Annotated[dict[Name, Mediator], Field(max_length=16)] = Field(default_factory=dict)
    guarantors: Annotated[dict[Name, Guarantor], Field(max_length=32)] = Field(default_factory=dict)
    aid: Annotated[dict[Name, Aid], Field(max_length=16)] = Field(default_factory=dict)
    pressures: Annotated[dict[Name, Pressure], Field(max_length=16)] = Field(default_factory=dict)
    front: Front
    monitors: Monitors = Field(default_factory=Monitors)
    sequence: Sequence = Field(default_factory=Sequence)
    talks: Talks = Field(default_factory=Talks)
    outcome: Outcome = Field(default_factory=Outcome)
    correlations: Annotated[tuple[Correlation, ...], Field(max_length=256)] = ()
    run: Run = Field(default_factory=Run)
