"""What would have to be true for the second arm to be better, in sentences and tables."""

import math
from collections.abc import Iterator

import pandas as pd
from scipy.special import ndtr

from engine.analysis.arms import Asked
from engine.analysis.choosing.choosing import Chosen
from engine.analysis.choosing.joint import Joint
from engine.analysis.choosing.moving import chance_beyond
from engine.analysis.choosing.reversing import END, Turn
from engine.analysis.objective import Objective
from engine.report.figures.amounts import Line, draw_lines
from engine.report.findings.amounts import say_amount, say_unit, scale_of
from engine.report.findings.finding import Part, Table
from engine.results.estimates import Estimate

MOST_DRAWN = 3
RANGE = f"its {100 * END:g}% and {100 - 100 * END:g}% points"
METHOD = (
    f"Each unknown is moved alone from its median, at most to {RANGE}, all others drawn as they are, "
    "until the "
    "second arm leads; what is correlated with it moves along. What is found is played again with fresh "
    "luck, "
    "and counts as a reversal only where all of those found together would be wrong in at most 5% of such "
    "studies. Parameters held at one number are not moved."
)
CAPTION = (
    "How much the best arm leads as an unknown moves. Zero is the median, one is the 84% point of the "
    "unknown "
    "or, of a joint move, as unlikely a place; bands are 95% intervals. Below the line the second arm leads."
)
NOT_RANKED = "With no ranking of the best two arms, there is none to reverse."


def make_reversal_part(asked: Asked, objective: Objective, chosen: Chosen) -> Part:
    """Tell what reverses the ranking."""
    lines = list(_list_lines(objective, chosen))
    up = f"lead, {say_unit(objective)}"
    along = "distance from the median, normal scores"
    return Part(
        "reversal",
        "What would have to be true for the ranking to turn",
        tuple(_say_details(asked, objective, chosen)),
        ("reversals", "joint"),
        lambda narrow: draw_lines(lines, along, up, "No move reverses the ranking.", narrow=narrow),
        CAPTION,
    )


def say_reversal(asked: Asked, objective: Objective, chosen: Chosen) -> str:
    """Say in a sentence or two what reverses the ranking, or that nothing plausible does."""
    found = chosen.reversal
    if not found.ranked:
        return NOT_RANKED
    best, second = asked.names[chosen.standing.best], asked.names[chosen.standing.second]
    settled = [turn for turn in found.turns if turn.settled]
    if settled:
        turn = settled[0]
        others = len(settled) - 1
        many = f" ({others} more {'moves do' if others > 1 else 'move does'} so as well)" if others else ""
        return f"For {second} to beat {best}, {_say_turn(turn, chosen)} would be enough{many}."
    if found.untold:
        single = (
            f"No single unknown, moved between {RANGE}, is shown to reverse it; of {found.untold} of the "
            f"{found.moves} moves these trials don't tell."
        )
    else:
        single = f"No single unknown, moved between {RANGE}, reverses it."
    joint = found.joint
    if joint is not None and joint.settled:
        return (
            f"{single} {_say_together(joint)} does, {joint.distance.value:.2f} normal "
            "scores "
            f"from the medians: one draw in {1 / chance_beyond(joint.distance.value):,.0f} goes as far "
            "that way."
        )
    return f"{single} Nor does a joint move shown here."


def tabulate_turns(asked: Asked, objective: Objective, chosen: Chosen) -> Table:
    """Tabulate the single unknowns that turn the ranking."""
    scale = scale_of(objective)
    best, second = chosen.standing.best, chosen.standing.second
    rows = [
        (
            turn.move.path,
            turn.move.side,
            *turn.share,
            turn.chance,
            *(_say_value(_value_at(chosen, arm, turn)) for arm in (best, second)),
            *(scale * end for end in turn.lead),
            turn.settled,
        )
        for turn in chosen.reversal.turns
    ]
    meanings = {
        "unknown": "Dotted path.",
        "side": "Which way it moves from its median: low or high; option where it is a choice.",
        "share": "Share of its own values up to where the two arms are alike.",
        "share_low": "Lower end of the shares between which these trials don't tell the arms apart.",
        "share_high": "Upper end of these.",
        "chance": "That it lies as far out as that or farther; of a choice, that it is that option.",
        "best_value": f"Its value in {asked.names[best]} at the place played with fresh luck.",
        "second_value": f"Its value in {asked.names[second]} there.",
        "lead": f"Lead of the best arm there, with fresh luck [{say_unit(objective)}].",
        "lead_low": "Lower end of its interval; all rows hold together at 95%.",
        "lead_high": "Upper end of that interval.",
        "shown": "Whether fresh luck shows the ranking reversed.",
    }
    frame = pd.DataFrame(rows, columns=list(meanings))
    return Table("Single unknowns that reverse the ranking", frame, meanings)


def tabulate_joint(asked: Asked, chosen: Chosen) -> Table:
    """Tabulate the joint move at the place where the ranking turns."""
    joint, best = chosen.reversal.joint, chosen.standing.best
    rows = []
    if joint is not None and not math.isnan(joint.distance.value):
        for path, each in sorted(joint.course.scores.items(), key=lambda one: -abs(one[1])):
            score = each * joint.distance.value
            value = _say_value(chosen.unknowns.value_at(best, path, score))
            rows.append((path, score, float(ndtr(score)), value))
    meanings = {
        "unknown": "Dotted path.",
        "score": "How far it moves from its median, in normal scores.",
        "share": "Share of its own values up to there.",
        "value": f"Its value there in {asked.names[best]}.",
    }
    return Table("The joint move", pd.DataFrame(rows, columns=list(meanings)), meanings)


def _say_details(asked: Asked, objective: Objective, chosen: Chosen) -> Iterator[str]:
    found = chosen.reversal
    if not found.ranked:
        yield NOT_RANKED
        return
    yield METHOD
    yield (
        f"Of {found.moves} moves, curves over the trials rule out {found.moves - found.tried}; trials "
        "were played "
        f"at the lowest place of the other {found.tried}, and of {found.untold} they don't tell whether they "
        "reverse the ranking."
    )
    for turn in found.turns:
        yield f"With {_say_turn(turn, chosen)}, {_say_lead(turn.lead, turn.settled, objective)}."
    joint = found.joint
    if joint is None:
        yield "No line over all trials shows an unknown to move the lead, so that none were moved together."
    elif math.isnan(joint.distance.value):
        far = joint.course.distances[-1]
        yield f"{_say_together(joint)} does not reverse it within {far:g} normal scores of the medians."
    else:
        yield (
            f"{_say_together(joint)} makes the arms alike at {joint.distance.value:.2f} normal scores "
            "from the "
            f"medians{_say_between(joint.distance)}; one draw in "
            f"{1 / chance_beyond(joint.distance.value):,.0f} goes as far that way. At {joint.shown:.2f}, "
            f"{_say_lead(joint.lead, joint.settled, objective)}."
        )


def _say_together(joint: Joint) -> str:
    n_moved = len(joint.course.scores)
    if n_moved == 1:
        return f"Moving {next(iter(joint.course.scores))}, the only unknown that a line shows to matter,"
    return f"Moving the {n_moved} unknowns together that a line shows to matter"


def _say_turn(turn: Turn, chosen: Chosen) -> str:
    path = turn.move.path
    value = _say_value(_value_at(chosen, chosen.standing.best, turn))
    if turn.move.side == "option":
        return f"{path} being {value} (chance {100 * turn.chance:.2g}%)"
    way = "below" if turn.move.side == "low" else "above"
    place = f"its {100 * turn.share.value:.1f}% point"
    low, high = turn.share.low, turn.share.high
    if not (math.isnan(low) or math.isnan(high)):
        place += f" ({100 * low:.1f}% to {100 * high:.1f}%)"
    return f"{path} {way} {place}, such as at {value}"


def _say_between(distance: Estimate) -> str:
    if math.isnan(distance.low) or math.isnan(distance.high):
        return ""
    return f" (not told apart from {distance.low:.2f} to {distance.high:.2f})"


def _say_lead(lead: Estimate, settled: bool, objective: Objective) -> str:
    scale = scale_of(objective)
    ends = f"interval {scale * lead.low:+.3g} to {scale * lead.high:+.3g}"
    if settled:
        ahead = say_amount(objective, -lead.value)
        return f"the second arm leads by {ahead} with fresh luck (lead {ends})"
    return f"fresh luck does not show the second arm ahead (lead {ends})"


def _value_at(chosen: Chosen, arm: int, turn: Turn) -> float | str:
    return chosen.unknowns.value_at(arm, turn.move.path, turn.shown)


def _say_value(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"


def _list_lines(objective: Objective, chosen: Chosen) -> Iterator[Line]:
    scale, found = scale_of(objective), chosen.reversal
    courses = [(turn.move.path, turn.course) for turn in found.turns if turn.move.side != "option"]
    courses = courses[:MOST_DRAWN]
    if found.joint is not None and len(courses) < MOST_DRAWN:
        courses.append((f"{len(found.joint.course.scores)} unknowns together", found.joint.course))
    for name, course in courses:
        leads = tuple(Estimate(*(scale * end for end in lead)) for lead in course.leads)
        yield Line(name, course.distances, leads)
