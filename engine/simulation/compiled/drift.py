"""What moves by itself between rounds, as `engine.simulation.stages.drift` has it."""

from engine.model import streams
from engine.model.compiling import compile_function
from engine.model.draws import uniform
from engine.model.rules import guarantees, incidents, talks, war
from engine.model.schedule import ACCORD, ROUND_YEARS, SIGNS, TRUCE, WEEKS_PER_ROUND
from engine.simulation.compiled.world import Record, Records, Rows, World
from engine.simulation.compiled.worth import key_in, note_asked, restart_clock

DRIFT, ELECTION = streams.DRIFT, streams.ELECTION


@compile_function(inline=True)
def drift(w: World, rows: Rows) -> None:
    """Let a round's time work; nothing has passed before the first round."""
    world = w.world[0]
    if world.round == 0:
        return
    for side in range(2):
        if talks.happens(rows.leader_exit[side, world.round], w.party[side].exit_chance):
            restart_clock(w.party[side])
            w.party[side].back_at_table = 0.0
    for i in range(w.aid.size):
        dwindle(world, w.party, w.aid[i])
    if world.phase == TRUCE or world.phase == ACCORD:
        rearm(w)
        for side in range(2):
            party = w.party[side]
            party.laxity_now = incidents.slacken(party.laxity_now, party.slackening)
    if world.learnt == 1:
        forget(w)


@compile_function(inline=True)
def bend_trend(world: Record, parties: Records, change: float) -> None:
    """Change the true trend by something that everybody sees. [1/year]."""
    world.true_trend += change
    for side in range(2):
        parties[side].trend_mean += change


@compile_function(inline=True)
def dwindle(world: Record, parties: Records, aid: Record) -> None:
    """Let aid that is no longer funded dwindle, and the trend with it."""
    if world.week <= aid.funded_until:
        return
    left = war.aid_left(aid.level, aid.aid_fatigue + world.fatigue, ROUND_YEARS)
    bend_trend(world, parties, SIGNS[int(aid.aid_to)] * aid.aid_trend * (left - aid.level))
    aid.level = left


@compile_function()
def rearm(w: World) -> None:
    """Shift the trend by what both sides and the terms in force allow in a round of ceasefire."""
    shift = w.party[0].weapons - w.party[1].weapons
    for k in range(w.issue.size):
        issue = w.issue[k]
        shift += issue.power_shift * (issue.term if w.world[0].has_terms == 1 else issue.status_quo)
    bend_trend(w.world[0], w.party, shift * ROUND_YEARS)


@compile_function()
def forget(w: World) -> None:
    """Let all beliefs about guarantors return a little to their priors."""
    share = w.world[0].forgotten_share
    for side in range(2):
        for g in range(w.guarantor.size):
            belief = w.belief[side, g]
            belief.alpha = guarantees.forgotten(belief.alpha, belief.prior_alpha, share)
            belief.beta = guarantees.forgotten(belief.beta, belief.prior_beta, share)


@compile_function()
def let_reliability_walk(w: World, g: int) -> None:
    """Bring a guarantor's true reliability up to this round.

    Nobody sees it before the guarantor is called, so its walk is taken when it is.
    """
    world, guarantor = w.world[0], w.guarantor[g]
    for round_ in range(guarantor.drifted + 1, world.round + 1):
        week = round_ * WEEKS_PER_ROUND
        if guarantor.drift_sd > 0.0:
            note_asked(w.asked, w.home.size + g, week)
            step = uniform(key_in(world, guarantor.other, week), world.trial, week, guarantor.who, DRIFT)
            guarantor.true_reliability = guarantees.drift(
                guarantor.true_reliability, guarantor.drift_sd, step
            )
        for past in range(week - WEEKS_PER_ROUND, week):
            for e in range(w.election.shape[1]):
                if w.election[g, e].elections == past:
                    note_asked(w.asked, w.home.size + g, past)
                    key = key_in(world, guarantor.other, past)
                    jump = uniform(key, world.trial, past, guarantor.who, ELECTION)
                    guarantor.true_reliability = guarantees.drift(
                        guarantor.true_reliability, guarantor.election_sd, jump
                    )
                    break
    guarantor.drifted = world.round
