"""One round of talks: convene, propose a truce, table a draft, respond, revise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model import streams
from engine.model.parameters import ABSENT
from engine.model.rules import outcome, talks, war
from engine.model.rules.talks import happens
from engine.model.schedule import (
    CHALLENGER,
    DEFENDER,
    MONTHS_PER_YEAR,
    ROUNDS_PER_YEAR,
    SETTLEMENT_FIRST,
    TRUCE,
    TRUCE_FIRST,
    WAR,
)
from engine.simulation.party import in_order

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks

EVEN_TILT = 0.5
"""Tilt of the text where no mediator holds the pen."""


def talk(model: PeaceTalks) -> None:
    """Hold this round's talks, if the parties come."""
    arrange_partial_truce(model)
    if model.phase not in (WAR, TRUCE) or model.agreement is not None or not convene(model):
        return
    for party in model.parties:
        party.rounds_talked += 1
        party.prepare()
    for party in model.parties:
        party.sit_down()
    order = int(model.parameters.order[0])
    if model.phase == WAR and order != SETTLEMENT_FIRST and agree_truce(model):
        return
    if model.phase == TRUCE or order != TRUCE_FIRST:
        table_draft(model)


def arrange_partial_truce(model: PeaceTalks) -> None:
    """Let a partial truce begin in war, run out, or be extended when its term ends."""
    p = model.parameters
    if model.phase != WAR:
        model.partial_rounds_left = 0.0
        return
    if model.partial_rounds_left > 0.0:
        model.partial_rounds_left -= 1.0
        if model.partial_rounds_left <= 0.0 and happens(
            model.draw(streams.EXTENSION), float(p.partial_extension[0])
        ):
            model.partial_rounds_left = float(p.partial_rounds[0])
        return
    chance = outcome.over_time(float(p.partial[0]), MONTHS_PER_YEAR / ROUNDS_PER_YEAR)
    if happens(model.draw(streams.PARTIAL_TRUCE), chance):
        model.partial_rounds_left = float(p.partial_rounds[0])
        model.ledger.partial_truces += 1
        model.tell("partial truce", stream=streams.PARTIAL_TRUCE, done=True, chance=chance)


def convene(model: PeaceTalks) -> bool:
    """Whether both parties come to the table; none does while a walk-out cools."""
    pain = min(party.cost_now() for party in model.parties) if model.phase == WAR else 0.0
    still = war.stillness(model.front, model.remembered_front, model.volatility)
    push = in_order([mediator.push for mediator in model.mediators])
    comes = [party.comes_to_table(pain, still, push) for party in model.parties]
    return all(comes)


def agree_truce(model: PeaceTalks) -> bool:
    """Propose a truce without terms, if neither side rules one out, and begin it if both accept."""
    if not all(party.grants_bare_truce() for party in model.parties):
        return False
    accepted = [party.accepts_truce(model.pressure_on(party.side)) for party in model.parties]
    if all(accepted):
        model.begin_truce([model.pressure_on(party.side) for party in model.parties])
    return all(accepted)


def table_draft(model: PeaceTalks) -> None:
    """Table the single negotiating text, and let both parties answer."""
    terms = draft(model)
    model.ledger.drafts += 1
    model.tell("draft", terms=tuple(terms))
    pressures = [model.pressure_on(party.side) for party in model.parties]
    accepted = [party.accepts_draft(terms, pressures[party.side]) for party in model.parties]
    note_range(model, terms, all(accepted))
    if all(accepted):
        model.agree(terms, pressures)
        return
    if any(accepted):
        rejected_by = accepted.index(False)
        for mediator in model.mediators:
            mediator.revise(rejected_by)
    for party in model.parties:
        if not accepted[party.side] and party.walks_out():
            model.ledger.walk_outs += 1
            party.back_at_table = model.round + 1.0 + party.cooling


def draft(model: PeaceTalks) -> list[float]:
    """Write the text: the terms brought to the table first, then the mediators' own."""
    p = model.parameters
    brought = bool(p.fixed_terms[0]) or (model.ledger.drafts == 0 and not model.began_in_accord)
    ours, theirs = (party.positions for party in model.parties)
    tilt = tilt_of_text(model)
    terms = []
    for k in range(len(model.names.issues)):
        given = float(p.start_terms[k])
        if brought and given != ABSENT:
            terms.append(given)
            continue
        term = talks.draft_term(tilt, ours.weights[k], ours.ideals[k], theirs.weights[k], theirs.ideals[k])
        term = talks.within_red_lines(
            term, ours.ideals[k], ours.red_lines[k], theirs.ideals[k], theirs.red_lines[k]
        )
        terms.append(nearest_level(term, p.levels[k].tolist(), float(p.status_quo[k])))
    return terms


def tilt_of_text(model: PeaceTalks) -> float:
    """Tilt of the mediators' common text, weighted by voice."""
    voices = weighted = 0.0
    for mediator in model.mediators:
        voices += mediator.voice
        weighted += mediator.voice * mediator.tilt
    return weighted / voices if voices > 0.0 else EVEN_TILT


def nearest_level(term: float, levels: list[float], status_quo: float) -> float:
    """Round a term of a lumpy issue to the nearest allowed level; where two tie, to the status quo's side."""
    if levels[0] == ABSENT:
        return term
    best = levels[0]
    for goal in (status_quo, term):
        for level in levels:
            if level != ABSENT:
                best = talks.nearer(goal, best, level)
    return best


def note_range(model: PeaceTalks, terms: list[float], accepted: bool) -> None:
    """Record how wide the bargaining range was at this draft and, if it failed, which issue bound."""
    gains = [party.worth_of(terms) - party.war_worth for party in model.parties]
    losing = model.parties[CHALLENGER if gains[CHALLENGER] < gains[DEFENDER] else DEFENDER]
    model.ledger.bargaining_range = gains[losing.side]
    if accepted:
        return
    losses = losing.positions.losses(terms)
    model.ledger.binding_issue = float(losses.index(max(losses)))
