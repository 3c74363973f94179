"""What moves by itself between rounds: leaders, aid, rearmament, reliability, memory, laxity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.rules import war
from engine.model.schedule import ACCORD, CHALLENGER, DEFENDER, ROUND_YEARS, SIGNS, TRUCE, WEEKS_PER_ROUND

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


def drift(model: PeaceTalks) -> None:
    """Let a round's time work; nothing has passed before the first round."""
    if model.round == 0:
        return
    for party in model.parties:
        if party.loses_leader():
            party.restart_clock()
            party.back_at_table = 0.0
    dwindle_aid(model)
    if model.phase in (TRUCE, ACCORD):
        rearm(model)
        for party in model.parties:
            party.let_slacken()
    for guarantor in model.guarantors:
        guarantor.drift(model.week - WEEKS_PER_ROUND, model.week - 1)
    for party in model.parties:
        party.forget_conduct()


def dwindle_aid(model: PeaceTalks) -> None:
    """Let aid that is no longer funded dwindle, and the trend with it."""
    p = model.parameters
    for i, level in enumerate(model.aid):
        if model.week <= p.funded_until[i]:
            continue
        left = war.aid_left(level, float(p.aid_fatigue[i]) + model.pressure_fatigue, ROUND_YEARS)
        model.bend_trend(SIGNS[int(p.aid_to[i])] * float(p.aid_trend[i]) * (left - level))
        model.aid[i] = left


def rearm(model: PeaceTalks) -> None:
    """Shift the trend by what both sides and the terms in force allow in a round of ceasefire."""
    p = model.parameters
    shift = model.parties[DEFENDER].weapons - model.parties[CHALLENGER].weapons
    for k, term in enumerate(p.status_quo.tolist() if model.terms is None else model.terms):
        shift += float(p.power_shift[k]) * term
    model.bend_trend(shift * ROUND_YEARS)
