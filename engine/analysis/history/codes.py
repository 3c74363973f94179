"""What each code of a case stands for in the model; the same wherever it stands.

Where a number below has no source it is an assumption, and the scenario written from it says so.
"""

import re
from typing import NamedTuple

BASE = "agreement"
"""The shipped scenario that every case extends."""
DEFENDER, CHALLENGER = "defender", "challenger"

ARCHETYPES = {
    "LOC1925": "locarno-1925",
    "KOR1953": "korea-1953",
    "SUE1957": "suez-1957",
    "PAR1973": "paris-1973",
    "CYP1974": "cyprus-1974",
    "ISE1979": "sinai-1979",
    "CRO1992": "croatia-1992",
    "RWA1993": "rwanda-1993",
    "NK1994": "karabakh-1994",
    "BUD1994": "budapest-1994",
    "DAY1995": "dayton-1995",
    "KAS2003": "kashmir-2003",
    "MIN2014": "minsk-2014",
    "MIN2015": "minsk-2015",
}
"""Cases whose scenarios are shipped, by the name of the scenario."""


class Settlement(NamedTuple):
    """What a kind of settlement is in the model.

    Attributes
    ----------
    phase : str
        The phase in which a trial begins.
    order : float
        How far the political question is settled. [1]
    laxity_growth : float or None
        Growth of laxity, where armies part; the base's where they stay on the line. [1/round]
    commission : float
        Standing of the joint commission that comes with it. [1]
    term_rounds : float
        Term after which it must be renewed; open-ended where 0. [rounds]
    """

    phase: str
    order: float
    laxity_growth: float | None
    commission: float
    term_rounds: float


class Watch(NamedTuple):
    """What a mission is in the model.

    Attributes
    ----------
    detection, attribution, commission : float
        As the scenario's monitors have them; the larger standing of a commission counts. [1]
    pledge : str
        Class of the pledge that its troops are to both sides; empty where it has none.
    """

    detection: float
    attribution: float
    commission: float
    pledge: str


SETTLED = Settlement("accord", 1.0, 0.0, 0.0, 0.0)
PROMISED = Settlement("accord", 0.5, 0.0, 0.0, 0.0)
ARRANGED = Settlement("truce", 0.0, None, 0.5, 0.0)
BARE = Settlement("truce", 0.0, None, 0.0, 0.0)
FOR_A_TIME = Settlement("truce", 0.0, None, 0.0, 3.0)

SETTLEMENTS = {
    "peace_treaty": SETTLED,
    "peace_agreement": SETTLED,
    "treaty_neutrality": SETTLED,
    "treaty_guarantee": SETTLED,
    "alliance": SETTLED,
    "political_agreement": PROMISED,
    "neutrality_declaration": PROMISED,
    "assurance": PROMISED,
    "armistice": ARRANGED,
    "disengagement": ARRANGED,
    "military_technical": ARRANGED,
    "ceasefire_political": BARE,
    "ceasefire_assurance": BARE,
    "ceasefire": BARE,
    "ceasefire_unwritten": BARE,
    "cessation": BARE,
    "phased_ceasefire": FOR_A_TIME,
    "partial_arrangement": FOR_A_TIME,
}

UNWATCHED = Watch(0.3, 0.2, 0.0, "")
OBSERVERS = Watch(0.6, 0.35, 0.0, "")
WATCHES = {
    "none": UNWATCHED,
    "inspectors": OBSERVERS,
    "contractors": OBSERVERS,
    "civilian_observers": OBSERVERS,
    "un_observers": OBSERVERS,
    "un_armed_observers": OBSERVERS,
    "joint_patrols": OBSERVERS,
    "armed_pk": Watch(0.6, 0.35, 0.5, "peacekeepers"),
    "enforcement": Watch(0.85, 0.7, 1.0, "multilateral_treaty"),
}

PLEDGES = {
    "assurance": "assurance",
    "political": "political",
    "treaty_multilateral": "multilateral_treaty",
    "treaty_bilateral": "bilateral_treaty",
    "interested_pk": "alliance_troops",
    "alliance_troops": "alliance_troops",
}
WITH_TROOPS = {"bilateral_treaty": "article5_style_with_force"}
"""What a class of pledge becomes where the guarantor has combat troops in place."""

ZONE_KM = 7.0
EVEN = 0.5
OPEN_ENDED_YEARS = 100
SHIFT_A_YEAR, SHIFT_SD = 0.2, 0.01
"""Gain of the challenger's trend for an expected shift of 1, and the doubt of the base. [1/year per year]"""
MAX_GUARANTORS = 8
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
