"""The four weeks of a round: fighting in war, holding fire under a ceasefire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model import streams
from engine.model.rules import incidents, war
from engine.model.rules.talks import happens
from engine.model.schedule import (
    ACCORD,
    BY_ESCALATION,
    ROUND_YEARS,
    SURGE_ROUNDS,
    TRUCE,
    WAR,
    WEEK_YEARS,
    WEEKS_PER_ROUND,
)
from engine.simulation.stages.attack import launch, most_tempted_first

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


def pass_weeks(model: PeaceTalks) -> None:
    """Let four weeks pass; a gain that amounts to an offensive restarts the gainer's clock of talks."""
    at_war, began_at = model.phase == WAR, model.front
    for week in range(model.week, model.week + WEEKS_PER_ROUND):
        model.week = week
        if model.phase == WAR:
            fight(model)
        elif model.phase in (TRUCE, ACCORD):
            hold_fire(model)
        model.remembered_front = war.remember_front(model.remembered_front, model.front, WEEK_YEARS)
        model.tell("week passes")
    if at_war and model.phase == WAR:
        threshold = float(model.parameters.offensive[0])
        for party in model.parties:
            moved = party.sign * (model.front - began_at)
            if war.is_offensive(moved, model.volatility, ROUND_YEARS, threshold):
                party.restart_clock()
                model.tell("advances", party.address, gained=moved)


def fight(model: PeaceTalks) -> None:
    """Move the front, let both sides learn from it and pay for it, and see whether one has prevailed."""
    moved = war.advance(model.draw(streams.COMBAT), model.trend, model.volatility, WEEK_YEARS)
    model.front += moved
    for party in model.parties:
        party.learn_trend(moved)
    model.decide_if_over()


def hold_fire(model: PeaceTalks) -> None:
    """Let units fire or hold, monitors attribute, spoilers provoke, and leaders meet a crisis."""
    total = exchange_fire(model, provoke(model))
    model.note_incidents(total)
    monitors = model.monitors
    chance = incidents.crisis_chance(model.severity, total, monitors.calming, monitors.chance)
    if not happens(model.draw(streams.CRISIS), chance):
        return
    model.ledger.crises += 1
    model.note_once("first_crisis_round")
    model.tell("crisis", stream=streams.CRISIS, done=True, chance=chance, incidents=total)
    escalating = [
        party for party in model.parties if party.escalates(monitors.commission_calming, monitors.commission)
    ]
    for party in most_tempted_first(escalating):
        if model.phase in (TRUCE, ACCORD):
            launch(model, party, BY_ESCALATION)
    if not escalating:
        model.order_units_back()
        for party in model.parties:
            party.renew_order(monitors.commission)


def provoke(model: PeaceTalks) -> list[list[float]]:
    """Incidents that spoilers add this week, by side and sector."""
    n_sectors = len(model.names.sectors)
    added = [[0.0] * n_sectors for _ in model.parties]
    near_signing = model.agreement is not None or (
        model.week - model.signed_week < SURGE_ROUNDS * WEEKS_PER_ROUND
    )
    for constituency in model.constituencies:
        if constituency.provokes(near_signing):
            added[constituency.party.side][constituency.provoked_sector(n_sectors)] += (
                constituency.provocation
            )
            model.ledger.provocations += 1
    return added


def exchange_fire(model: PeaceTalks, added: list[list[float]]) -> float:
    """Let all units fire, perceive and set their answer; return the week's incidents."""
    model.luck.fill(model.week, model.unit_addresses, streams.INCIDENT, model.unit_row)
    total = 0.0
    for unit, draw in zip(model.units, model.unit_row.tolist(), strict=True):
        unit.fire(draw)
        unit.fired += added[unit.party.side][unit.sector]
        total += unit.fired
    attributed = model.monitors.attribute()
    for own, enemy in zip(model.line, reversed(model.line), strict=True):
        for unit, facing in zip(own, enemy, strict=True):
            unit.perceive(facing.fired, attributed[unit.sector])
    for own in model.line:
        for sector, unit in enumerate(own):
            left = own[sector - 1].perceived if sector > 0 else 0.0
            right = own[sector + 1].perceived if sector + 1 < len(own) else 0.0
            unit.retaliate(left + right)
    return total
