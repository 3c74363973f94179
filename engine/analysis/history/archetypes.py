"""Generic agreements that base rates speak of, coded as cases are and mapped by the same mapping."""

import datetime

from engine.analysis.history.mapping import write_case
from engine.evidence.cases import Case
from engine.scenario import Scenario
from engine.scenario.loading import load_text

CIVIL_WAR = 0.3
"""Sharpness of the front after a civil war, where both sides' people and posts are intermingled."""
INTERSTATE = 0.8
"""Sharpness of the front between two states."""

TRUCE = Case(
    case_id="truce-without-peacekeepers",
    name="Truce without peacekeepers",
    start=datetime.date(1990, 1, 1),
    belligerents="one side - the other",
    settlement_kind="ceasefire",
    guarantee_class="none",
    guarantors=(),
    combat_troops=False,
    monitors=False,
    monitor_type="none",
    zone=False,
    front_sharpness=CIVIL_WAR,
    terms_imbalance=0.3,
    expected_shift=0.0,
)
"""A truce in a civil war, bare; the others differ from it in what their names say."""

OBSERVED = TRUCE._replace(
    case_id="truce-with-observers", name="Truce with observers", monitors=True, monitor_type="un_observers"
)
ENFORCED = TRUCE._replace(
    case_id="truce-with-force",
    name="Truce with an enforcing force",
    monitors=True,
    monitor_type="enforcement",
    zone=True,
)
SETTLEMENT = TRUCE._replace(
    case_id="settlement", name="Negotiated settlement", settlement_kind="peace_agreement"
)
GENERIC = (TRUCE, OBSERVED, ENFORCED, SETTLEMENT)

REFERENCE = TRUCE._replace(
    case_id="interstate-truce", name="Truce between two states", front_sharpness=INTERSTATE
)
"""A bare truce between two states, to which hazard ratios refer."""

DYAD = REFERENCE._replace(
    case_id="interstate-peace", name="Two states at peace", settlement_kind="political_agreement"
)
"""Two states with an agreement between them and armies apart."""


def load_case(case: Case, *overrides: str) -> Scenario:
    """Give the scenario of a case, with values laid over it."""
    return load_text(write_case(case), "case", overrides)


def with_pledge(case: Case, guarantee_class: str, troops: bool = False) -> Case:
    """Give the same case with one guarantor behind it, called ally."""
    return case._replace(guarantee_class=guarantee_class, guarantors=("ally",), combat_troops=troops)
