"""What would have to be true: the smallest plausible change of the unknowns that reverses the best two arms.

An unknown is moved from its median through its own quantiles, everything else drawn as it is, until the
second arm leads. Several are moved at once to the reversal that is least far from the medians in normal
scores (the design point of Hasofer & Lind 1974). Whatever is found is played again with fresh luck.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from engine.analysis.choosing.curves import Basis, Curve, fit_curve, span_options, span_scores
from engine.analysis.choosing.joint import Joint, move_together
from engine.analysis.choosing.moving import (
    Course,
    Doubt,
    chance_beyond,
    find_sure,
    follow,
    lead_at,
    place_turn,
)
from engine.analysis.measured import estimate_normal
from engine.results.estimates import NOTHING, Estimate, Z
from engine.simulation.records import Floats

END = 0.01
"""Share of an unknown's values that lie beyond each end of the range it is moved in."""
STEPS = 6
SURE = 3.0
"""Standard errors by which a lead must stay above 0 for a place to be ruled out."""
MORE = 7
"""Times as many trials more that are played where the trials at hand can't rule out every move."""
MOST_SCREENED = 16_000
MOST_MOVED = 1_000
"""Most trials that rule moves out, and that are played at each place of one."""


class Move(NamedTuple):
    """A way to move one unknown.

    Attributes
    ----------
    path : str
        The unknown.
    side : str
        low, high, or option where it is a choice.
    score : float
        Normal score of the place at which it ends; of a choice, of its option.
    chance : float
        That the unknown is there: of a choice its chance, else that of the tail beyond.
    """

    path: str
    side: str
    score: float
    chance: float


class Turn(NamedTuple):
    """One unknown moved until the ranking is reversed.

    Attributes
    ----------
    move : Move
        Which, and which way.
    course : Course
        The lead along it.
    share : Estimate
        Share of the unknown's own values up to where the arms are alike, and the shares between which these
        trials don't tell them apart; NaN where they don't say, and for a choice.
    chance : float
        That it lies as far out as that or farther; of a choice, that it is that option.
    shown : float
        Normal score of the place that was played with fresh luck.
    lead : Estimate
        How much the first arm leads there; its level is that of all turns together.
    """

    move: Move
    course: Course
    share: Estimate
    chance: float
    shown: float
    lead: Estimate

    @property
    def settled(self) -> bool:
        """Whether fresh trials show the ranking reversed there."""
        return self.lead.high < 0


class Reversal(NamedTuple):
    """What reverses the ranking of two arms.

    Attributes
    ----------
    lead : Estimate
        How much the first arm leads as things stand.
    turns : tuple of Turn
        Of single unknowns: those that fresh trials show first, and the likeliest first.
    moves, tried : int
        Moves of single unknowns that there are, and that a curve over the trials could not rule out, so that
        trials were played at the place where it is lowest.
    untold : int
        Moves of which these trials don't tell whether they reverse the ranking.
    joint : Joint or None
        Of several unknowns at once.
    """

    lead: Estimate
    turns: tuple[Turn, ...]
    moves: int
    tried: int
    untold: int
    joint: Joint | None

    @property
    def ranked(self) -> bool:
        """Whether the first arm is shown to lead at all."""
        return self.lead.low > 0


def reverse(doubt: Doubt, uniforms: Floats, leads: Floats) -> Reversal:
    """Find what reverses the ranking of two arms.

    Parameters
    ----------
    doubt : Doubt
        What may be moved, and how its consequences are played.
    uniforms, leads : ndarray, shape (n_trials, n_unknowns), (n_trials,)
        The unknowns in trials 0 and on, and how much more the first arm is worth in each; no NaN.
    """
    lead = estimate_normal(leads)
    if not lead.low > 0:
        return Reversal(lead, (), 0, 0, 0, None)
    moves = _list_moves(doubt)
    doubtful = _list_doubtful(doubt, moves, uniforms, leads)
    if doubtful and (n_more := min(MORE * len(leads), MOST_SCREENED - len(leads))) > 0:
        more = doubt.draw(len(leads), n_more)
        leads = np.concatenate([leads, doubt.play(more, len(leads))])
        uniforms = np.concatenate([uniforms, more])
        doubtful = _list_doubtful(doubt, moves, uniforms, leads)
    first, n_moved = len(leads), min(len(leads), MOST_MOVED)
    drawn, fresh = doubt.draw(first, n_moved), doubt.draw(first + n_moved, n_moved)
    looked = [(move, lead_at(doubt, drawn, first, _head(move), place)) for move, place in doubtful]
    turning = [move for move, found in looked if found.value < 0]
    points = float(-ndtri(0.025 / max(1, len(turning))))
    turns = [_show(doubt, move, drawn, fresh, first, points) for move in turning]
    turns.sort(key=lambda turn: (not turn.settled, -turn.chance))
    untold = sum(found.value >= 0 and not _is_sure(found) for _, found in looked)
    untold += sum(not turn.settled for turn in turns)
    joint = move_together(doubt, uniforms, leads, drawn, fresh)
    return Reversal(lead, tuple(turns), len(moves), len(doubtful), untold, joint)


def _list_moves(doubt: Doubt) -> list[Move]:
    moves = []
    for path in doubt.paths:
        if path in doubt.options:
            moves += [
                Move(path, "option", float(ndtri((low + high) / 2)), high - low)
                for low, high in doubt.options[path]
            ]
        else:
            moves += [Move(path, "low", float(ndtri(END)), END), Move(path, "high", -float(ndtri(END)), END)]
    return moves


def _list_doubtful(
    doubt: Doubt, moves: list[Move], uniforms: Floats, leads: Floats
) -> list[tuple[Move, float]]:
    """List the moves that curves over the trials can't rule out, and where on them the lead is lowest."""
    found = []
    curves: dict[str, Curve] = {}
    for move in moves:
        uniform = uniforms[:, doubt.paths.index(move.path)]
        if move.path not in curves:
            curves[move.path] = fit_curve(_span(doubt, move.path, uniform), leads[:, None])
        places = np.array(_list_places(move)) * abs(move.score)
        curve, at = (
            curves[move.path],
            _span(doubt, move.path, ndtr(places * math.copysign(1, move.score))).columns,
        )
        values = at @ curve.weights[:, 0]
        errors = np.sqrt(((at @ curve.root) ** 2).sum(axis=1) * curve.residual[0, 0])
        if (values < SURE * errors).any():
            found.append((move, float(places[np.argmin(values)])))
    return found


def _list_places(move: Move) -> list[float]:
    """List places along a move, as shares of the way to its end."""
    return [1.0] if move.side == "option" else np.linspace(0, 1, STEPS + 1).tolist()


def _head(move: Move) -> dict[str, float]:
    return {move.path: math.copysign(1.0, move.score)}


def _is_sure(lead: Estimate) -> bool:
    return lead.value > SURE / Z * (lead.high - lead.value) and lead.value > 0


def _span(doubt: Doubt, path: str, uniform: Floats) -> Basis:
    options = doubt.options.get(path)
    if options is None:
        return span_scores(ndtri(uniform))
    return span_options(np.searchsorted([high for _, high in options][:-1], uniform), len(options))


def _show(doubt: Doubt, move: Move, drawn: Floats, fresh: Floats, first: int, points: float) -> Turn:
    """Follow a move to where the ranking is reversed, and play fresh trials there."""
    course = follow(doubt, drawn, first, _head(move), [abs(move.score) * each for each in _list_places(move)])
    turn = place_turn(course)
    shown = find_sure(course, turn, points)
    lead = lead_at(doubt, fresh, first + len(drawn), course.scores, shown, points)
    score = shown * course.scores[move.path]
    if move.side == "option":
        return Turn(move, course, NOTHING, move.chance, score, lead)
    shares = ndtr(np.array(turn) * course.scores[move.path])
    share = Estimate(*map(float, shares if move.side == "high" else shares[[0, 2, 1]]))
    return Turn(move, course, share, chance_beyond(turn.value), score, lead)
