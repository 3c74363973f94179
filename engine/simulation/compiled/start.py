"""How a trial begins, as the constructors of the model and its agents have it."""

import math

from engine.model import streams
from engine.model.arithmetic import normal_quantile
from engine.model.compiling import compile_function
from engine.model.draws import fill_weeks
from engine.model.parameters import Floats
from engine.model.rules import guarantees, incidents, outcome, war
from engine.model.schedule import (
    ACCORD,
    MONTHS_PER_YEAR,
    ROUND_YEARS,
    ROUNDS_PER_YEAR,
    WAR,
    WEEK_YEARS,
    WEEKS_PER_ROUND,
    WEEKS_PER_YEAR,
)
from engine.simulation.compiled.ceasefire import begin_accord, begin_truce
from engine.simulation.compiled.talk import propose, write_draft
from engine.simulation.compiled.world import Front, Record, Records, Rows, World
from engine.simulation.compiled.worth import draw_once, key_in, worth_to_home, worth_to_party

ATTACK, CONVENE, CRISIS, FRAILTY = streams.ATTACK, streams.CONVENE, streams.CRISIS, streams.FRAILTY
LEADER_EXIT, PARTIAL_TRUCE, PROVOKE = streams.LEADER_EXIT, streams.PARTIAL_TRUCE, streams.PROVOKE
TREND = streams.TREND
ROUND_MONTHS = MONTHS_PER_YEAR / ROUNDS_PER_YEAR
WEEK_MONTHS = MONTHS_PER_YEAR / WEEKS_PER_YEAR
ROOT_OF_ROUND = math.sqrt(ROUND_MONTHS)
LAST_WEEK = WEEKS_PER_ROUND - 1


@compile_function()
def begin(w: World, front: Front, rows: Rows) -> None:
    """Set what follows from a trial's parameters, once they are written, and what it draws first."""
    set_the_stage(w, front.background)
    front.by_year[:] = 0.0
    front.intensity[:] = 0.0
    for side in range(2):
        meet_party(w, side)
    for h in range(w.home.size):
        meet_home(w, h)
    for m in range(w.mediator.size):
        w.mediator[m].tilt_now = w.mediator[m].tilt
    for g in range(w.guarantor.size):
        meet_guarantor(w.guarantor[g], w.belief, g)
    w.asked[:] = False
    fill_rows(w, rows)
    start_phase(w)


@compile_function()
def set_the_stage(w: World, background: Floats) -> None:
    """Place the front and what acts on both sides."""
    world = w.world[0]
    world.phase = WAR
    world.edge = war.barrier(world.volatility, WEEK_YEARS)
    world.position = world.start_front
    world.remembered_front = world.start_front
    world.true_trend = world.trend + world.trend_sd * normal_quantile(draw_once(world, world, TREND))
    world.forgotten_share = guarantees.share_forgotten(world.forgetting, ROUND_YEARS)
    world.partial_chance = outcome.over_time(world.partial, ROUND_MONTHS)
    world.fatigue = 0.0
    for i in range(w.pressure.size):
        world.fatigue += w.pressure[i].pressure_fatigue
    world.all_push = 0.0
    for m in range(w.mediator.size):
        world.all_push += w.mediator[m].push
    spread_incidents(world, w.sector, background)


@compile_function()
def spread_incidents(world: Record, sectors: Records, background: Floats) -> None:
    """Set the unrestrained incidents of each unit."""
    n = sectors.size
    n_hot = 0.0
    for sector in range(n):
        n_hot += sectors[sector].hotspot
    for sector in range(n):
        share = incidents.sector_share(sectors[sector].hotspot != 0.0, n_hot, float(n), world.hotspot_share)
        background[sector] = incidents.background(
            world.background,
            world.length,
            share,
            world.blur,
            world.blur_effect,
            world.zone,
            world.zone_scale,
        )
        background[n + sector] = background[sector]


@compile_function()
def meet_party(w: World, side: int) -> None:
    """Set what a party carries; the draft serves to value the status quo and its adversary's ideal."""
    world, party = w.world[0], w.party[side]
    party.frailty = party.frailty_sd * normal_quantile(draw_once(world, party, FRAILTY))
    party.slackening = incidents.laxity_growth(
        party.laxity_growth,
        world.detection,
        world.restraint,
        world.commission,
        world.commission_restraint,
    )
    party.head_start = war.surprise_advance(
        party.surprise, world.blur, world.blur_effect, world.zone, world.zone_scale
    )
    party.exit_chance = outcome.over_time(party.leader_exit, ROUND_MONTHS)
    party.pressures = 0.0
    for i in range(w.pressure.size):
        party.pressures += w.pressure_cost[i, side].pressure_cost
    party.weariness_now = party.weariness
    party.trend_mean = world.trend + party.sign * party.optimism
    party.trend_variance = party.doubt * party.doubt
    party.laxity_now = party.laxity
    for k in range(w.issue.size):
        w.issue[k].draft = w.issue[k].status_quo
    party.status_quo_worth = worth_to_party(True, w.issue, w.position, side)
    for k in range(w.issue.size):
        w.issue[k].draft = w.position[1 - side, k].ideal
    party.worst_worth = worth_to_party(True, w.issue, w.position, side)


@compile_function()
def meet_home(w: World, h: int) -> None:
    """Set what a constituency carries."""
    home, surge = w.home[h], w.world[0].spoiler_surge
    for k in range(w.issue.size):
        w.issue[k].draft = w.issue[k].status_quo
    home.status_quo_worth = worth_to_home(False, w.issue, w.home_position, h)
    home.staged = float(int(home.provocation + 0.5))
    far = incidents.provocation_chance(home.spoiler, surge, False)
    near = incidents.provocation_chance(home.spoiler, surge, True)
    home.provoke_far = outcome.over_time(far, WEEK_MONTHS)
    home.provoke_near = outcome.over_time(near, WEEK_MONTHS)


@compile_function()
def meet_guarantor(guarantor: Record, beliefs: Records, g: int) -> None:
    """Set what a guarantor carries, and what both sides believe of it."""
    guarantor.true_reliability = guarantor.reliability
    guarantor.drift_sd = guarantor.drift * ROOT_OF_ROUND
    for side in range(2):
        mean = guarantor.belief_protege if side == guarantor.protects else guarantor.belief_adversary
        belief = beliefs[side, g]
        belief.prior_alpha = mean * guarantor.belief_strength
        belief.prior_beta = (1.0 - mean) * guarantor.belief_strength
        belief.alpha = belief.prior_alpha
        belief.beta = belief.prior_beta


@compile_function()
def fill_rows(w: World, rows: Rows) -> None:
    """Draw what is drawn every round or week, for the whole trial, in spans of one key."""
    n_rounds = rows.partial.size
    first = min(w.world[0].exchanged_from // WEEKS_PER_ROUND, n_rounds)
    end = min(w.world[0].exchanged_to // WEEKS_PER_ROUND, n_rounds)
    fill_span(w, rows, 0, first)
    fill_span(w, rows, first, end)
    fill_span(w, rows, end, n_rounds)


@compile_function()
def fill_span(w: World, rows: Rows, first: int, end: int) -> None:
    """Draw the rounds first .. end - 1 of all rows, under the keys of the first of them."""
    if first >= end:
        return
    world, week, last_week = w.world[0], first * WEEKS_PER_ROUND, end * WEEKS_PER_ROUND
    trial = world.trial
    for side in range(2):
        party = w.party[side]
        key, who, every = key_in(world, party.other, week), party.who, WEEKS_PER_ROUND
        fill_weeks(key, trial, week, every, who, LEADER_EXIT, rows.leader_exit[side][first:end])
        fill_weeks(key, trial, week, every, who, CONVENE, rows.convene[side][first:end])
        fill_weeks(key, trial, week + LAST_WEEK, every, who, ATTACK, rows.attack[side][first:end])
    key = key_in(world, world.other, week)
    fill_weeks(key, trial, week, WEEKS_PER_ROUND, world.who, PARTIAL_TRUCE, rows.partial[first:end])
    fill_weeks(key, trial, week, 1, world.who, CRISIS, rows.crisis[week:last_week])
    for h in range(w.home.size):
        home = w.home[h]
        if home.provoke_far > 0.0 or home.provoke_near > 0.0:
            key = key_in(world, home.other, week)
            fill_weeks(key, trial, week, 1, home.who, PROVOKE, rows.provoke[h][week:last_week])


@compile_function()
def start_phase(w: World) -> None:
    """Begin in a truce or an accord where the scenario does."""
    world = w.world[0]
    start = int(world.start_phase)
    if start == WAR:
        return
    for side in range(2):
        w.party[side].agreed_pressure = world.start_duress
    if start == ACCORD:
        write_draft(w)
        propose(w)
        begin_accord(w)
        world.began_in_accord = 1
    else:
        begin_truce(w)
    age = int(world.start_age)
    world.signed_week = -age * WEEKS_PER_ROUND
    for side in range(2):
        party = w.party[side]
        for _ in range(age):
            party.laxity_now = incidents.slacken(party.laxity_now, party.slackening)
