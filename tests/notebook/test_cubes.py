"""Sweeps as arrays, and their trials with the axes beside them."""

import sys
from pathlib import Path

import numpy as np
import pytest
from made_folders import sweep_made
from made_sweeps import GRID, write_sweep
from made_trials import MADE_BY_THREADS

import engine
from engine.errors import EngineError
from engine.experiment.backends import BACKENDS
from engine.notebook.sweeps import SweptResults


@pytest.fixture(autouse=True)
def _made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


def run(text: str) -> SweptResults:
    return engine.sweep(write_sweep(Path(), text), progress=False)


def load(path: Path) -> SweptResults:
    found = engine.load(path)
    assert isinstance(found, SweptResults)
    return found


def test_a_grid_is_a_cube_over_its_axes(tmp_path: Path) -> None:
    found = load(sweep_made(tmp_path, tmp_path / "out"))
    cube = found.to_xarray()
    assert dict(cube["share"].sizes) == {"attribution": 2, "front.zone_km": 3, "outcome": 7}
    for point in found.points.itertuples():
        rows = found.outcomes[found.outcomes["point"] == point.point]
        values = found.estimates[found.estimates["point"] == point.point]
        place = {"attribution": point.attribution, "front.zone_km": point[4]}
        for name in ("trials", "share", "low", "high"):
            assert list(cube[name].sel(place)) == list(rows[name])
        for name, column in (("value", "value"), ("value_low", "low"), ("value_high", "high")):
            np.testing.assert_array_equal(cube[name].sel(place), values[column])
    assert cube["front.zone_km"].attrs == {"key": "front.zone_km", "kind": "lever", "units": "km"}
    assert str(cube["unit"].sel(quantity="ceasefire_share").item()) == "1"


def test_words_on_an_axis_keep_the_order_of_the_sweep() -> None:
    text = GRID.replace("[0.2, 0.8]", "[0.8, 0.2]")
    assert list(run(text).to_xarray()["attribution"]) == [0.8, 0.2]


def test_other_designs_have_points_with_the_axes_as_coordinates() -> None:
    text = GRID.replace('design = "grid"', 'design = "lhs"\npoints = 4')
    for values, ends in (("[0.2, 0.8]", (0.2, 0.8)), ("[0, 5, 10]", (0, 10))):
        text = text.replace(f"values = {values}", f"low = {ends[0]}\nhigh = {ends[1]}")
    found = run(text)
    cube = found.to_xarray()
    assert dict(cube["share"].sizes) == {"point": 4, "outcome": 7}
    assert list(cube["attribution"]) == list(found.points["attribution"])
    assert set(cube["scenario"].to_numpy()) == {"minimal"}


def test_an_axis_called_as_the_cube_calls_its_own_is_told_apart() -> None:
    cube = run(GRID.replace('"attribution"', '"share"')).to_xarray()
    assert dict(cube["share"].sizes) == {"share (axis)": 2, "front.zone_km": 3, "outcome": 7}


def test_an_unfinished_grid_has_nothing_where_no_trial_is(tmp_path: Path) -> None:
    found = load(sweep_made(tmp_path, tmp_path / "out", stop_after=60))
    share = found.to_xarray()["share"]
    assert int(share.isnull().all("outcome").sum()) == 4
    assert share.sizes["front.zone_km"] == 3


def test_without_xarray_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = load(sweep_made(tmp_path, tmp_path / "out"))
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(EngineError, match=r"pip install 'ceasefire-engine\[xarray\]'"):
        found.to_xarray()


def test_trials_carry_the_values_of_the_axes(tmp_path: Path) -> None:
    found = load(sweep_made(tmp_path, tmp_path / "out"))
    trials = found.trials
    assert list(trials.columns[:5]) == ["point", "scenario", "attribution", "front.zone_km", "trial"]
    assert len(trials) == 6 * 30
    for point in found.points.itertuples():
        rows = trials[trials["point"] == point.point]
        assert set(rows["attribution"]) == {point.attribution}
        assert list(rows["trial"]) == list(range(30))


def test_trials_of_an_unfinished_sweep_are_those_that_are_there(tmp_path: Path) -> None:
    found = load(sweep_made(tmp_path, tmp_path / "out", stop_after=60))
    assert len(found.trials) == 60
