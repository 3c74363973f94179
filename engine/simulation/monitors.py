"""The monitoring mission: detects and attributes the incidents of a sector and week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.model import streams
from engine.model.rules.talks import happens
from engine.simulation.actor import Actor

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


class Monitors(Actor):
    """One mission along the whole line; it carries no state."""

    def __init__(self, model: PeaceTalks, sectors: tuple[str, ...]) -> None:
        super().__init__(model, "monitors")
        p = model.parameters
        self.chance = float(p.detection[0]) * float(p.attribution[0])
        self.commission = float(p.commission[0])
        self.calming, self.commission_calming = float(p.calming[0]), float(p.commission_calming[0])
        self.posts = np.array([model.who[f"monitors/{sector}"] for sector in sectors], dtype=np.uint64)
        self.row = np.empty(len(sectors))

    def attribute(self) -> list[bool]:
        """Say for each sector whether this week's incidents were detected and attributed."""
        model = self.model
        model.luck.fill(model.week, self.posts, streams.ATTRIBUTE, self.row)
        return [happens(draw, self.chance) for draw in self.row.tolist()]
