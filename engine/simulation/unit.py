"""A unit in one sector of the front: fires back or holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.rules import incidents
from engine.simulation.actor import Actor
from engine.simulation.party import Party

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


class Unit(Actor):
    """One side's troops in one sector; it knows what it perceives, not what happened."""

    def __init__(self, model: PeaceTalks, party: Party, sector: int, name: str, background: float) -> None:
        super().__init__(model, f"unit/{party.name}/{name}")
        p = model.parameters
        self.party, self.sector, self.background = party, sector, background
        self.memory, self.norm, self.contagion = float(p.memory[0]), party.retaliation, float(p.contagion[0])
        self.cap = float(p.cap[0])
        self.forgiveness, self.misattribution = float(p.forgiveness[0]), float(p.misattribution[0])
        self.intensity = 0.0
        self.fired = self.perceived = 0.0

    def fire(self, draw: float) -> float:
        """Fire this week, under the order as lax as it has become, and in answer to what it perceived."""
        mean = incidents.intensity(self.background, self.party.laxity, self.intensity)
        self.fired = incidents.fire(draw, mean)
        return self.fired

    def perceive(self, enemy: float, attributed: bool) -> None:
        """Count the hostile incidents that it believes it suffered."""
        self.perceived = incidents.perceive(
            enemy, self.fired, attributed, self.forgiveness, self.misattribution
        )

    def retaliate(self, beside: float) -> None:
        """Set how much it will answer next week, its neighbours' incidents included."""
        self.intensity = self.party.retaliate(
            self.intensity, self.memory, self.norm, self.perceived, beside, self.contagion, self.cap
        )

    def order_back(self) -> None:
        """Obey the order to stop answering."""
        self.intensity = 0.0
