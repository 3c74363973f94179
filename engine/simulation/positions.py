"""What a party or a constituency wants on every issue."""

from collections.abc import Sequence

from engine.model.parameters import Floats
from engine.model.rules import utility


class Positions:
    """Ideals, red lines, weights and firmness, each by issue."""

    def __init__(self, ideals: Floats, red_lines: Floats, weights: Floats, firmness: Floats) -> None:
        self.ideals: list[float] = ideals.tolist()
        self.red_lines: list[float] = red_lines.tolist()
        self.weights: list[float] = weights.tolist()
        self.firmness: list[float] = firmness.tolist()

    def losses(self, terms: Sequence[float]) -> list[float]:
        """Utility lost on each issue."""
        return [
            utility.issue_loss(term, self.ideals[k], self.red_lines[k], self.weights[k], self.firmness[k])
            for k, term in enumerate(terms)
        ]

    def worth_of(self, terms: Sequence[float]) -> float:
        """Utility of terms."""
        worth = 1.0
        for loss in self.losses(terms):
            worth -= loss
        return worth
