"""A mediator: tables and revises the draft, presses, sets a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.rules import talks
from engine.model.schedule import DEFENDER, WEEKS_PER_ROUND
from engine.simulation.actor import Actor

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


class Mediator(Actor):
    """One mediator; the draft follows the tilt of all of them, weighted by voice."""

    def __init__(self, model: PeaceTalks, index: int, name: str) -> None:
        super().__init__(model, f"mediator/{name}")
        p = model.parameters
        self.name = name
        self.voice, self.tilt, self.revision = (
            float(p.voice[index]),
            float(p.tilt[index]),
            float(p.revision[index]),
        )
        self.push = float(p.push[index])
        self.leverage: list[float] = p.leverage[index].tolist()
        self.deadline, self.deadline_rounds = float(p.deadline[index]), float(p.deadline_rounds[index])
        self.deadline_pressure = float(p.deadline_pressure[index])

    def presses(self, side: int) -> float:
        """Utility that it promises or threatens one party now."""
        weeks_left = self.deadline - self.model.round * WEEKS_PER_ROUND
        if 0.0 <= weeks_left <= self.deadline_rounds * WEEKS_PER_ROUND:
            return self.leverage[side] + self.deadline_pressure
        return self.leverage[side]

    def revise(self, rejected_by: int) -> None:
        """Move the text toward the side that alone rejected it."""
        self.tilt = talks.tilt_moved(self.tilt, self.revision, rejected_by == DEFENDER)
