"""Unfinished runs, read as they stand."""

from pathlib import Path

import pandas as pd
import pytest
from made_folders import begin_made, keep, run_made
from made_trials import MADE_BY_THREADS

from engine.errors import StoreError
from engine.experiment.running import complete, extend, reopen
from engine.results import peeking
from engine.results.joining import join_parts
from engine.results.loading import Results, load
from engine.results.lock import LOCK
from engine.results.parts import Part, Span, list_parts, name_part, read_part
from engine.results.peeking import PartialResults, peek
from engine.results.store import PARTS, say_of
from engine.results.tables import Tables
from engine.scenario import Scenario

TABLES = [name for name in Tables._fields if name != "assumptions"]


def list_everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def finish(folder: Path) -> Results:
    with reopen(folder) as store:
        return complete(store, 1, backend=MADE_BY_THREADS)


def test_a_complete_run_is_loaded_as_it_is(minimal: Scenario, tmp_path: Path) -> None:
    found = peek(run_made(minimal, tmp_path / "out"))
    assert type(found) is Results


def test_tables_of_what_is_there_are_those_of_a_run_of_as_many(minimal: Scenario, tmp_path: Path) -> None:
    begin_made(minimal, tmp_path / "part", [(0, 10), (10, 30)], trials=60)
    found, whole = peek(tmp_path / "part"), load(run_made(minimal, tmp_path / "whole", trials=40))
    assert isinstance(found, PartialResults)
    assert (found.run.trials, found.n_asked, found.run.failed) == (40, 60, whole.run.failed)
    for name in [*TABLES, "assumptions", "trials"]:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(whole, name))


def test_trials_with_gaps_between_them_count_as_they_are(minimal: Scenario, tmp_path: Path) -> None:
    found = peek(begin_made(minimal, tmp_path / "out", [(5, 5), (20, 10)]))
    assert found.run.trials == 15
    assert list(found.trials["trial"]) == [*range(5, 10), *range(20, 30)]
    assert found.outcomes["trials"].sum() + found.run.failed == 15


def test_a_run_of_which_nothing_is_done_has_tables_that_say_nothing(
    minimal: Scenario, tmp_path: Path
) -> None:
    found = peek(begin_made(minimal, tmp_path / "out", []))
    assert (found.run.trials, len(found.trials)) == (0, 0)
    assert found.outcomes["share"].isna().all()
    assert found.phases["trials"].sum() == 0


def test_reading_changes_nothing_in_the_folder_and_takes_no_lock(minimal: Scenario, tmp_path: Path) -> None:
    folder = begin_made(minimal, tmp_path / "out", [(0, 10)])
    before = list_everything(folder)
    assert len(peek(folder).trials) == 10
    assert list_everything(folder) == before
    assert not (folder / LOCK).exists()


def test_a_run_that_is_being_written_is_read_beside_its_writer(minimal: Scenario, tmp_path: Path) -> None:
    folder = begin_made(minimal, tmp_path / "out", [(0, 10)])
    with reopen(folder) as store:
        found = peek(folder)
        keep(minimal, folder, Span(10, 50))
        complete(store, 1, backend=MADE_BY_THREADS)
    assert found.run.trials == 10
    assert len(found.trials) == 10  # though the parts that it was counted from are gone
    assert type(peek(folder)) is Results


def test_parts_that_are_joined_while_they_are_read_are_read_again(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = begin_made(minimal, tmp_path / "out", [(0, 10), (10, 10), (20, 10)])
    monkeypatch.setattr("engine.results.joining.JOINED_TRIALS", 20)
    of = say_of(minimal, 1)

    def join_before_reading(path: Path, *asked: object) -> Part:
        monkeypatch.setattr(peeking, "read_part", read_part)
        parts = folder / PARTS
        join_parts(parts, list_parts(parts), lambda span: read_part(name_part(parts, span), of, True))
        return read_part(path, *asked)

    monkeypatch.setattr(peeking, "read_part", join_before_reading)
    assert peek(folder).run.trials == 30
    assert list_parts(folder / PARTS) == [Span(0, 20), Span(20, 10)]


def test_a_part_that_is_always_missing_is_an_error_and_no_endless_loop(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = begin_made(minimal, tmp_path / "out", [(0, 10)])
    monkeypatch.setattr(peeking, "list_parts", lambda _: [Span(0, 11)])
    with pytest.raises(StoreError, match="is missing"):
        peek(folder)


def test_an_extended_run_has_its_old_trials_and_the_new_ones_that_are_there(
    minimal: Scenario, tmp_path: Path
) -> None:
    folder = run_made(minimal, tmp_path / "out", trials=20)
    extend(folder, 30).close()
    keep(minimal, folder, Span(20, 15))
    found, whole = peek(folder), load(run_made(minimal, tmp_path / "whole", trials=35))
    assert isinstance(found, PartialResults)
    assert (found.run.trials, found.n_asked) == (35, 50)
    for name in ("outcomes", "estimates", "trials"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(whole, name))
    assert finish(folder).run.trials == 50


def test_a_run_of_another_engine_is_refused(minimal: Scenario, tmp_path: Path) -> None:
    folder = begin_made(minimal, tmp_path / "out", [(0, 10)])
    record = folder / "run.json"
    record.write_text(record.read_text().replace('"engine": "', '"engine": "0.0.'))
    with pytest.raises(StoreError, match="was begun with engine"):
        peek(folder)


def test_a_damaged_part_is_an_error(minimal: Scenario, tmp_path: Path) -> None:
    folder = begin_made(minimal, tmp_path / "out", [(0, 10)])
    name_part(folder / PARTS, Span(0, 10)).write_bytes(b"damage")
    with pytest.raises(StoreError, match="does not hold the trials that it should"):
        peek(folder)
