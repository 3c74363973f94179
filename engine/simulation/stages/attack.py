"""Renewed attack: who orders it, who comes to help, whether it is broken off, and what is learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model import streams
from engine.model.rules import guarantees
from engine.model.schedule import ACCORD, BY_ATTACK, BY_ESCALATION, BY_LAPSE, TRUCE, WEEKS_PER_ROUND

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks
    from engine.simulation.party import Party


def judge(model: PeaceTalks) -> None:
    """Let both parties weigh the ceasefire for this round."""
    model.attacked = False
    if model.phase in (TRUCE, ACCORD):
        for party in model.parties:
            party.judge()


def attack(model: PeaceTalks) -> None:
    """Let each party order an attack, unless one was ordered this round, or let a truce run out."""
    if model.phase not in (TRUCE, ACCORD):
        return
    if not model.attacked:
        for party in most_tempted_first([party for party in model.parties if party.orders_attack()]):
            if model.phase in (TRUCE, ACCORD):
                launch(model, party, BY_ATTACK)
    renew_truce(model)


def most_tempted_first(parties: list[Party]) -> list[Party]:
    """Order parties by temptation, the defender first where they tie."""
    return sorted(parties, key=lambda party: -party.temptation)


def launch(model: PeaceTalks, attacker: Party, how: int) -> None:
    """Attack: call the victim's guarantors, break off if too many came, else resume the war."""
    model.attacked = True
    model.ledger.attacks += 1
    model.note_once("first_attack_round")
    model.tell("attack", attacker.address, how=how)
    uncovered, brought = call_guarantors(model, attacker)
    if attacker.backs_down(uncovered, attacker.anger if how == BY_ESCALATION else 0.0):
        model.ledger.attacks_reversed += 1
        model.order_units_back()
        return
    model.end_ceasefire(how)
    model.front += attacker.sign * attacker.head_start
    model.bend_trend(attacker.other.sign * brought)
    model.decide_if_over()


def call_guarantors(model: PeaceTalks, attacker: Party) -> tuple[float, float]:
    """Call everyone who pledged to protect the victim, and let both parties learn who came.

    Returns
    -------
    uncovered : float
        Share of the attacker's prospects that those who came with force leave it. [1]
    brought : float
        Change of the trend for the victim. [1/year]
    """
    uncovered, brought = 1.0, 0.0
    shock = model.draw(streams.COMMON_SHOCK)
    called = [
        guarantor
        for guarantor in model.guarantors
        if guarantor.in_force()
        and guarantor.protects == attacker.other.side
        and guarantor.pledged(model.terms) > 0.0
    ]
    for guarantor in called:
        leader = model.guarantors[guarantor.leader] if guarantor.leader >= 0 else None
        left_alone = leader is not None and not (leader in called and leader.came)
        guarantor.answer(attacker.side, shock, leader_failed=left_alone)
        if guarantor.came:
            uncovered = guarantees.left_uncovered(uncovered, 1.0, guarantor.covers(model.terms))
        brought += guarantor.trend_brought(model.terms)
    for guarantor in called:
        for party in model.parties:
            party.learn_conduct(guarantor, guarantor.came)
    return uncovered, brought


def renew_truce(model: PeaceTalks) -> None:
    """At the end of a truce's term let both parties renew it; the war resumes if one does not."""
    term = float(model.parameters.truce_term[0]) * WEEKS_PER_ROUND
    if model.phase != TRUCE or term <= 0.0 or model.week + 1 - model.renewed_week < term:
        return
    for party in model.parties:
        party.prepare()
    renewed = [party.accepts_truce(model.pressure_on(party.side)) for party in model.parties]
    if all(renewed):
        model.renewed_week = model.week + 1
    else:
        model.end_ceasefire(BY_LAPSE)
