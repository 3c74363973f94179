from itertools import pairwise

import pytest

from engine.report.figures.palette import (
    END_COLOURS,
    HISTORY,
    INK,
    LINE,
    MUTED,
    OUTCOME_COLOURS,
    PAPER,
    PHASE_COLOURS,
    SHADES,
    contrast,
    ink_on,
    luminance,
)
from engine.simulation.records import ENDS, OUTCOMES, PHASES


def test_every_outcome_phase_and_end_has_a_colour() -> None:
    assert tuple(OUTCOME_COLOURS) == OUTCOMES
    assert tuple(PHASE_COLOURS) == PHASES
    assert tuple(END_COLOURS) == ENDS[1:]


def test_no_two_outcomes_share_a_colour_and_none_is_that_of_the_letters() -> None:
    colours = [*OUTCOME_COLOURS.values(), INK, MUTED, LINE, PAPER, HISTORY]
    assert len(set(colours)) == len(colours)


def test_the_same_thing_has_the_same_colour_in_every_figure() -> None:
    assert PHASE_COLOURS["war"] == OUTCOME_COLOURS["renewed_war"] == END_COLOURS["attack"]
    assert PHASE_COLOURS["decided"] == OUTCOME_COLOURS["military_decision"]


@pytest.mark.parametrize("neighbours", list(pairwise(PHASES)))
def test_stacked_phases_are_told_apart_in_grey_print(neighbours: tuple[str, str]) -> None:
    assert contrast(*(PHASE_COLOURS[phase] for phase in neighbours)) > 1.5


def test_shades_fall_from_light_to_dark() -> None:
    levels = [luminance(shade) for shade in SHADES]
    assert levels == sorted(levels, reverse=True)


def test_letters_are_read_on_paper_and_on_every_shade() -> None:
    assert contrast(INK, PAPER) > 7
    assert contrast(MUTED, PAPER) > 4.5
    for shade in SHADES:
        assert contrast(ink_on(shade), shade) > 4


def test_luminance_has_its_ends() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
