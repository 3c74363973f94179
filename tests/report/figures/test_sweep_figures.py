"""What the figures of a sweep show is what its tables say."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from engine.report.figures.differences import draw_differences
from engine.report.figures.incidents import draw_incidents
from engine.report.figures.palette import OUTCOME_COLOURS, PAPER
from engine.report.figures.response import draw_response
from engine.report.points import join_shares, list_axes, name_points
from engine.results.sweeps.loading import SweepResults


def test_two_axes_become_a_map_with_the_tables_numbers(grid: SweepResults) -> None:
    (axes,) = draw_response(grid).axes
    (mesh,) = axes.collections
    shares = join_shares(grid, "durable_peace")["share"].to_numpy()
    np.testing.assert_allclose(np.asarray(mesh.get_array()).ravel(), shares)
    assert len(axes.texts) == len(shares)
    for text, share in zip(axes.texts, shares, strict=True):
        assert text.get_text().startswith(f"{100 * share:.0f}%\n")


def test_one_axis_becomes_a_line_with_a_band(line: SweepResults) -> None:
    (axes,) = draw_response(line, narrow=True).axes
    (curve,) = axes.lines
    table = join_shares(line, "durable_peace")
    np.testing.assert_allclose(curve.get_ydata(), table["share"])
    assert axes.collections[0].get_paths()[0].vertices[:, 1].max() == pytest.approx(table["high"].max())


def test_arms_become_a_ladder_of_dots_with_whiskers(arms: SweepResults) -> None:
    (axes,) = draw_response(arms, "renewed_war").axes
    dots = [mark for mark in axes.lines if mark.get_marker() == "o"]
    table = join_shares(arms, "renewed_war")
    assert [dot.get_xdata()[0] for dot in dots] == table["share"].tolist()
    assert {to_hex(dot.get_color()) for dot in dots} == {OUTCOME_COLOURS["renewed_war"]}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["minimal", "other"]


def test_points_are_named_by_what_tells_them_apart(grid: SweepResults, arms: SweepResults) -> None:
    assert list_axes(arms) == ["scenario"]
    assert name_points(grid)[1] == "attribution 0.2, front.zone_km 5"


def test_an_unknown_outcome_is_refused(grid: SweepResults) -> None:
    with pytest.raises(ValueError, match="'peace' is no outcome; there are durable_peace"):
        draw_response(grid, "peace")


def made_differences(*ends: tuple[float, float, float]) -> pd.DataFrame:
    rows = [(f"arm {place}", "durable_peace", 100, *values) for place, values in enumerate(ends)]
    return pd.DataFrame(rows, columns=["name", "outcome", "trials", "difference", "low", "high"])


def test_a_difference_that_covers_0_is_hollow_and_not_worded_as_one() -> None:
    (axes,) = draw_differences(made_differences((0.2, 0.1, 0.3), (0.02, -0.01, 0.05))).axes
    dots = [mark for mark in axes.lines if mark.get_marker() == "o"]
    assert [to_hex(dot.get_color()) for dot in dots] == [OUTCOME_COLOURS["durable_peace"], PAPER]
    clear, covered = (text.get_text() for text in axes.texts)
    assert clear.startswith("+20.0")
    assert covered.startswith("no difference shown")


def test_differences_of_a_sweep_are_against_its_first_point(arms: SweepResults) -> None:
    (axes,) = draw_differences(arms).axes
    assert axes.get_title("left") == "Durable peace against minimal"
    (dot,) = (mark for mark in axes.lines if mark.get_marker() == "o")
    row = arms.differences[arms.differences["outcome"] == "durable_peace"].iloc[0]
    assert dot.get_xdata()[0] == pytest.approx(100 * row["difference"])


def test_incidents_fill_a_row_a_sector_and_weeks_without_any_are_empty() -> None:
    table = pd.DataFrame({"week": [0, 0, 3], "sector": [0, 1, 1], "incidents": [4, 2, 8]})
    (axes,) = draw_incidents(table).axes
    first, second = axes.collections
    assert first.get_paths()[0].vertices[:, 1].min() == pytest.approx(0.5 - 0.9 * 4 / 8)
    assert second.get_paths()[0].vertices[:, 1].min() == pytest.approx(1.5 - 0.9)
    assert "a full row is 8 a week" in axes.get_title("left")
    assert axes.get_xlim() == (0, 4)


def test_a_trial_without_a_ceasefire_says_that_it_has_no_incidents() -> None:
    figure = draw_incidents(pd.DataFrame({"week": [], "sector": [], "incidents": []}))
    assert [text.get_text() for text in figure.texts] == ["No incidents: the trial has no week of ceasefire."]
