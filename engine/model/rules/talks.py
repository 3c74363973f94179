"""Coming to the table, drafting, judging a draft, accepting and walking out. ODD 7.3."""

from engine.model.arithmetic import logistic, power
from engine.model.compiling import inlined_rule, rule


@inlined_rule
def readiness(
    base: float, per_pain: float, pain: float, per_stillness: float, still: float, push: float
) -> float:
    """Chance that a party comes to the table this round.

    Parameters
    ----------
    base : float
        Readiness without pain, stalemate or mediator. [logit]
    per_pain : float
        Effect of pain. [year]
    pain : float
        The smaller of the two sides' costs of war: only mutual hurt counts. [1/year]
    per_stillness, still : float
        Effect of a stalled front, and how stalled it is. [1]
    push : float
        What the mediators add. [logit]

    Notes
    -----
    Zartman's mutually hurting stalemate.
    """
    return logistic(base + per_pain * pain + per_stillness * still + push)


@rule
def draft_term(
    tilt: float,
    weight_defender: float,
    ideal_defender: float,
    weight_challenger: float,
    ideal_challenger: float,
) -> float:
    """Term of the single negotiating text on one issue: ideals weighted by tilt and by what each cares for.

    Notes
    -----
    The maximum of tilt U_A + (1 - tilt) U_B under quadratic loss, so that it logrolls.
    """
    a = tilt * weight_defender
    b = (1.0 - tilt) * weight_challenger
    if a + b <= 0.0:
        return (ideal_defender + ideal_challenger) / 2.0
    return (a * ideal_defender + b * ideal_challenger) / (a + b)


@rule
def within_red_lines(
    term: float, ideal_a: float, red_line_a: float, ideal_b: float, red_line_b: float
) -> float:
    """Move a term into the overlap of what both sides could bear, where there is one.

    A side without a red line (a negative one) could bear anything.
    """
    low = max(
        0.0 if red_line_a < 0.0 else min(ideal_a, red_line_a),
        0.0 if red_line_b < 0.0 else min(ideal_b, red_line_b),
    )
    high = min(
        1.0 if red_line_a < 0.0 else max(ideal_a, red_line_a),
        1.0 if red_line_b < 0.0 else max(ideal_b, red_line_b),
    )
    if low > high:
        return term
    return min(max(term, low), high)


@rule
def nearer(term: float, best: float, level: float) -> float:
    """Whichever of two allowed levels lies nearer to a term; the first where they tie."""
    return level if abs(level - term) < abs(best - term) else best


@rule
def compliance(deterrence: float, war: float, gain: float, utility: float, noise: float) -> float:
    """Estimate that the adversary will comply, with its values as the judging party sees them.

    Parameters
    ----------
    deterrence : float
        How far the judging party's guarantors deter the adversary. [1]
    war : float
        The adversary's value of war. [1]
    gain : float
        Advantage that the judging party's concessions would hand it. [1]
    utility : float
        The adversary's utility of the terms. [1]
    noise : float
        Noise in its choice. [1]

    Notes
    -----
    Walter 1997: guarantees enter the decision to sign.
    """
    return logistic((deterrence - (war + gain - utility)) / noise)


@rule
def deal_value(complies: float, utility: float, war: float, exposed: float, leverage: float) -> float:
    """Value of a deal: its utility if kept, a war on worse terms if not, and what mediators add."""
    return complies * utility + (1.0 - complies) * (war - exposed) + leverage


@rule
def aspiration(
    ceiling: float, war: float, rounds: float, patience: float, concession: float, returned: float
) -> float:
    """Utility that a party asks for after so many rounds of talks.

    Parameters
    ----------
    ceiling : float
        Aspiration at the start. [1]
    war : float
        Its value of war, below which it never asks. [1]
    rounds, patience : float
        Rounds talked, and after how many it asks for no more than its value of war. [rounds]
    concession : float
        Concession exponent: under 1 Boulware, over 1 conceder. [1]
    returned : float
        What it gives back of the adversary's last concession. [1]

    Notes
    -----
    Time-dependent tactic of Faratin, Sierra & Jennings 1998, with a reciprocal part.
    """
    conceded = power(min(1.0, rounds / patience), 1.0 / concession)
    return max(war, war + (max(ceiling, war) - war) * (1.0 - conceded) - returned)


@rule
def acceptance(value: float, asked: float, precision: float) -> float:
    """Chance that a party accepts what is worth `value` to it when it asks for `asked`.

    Notes
    -----
    Quantal response (McKelvey & Palfrey 1995).
    """
    return logistic(precision * (value - asked))


@rule
def tilt_moved(tilt: float, revision: float, toward_defender: bool) -> float:
    """Tilt of a mediator's text after one side alone rejected it."""
    goal = 1.0 if toward_defender else 0.0
    return tilt + revision * (goal - tilt)


@rule
def gives_enough(term: float, asked: float, ideal: float) -> bool:
    """Whether a term lies at least as near to a party's ideal as the one it asked for."""
    return abs(term - ideal) <= abs(asked - ideal)


@inlined_rule
def happens(draw: float, chance: float) -> bool:
    """Whether a thing of a given chance happens under a uniform draw."""
    return draw < chance
