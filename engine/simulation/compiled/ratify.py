"""Ratification, as `engine.simulation.stages.ratify` has it."""

from engine.model import streams
from engine.model.compiling import compile_function
from engine.model.parameters import ABSENT
from engine.model.rules import ratification, talks
from engine.model.schedule import TRUCE
from engine.simulation.compiled.ceasefire import begin_accord
from engine.simulation.compiled.talk import revise
from engine.simulation.compiled.world import Record, Records, World
from engine.simulation.compiled.worth import draw, its_issue, note_asked, pledged, worth_to_home

VOTE, PARLIAMENT = streams.VOTE, streams.PARLIAMENT


@compile_function(inline=True)
def ratify(w: World) -> None:
    """Hold the votes that are due on the pending agreement; bring it into force once all have passed."""
    world = w.world[0]
    if world.pending == 0 or not pass_at_home(w) or not pass_abroad(w):
        return
    if not votes_left(w):
        begin_accord(w)
    elif world.round - world.agreed_round >= world.shelf_life:
        world.pending = 0
        w.ledger[0].agreements_lapsed += 1.0


@compile_function()
def pass_at_home(w: World) -> bool:
    """Hold the due votes of constituencies; False if one was lost."""
    world = w.world[0]
    age = world.round - world.agreed_round
    for h in range(w.home.size):
        home = w.home[h]
        if home.passed == 1 or home.veto == 0.0:
            continue
        if age < home.vote_delay or world.week < home.not_before:
            continue
        if home.needs_truce != 0.0 and world.phase != TRUCE:
            continue
        gain = worth_to_home(True, w.issue, w.home_position, h) - home.status_quo_worth
        note_asked(w.asked, h, world.week)
        drawn = draw(world, home, VOTE)
        support = ratification.support(gain, home.slope, home.vote_noise, drawn)
        if not ratification.carries(support, home.threshold):
            lose(world, w.ledger[0])
            revise(w.mediator, home.side)
            return False
        home.passed = 1
    return True


@compile_function()
def pass_abroad(w: World) -> bool:
    """Hold the due votes of guarantors' parliaments; False if an essential one was lost."""
    world = w.world[0]
    age = world.round - world.agreed_round
    for g in range(w.guarantor.size):
        guarantor = w.guarantor[g]
        if guarantor.passed == 1 or guarantor.void == 1 or not must_ratify(w.issue, guarantor):
            continue
        if age < guarantor.parliament_delay:
            continue
        note_asked(w.asked, w.home.size + g, world.week)
        if talks.happens(draw(world, guarantor, PARLIAMENT), guarantor.parliament_support):
            guarantor.passed = 1
        elif guarantor.parliament_essential > 0.0:
            lose(world, w.ledger[0])
            return False
        else:
            guarantor.void = 1
    return True


@compile_function(inline=True)
def lose(world: Record, ledger: Record) -> None:
    """Drop an agreement that was voted down."""
    world.pending = 0
    ledger.ratifications_lost += 1.0


@compile_function(inline=True)
def must_ratify(issues: Records, guarantor: Record) -> bool:
    """Whether a guarantor's parliament votes on the agreed terms."""
    if guarantor.parliament_support == ABSENT:
        return False
    return pledged(False, issues[its_issue(guarantor)].agreed, guarantor) > 0.0


@compile_function()
def votes_left(w: World) -> bool:
    """Whether any vote on the pending agreement is still to be held."""
    for h in range(w.home.size):
        if w.home[h].veto != 0.0 and w.home[h].passed == 0:
            return True
    for g in range(w.guarantor.size):
        guarantor = w.guarantor[g]
        if must_ratify(w.issue, guarantor) and guarantor.passed == 0 and guarantor.void == 0:
            return True
    return False
