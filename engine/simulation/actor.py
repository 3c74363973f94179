"""What all agents have in common: a name, an address for their draws, and the model they live in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent

from engine.model.rules.talks import happens

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


class Actor(Agent):  # type: ignore[misc]
    """An agent whose draws are addressed by its name; Mesa's generators are never drawn from."""

    model: PeaceTalks

    def __init__(self, model: PeaceTalks, address: str) -> None:
        super().__init__(model)
        self.address = address
        self.who = model.who[address]

    def draw(self, stream: int) -> float:
        """Draw this actor's uniform of one stream for the current week."""
        return self.model.luck.uniform(self.model.week, self.who, stream)

    def decides(self, kind: str, stream: int, chance: float, **why: float) -> bool:
        """Whether it does a thing of a given chance this week; who listens is told what decided."""
        done = happens(self.draw(stream), chance)
        self.model.tell(kind, self.address, stream, done=done, chance=chance, **why)
        return done
