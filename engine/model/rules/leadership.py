"""Temptation, renewed attack, escalation and backing down. ODD 7.7."""

from engine.model.arithmetic import logistic
from engine.model.compiling import rule


@rule
def gross_temptation(
    war: float, exposed: float, utility: float, frailty: float, resentment: float, duress: float
) -> float:
    """What a party would gain by breaking the ceasefire if nobody came.

    Parameters
    ----------
    war : float
        Its value of war. [1]
    exposed : float
        What the adversary's concessions handed to it. [1]
    utility : float
        Its utility of the ceasefire. [1]
    frailty : float
        Unseen proneness of this trial, drawn once. [1]
    resentment, duress : float
        Share of the pressure at signature that returns, and that pressure. [1]

    Notes
    -----
    Fearon 1995, Powell 2006; duress: Werner & Yuen 2005.
    """
    return war + exposed - utility + frailty + resentment * duress


@rule
def attack_chance(rate: float, temptation: float, noise: float) -> float:
    """Chance that a party orders an attack this round, at a temptation net of deterrence."""
    return rate * logistic(temptation / noise)


@rule
def escalation_chance(
    temptation: float, anger: float, noise: float, calming: float, commission: float
) -> float:
    """Chance that a leadership escalates in a crisis, less with a joint commission.

    Parameters
    ----------
    temptation : float
        What attacking would gain it over holding fire, deterrence taken off; below 0 where holding is better.
        [of the prize]
    anger : float
        What a crisis adds to that, the party's own constant; `parties.*.anger`, at most 1 either way. [of the
        prize]
    noise : float
        Spread of its judgement: a gain of so much makes escalation e times likelier than not. [of the prize]
    calming : float
        Share of the chance that a full joint commission takes off.
    commission : float
        How far there is one, 0 to 1.
    """
    return logistic((temptation + anger) / noise) * (1.0 - calming * commission)


@rule
def back_down_chance(gross: float, expected: float, suffered: float, noise: float) -> float:
    """Chance that an attacker breaks off, now that it knows who came, on the same shock.

    Parameters
    ----------
    gross : float
        Its gross temptation. [1]
    expected, suffered : float
        Deterrence that it expected, and damage by those who came. [1]
    noise : float
        Noise in its choice. [1]

    Notes
    -----
    Had it known, it would have attacked with chance logistic((gross - suffered) / noise); it did so
    with logistic((gross - expected) / noise). The ratio is the chance to go on.
    """
    ordered = logistic((gross - expected) / noise)
    if ordered <= 0.0:
        return 0.0
    return max(0.0, 1.0 - logistic((gross - suffered) / noise) / ordered)
