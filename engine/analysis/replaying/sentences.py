"""What a model tells, in sentences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.model.schedule import BY_ATTACK, BY_ESCALATION, BY_LAPSE
from engine.simulation.told import Told

HOW = {
    BY_ATTACK: "broken by an attack",
    BY_ESCALATION: "broken in a crisis",
    BY_LAPSE: "not renewed at the end of its term",
}
FEW = 1e-3


class Sentences:
    """Sentences about one scenario.

    Parameters
    ----------
    issues : sequence of str
        Names of the issues, in the order of terms.
    short : bool
        Whether to leave out most of what decided.
    """

    def __init__(self, issues: Sequence[str], *, short: bool = False) -> None:
        self.issues, self.short = issues, short

    def say(self, told: Told) -> str:
        """Say one thing that happened."""
        if told.kind in ("draft", "accord"):
            return f"{_WHOLE[told.kind]}: {self._say_terms(told.facts['terms'])}."
        if told.kind in _WHOLE:
            return f"{_WHOLE[told.kind]}."
        if told.kind == "provokes":
            return f"A provocation comes from {say_actor(told.actor)}."
        if told.kind in _BEFELL:
            return f"{_BEFELL[told.kind](told.facts)}."
        did = _SHORT.get(told.kind, _DID[told.kind]) if self.short else _DID[told.kind]
        return f"{say_actor(told.actor)} {did(told.facts)}."

    def _say_terms(self, terms: Sequence[float]) -> str:
        named = zip(self.issues, terms, strict=True)
        return ", ".join(f"{issue.replace('_', ' ')} {term:.2f}" for issue, term in named)


def say_actor(address: str) -> str:
    """Name an actor by its address."""
    kind, *names = address.split("/")
    named = [name.replace("_", " ").title() for name in names]
    if kind == "constituency":
        return f"{named[0]}'s {names[1].replace('_', ' ')}"
    return named[0] if named else "The world"


def say_chance(chance: float) -> str:
    """Write a chance in percent; one near an end is said to be so."""
    if chance < FEW:
        return "under 0.1%"
    return "over 99.9%" if chance > 1 - FEW else f"{100 * chance:.2g}%" if chance < 0.1 else f"{chance:.0%}"


def _judge_draft(why: Mapping[str, Any]) -> str:
    verb = "accepts the draft" if why["done"] else "rejects the draft"
    return f"{verb} ({_say_deal(why)})"


def _judge_truce(why: Mapping[str, Any]) -> str:
    verb = "accepts a truce" if why["done"] else "refuses a truce"
    return f"{verb} ({_say_deal(why)})"


def _say_worth(why: Mapping[str, Any]) -> str:
    return f"worth {why['value']:.2f} to it where it asks for {why['asked']:.2f}"


def _say_deal(why: Mapping[str, Any]) -> str:
    parts = (
        f"worth {why['value']:.2f} to it and it asks for {why['asked']:.2f}",
        f"{why['utility']:.2f} if kept, which it expects with {say_chance(why['complies'])}",
        f"war is worth {why['war']:.2f}",
        f"chance to accept {say_chance(why['chance'])}",
    )
    return "; ".join(parts)


def _vote(why: Mapping[str, Any]) -> str:
    verb = "ratifies" if why["done"] else "votes it down"
    return f"{verb}, {why['support']:.0%} in favour where {why['threshold']:.0%} are needed"


def _ratify_pledge(why: Mapping[str, Any]) -> str:
    verb = "ratifies the pledge" if why["done"] else "does not ratify the pledge"
    return f"{verb} (chance {say_chance(why['chance'])})"


def _honour(why: Mapping[str, Any]) -> str:
    verb = "honours its pledge with force" if why["done"] else "does not honour its pledge"
    return f"is called and {verb} (true chance {say_chance(why['chance'])})"


def _help(why: Mapping[str, Any]) -> str:
    return "sends material support" if why["done"] else "sends no material support either"


def _attack(why: Mapping[str, Any]) -> str:
    return "attacks in the crisis" if why["how"] == BY_ESCALATION else "attacks"


def _order(why: Mapping[str, Any]) -> str:
    return f"orders an attack (chance this round {say_chance(why['chance'])}; {_say_temptation(why)})"


def _say_weeks(why: Mapping[str, Any]) -> str:
    return f"{why['weeks_held']:.0f} week{'s' if why['weeks_held'] != 1 else ''}"


def _escalate(why: Mapping[str, Any]) -> str:
    verb = "escalates" if why["done"] else "holds back"
    return f"{verb} in the crisis (chance to escalate {say_chance(why['chance'])}; {_say_temptation(why)})"


def _say_deterrence(why: Mapping[str, Any]) -> str:
    chance, deterred = say_chance(why["chance"]), why["deterred"]
    took = f"{deterred:.2f} of its temptation" if deterred >= FEW else "nothing"
    return f"chance this round {chance}; deterrence took off {took}"


def _say_temptation(why: Mapping[str, Any]) -> str:
    return f"temptation {why['gross'] - why['deterred']:.2f}, of which deterrence took {why['deterred']:.2f}"


def _back_down(why: Mapping[str, Any]) -> str:
    verb = "breaks its attack off" if why["done"] else "goes on with its attack"
    came = f"it expected deterrence of {why['expected']:.2f} and met {why['suffered']:.2f}"
    return f"{verb} (chance to break off {say_chance(why['chance'])}; {came})"


_WHOLE = {
    "draft": "A draft is tabled",
    "agreement": "Both parties agree to it",
    "agreement voted down": "The agreement is lost",
    "agreement lapses": "The agreement lapses unratified",
    "truce": "A truce begins",
    "partial truce": "A partial truce begins",
    "accord": "The accord comes into force",
}
_BEFELL: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "crisis": lambda why: f"A crisis follows a week of {why['incidents']:,.0f} incidents",
    "ceasefire ends": lambda why: f"The ceasefire ends after {_say_weeks(why)}, {HOW[why['how']]}",
}
_DID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "accepts draft": _judge_draft,
    "accepts truce": _judge_truce,
    "walks out": lambda _: "walks out",
    "votes": _vote,
    "parliament votes": _ratify_pledge,
    "loses leader": lambda _: "has a new leader",
    "advances": lambda why: f"makes an advance of {100 * why['gained']:.1f}% of the way to victory",
    "escalates": _escalate,
    "orders attack": _order,
    "attack": _attack,
    "honours": _honour,
    "helps": _help,
    "backs down": _back_down,
    "victory": lambda _: "prevails",
}
_SHORT: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "accepts draft": lambda why: f"{'accepts' if why['done'] else 'rejects'} it ({_say_worth(why)})",
    "accepts truce": lambda why: f"{'accepts' if why['done'] else 'refuses'} a truce ({_say_worth(why)})",
    "orders attack": lambda why: f"orders an attack ({_say_deterrence(why)})",
    "escalates": lambda why: f"{'escalates' if why['done'] else 'holds back'}",
    "backs down": lambda why: "breaks its attack off" if why["done"] else "goes on with its attack",
    "votes": lambda why: f"{'ratifies' if why['done'] else 'votes it down'} ({why['support']:.0%} in favour)",
    "parliament votes": lambda why: f"{'ratifies' if why['done'] else 'does not ratify'} its pledge",
}
