"""Unfinished sweeps, read as they stand."""

from pathlib import Path

import pandas as pd
import pytest
from made_folders import sweep_made
from made_trials import MADE_BY_THREADS

from engine.errors import StoreError
from engine.experiment.backends import BACKENDS
from engine.results.sweeps.loading import SweepResults, load_sweep_results
from engine.results.sweeps.peeking import PartialSweepResults, peek_sweep
from engine.results.sweeps.sharding import merge_shards
from engine.scenario.sweep import Share


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


def read(found: SweepResults, table: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(found, table)
    return frame


def test_a_complete_sweep_is_loaded_as_it_is(tmp_path: Path) -> None:
    assert type(peek_sweep(sweep_made(tmp_path, tmp_path / "out"))) is SweepResults


def test_points_that_are_done_are_those_of_the_whole_sweep(tmp_path: Path) -> None:
    whole = load_sweep_results(sweep_made(tmp_path, tmp_path / "whole"))
    found = peek_sweep(sweep_made(tmp_path, tmp_path / "part", stop_after=100))
    assert isinstance(found, PartialSweepResults)
    assert (found.n_there, found.n_asked) == (100, 180)
    done = 3
    for table in ("outcomes", "estimates", "differences"):
        ours, theirs = read(found, table), read(whole, table)
        ours, theirs = ours[ours["point"] < done], theirs[theirs["point"] < done]
        assert len(ours) == len(theirs) > 0
        pd.testing.assert_frame_equal(ours.reset_index(drop=True), theirs.reset_index(drop=True))
    pd.testing.assert_frame_equal(found.read_trials(0), whole.read_trials(0))
    assert len(found.read_trials(5)) == 0


def test_a_point_that_is_half_done_is_compared_over_the_trials_that_both_have(tmp_path: Path) -> None:
    found = peek_sweep(sweep_made(tmp_path, tmp_path / "part", stop_after=40))
    half = found.differences[found.differences["point"] == 1]
    assert len(found.read_trials(1)) == 10
    assert 0 < half["trials"].max() <= 10


def test_shards_are_read_before_they_are_merged(tmp_path: Path) -> None:
    sweep_made(tmp_path, tmp_path / "out", Share(1, 2))
    first = peek_sweep(tmp_path / "out")
    assert isinstance(first, PartialSweepResults)
    assert (first.n_there, sorted(first.outcomes["point"].unique())) == (90, [0, 1, 2])
    sweep_made(tmp_path, tmp_path / "out", Share(2, 2))
    both = peek_sweep(tmp_path / "out")
    merge_shards(tmp_path / "out")
    merged = peek_sweep(tmp_path / "out")
    assert type(merged) is SweepResults
    for table in ("outcomes", "estimates", "differences"):
        pd.testing.assert_frame_equal(read(both, table), read(merged, table))
    pd.testing.assert_frame_equal(first.read_trials(1), merged.read_trials(1))


def test_a_sweep_of_another_engine_is_refused(tmp_path: Path) -> None:
    folder = sweep_made(tmp_path, tmp_path / "part", stop_after=40)
    record = folder / "run.json"
    record.write_text(record.read_text().replace('"sources": "', '"sources": "0'))
    with pytest.raises(StoreError, match="was begun with sources"):
        peek_sweep(folder)
