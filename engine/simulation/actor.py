"""What all agents have in common: a name, an address for their draws, and the model they live in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent

from engine.model.draws import uniform

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
        return uniform(self.model.key, self.model.trial, self.model.week, self.who, stream)
