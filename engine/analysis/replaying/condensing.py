"""A timeline short enough to read: talks that come to nothing are counted, the rest is told."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from engine.analysis.replaying.sentences import Sentences, say_actor
from engine.model.schedule import DAYS_PER_WEEK
from engine.simulation.told import Told

TALKS = ("draft", "accepts draft", "accepts truce", "walks out")
ANSWERS = ("accepts draft", "accepts truce")
LEFT_OUT = ("provokes", "partial truce", "attack")
"""What a short timeline leaves out; an attack was ordered, or is an escalation, just before."""


class Line(NamedTuple):
    """What is said of a date, or of the time between two."""

    first: datetime.date
    last: datetime.date
    sentence: str


def condense(told: Sequence[Told], issues: Sequence[str], start: datetime.date) -> Iterator[Line]:
    """Tell a timeline in short.

    Parameters
    ----------
    told : sequence of Told
        What happened, in order.
    issues : sequence of str
        Names of the issues, in the order of terms.
    start : date
        Date of week 0.
    """
    sentences = Sentences(issues, short=True)
    waiting: list[Told] = []
    kept = (each for each in told if each.kind not in LEFT_OUT)
    for week, group in groupby(kept, lambda each: each.week):
        events = list(group)
        if not all(each.facts["done"] for each in events if each.kind in ANSWERS):
            waiting += [each for each in events if each.kind in TALKS]
            events = [each for each in events if each.kind not in TALKS]
        if not events:
            continue
        if waiting:
            yield _count(waiting, start)
            waiting = []
        date = _date(start, week)
        yield Line(date, date, " ".join(sentences.say(each) for each in events))
    if waiting:
        yield _count(waiting, start)


def list_lines(told: Sequence[Told], issues: Sequence[str], start: datetime.date) -> Iterator[Line]:
    """Tell a timeline in full."""
    sentences = Sentences(issues)
    for each in told:
        date = _date(start, each.week)
        yield Line(date, date, sentences.say(each))


def _count(failed: Sequence[Told], start: datetime.date) -> Line:
    drafts = sum(each.kind == "draft" for each in failed)
    truces = len({each.week for each in failed if each.kind == "accepts truce"})
    counted = [(drafts, "draft"), (truces, "proposal of a truce")]
    said = " and ".join(_say_count(*count) for count in counted if count[0])
    return Line(
        _date(start, failed[0].week),
        _date(start, failed[-1].week),
        f"{said[0].upper()}{said[1:]} come{'s' if drafts + truces == 1 else ''} to nothing: "
        f"{_say_refusals(failed)}.",
    )


def _say_count(count: int, thing: str) -> str:
    plural = thing.replace("draft", "drafts").replace("proposal", "proposals")
    return f"a {thing}" if count == 1 else f"{count} {plural}"


def _say_refusals(failed: Sequence[Told]) -> str:
    refused = [each for each in failed if each.kind in ANSWERS and not each.facts["done"]]
    said = []
    for actor in dict.fromkeys(each.actor for each in refused):
        theirs = [each for each in refused if each.actor == actor]
        why = theirs[-1].facts
        reason = f"worth {why['value']:.2f} to it where it asked for {why['asked']:.2f}"
        many = f"{len(theirs)}, the last one" if len(theirs) > 1 else "one"
        said.append(f"{say_actor(actor)} refuses {many} {reason}")
    return "; ".join(said)


def _date(start: datetime.date, week: int) -> datetime.date:
    return start + datetime.timedelta(days=DAYS_PER_WEEK * week)
