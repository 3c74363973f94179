"""Each lever moves the durability of a fixed signed accord the way theory says, over the same trials."""

import pytest

from engine.analysis.verification.assurances import recall_budapest
from engine.analysis.verification.levers import LEVERS, Lever, pull
from engine.analysis.verification.worlds import Laboratory

LAB = Laboratory(500)


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.name)
def test_a_lever_moves_durability_the_way_theory_says(lever: Lever) -> None:
    pulled = pull(LAB, lever)
    assert pulled.passed, pulled


def test_a_budapest_style_assurance_looks_like_one() -> None:
    assert [check for check in recall_budapest(LAB) if not check.passed] == []


def test_levers_that_are_numbers_have_three_levels_or_more() -> None:
    assert [lever.name for lever in LEVERS if len(lever.levels) < 3] == ["ratified settlement over truce"]
