"""What actors did, and what the opposite would have been: each decision that a draw took."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.analysis.explaining.exchanging import LEAST, MOST
from engine.analysis.replaying.sentences import say_actor
from engine.simulation.told import Told

OTHERWISE = {
    ("accepts draft", True): "had rejected the draft",
    ("accepts draft", False): "had accepted the draft",
    ("accepts truce", True): "had refused the truce",
    ("accepts truce", False): "had accepted the truce",
    ("walks out", True): "had not walked out",
    ("votes", True): "had voted the agreement down",
    ("votes", False): "had ratified the agreement",
    ("parliament votes", True): "had not ratified its pledge",
    ("parliament votes", False): "had ratified its pledge",
    ("loses leader", True): "had kept its leader",
    ("orders attack", True): "had not ordered the attack",
    ("escalates", True): "had held back in the crisis",
    ("escalates", False): "had escalated in the crisis",
    ("backs down", True): "had gone on with its attack",
    ("backs down", False): "had broken its attack off",
    ("honours", True): "had not honoured its pledge",
    ("honours", False): "had honoured its pledge",
    ("helps", True): "had sent no material support",
    ("helps", False): "had sent material support",
    ("provokes", True): "had staged no provocation at all",
    ("crisis", True): "there had been no crisis",
    ("partial truce", True): "there had been no partial truce",
}
"""What would have been, by what was decided and whether it was done."""
RISING = ("votes",)
"""Decisions that a large draw makes fall; all others fall where the draw is small."""
TOGETHER = ("provokes",)
"""Decisions so many that all of an actor's are changed at once."""


class Turn(NamedTuple):
    """A decision turned round.

    Attributes
    ----------
    told : Told
        The decision, the first of them where there are several.
    pins : dict of (int, int, int) to float
        Draws, by week, who and stream, that turn it.
    condition : str
        What would have been.
    """

    told: Told
    pins: Mapping[tuple[int, int, int], float]
    condition: str

    def happened(self, decisions: Sequence[Told]) -> bool:
        """Whether a trial played with the pins took the decision otherwise."""
        told = self.told
        return not any(
            (each.kind, each.week, each.actor) == (told.kind, told.week, told.actor)
            and each.facts["done"] == told.facts["done"]
            for each in decisions
        )


def list_turns(decisions: Sequence[Told], who: Mapping[str, int]) -> Iterator[Turn]:
    """Turn each decision of a trial round, those of spoilers all at once."""
    groups: dict[tuple[str, str, int], list[Told]] = {}
    for told in decisions:
        if (told.kind, told.facts["done"]) in OTHERWISE:
            week = -1 if told.kind in TOGETHER else told.week
            groups.setdefault((told.kind, told.actor, week), []).append(told)
    for group in groups.values():
        first = group[0]
        happen = not first.facts["done"]
        draw = MOST if happen == (first.kind in RISING) else LEAST
        pins = {(each.week, who[each.actor], each.stream or 0): draw for each in group}
        yield Turn(first, pins, _say(first))


def _say(told: Told) -> str:
    otherwise = OTHERWISE[told.kind, told.facts["done"]]
    return otherwise if told.actor == "world" else f"{say_actor(told.actor)} {otherwise}"
