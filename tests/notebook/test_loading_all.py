"""A run, a sweep or many, by path or pattern."""

from pathlib import Path

import pytest
from made_folders import begin_made, run_made, sweep_made
from made_trials import MADE_BY_THREADS

import engine
from engine.errors import StoreError
from engine.experiment.backends import BACKENDS
from engine.notebook.collections import Runs, Sweeps
from engine.notebook.runs import RunResults
from engine.notebook.sweeps import SweptResults
from engine.results.tables import Tables
from engine.scenario import Scenario


@pytest.fixture(autouse=True)
def _made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


def test_a_folder_is_one_object_of_its_kind(minimal: Scenario, tmp_path: Path) -> None:
    run_made(minimal, tmp_path / "run")
    sweep_made(tmp_path, tmp_path / "sweep")
    run, sweep = engine.load("run"), engine.load(tmp_path / "sweep")
    assert isinstance(run, RunResults)
    assert isinstance(sweep, SweptResults)
    assert all(len(getattr(run, table)) for table in [*Tables._fields, "trials"])
    assert all(
        len(getattr(sweep, table)) for table in ("points", "axes", "outcomes", "estimates", "differences")
    )


def test_a_pattern_stacks_the_tables_under_the_names_of_the_runs(minimal: Scenario, tmp_path: Path) -> None:
    for name in ("b", "a"):
        run_made(minimal, tmp_path / f"run-{name}", trials=10)
    Path("run-not").mkdir()
    found = engine.load("run-*")
    assert isinstance(found, Runs)
    assert list(found) == ["run-a", "run-b"]
    for table in [*Tables._fields, "trials"]:
        stacked = getattr(found, table)
        assert next(iter(stacked)) == "run"
        assert list(stacked["run"].unique()) == ["run-a", "run-b"]
        assert len(stacked) == sum(len(getattr(each, table)) for each in found.values())


def test_a_pattern_that_finds_one_folder_is_still_a_collection(minimal: Scenario, tmp_path: Path) -> None:
    run_made(minimal, tmp_path / "run", trials=5)
    assert list(engine.load("r*n")) == ["run"]


def test_folders_of_the_same_name_are_told_apart_by_their_paths(minimal: Scenario, tmp_path: Path) -> None:
    for parent in ("x", "y"):
        run_made(minimal, tmp_path / parent / "run", trials=5)
    assert list(engine.load("*/run")) == ["x/run", "y/run"]


def test_a_folder_whose_name_looks_like_a_pattern_is_found(minimal: Scenario, tmp_path: Path) -> None:
    run_made(minimal, tmp_path / "run[1]", trials=5)
    assert isinstance(engine.load("run[1]"), RunResults)


def test_several_sweeps_stack_too(tmp_path: Path) -> None:
    for name in ("one", "two"):
        sweep_made(tmp_path, tmp_path / f"sweep-{name}")
    found = engine.load("sweep-*")
    assert isinstance(found, Sweeps)
    assert list(found.outcomes["sweep"].unique()) == ["sweep-one", "sweep-two"]
    assert len(found.trials) == 360


def test_what_is_unfinished_says_so(minimal: Scenario, tmp_path: Path) -> None:
    begin_made(minimal, tmp_path / "run", [(0, 1500)], trials=6000)
    sweep_made(tmp_path, tmp_path / "sweep", stop_after=100)
    for name, said in (
        ("run", "unfinished: 1,500 of 6,000 trials"),
        ("sweep", "unfinished: 100 of 180 trials"),
    ):
        found = engine.load(name)
        assert isinstance(found, RunResults | SweptResults)
        assert said in repr(found)
        assert said in found._repr_html_()
        assert "unfinished" in found._repr_html_()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere", "is no folder"),
        ("empty", "holds no run"),
        ("no*thing", "finds no folder of a run or sweep"),
        ("*", "finds both sweeps"),
    ],
)
def test_what_is_no_result_is_a_clear_error(minimal: Scenario, tmp_path: Path, path: str, said: str) -> None:
    Path("empty").mkdir()
    run_made(minimal, tmp_path / "run", trials=5)
    sweep_made(tmp_path, tmp_path / "sweep")
    with pytest.raises(StoreError, match=said):
        engine.load(path)


def test_a_changed_and_a_newer_folder_are_refused(minimal: Scenario, tmp_path: Path) -> None:
    folder = run_made(minimal, tmp_path / "run", trials=5)
    (folder / "outcomes.csv").write_text("outcome,trials\n")
    with pytest.raises(StoreError, match="its checksum differs"):
        engine.load(folder)
    record = folder / "run.json"
    record.write_text(record.read_text().replace('"schema": 1', '"schema": 99'))
    with pytest.raises(StoreError, match="newer than this engine reads"):
        engine.load(folder)
