"""How leaders weigh the ceasefire, as `engine.simulation.party.Party.judge` has it."""

from engine.model.compiling import compile_function
from engine.model.rules import leadership
from engine.simulation.compiled.world import World
from engine.simulation.compiled.worth import (
    deterrence,
    exposed_by,
    worth_of_line,
    worth_of_war,
    worth_to_party,
)


@compile_function()
def judge(w: World, side: int) -> None:
    """Let a party weigh the ceasefire as of the beginning of this round, if it has not yet.

    The value of war is the dearest number of a round and most rounds never ask for it; nothing that it
    depends on changes within a round before the first attack, ahead of which both parties have judged.
    """
    world, party = w.world[0], w.party[side]
    if party.judged == world.round:
        return
    party.judged = world.round
    exposed = 0.0
    bare = world.has_terms == 0
    if not bare:
        exposed = exposed_by(False, w.issue, w.position, 1 - side)
        worth = worth_to_party(False, w.issue, w.position, side)
    else:
        worth = worth_of_line(world, party)
    war_worth = worth_of_war(w.room, world, party, party, party.head_start)
    party.gross = leadership.gross_temptation(
        war_worth, exposed, worth, party.frailty, world.resentment, party.duress
    )
    party.deterred = deterrence(w, side, side, True, bare)
    party.temptation = party.gross - party.deterred
