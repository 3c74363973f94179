"""One round of talks, as `engine.simulation.stages.talk` has it."""

import numpy as np

from engine.model import streams
from engine.model.compiling import compile_function
from engine.model.parameters import ABSENT
from engine.model.rules import talks, utility, war
from engine.model.schedule import (
    AFTER_AGREEMENT,
    DEFENDER,
    FREELY,
    SETTLEMENT_FIRST,
    TRUCE,
    TRUCE_FIRST,
    WAR,
)
from engine.simulation.compiled.attack import both_accept_truce
from engine.simulation.compiled.ceasefire import begin_truce, earliest
from engine.simulation.compiled.world import Record, Records, Rows, World
from engine.simulation.compiled.worth import (
    cost_now,
    deterrence,
    draw,
    exposed_by,
    prepare,
    pressure_on,
    worth_of_war,
    worth_to_leader,
    worth_to_party,
)

EVEN_TILT = 0.5
"""Tilt of the text where no mediator holds the pen."""
EXTENSION, RESPOND, WALK_OUT = streams.EXTENSION, streams.RESPOND, streams.WALK_OUT


@compile_function(inline=True)
def talk(w: World, rows: Rows) -> None:
    """Hold this round's talks, if the parties come."""
    world = w.world[0]
    arrange_partial_truce(w, rows)
    if (world.phase != WAR and world.phase != TRUCE) or world.pending == 1 or not convene(w, rows):
        return
    for side in range(2):
        w.party[side].rounds_talked += 1.0
        prepare(w.room, world, w.party[side], w.party[1 - side])
    for side in range(2):
        sit_down(w.party[side])
    if world.phase == WAR and world.order != SETTLEMENT_FIRST and agree_truce(w):
        return
    if world.phase == TRUCE or world.order != TRUCE_FIRST:
        table_draft(w)


@compile_function(inline=True)
def arrange_partial_truce(w: World, rows: Rows) -> None:
    """Let a partial truce begin in war, run out, or be extended when its term ends."""
    world = w.world[0]
    if world.phase != WAR:
        world.partial_rounds_left = 0.0
    elif world.partial_rounds_left > 0.0:
        world.partial_rounds_left -= 1.0
        if world.partial_rounds_left <= 0.0 and talks.happens(
            draw(world, world, EXTENSION), world.partial_extension
        ):
            world.partial_rounds_left = world.partial_rounds
    elif talks.happens(rows.partial[world.round], world.partial_chance):
        world.partial_rounds_left = world.partial_rounds
        w.ledger[0].partial_truces += 1.0


@compile_function(inline=True)
def convene(w: World, rows: Rows) -> bool:
    """Whether both parties come to the table; none does while a walk-out cools."""
    world, ours, theirs = w.world[0], w.party[0], w.party[1]
    if world.round < ours.back_at_table or world.round < theirs.back_at_table:
        return False
    pain = 0.0
    if world.phase == WAR:
        is_winter = rows.winter[world.week]
        our_cost, their_cost = cost_now(world, ours, is_winter), cost_now(world, theirs, is_winter)
        pain = their_cost if their_cost < our_cost else our_cost
    still = war.stillness(world.position, world.remembered_front, world.volatility)
    chance = talks.readiness(
        world.ripeness, world.ripeness_pain, pain, world.ripeness_stalemate, still, world.all_push
    )
    comes = rows.convene
    return talks.happens(comes[0, world.round], chance) and talks.happens(comes[1, world.round], chance)


@compile_function()
def sit_down(party: Record) -> None:
    """Note how far a party's aspiration came down since the last round of talks."""
    lower = not np.isnan(party.asked) and party.asked > party.asking
    party.conceded = party.asked - party.asking if lower else 0.0
    party.asked = party.asking


@compile_function()
def agree_truce(w: World) -> bool:
    """Propose a truce without terms, if neither side rules one out, and begin it if both accept."""
    if w.party[0].truce != FREELY or w.party[1].truce != FREELY or not both_accept_truce(w, w.world[0]):
        return False
    press(w)
    begin_truce(w)
    return True


@compile_function()
def press(w: World) -> None:
    """Note under which pressure each side agrees."""
    for side in range(2):
        w.party[side].agreed_pressure = pressure_on(w, side)


@compile_function()
def table_draft(w: World) -> None:
    """Table the single negotiating text, and let both parties answer."""
    world = w.world[0]
    write_draft(w)
    w.ledger[0].drafts += 1.0
    ours = accepts_draft(w, 0)
    theirs = accepts_draft(w, 1)
    note_range(w, ours and theirs)
    if ours and theirs:
        agree(w)
        return
    if ours or theirs:
        revise(w.mediator, 1 if ours else 0)
    for side in range(2):
        party = w.party[side]
        accepted = ours if side == 0 else theirs
        if not accepted and talks.happens(draw(world, party, WALK_OUT), party.walk_out):
            w.ledger[0].walk_outs += 1.0
            party.back_at_table = world.round + 1.0 + party.cooling


@compile_function()
def accepts_draft(w: World, side: int) -> bool:
    """Whether a party accepts the draft."""
    world, party, other = w.world[0], w.party[side], w.party[1 - side]
    exposed = exposed_by(True, w.issue, w.position, side)
    complies = talks.compliance(
        deterrence(w, 1 - side, side, False, False),
        worth_of_war(w.room, world, other, party, other.head_start),
        exposed,
        worth_to_party(True, w.issue, w.position, 1 - side),
        other.noise,
    )
    value = talks.deal_value(
        complies, worth_to_leader(w, side), party.war_worth, exposed, pressure_on(w, side)
    )
    chance = talks.acceptance(value, party.asking, party.precision)
    return talks.happens(draw(world, party, RESPOND), chance)


@compile_function()
def agree(w: World) -> None:
    """Note an agreement, and hold fire at once if both sides grant a truce on it."""
    world, ledger = w.world[0], w.ledger[0]
    press(w)
    propose(w)
    ledger.agreements += 1.0
    for k in range(w.issue.size):
        w.issue[k].last_agreed = w.issue[k].draft
    ledger.agreement_round = earliest(ledger.agreement_round, world.round)
    if world.phase == WAR and grants_truce_after(w, 0) and grants_truce_after(w, 1):
        begin_truce(w)


@compile_function()
def propose(w: World) -> None:
    """Turn the draft into an agreement that waits for ratification."""
    world = w.world[0]
    world.pending = 1
    world.agreed_round = world.round
    for k in range(w.issue.size):
        w.issue[k].agreed = w.issue[k].draft
    for h in range(w.home.size):
        w.home[h].passed = 0
    for g in range(w.guarantor.size):
        w.guarantor[g].passed = 0
        w.guarantor[g].void = 0


@compile_function()
def grants_truce_after(w: World, side: int) -> bool:
    """Whether an agreement on the draft, not yet ratified, is enough for a party to hold fire."""
    if w.party[side].truce != AFTER_AGREEMENT:
        return w.party[side].truce == FREELY
    for k in range(w.issue.size):
        its = w.position[side, k]
        if its.truce_terms >= 0.0 and not talks.gives_enough(w.issue[k].draft, its.truce_terms, its.ideal):
            return False
    return True


@compile_function()
def revise(mediators: Records, rejected_by: int) -> None:
    """Move every mediator's text toward the side that alone rejected it."""
    for m in range(mediators.size):
        mediator = mediators[m]
        mediator.tilt_now = talks.tilt_moved(mediator.tilt_now, mediator.revision, rejected_by == DEFENDER)


@compile_function()
def write_draft(w: World) -> None:
    """Write the text: the terms brought to the table first, then the mediators' own."""
    world = w.world[0]
    brought = world.fixed_terms != 0.0 or (w.ledger[0].drafts == 0.0 and world.began_in_accord == 0)
    voices = 0.0
    weighted = 0.0
    for m in range(w.mediator.size):
        voices += w.mediator[m].voice
        weighted += w.mediator[m].voice * w.mediator[m].tilt_now
    tilt = weighted / voices if voices > 0.0 else EVEN_TILT
    for k in range(w.issue.size):
        issue, ours, theirs = w.issue[k], w.position[0, k], w.position[1, k]
        if brought and issue.start_terms != ABSENT:
            issue.draft = issue.start_terms
            continue
        term = talks.draft_term(tilt, ours.weight, ours.ideal, theirs.weight, theirs.ideal)
        term = talks.within_red_lines(term, ours.ideal, ours.red_line, theirs.ideal, theirs.red_line)
        issue.draft = nearest_level(w.level, k, issue.status_quo, term)


@compile_function()
def nearest_level(levels: Records, k: int, status_quo: float, term: float) -> float:
    """Round a term of a lumpy issue to the nearest allowed level; where two tie, to the status quo's side."""
    if levels[k, 0].levels == ABSENT:
        return term
    best = levels[k, 0].levels
    for turn in range(2):
        goal = status_quo if turn == 0 else term
        for i in range(levels.shape[1]):
            if levels[k, i].levels != ABSENT:
                best = talks.nearer(goal, best, levels[k, i].levels)
    return best


@compile_function()
def note_range(w: World, accepted: bool) -> None:
    """Record how wide the bargaining range was at this draft and, if it failed, which issue bound."""
    ledger = w.ledger[0]
    ours = worth_to_party(True, w.issue, w.position, 0) - w.party[0].war_worth
    theirs = worth_to_party(True, w.issue, w.position, 1) - w.party[1].war_worth
    losing = 1 if theirs < ours else 0
    ledger.bargaining_range = theirs if theirs < ours else ours
    if accepted:
        return
    worst = -1.0
    for k in range(w.issue.size):
        its = w.position[losing, k]
        loss = utility.issue_loss(w.issue[k].draft, its.ideal, its.red_line, its.weight, its.firmness)
        if loss > worst:
            worst = loss
            ledger.binding_issue = k
