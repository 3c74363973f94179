"""What terms, war and pledges are worth, as `engine.simulation.party` has it."""

import numpy as np

from engine.model.compiling import compile_function
from engine.model.draws import uniform
from engine.model.parameters import ABSENT, Floats
from engine.model.rules import guarantees, talks, utility, war
from engine.model.schedule import WEEKS_PER_ROUND, WEEKS_PER_YEAR
from engine.simulation.compiled.world import Flags, Record, Records, World


@compile_function(inline=True)
def key_in(world: Record, other: np.uint64, week: int) -> np.uint64:
    """Key of an actor's draws in a week: its other one in the weeks whose luck is exchanged."""
    return other if world.exchanged_from <= week and week < world.exchanged_to else world.key


@compile_function(inline=True)
def draw(world: Record, actor: Record, stream: int) -> float:
    """Draw one uniform of an actor for the current week of this trial."""
    key = key_in(world, actor.other, world.week)
    return uniform(key, world.trial, world.week, actor.who, stream)


@compile_function(inline=True)
def draw_once(world: Record, actor: Record, stream: int) -> float:
    """Draw one uniform of an actor of a stream that is drawn once a trial."""
    return uniform(actor.once, world.trial, 0, actor.who, stream)


@compile_function(inline=True)
def note_asked(asked: Flags, place: int, week: int) -> None:
    """Note that somebody's luck of a week is asked for; its place is that of `World.asked`."""
    asked[place, week // WEEKS_PER_YEAR] = True


@compile_function()
def worth_to_party(draft: bool, issues: Records, positions: Records, side: int) -> float:
    """Utility to a party of the draft, or of the terms in force."""
    worth = 1.0
    for k in range(issues.size):
        term = issues[k].draft if draft else issues[k].term
        its = positions[side, k]
        worth -= utility.issue_loss(term, its.ideal, its.red_line, its.weight, its.firmness)
    return worth


@compile_function()
def worth_to_home(agreed: bool, issues: Records, positions: Records, home: int) -> float:
    """Utility to a constituency of the agreed terms, or of the draft."""
    worth = 1.0
    for k in range(issues.size):
        term = issues[k].agreed if agreed else issues[k].draft
        its = positions[home, k]
        worth -= utility.issue_loss(
            term, its.home_ideal, its.home_red_line, its.home_weights, its.home_firmness
        )
    return worth


@compile_function(inline=True)
def worth_of_line(world: Record, party: Record) -> float:
    """Utility of the line as it stands, without terms."""
    return utility.front_utility(party.sign * world.position, party.status_quo_worth, party.worst_worth)


@compile_function()
def worth_to_leader(w: World, side: int) -> float:
    """Utility of the draft as a leader judges it, with those who weigh on it at home."""
    weight = 0.0
    weighted = 0.0
    for h in range(w.home.size):
        home = w.home[h]
        if home.side == side and home.home_weight > 0.0:
            weight += home.home_weight
            weighted += home.home_weight * worth_to_home(False, w.issue, w.home_position, h)
    return utility.leader_utility(worth_to_party(True, w.issue, w.position, side), weight, weighted)


@compile_function()
def exposed_by(draft: bool, issues: Records, positions: Records, side: int) -> float:
    """Advantage in a later war that a party's concessions hand to the adversary."""
    exposed = 0.0
    for k in range(issues.size):
        term = issues[k].draft if draft else issues[k].term
        exposed += utility.exposure(term, positions[side, k].ideal, positions[side, k].vulnerability)
    return exposed


@compile_function(inline=True)
def cost_now(world: Record, party: Record, is_winter: bool) -> float:
    """Cost of war in this week's season. [1/year]."""
    winter = party.winter_cost if is_winter else 0.0
    relief = world.partial_relief if world.partial_rounds_left > 0.0 else 0.0
    return war.cost_of_war(party.cost, party.pressures, winter, relief, party.weariness_now)


@compile_function()
def worth_of_war(room: Floats, world: Record, party: Record, viewer: Record, gained: float) -> float:
    """A party's value of war as `viewer` sees it: the viewer's belief about the trend, its own stakes.

    Parameters
    ----------
    gained : float
        Advance with which the war begins: its head start, where it would strike first. [1]
    """
    own_front = war.struck_first(party.sign * world.position, gained)
    return war.war_value(
        room,
        party.sign * viewer.trend_mean,
        np.sqrt(viewer.trend_variance),
        own_front,
        party.discount_rate,
        world.volatility,
        world.edge,
        utility.front_utility(own_front, party.status_quo_worth, party.worst_worth),
        party.worst_worth,
        war.cost_of_war(
            party.cost, party.pressures, party.winter_cost * world.winter_share, 0.0, party.weariness_now
        ),
    )


@compile_function(inline=True)
def pledged(bare: bool, term: float, guarantor: Record) -> float:
    """How far terms contain a pledge, given its issue's term; in a bare truce, whether it stands there."""
    if bare:
        return guarantor.in_truce
    return 1.0 if guarantor.pledge_issue == ABSENT else term


@compile_function(inline=True)
def its_issue(guarantor: Record) -> int:
    """Issue that a pledge hangs on; the first where it hangs on none."""
    return max(0, int(guarantor.pledge_issue))


@compile_function(inline=True)
def is_in_force(world: Record, guarantor: Record, week: int) -> bool:
    """Whether a pledge is part of the accord or truce in force and its term has not ended."""
    return guarantor.ratified == 1 and week - world.signed_week < guarantor.term_years * WEEKS_PER_YEAR


@compile_function()
def deterrence(w: World, side: int, viewer: int, in_force: bool, bare: bool) -> float:
    """Loss that a side faces from its victim's guarantors, by the viewer's beliefs about them.

    Parameters
    ----------
    in_force : bool
        Whether to judge the terms and pledges in force at the beginning of this round, or else the
        draft and all pledges.
    bare : bool
        Whether there are no terms, so that only pledges count that stand in a truce.
    """
    world = w.world[0]
    uncovered = 1.0
    for g in range(w.guarantor.size):
        guarantor = w.guarantor[g]
        if guarantor.protects != 1 - side or guarantor.guarantor_party == side:
            continue
        if in_force and not is_in_force(world, guarantor, world.round * WEEKS_PER_ROUND):
            continue
        issue = w.issue[its_issue(guarantor)]
        term = issue.term if in_force else issue.draft
        uncovered = guarantees.left_uncovered(
            uncovered,
            guarantees.believed(w.belief[viewer, g].alpha, w.belief[viewer, g].beta),
            guarantees.binding_capability(guarantor.capability, pledged(bare, term, guarantor)),
        )
    return guarantees.deterrence(w.party[side].damage, uncovered)


@compile_function()
def pressure_on(w: World, side: int) -> float:
    """Utility that all mediators together promise or threaten one party now."""
    total = 0.0
    for m in range(w.mediator.size):
        mediator = w.mediator[m]
        weeks_left = mediator.deadline - w.world[0].round * WEEKS_PER_ROUND
        if 0.0 <= weeks_left <= mediator.deadline_rounds * WEEKS_PER_ROUND:
            total += w.leverage[m, side].leverage + mediator.deadline_pressure
        else:
            total += w.leverage[m, side].leverage
    return total


@compile_function()
def prepare(room: Floats, world: Record, party: Record, other: Record) -> None:
    """Form a party's value of war and the aspiration with which it sits down."""
    party.war_worth = worth_of_war(room, world, party, party, 0.0)
    party.asking = talks.aspiration(
        party.aspiration,
        party.war_worth,
        party.rounds_talked,
        party.patience,
        party.concession,
        party.reciprocity * other.conceded,
    )


@compile_function(inline=True)
def restart_clock(party: Record) -> None:
    """Begin the talks anew, as after a collapse, a new leader or a successful offensive."""
    party.rounds_talked = 0.0
    party.asked = np.nan
    party.conceded = 0.0


@compile_function()
def accepts_truce(w: World, side: int, pressure: float, drawn: float) -> bool:
    """Whether a party accepts, or renews, a truce without terms."""
    world, party, other = w.world[0], w.party[side], w.party[1 - side]
    complies = talks.compliance(
        deterrence(w, 1 - side, side, False, True),
        worth_of_war(w.room, world, other, party, other.head_start),
        0.0,
        worth_of_line(world, other),
        other.noise,
    )
    value = talks.deal_value(complies, worth_of_line(world, party), party.war_worth, 0.0, pressure)
    chance = talks.acceptance(value, party.war_worth + party.truce_reluctance, party.precision)
    return talks.happens(drawn, chance)
