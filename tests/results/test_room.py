from collections import namedtuple
from pathlib import Path

import pytest

from engine.results.parts import Span, name_part
from engine.results.room import check_room, estimate_room, find_free
from engine.results.store import PARTS, store_chunk
from engine.scenario import Scenario, load_scenario
from engine.simulation.kernel import run_chunk

N_TRIALS = 4096


def test_the_estimate_is_that_of_berlin_within_a_third(tmp_path: Path) -> None:
    berlin = load_scenario("berlin")
    (tmp_path / PARTS).mkdir()
    sizes = {}
    for rows in (True, False):
        store_chunk(tmp_path, berlin, 0, rows, run_chunk(berlin, 0, 0, N_TRIALS))
        sizes[rows] = name_part(tmp_path / PARTS, Span(0, N_TRIALS)).stat().st_size
    # The table of trials takes as much again as the parts.
    assert estimate_room(berlin, N_TRIALS) == pytest.approx(2 * (sizes[True] - sizes[False]), rel=1 / 3)


def test_room_grows_with_trials_and_csv(minimal: Scenario) -> None:
    assert estimate_room(minimal, 2000) == 2 * estimate_room(minimal, 1000)
    assert estimate_room(minimal, 1000, trials_csv=True) > estimate_room(minimal, 1000)


def test_too_little_room_names_both_amounts_and_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.results.room.find_free", lambda folder: 2_000_000_000)
    (problem,) = check_room(tmp_path / "out", 3_500_000_000)
    assert "about 3.5 GB, and 2.0 GB are free" in problem.rule
    assert "--no-rows" in problem.way_out
    assert not list(check_room(tmp_path / "out", 2_000_000_000))


def test_free_room_is_looked_for_where_the_folder_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "free")
    asked = []
    monkeypatch.setattr("shutil.disk_usage", lambda place: asked.append(place) or usage(7))
    assert find_free(tmp_path / "not" / "yet") == 7
    assert asked == [tmp_path]
