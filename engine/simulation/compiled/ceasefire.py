"""How ceasefires begin and end, as methods of `engine.simulation.model.PeaceTalks` have it."""

import numpy as np

from engine.model.compiling import compile_function
from engine.model.parameters import Floats
from engine.model.schedule import ACCORD, DECIDED, HELD, TRUCE, WAR
from engine.simulation.compiled.world import Record, Records, World
from engine.simulation.compiled.worth import restart_clock


@compile_function(inline=True)
def earliest(noted: float, round_: int) -> float:
    """Round of a thing that happens for the first time: the one noted, or this one."""
    return float(round_) if np.isnan(noted) else noted


@compile_function()
def end_ceasefire_spell(ledger: Record, weeks: int, how: int) -> None:
    """Note how long the first ceasefire held, if none is noted yet."""
    if np.isnan(ledger.ceasefire_end):
        ledger.ceasefire_weeks = weeks
        ledger.ceasefire_end = how


@compile_function()
def end_accord_spell(ledger: Record, weeks: int, how: int) -> None:
    """Note how long the first accord held, if none is noted yet."""
    if np.isnan(ledger.accord_end):
        ledger.accord_weeks = weeks
        ledger.accord_end = how


@compile_function()
def order_to_hold(world: Record, parties: Records) -> None:
    """Give all units a fresh order to hold fire, under the pressures of the agreement."""
    world.signed_week = world.week
    world.had_ceasefire = 1
    for side in range(2):
        parties[side].duress = parties[side].agreed_pressure
        parties[side].laxity_now = parties[side].laxity


@compile_function()
def begin_truce(w: World) -> None:
    """Order all units to hold fire, without terms."""
    world, ledger = w.world[0], w.ledger[0]
    world.phase = TRUCE
    ledger.truces += 1.0
    ledger.first_truce_round = earliest(ledger.first_truce_round, world.round)
    world.ceasefire_week = world.week
    world.renewed_week = world.week
    for g in range(w.guarantor.size):
        w.guarantor[g].ratified = int(w.guarantor[g].in_truce)
    order_to_hold(world, w.party)


@compile_function()
def begin_accord(w: World) -> None:
    """Bring the pending agreement into force."""
    world, ledger = w.world[0], w.ledger[0]
    if world.phase != TRUCE:
        world.ceasefire_week = world.week
    world.pending = 0
    world.phase = ACCORD
    world.has_terms = 1
    for k in range(w.issue.size):
        issue = w.issue[k]
        issue.term = issue.agreed
        issue.last_agreed = issue.agreed
    world.accord_week = world.week
    ledger.ratification_round = earliest(ledger.ratification_round, world.round)
    for g in range(w.guarantor.size):
        w.guarantor[g].ratified = 1 - w.guarantor[g].void
    order_to_hold(world, w.party)


@compile_function()
def end_ceasefire(w: World, intensity: Floats, how: int) -> None:
    """Let the war resume."""
    world, ledger = w.world[0], w.ledger[0]
    end_ceasefire_spell(ledger, world.week + 1 - world.ceasefire_week, how)
    if world.phase == ACCORD:
        end_accord_spell(ledger, world.week + 1 - world.accord_week, how)
    ledger.collapse_round = earliest(ledger.collapse_round, world.round)
    world.phase = WAR
    world.has_terms = 0
    world.pending = 0
    world.recent_incidents = 0.0
    for g in range(w.guarantor.size):
        w.guarantor[g].ratified = 0
    for side in range(2):
        restart_clock(w.party[side])
    order_units_back(intensity)


@compile_function(inline=True)
def order_units_back(intensity: Floats) -> None:
    """Order every unit to stop answering."""
    for u in range(intensity.size):
        intensity[u] = 0.0


@compile_function(inline=True)
def decide_if_over(world: Record, ledger: Record) -> None:
    """End the war if the front has reached either end."""
    if abs(world.position) >= 1.0:
        world.phase = DECIDED
        world.pending = 0
        ledger.decision_round = earliest(ledger.decision_round, world.round)


@compile_function()
def end_of_horizon(world: Record, ledger: Record) -> None:
    """Note the spells that still hold."""
    if world.phase == TRUCE or world.phase == ACCORD:
        end_ceasefire_spell(ledger, world.week - world.ceasefire_week, HELD)
    if world.phase == ACCORD:
        end_accord_spell(ledger, world.week - world.accord_week, HELD)
