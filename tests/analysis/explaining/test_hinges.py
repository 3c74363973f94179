"""A hinge is claimed where one block of luck decides, and nowhere else."""

import hashlib
from collections.abc import Callable, Sequence

import pytest

from engine.analysis.explaining.exchanging import Block
from engine.analysis.explaining.hinges import (
    EVEN,
    FALSE_ALARM,
    MEASURED,
    SCREENED,
    Flips,
    find_hinges,
)

N_WORLDS = 200


def make_blocks(n_blocks: int) -> list[Block]:
    return [Block("world", frozenset([place]), place) for place in range(n_blocks)]


def coin(world: int, block: Block, n: int) -> float:
    """Give a uniform of a world, a block and an alternative, the same each time."""
    digest = hashlib.blake2b(f"{world} {block.year} {n}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") / 2.0**64


def each(flips: Callable[[Block, int], bool]) -> Flips:
    """Exchange one block with one alternative after the other."""

    def count(blocks: Sequence[Block], alternatives: range) -> list[int]:
        return [sum(flips(block, n) for n in alternatives) for block in blocks]

    return count


@pytest.mark.parametrize("share", [0.2, 0.5, 6 / 7])
def test_no_hinge_is_claimed_where_outcomes_are_independent_coin_flips(share: float) -> None:
    """False alarms of 5% at most; 200 worlds show more than 19 of them with a chance of .4%."""
    blocks = make_blocks(20)
    claims = [
        any(hinge.claimed for hinge in find_hinges(blocks, each(lambda b, n, w=world: coin(w, b, n) < share)))
        for world in range(N_WORLDS)
    ]
    assert sum(claims) <= 19
    assert FALSE_ALARM == 0.05


def test_a_planted_hinge_is_found_and_no_other() -> None:
    blocks = make_blocks(20)
    planted = blocks[7]
    found = 0
    for world in range(N_WORLDS):
        share = {planted: 0.85}
        hinges = find_hinges(blocks, each(lambda b, n, w=world, s=share: coin(w, b, n) < s.get(b, 0.05)))
        claimed = [hinge.block for hinge in hinges if hinge.claimed]
        assert set(claimed) <= {planted}
        found += planted in claimed
    assert found >= 0.98 * N_WORLDS


def test_luck_that_seldom_flips_the_end_is_no_hinge_however_sure_that_is() -> None:
    (hinge,) = find_hinges(make_blocks(9), each(lambda block, n: block.year == 3 and n % 4 == 0))
    assert (hinge.flipped, hinge.exchanged, hinge.claimed) == (MEASURED // 4, MEASURED, False)
    assert hinge.share.value < EVEN
    assert hinge.elsewhere == 0.0


def test_nothing_is_measured_where_nothing_flips() -> None:
    ticks: list[int] = []
    assert find_hinges(make_blocks(5), each(lambda *_: False), ticks.append) == []
    assert sum(ticks) == 5 * SCREENED
