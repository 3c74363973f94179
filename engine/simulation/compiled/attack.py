"""Renewed attacks and the answer to them, as `engine.simulation.stages.attack` has it."""

from engine.model import streams
from engine.model.compiling import compile_function
from engine.model.parameters import Floats
from engine.model.rules import guarantees, leadership, talks
from engine.model.schedule import ACCORD, BY_ATTACK, BY_ESCALATION, BY_LAPSE, TRUCE, WEEKS_PER_ROUND
from engine.simulation.compiled.ceasefire import decide_if_over, earliest, end_ceasefire, order_units_back
from engine.simulation.compiled.drift import bend_trend, let_reliability_walk
from engine.simulation.compiled.judging import judge
from engine.simulation.compiled.world import Record, Rows, World
from engine.simulation.compiled.worth import (
    accepts_truce,
    draw,
    is_in_force,
    its_issue,
    note_asked,
    pledged,
    prepare,
    pressure_on,
)

BACK_DOWN, COMMON_SHOCK = streams.BACK_DOWN, streams.COMMON_SHOCK
HONOUR, MATERIAL, RENEW = streams.HONOUR, streams.MATERIAL, streams.TRUCE


@compile_function(inline=True)
def attack(w: World, intensity: Floats, rows: Rows) -> None:
    """Let each party order an attack, unless one was ordered this round, or let a truce run out."""
    world = w.world[0]
    if world.phase != TRUCE and world.phase != ACCORD:
        return
    if world.attacked == 0:
        first = orders(w, rows, 0)
        second = orders(w, rows, 1)
        if first or second:
            launch_all(w, intensity, BY_ATTACK, first, second)
    renew_truce(w, intensity)


@compile_function(inline=True)
def orders(w: World, rows: Rows, side: int) -> bool:
    """Whether a party orders an attack this round; its attack rate is the most that the chance can be."""
    party = w.party[side]
    drawn = rows.attack[side, w.world[0].round]
    if not talks.happens(drawn, party.attack_rate):
        return False
    judge(w, side)
    return talks.happens(drawn, leadership.attack_chance(party.attack_rate, party.temptation, party.noise))


@compile_function()
def launch_all(w: World, intensity: Floats, how: int, first: bool, second: bool) -> None:
    """Launch what was ordered, the more tempted first and the defender where they tie."""
    world = w.world[0]
    judge(w, 0)
    judge(w, 1)
    swapped = first and second and -w.party[1].temptation < -w.party[0].temptation
    for turn in range(2):
        side = 1 - turn if swapped else turn
        ordered = first if side == 0 else second
        if ordered and (world.phase == TRUCE or world.phase == ACCORD):
            launch(w, intensity, side, how)


@compile_function()
def launch(w: World, intensity: Floats, side: int, how: int) -> None:
    """Attack: call the victim's guarantors, break off if too many came, else resume the war."""
    world, ledger, attacker = w.world[0], w.ledger[0], w.party[side]
    world.attacked = 1
    ledger.attacks += 1.0
    ledger.first_attack_round = earliest(ledger.first_attack_round, world.round)
    uncovered, brought = call_guarantors(w, side)
    anger = attacker.anger if how == BY_ESCALATION else 0.0
    suffered = guarantees.deterrence(attacker.damage, uncovered)
    chance = leadership.back_down_chance(attacker.gross + anger, attacker.deterred, suffered, attacker.noise)
    if talks.happens(draw(world, attacker, BACK_DOWN), chance):
        ledger.attacks_reversed += 1.0
        order_units_back(intensity)
        return
    end_ceasefire(w, intensity, how)
    world.position += attacker.sign * attacker.head_start
    bend_trend(world, w.party, w.party[1 - side].sign * brought)
    decide_if_over(world, ledger)


@compile_function()
def call_guarantors(w: World, attacker: int) -> tuple[float, float]:
    """Call everyone who pledged to protect the victim, and let both parties learn who came."""
    world = w.world[0]
    uncovered = 1.0
    brought = 0.0
    bare = world.has_terms == 0
    shock = draw(world, world, COMMON_SHOCK)
    for g in range(w.guarantor.size):
        guarantor = w.guarantor[g]
        guarantor.called = 0
        if is_in_force(world, guarantor, world.week) and guarantor.protects == 1 - attacker:
            share = pledged(bare, w.issue[its_issue(guarantor)].term, guarantor)
            guarantor.called = 1 if share > 0.0 else 0
    for g in range(w.guarantor.size):
        guarantor = w.guarantor[g]
        if guarantor.called == 0:
            continue
        answer(w, g, attacker, shock)
        share = pledged(bare, w.issue[its_issue(guarantor)].term, guarantor)
        covered = guarantees.binding_capability(guarantor.capability, share)
        if guarantor.came == 1:
            uncovered = guarantees.left_uncovered(uncovered, 1.0, covered)
        brought += guarantees.trend_brought(
            guarantor.came == 1,
            guarantor.helped == 1,
            covered,
            guarantor.force_trend,
            guarantor.material_trend,
        )
    for g in range(w.guarantor.size):
        if w.guarantor[g].called == 1:
            learn_conduct(w, g)
    return uncovered, brought


@compile_function()
def answer(w: World, g: int, attacker: int, shock: float) -> None:
    """Let a guarantor answer the call: with force, with material support, or not at all."""
    world, guarantor = w.world[0], w.guarantor[g]
    guarantor.times_called += 1.0
    guarantor.came = 0
    guarantor.helped = 0
    if guarantor.guarantor_party == attacker:
        return
    left_alone = False
    leader = int(guarantor.depends_on)
    if leader >= 0:
        left_alone = not (w.guarantor[leader].called == 1 and w.guarantor[leader].came == 1)
    let_reliability_walk(w, g)
    chance = guarantees.reliability_called(
        guarantor.true_reliability, shock, guarantor.common_shock, left_alone, guarantor.dependence
    )
    note_asked(w.asked, w.home.size + g, world.week)
    if guarantees.honour(draw(world, guarantor, HONOUR), chance):
        guarantor.came = 1
        guarantor.times_honoured += 1.0
    elif talks.happens(draw(world, guarantor, MATERIAL), guarantor.material):
        guarantor.helped = 1
        guarantor.times_helped += 1.0


@compile_function()
def learn_conduct(w: World, called: int) -> None:
    """Update both sides' beliefs about a guarantor that was called, and about its family."""
    w.world[0].learnt = 1
    for side in range(2):
        for g in range(w.guarantor.size):
            if g == called:
                weight = 1.0
            elif w.guarantor[g].family == w.guarantor[called].family:
                weight = w.world[0].spill_over
            else:
                continue
            if w.guarantor[called].came == 1:
                w.belief[side, g].alpha += weight
            else:
                w.belief[side, g].beta += weight


@compile_function(inline=True)
def renew_truce(w: World, intensity: Floats) -> None:
    """At the end of a truce's term let both parties renew it; the war resumes if one does not."""
    world = w.world[0]
    term = world.truce_term * WEEKS_PER_ROUND
    if world.phase != TRUCE or term <= 0.0 or world.week + 1 - world.renewed_week < term:
        return
    for side in range(2):
        prepare(w.room, world, w.party[side], w.party[1 - side])
    if both_accept_truce(w, world):
        world.renewed_week = world.week + 1
    else:
        end_ceasefire(w, intensity, BY_LAPSE)


@compile_function()
def both_accept_truce(w: World, world: Record) -> bool:
    """Whether both parties accept, or renew, a truce without terms."""
    for side in range(2):
        party = w.party[side]
        drawn = draw(world, party, RENEW)
        if not accepts_truce(w, side, pressure_on(w, side), drawn):
            return False
    return True
