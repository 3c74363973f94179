"""How often commitments were honoured when challenged, counted by class from our own coding."""

from functools import cache
from typing import NamedTuple

from engine.evidence.tables import read_rows, table_named


class ClassCount(NamedTuple):
    """Challenges of one class of commitment.

    Attributes
    ----------
    commitment : str
        The class, as the table names it.
    honoured : float
        Challenges that were honoured with force; a half where only in part.
    challenged : int
        Challenges.
    """

    commitment: str
    honoured: float
    challenged: int

    @property
    def beta(self) -> tuple[float, float]:
        """Beta(a, b) that the counts alone give to a uniform prior."""
        return 1 + self.honoured, 1 + self.challenged - self.honoured

    def __str__(self) -> str:
        return f"{self.honoured:g} of {self.challenged}"


@cache
def count_challenges() -> tuple[ClassCount, ...]:
    """Count the shipped table by class, in its order."""
    table = table_named("guarantee_challenges")
    headings = [column.name for column in table.columns]
    at_class, at_honoured = headings.index("class"), headings.index("honoured_military")
    counts: dict[str, ClassCount] = {}
    for row in read_rows(table):
        before = counts.get(row[at_class], ClassCount(row[at_class], 0.0, 0))
        counts[row[at_class]] = ClassCount(
            before.commitment, before.honoured + float(row[at_honoured]), before.challenged + 1
        )
    return tuple(counts.values())
