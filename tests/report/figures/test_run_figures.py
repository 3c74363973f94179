"""What the figures of a run show is what its tables say."""

import math
import sys
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from engine.evidence.base_rates import find_base_rate
from engine.report.figures.guarantors import draw_guarantors
from engine.report.figures.outcomes import draw_outcomes
from engine.report.figures.palette import END_COLOURS, HISTORY, OUTCOME_COLOURS, PHASE_COLOURS
from engine.report.figures.phases import draw_phases
from engine.report.figures.survival import draw_survival
from engine.report.figures.terms import draw_terms
from engine.results.agreed import count_terms
from engine.results.loading import Results
from engine.simulation.records import OUTCOMES, PHASES

FIGURES = (draw_outcomes, draw_phases, draw_survival, draw_terms, draw_guarantors)


def bars(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def letters(figure: Figure) -> str:
    found = [text.get_text() for axes in figure.axes for text in axes.texts]
    return "\n".join([*found, *(text.get_text() for text in figure.texts)])


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_figure_is_drawn_wide_and_narrow_without_pyplot(
    draw: Callable[..., Figure], narrow: bool, results: Results
) -> None:
    before = "matplotlib.pyplot" in sys.modules
    figure = draw(results, narrow=narrow)
    figure.draw_without_rendering()
    assert figure.get_figwidth() == (5.0 if narrow else 10.5)
    assert ("matplotlib.pyplot" in sys.modules) == before


def test_bars_are_the_shares_of_outcomes_in_their_colours(results: Results) -> None:
    shares, _ = draw_outcomes(results).axes
    assert [bar.get_width() for bar in bars(shares)] == results.outcomes["share"].tolist()
    assert [to_hex(bar.get_facecolor()) for bar in bars(shares)] == list(OUTCOME_COLOURS.values())
    whiskers = [line.get_xdata() for line in shares.lines]
    np.testing.assert_allclose(whiskers, results.outcomes[["low", "high"]])


def test_spread_over_assumptions_has_its_own_panel_and_never_a_bar(results: Results) -> None:
    shares, spreads = draw_outcomes(results).axes
    assert not bars(spreads)
    dots = [line for line in spreads.lines if line.get_marker() == "D"]
    table = results.variance
    expected = 100 * np.sqrt(table["epistemic"].clip(lower=0) * table["variance"])
    np.testing.assert_allclose([dot.get_xdata()[0] for dot in dots], expected)
    assert [to_hex(dot.get_color()) for dot in dots] == list(OUTCOME_COLOURS.values())
    assert len(shares.lines) == len(OUTCOMES)


def test_an_outcome_that_never_came_shows_its_upper_bound(results: Results) -> None:
    outcomes = results.outcomes.copy()
    outcomes.loc[0, ["trials", "share", "low", "high"]] = [0, 0.0, 0.0, 0.021]
    results.outcomes = outcomes
    assert "none   (below 2.1%)" in letters(draw_outcomes(results))


def test_without_intervals_no_whiskers_are_drawn(results: Results) -> None:
    results.outcomes = results.outcomes.assign(low=math.nan, high=math.nan)
    shares, _ = draw_outcomes(results).axes
    assert not shares.lines


def test_phases_stack_to_one_and_end_at_the_last_round(results: Results) -> None:
    (axes,) = draw_phases(results).axes
    areas = axes.collections[: len(PHASES)]
    assert [to_hex(area.get_facecolor()[0]) for area in areas] == list(PHASE_COLOURS.values())
    last = results.phases[results.phases["round"] == results.phases["round"].max()]
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in areas]
    assert tops[-1] == pytest.approx(1)
    for phase, share in zip(last["phase"], last["share"], strict=True):
        assert any(text.get_text().startswith(phase) for text in axes.texts)
        assert f"{100 * share:.1f}%" in letters(axes.figure)


@pytest.mark.parametrize("spell", ["ceasefire", "accord"])
def test_survival_is_the_tables_curve_with_its_base_rate_and_numbers_at_risk(
    results: Results, spell: str
) -> None:
    holding, ending = draw_survival(results, spell).axes
    rows = results.survival[results.survival["spell"] == spell]
    seen = rows[rows["survival"].notna()]
    (curve,) = (line for line in holding.lines if len(line.get_xdata()) == len(seen))
    np.testing.assert_array_equal(curve.get_ydata(), seen["survival"])
    rate = find_base_rate(spell)
    dots = [line for line in holding.lines if line.get_marker() == "o"]
    within = [(years, ended) for years, ended in rate.ended if years <= rows["years"].max()]
    assert [dot.get_ydata()[0] for dot in dots] == [1 - ended / rate.spells for _, ended in within]
    assert {to_hex(dot.get_color()) for dot in dots} <= {HISTORY}
    first = holding.get_xticklabels()[0].get_text().splitlines()
    assert first == ["0", f"{rows['at_risk'].iloc[0]:,}", "0"]
    drawn = [line for line in ending.lines if len(line.get_xdata()) == len(seen)]
    for line, (end, colour) in zip(drawn, END_COLOURS.items(), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), seen[end])
        assert to_hex(line.get_color()) == colour


def test_without_a_spell_survival_says_so(results: Results) -> None:
    results.survival = results.survival.assign(at_risk=0)
    assert "No trial has a first accord." in letters(draw_survival(results, "accord"))


def test_columns_of_terms_are_as_high_as_their_trials(results: Results) -> None:
    (axes,) = draw_terms(results).axes
    counts = count_terms(results)
    assert counts.sum().tolist() == results.terms["trials"].tolist()
    first = bars(axes)[:21]
    heights = np.array([-bar.get_height() for bar in first])
    edges = np.linspace(-0.025, 1.025, 22)
    binned, _ = np.histogram(counts.index, edges, weights=counts.iloc[:, 0])
    np.testing.assert_allclose(heights / heights.max(), binned / binned.max())


def test_terms_show_red_lines_of_the_scenario_with_whose_they_are(results: Results, minimal: object) -> None:
    from engine.report.red_lines import list_red_lines, load_asked

    lines = list(list_red_lines(load_asked(results)))
    said = letters(draw_terms(results)).splitlines()
    assert sorted(said) == sorted(line.party.replace("_", " ") for line in lines if line.term is not None)


def test_guarantors_show_shares_and_who_was_never_called(results: Results) -> None:
    table = results.guarantors.copy()
    assert len(table)
    honoured = draw_guarantors(results).axes[1]
    dots = [line for line in honoured.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == table["honoured_share"].tolist()
    table["trials_called"] = 0
    table[["honoured_share", "honoured_low", "honoured_high"]] = [math.nan, 0.0, 1.0]
    results.guarantors = table
    assert "never called" in letters(draw_guarantors(results))


def test_a_scenario_without_guarantors_has_a_figure_that_says_so(results: Results) -> None:
    results.guarantors = results.guarantors.iloc[:0]
    assert letters(draw_guarantors(results)) == "The scenario has no guarantors."


def test_letters_are_never_small(results: Results) -> None:
    for draw in FIGURES:
        figure = draw(results, narrow=True)
        texts = [text for axes in figure.axes for text in (*axes.texts, *axes.get_xticklabels(), axes.title)]
        assert min(text.get_fontsize() for text in texts) >= 9
