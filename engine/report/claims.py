"""What may be said: no difference that noise explains, no zero without its upper bound."""

import math

from engine.report.wording import Share, say_full, say_name, say_roughly
from engine.results.estimates import Estimate
from engine.results.paired import Flips, difference

MOST_NAMED = 3
NOTHING_DONE = "No trial ran to its end, so nothing can be said."


def is_told_apart(low: float, high: float) -> bool:
    """Whether the interval of a difference leaves out 0; one without an interval is never told apart."""
    return low > 0 or high < 0


def say_difference(outcome: str, here: str, there: str, paired: Estimate) -> str:
    """Say how likely an outcome is in one arm against another that shares its trials.

    A difference is worded as one only where its interval leaves out 0.
    """
    name = say_name(outcome)
    if math.isnan(paired.low) or math.isnan(paired.high):
        return f"Whether {name} differs between {here} and {there} can't be said without an interval."
    ends = f"95% interval {100 * paired.low:+.1f} to {100 * paired.high:+.1f} points"
    if not is_told_apart(paired.low, paired.high):
        return f"{name.capitalize()} shows no difference between {here} and {there} ({ends})."
    way = "likelier" if paired.value > 0 else "less likely"
    points = f"{100 * abs(paired.value):.1f} points"
    return f"{name.capitalize()} is {points} {way} under {here} than under {there} ({ends})."


def say_ends(shares: dict[str, Share], first: str = "durable_peace") -> str:
    """Say in a sentence or two how the trials end: one outcome, and the commonest if that can be told.

    Parameters
    ----------
    shares : dict of str to Share
        Of every outcome, over the same trials.
    first : str
        The outcome that is spoken of first.
    """
    peace = shares[first]
    if peace.trials == 0:
        return NOTHING_DONE
    said = _say_one(first, peace)
    leaders = list_leaders(shares)
    if len(leaders) > MOST_NAMED:
        return f"{said} Which end is commonest these trials are too few to tell."
    if len(leaders) > 1:
        names = " and ".join(say_name(outcome) for outcome in leaders)
        tied = ", ".join(f"{say_name(outcome)} {say_full(shares[outcome])}" for outcome in leaders)
        return f"{said} Which end is commonest these trials don't tell: {names} ({tied})."
    if leaders == [first]:
        return f"{said} No other end is as common."
    most = shares[leaders[0]]
    roughly = f"{say_name(leaders[0])}, in {say_roughly(most.value)}"
    return f"{said} The commonest end is {roughly} ({say_full(most)})."


def list_leaders(shares: dict[str, Share]) -> list[str]:
    """List the commonest outcome and those that its trials do not tell from it, the commonest first."""
    ordered = sorted(shares, key=lambda outcome: -shares[outcome].happened)
    most = shares[ordered[0]]
    return [
        outcome for outcome in ordered if outcome == ordered[0] or not _is_commoner(most, shares[outcome])
    ]


def _say_one(outcome: str, share: Share) -> str:
    roughly = say_roughly(share.value).capitalize()
    return f"{roughly} of the trials end in {say_name(outcome)} ({say_full(share)})."


def _is_commoner(most: Share, other: Share) -> bool:
    """Whether one end is told to be commoner than another of the same trials; no trial has both."""
    neither = most.trials - most.happened - other.happened
    return difference(Flips(0, most.happened, other.happened, neither)).low > 0
