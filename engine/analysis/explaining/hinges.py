"""Hinges: blocks of luck whose exchange flips the end, more often than exchanging other luck does."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from scipy.stats import fisher_exact

from engine.analysis.explaining.exchanging import Block
from engine.results.estimates import Estimate, wilson

SCREENED = 4
"""Alternatives that every block is exchanged with first."""
MEASURED = 40
"""Fresh alternatives that the most promising blocks are exchanged with."""
PROMISING = 8
"""Most blocks that are measured."""
FALSE_ALARM = 0.05
"""Chance that any hinge at all is claimed where every block flips the end as often as any other."""
EVEN = 0.5
"""Least share of alternatives that flip the end for a hinge: the end is then no safer than a coin."""


class Flips(Protocol):
    """Exchanges blocks of luck and counts how often the end flips."""

    def __call__(self, blocks: Sequence[Block], alternatives: range, /) -> Sequence[int]:
        """Count for each block the alternatives, by their numbers, that flip the end."""


class Hinge(NamedTuple):
    """A block of luck, and how often its exchange flips the end.

    Attributes
    ----------
    block : Block
        Whose luck, and when.
    flipped, exchanged : int
        Alternatives that flip the end, of so many.
    share : Estimate
        Their share with its 95% interval.
    elsewhere : float
        Share of the exchanges of all other blocks that flip it.
    by_chance : float
        Chance of so many flips, or more, where the block flips the end as often as the others.
    more : bool
        Whether that is more than elsewhere beyond what chance explains, with all blocks that were measured
        allowed for.
    claimed : bool
        Whether it is a hinge: more than elsewhere, and at least every other exchange flips the end.
    """

    block: Block
    flipped: int
    exchanged: int
    share: Estimate
    elsewhere: float
    by_chance: float
    more: bool
    claimed: bool


def find_hinges(
    blocks: Sequence[Block], flips: Flips, tick: Callable[[int], None] | None = None
) -> list[Hinge]:
    """Find the blocks of luck on which a trial's end hung, those that flip it most often first.

    Every block is exchanged with `SCREENED` alternatives. Those that flip the end most often are measured
    with `MEASURED` fresh ones, so that how they were chosen does not flatter them, and compared with how
    often the screened alternatives of all other blocks flip it (Fisher's exact test, one-sided, Bonferroni).
    A block that flips the end every other time escapes the screening with a chance of 1 in 16.

    Parameters
    ----------
    flips : callable
        Exchanges blocks with alternatives, and counts the flips of each.
    tick : callable, optional
        Called with the number of exchanges done.
    """
    tick = tick or (lambda _: None)
    screened = dict(zip(blocks, flips(blocks, range(SCREENED)), strict=True))
    tick(SCREENED * len(blocks))
    promising = sorted((block for block in blocks if screened[block]), key=lambda block: -screened[block])
    promising = promising[:PROMISING]
    measured = flips(promising, range(SCREENED, SCREENED + MEASURED)) if promising else ()
    tick(MEASURED * len(promising))
    found = []
    for block, flipped in zip(promising, measured, strict=True):
        others = [screened[other] for other in blocks if other != block]
        found.append(_judge(block, flipped, sum(others), SCREENED * len(others), len(promising)))
    return sorted(found, key=lambda hinge: -hinge.flipped)


def _judge(block: Block, flipped: int, others: int, n_others: int, n_measured: int) -> Hinge:
    table = [[flipped, MEASURED - flipped], [others, n_others - others]]
    by_chance = float(fisher_exact(table, alternative="greater")[1])
    share = wilson(flipped, MEASURED)
    more = by_chance < FALSE_ALARM / n_measured
    elsewhere = others / n_others if n_others else 0.0
    claimed = more and share.value >= EVEN
    return Hinge(block, flipped, MEASURED, share, elsewhere, by_chance, more, claimed)
