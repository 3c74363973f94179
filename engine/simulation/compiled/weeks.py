"""The four weeks of a round, as `engine.simulation.stages.weeks` has it."""

from engine.model import streams
from engine.model.choices import ESCALATION, RETALIATION
from engine.model.compiling import call_rule, compile_function
from engine.model.parameters import Floats
from engine.model.rules import incidents, leadership, talks, war
from engine.model.schedule import (
    ACCORD,
    BY_ESCALATION,
    RECENT_WEEKS,
    ROUND_YEARS,
    SURGE_ROUNDS,
    TRUCE,
    WAR,
    WEEK_YEARS,
    WEEKS_PER_ROUND,
    WEEKS_PER_YEAR,
)
from engine.simulation.compiled.attack import launch_all
from engine.simulation.compiled.ceasefire import decide_if_over, earliest, order_units_back
from engine.simulation.compiled.front import draw_round, exchange_fire
from engine.simulation.compiled.judging import judge
from engine.simulation.compiled.world import Front, Rows, World
from engine.simulation.compiled.worth import cost_now, draw, key_in, note_asked, restart_clock

COMBAT, ESCALATE, PROVOKED_SECTOR = streams.COMBAT, streams.ESCALATE, streams.PROVOKED_SECTOR


@compile_function(inline=True)
def pass_weeks(w: World, front: Front, rows: Rows) -> None:
    """Let four weeks pass; a gain that amounts to an offensive restarts the gainer's clock of talks."""
    world = w.world[0]
    at_war = world.phase == WAR
    began_at = world.position
    if world.phase == TRUCE or world.phase == ACCORD:
        note_asked(w.asked, w.home.size + w.guarantor.size, world.week)
        units_key = key_in(world, world.units_other, world.week)
        posts_key = key_in(world, world.posts_other, world.week)
        draw_round(front, units_key, posts_key, world.trial, world.week)
    for week in range(world.week, world.week + WEEKS_PER_ROUND):
        world.week = week
        if world.phase == WAR:
            fight(w, rows.winter[week])
        elif world.phase == TRUCE or world.phase == ACCORD:
            hold_fire(w, front, rows)
        world.remembered_front = war.remember_front(world.remembered_front, world.position, WEEK_YEARS)
    if at_war and world.phase == WAR:
        for side in range(2):
            moved = w.party[side].sign * (world.position - began_at)
            if war.is_offensive(moved, world.volatility, ROUND_YEARS, world.offensive):
                restart_clock(w.party[side])


@compile_function(inline=True)
def fight(w: World, is_winter: bool) -> None:
    """Move the front, let both sides learn from it and pay for it, and see whether one has prevailed."""
    world = w.world[0]
    volatility = world.volatility
    moved = war.advance(draw(world, world, COMBAT), world.true_trend, volatility, WEEK_YEARS)
    world.position += moved
    for side in range(2):
        party = w.party[side]
        left = war.doubt_left(party.trend_variance, volatility, WEEK_YEARS)
        party.trend_mean = war.trend_learnt(party.trend_mean, left, moved, volatility, WEEK_YEARS)
        party.trend_variance = left
        party.war_cost += cost_now(world, party, is_winter) * WEEK_YEARS
        party.weariness_now += party.weariness_rate * WEEK_YEARS
    decide_if_over(world, w.ledger[0])


@compile_function(inline=True)
def hold_fire(w: World, front: Front, rows: Rows) -> None:
    """Let units fire or hold, monitors attribute, spoilers provoke, and leaders meet a crisis."""
    world, ours, theirs = w.world[0], w.party[0], w.party[1]
    week = world.week
    total = exchange_fire(
        front,
        week - world.round * WEEKS_PER_ROUND,
        provoke(w, front.added, rows),
        ours.laxity_now,
        theirs.laxity_now,
        ours.retaliation,
        theirs.retaliation,
        w.choices[RETALIATION, int(ours.retaliation_rule)],
        w.choices[RETALIATION, int(theirs.retaliation_rule)],
        world.detection * world.attribution,
        world.forgiveness,
        world.misattribution,
        world.memory,
        world.contagion,
        world.cap,
    )
    front.by_year[week // WEEKS_PER_YEAR] += total
    held = float(week - world.ceasefire_week + 1)
    world.recent_incidents = incidents.recent_incidents(
        world.recent_incidents, total, held, float(RECENT_WEEKS)
    )
    chance = incidents.crisis_chance(
        world.severity, total, world.calming, world.detection * world.attribution
    )
    if talks.happens(rows.crisis[week], chance):
        meet_crisis(w, front.intensity)


@compile_function(inline=True)
def provoke(w: World, added: Floats, rows: Rows) -> bool:
    """Let spoilers stage their provocations of the week; say whether any did."""
    world = w.world[0]
    near = world.pending == 1 or world.week - world.signed_week < SURGE_ROUNDS * WEEKS_PER_ROUND
    provoked = False
    for h in range(w.home.size):
        home = w.home[h]
        chance = home.provoke_near if near else home.provoke_far
        if chance <= 0.0 or not talks.happens(rows.provoke[h, world.week], chance):
            continue
        if not provoked:
            for u in range(added.size):
                added[u] = 0.0
        provoked = True
        sector = int(draw(world, home, PROVOKED_SECTOR) * w.sector.size)
        added[home.side * w.sector.size + sector] += home.staged
        w.ledger[0].provocations += 1.0
    return provoked


@compile_function()
def meet_crisis(w: World, intensity: Floats) -> None:
    """Let leaders answer a crisis: escalate, or contain it and renew the orders to hold."""
    world, ledger = w.world[0], w.ledger[0]
    ledger.crises += 1.0
    ledger.first_crisis_round = earliest(ledger.first_crisis_round, world.round)
    judge(w, 0)
    judge(w, 1)
    first = escalates(w, 0)
    second = escalates(w, 1)
    if first or second:
        launch_all(w, intensity, BY_ESCALATION, first, second)
        return
    order_units_back(intensity)
    for side in range(2):
        party = w.party[side]
        party.laxity_now = incidents.recommit(party.laxity_now, party.laxity, world.commission)


@compile_function()
def escalates(w: World, side: int) -> bool:
    """Whether a leadership answers a crisis by attacking."""
    world, party = w.world[0], w.party[side]
    rule = w.choices[ESCALATION, int(party.escalation_rule)]
    tempted, calming = party.temptation, world.commission_calming
    if rule != 0:
        chance = call_rule(rule, (tempted, party.anger, party.noise, calming, world.commission))
    else:
        chance = leadership.escalation_chance(tempted, party.anger, party.noise, calming, world.commission)
    return talks.happens(draw(world, party, ESCALATE), chance)
