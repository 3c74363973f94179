import hashlib
import json
import shutil
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from made_trials import make_chunk

from engine.errors import ScenarioError, StoreError
from engine.experiment.running import extend
from engine.results import trials as trials_table
from engine.results.csv_tables import read_table, write_table
from engine.results.finishing import finish
from engine.results.folder import OUTPUTS, make_aside
from engine.results.joining import join_parts
from engine.results.loading import Results, load
from engine.results.opening import create, reopen
from engine.results.parts import Span, list_parts, name_part
from engine.results.provenance import Run, describe
from engine.results.store import Store, store_chunk
from engine.results.tables import Tables
from engine.scenario import Scenario
from engine.simulation.records import columns

N_TRIALS = 40


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def begin(scenario: Scenario, out: Path | None = None, n_trials: int = N_TRIALS, **asked: bool) -> Store:
    return create(scenario, describe(scenario, seed=0, trials=n_trials, backend="kernel", **asked), out)


def keep(store: Store, first: int, stop: int) -> None:
    chunk = make_chunk(store.scenario, store.run.seed, first, stop - first)
    store_chunk(store.folder, store.scenario, store.run.seed, store.run.rows, chunk)
    store.note_part()


def store(
    scenario: Scenario, out: Path | None = None, cuts: tuple[int, ...] = (0, N_TRIALS), **asked: bool
) -> Results:
    with begin(scenario, out, cuts[-1], **asked) as held:
        for first, stop in pairwise(cuts):
            keep(held, first, stop)
        finish(held, workers=1)
    return load(held.folder)


def unfinished(scenario: Scenario, *cuts: int) -> Path:
    with begin(scenario) as held:
        for first, stop in pairwise(cuts):
            keep(held, first, stop)
    return held.folder


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_run_reads_back_as_it_was_written(minimal: Scenario) -> None:
    results = store(minimal)
    assert results.folder == OUTPUTS / "minimal"
    assert isinstance(results.run, Run)
    assert (results.run.trials, results.run.status, results.run.digest) == (
        N_TRIALS,
        "complete",
        minimal.digest,
    )
    assert results.run.failed == (results.trials["status"] == "failed").sum()
    assert results.outcomes["trials"].sum() == N_TRIALS - results.run.failed
    for table in Tables._fields:
        assert len(getattr(results, table)) > 0
    assert set(results.run.checksums) == {path.name for path in results.folder.iterdir()} - {"run.json"}


def test_how_the_work_was_cut_leaves_no_trace(minimal: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials_table, "ROW_GROUP", 16)
    whole, cut = store(minimal), store(minimal, cuts=(0, 1, 7, 30, 39, N_TRIALS))
    assert whole.run.checksums == cut.run.checksums
    parquet = pyarrow.parquet.ParquetFile(cut.folder / "trials.parquet")
    assert [parquet.metadata.row_group(group).num_rows for group in range(parquet.num_row_groups)] == [
        16,
        16,
        8,
    ]


def test_the_table_of_trials_holds_every_record_in_words(minimal: Scenario) -> None:
    chunk, frame = make_chunk(minimal, 0, 0, N_TRIALS), store(minimal).trials
    assert frame["trial"].tolist() == list(range(N_TRIALS))
    for place, column in enumerate(columns(minimal)):
        found = frame[column.name]
        if column.kind == "code":
            codes = found.map({word: code for code, word in enumerate(column.codes)}).astype(float)
            np.testing.assert_array_equal(codes, chunk.values[:, place])
        else:
            np.testing.assert_array_equal(found.astype(float), chunk.values[:, place])
    np.testing.assert_array_equal(frame[list(minimal.uncertain)].to_numpy(), chunk.draws)


def test_trials_as_csv_are_the_same_trials(minimal: Scenario) -> None:
    results = store(minimal, trials_csv=True)
    frame = pd.read_csv(results.folder / "trials.csv")
    assert frame.columns.tolist() == results.trials.columns.tolist()
    drawn = list(minimal.uncertain)
    np.testing.assert_array_equal(frame[drawn].to_numpy(), results.trials[drawn].to_numpy())
    assert frame["outcome"].dropna().tolist() == results.trials["outcome"].dropna().tolist()


def test_every_csv_loads_in_plain_pandas(minimal: Scenario) -> None:
    for path in store(minimal).folder.glob("*.csv"):
        assert len(pd.read_csv(path)) > 0


def test_floats_read_back_bit_for_bit(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    numbers = np.concatenate(
        [rng.random(1000), rng.random(1000) * 10.0 ** rng.integers(-300, 300, 1000), [0.1 + 0.2]]
    )
    table = pd.DataFrame({"outcome": "x", "trials": 1, "share": numbers, "low": 0.0, "high": np.nan})
    write_table(tmp_path / "outcomes.csv", table)
    read = read_table(tmp_path / "outcomes.csv", "outcomes")
    assert (read["share"].to_numpy() == numbers).all()
    assert read["high"].isna().all()


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1+1", "-cmd", "@SUM(A1)", "\tx", "\n=1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_defused(text: str, tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", pd.DataFrame({"path": [text, 'a, "b"\nc'], "value": ["-0.5", "x"]}))
    read = pd.read_csv(tmp_path / "a.csv", dtype=str)
    assert read["path"].tolist() == [f"'{text}", 'a, "b"\nc']
    assert read["value"].tolist() == ["-0.5", "x"]


def test_a_line_end_of_any_kind_begins_no_row(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", pd.DataFrame({"path": ["a\r=1", "b\r\nc"]}))
    assert pd.read_csv(tmp_path / "a.csv")["path"].tolist() == ["a\n=1", "b\nc"]


def test_a_second_run_takes_the_next_name(minimal: Scenario) -> None:
    first = store(minimal)
    before = digests(first.folder)
    names = [store(minimal).folder.name for _ in range(2)]
    assert names == ["minimal-2", "minimal-3"]
    assert digests(first.folder) == before


def test_a_name_is_taken_from_the_start(minimal: Scenario) -> None:
    with begin(minimal) as first:
        assert store(minimal).folder == OUTPUTS / "minimal-2"
        assert first.folder == OUTPUTS / "minimal"
        assert first.folder.is_dir()


def test_a_folder_that_holds_anything_is_refused(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    (tmp_path / "file").touch()
    for name in ("mine", "file"):
        with pytest.raises(ScenarioError, match="name a folder that does not exist yet"):
            begin(minimal, tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "file"}


def test_an_empty_folder_may_be_used(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert store(minimal, tmp_path / "empty").run.trials == N_TRIALS
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_what_is_missing_is_what_no_part_holds(minimal: Scenario) -> None:
    folder = unfinished(minimal, 3, 10, 12)
    (folder / "parts" / "1-2-3.npz").touch()
    with reopen(folder) as held:
        keep(held, 30, 35)
        assert held.list_missing() == [Span(0, 3), Span(12, 18), Span(35, 5)]
        assert held.count_missing() == 26


def test_a_run_can_be_taken_up_from_the_moment_that_its_folder_is_there(minimal: Scenario) -> None:
    folder = unfinished(minimal)
    with reopen(folder) as held:
        assert held.list_missing() == [Span(0, N_TRIALS)]
        keep(held, 0, N_TRIALS)
        finish(held, workers=1)
    assert load(folder).run.checksums == store(minimal).run.checksums


def test_parts_in_any_order_give_the_same_bytes(minimal: Scenario) -> None:
    folder = unfinished(minimal)
    with reopen(folder) as held:
        for first in (30, 0, 20, 10):
            keep(held, first, first + 10)
        finish(held, workers=1)
    assert load(folder).run.checksums == store(minimal).run.checksums


def test_a_run_that_lacks_trials_is_not_finished(minimal: Scenario) -> None:
    with begin(minimal) as held:
        keep(held, 0, 10)
        with pytest.raises(StoreError, match=r"lacks trials 10 to 39 \(sim resume outputs/minimal\)"):
            finish(held, workers=1)


def test_nothing_but_the_tables_is_left(minimal: Scenario) -> None:
    folder = store(minimal).folder
    assert not [path.name for path in folder.iterdir() if path.is_dir() or path.name.startswith(".")]


class Killed(BaseException):
    """Stands for a kill: nothing catches it and nothing is put in order."""


def test_finishing_may_be_killed_at_any_step(minimal: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time one more name is put in place before the kill; then the run is finished and compared."""
    wanted = store(minimal, cuts=(0, 25, N_TRIALS)).run.checksums
    rename = Path.replace
    for n_steps in range(20):
        left = iter(range(n_steps))

        def replace(path: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left, None) is None:
                raise Killed
            return rename(path, target)

        folder = store(minimal, cuts=(0, 25)).folder
        with reopen(folder) as held:
            held.ask_for(N_TRIALS)
            keep(held, 25, N_TRIALS)
            monkeypatch.setattr(Path, "replace", replace)
            try:
                finish(held, workers=1)
            except Killed:
                whole = False
            else:
                whole = True
        monkeypatch.setattr(Path, "replace", rename)
        if whole:
            assert n_steps > len(wanted) - 2
            return
        with pytest.raises(StoreError, match="unfinished"):
            load(folder)
        with reopen(folder) as held:
            assert held.list_missing() == []
            finish(held, workers=1)
        assert load(folder).run.checksums == wanted
    raise AssertionError("finishing takes more steps than were tried")


def test_an_extended_run_is_a_run_of_the_total(minimal: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials_table, "ROW_GROUP", 16)
    folder = store(minimal, cuts=(0, 7, 21), trials_csv=True).folder
    before = load(folder).trials
    for stop in (22, N_TRIALS):
        with reopen(folder) as held:
            keep_from = held.run.trials
            held.ask_for(stop, "sim extend")
            keep(held, keep_from, stop)
            finish(held, workers=1)
    extended = load(folder)
    assert extended.run.checksums == store(minimal, trials_csv=True).run.checksums
    pd.testing.assert_frame_equal(extended.trials[:21], before, check_dtype=False, check_exact=True)
    assert extended.run.command == "sim extend && sim extend"


def test_until_it_is_whole_again_an_extended_run_is_unfinished(minimal: Scenario) -> None:
    folder = store(minimal, cuts=(0, 20)).folder
    with reopen(folder) as held:
        held.ask_for(N_TRIALS)
        keep(held, 20, 30)
    with pytest.raises(StoreError, match="unfinished run"):
        load(folder)
    with reopen(folder) as held:
        assert held.list_missing() == [Span(30, 10)]
        keep(held, 30, N_TRIALS)
        finish(held, workers=1)
    assert load(folder).run.checksums == store(minimal).run.checksums


def test_a_look_at_the_trials_so_far_is_their_aggregate(minimal: Scenario) -> None:
    with begin(minimal, n_trials=10) as held:
        keep(held, 0, 10)
        first = held.merge()
        held.ask_for(N_TRIALS)
        keep(held, 10, N_TRIALS)
        second = held.merge()
        finish(held, workers=1)
    assert (first.statuses.sum(), second.statuses.sum()) == (10, N_TRIALS)
    assert load(held.folder).run.checksums == store(minimal).run.checksums


def test_without_rows_there_is_no_table_of_trials(minimal: Scenario) -> None:
    bare, full = store(minimal, rows=False), store(minimal)
    missing = {name: digest for name, digest in full.run.checksums.items() if name not in bare.run.checksums}
    assert set(missing) == {"trials.parquet"}
    assert bare.run.checksums == {k: v for k, v in full.run.checksums.items() if k not in missing}
    with pytest.raises(StoreError, match="keeps no rows"):
        _ = bare.trials


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "torn":
        path.write_bytes(content[: len(content) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        middle = len(content) // 3
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


@pytest.mark.parametrize("how", ["torn", "empty", "flipped"])
def test_a_damaged_part_is_run_again(minimal: Scenario, how: str) -> None:
    folder = unfinished(minimal, 0, 20, N_TRIALS)
    part = name_part(folder / "parts", Span(0, 20))
    damage(part, how)
    with reopen(folder) as held:
        assert held.damaged == (part,)
        assert held.list_missing() == [Span(0, 20)]
        keep(held, 0, 20)
        damage(part, how)
        with pytest.raises(StoreError, match="sim resume outputs/minimal runs them again"):
            finish(held, workers=1)


def test_a_part_of_another_run_or_of_other_trials_is_damaged(minimal: Scenario) -> None:
    folder = unfinished(minimal, 0, 20, N_TRIALS)
    parts = folder / "parts"
    name_part(parts, Span(0, 20)).rename(name_part(parts, Span(0, 19)))
    store_chunk(folder, minimal, 1, True, make_chunk(minimal, 1, 20, 20))
    with reopen(folder) as held:
        assert held.list_missing() == [Span(0, N_TRIALS)]


def test_what_was_half_written_is_swept(minimal: Scenario) -> None:
    folder = unfinished(minimal, 0, 20)
    halves = [folder / ".aside-1-run.json", folder / "parts" / ".aside-1-000000000020-000000000040.npz"]
    for half in halves:
        half.write_bytes(b"half")
    with reopen(folder):
        assert not any(half.exists() for half in halves)


def test_small_parts_are_joined_and_leave_no_trace(
    minimal: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.results.store.JOIN_EVERY", 4)
    monkeypatch.setattr("engine.results.joining.JOINED_TRIALS", 8)
    with begin(minimal) as held:
        for first in range(0, N_TRIALS, 2):
            keep(held, first, first + 2)
        lengths = [span.n_trials for span in list_parts(held.parts)]
        assert sum(lengths) == N_TRIALS
        assert lengths.count(8) == 4
        finish(held, workers=1)
    assert load(held.folder).run.checksums == store(minimal).run.checksums


def test_pieces_that_a_kill_left_beside_the_whole_count_for_nothing(minimal: Scenario) -> None:
    folder = unfinished(minimal, 0, 10, 20, N_TRIALS)
    store_chunk(folder, minimal, 0, True, make_chunk(minimal, 0, 0, 20))
    with reopen(folder) as held:
        assert list_parts(held.parts) == [Span(0, 20), Span(20, 20)]
        assert len(list(held.parts.iterdir())) == 2
        finish(held, workers=1)
    assert load(folder).run.checksums == store(minimal).run.checksums


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"engine": "0.0.9"}, r"begun with engine 0\.0\.9, and this is \d"),
        ({"sources": "beef"}, "begun with sources of the model beef, and this is [0-9a-f]{16}"),
        ({"digest": "beef"}, "begun with scenario beef, and this is [0-9a-f]{64}"),
    ],
)
def test_another_engine_or_scenario_does_not_go_on(
    minimal: Scenario, change: dict[str, str], message: str
) -> None:
    folder = unfinished(minimal, 0, 20)
    record = json.loads((folder / "run.json").read_text()) | change
    (folder / "run.json").write_text(json.dumps(record))
    with pytest.raises(StoreError, match=message):
        reopen(folder)
    assert not (folder / ".lock").exists()


def test_a_complete_run_of_another_engine_is_complete(minimal: Scenario) -> None:
    folder = store(minimal).folder
    record = json.loads((folder / "run.json").read_text()) | {"engine": "0.0.9"}
    (folder / "run.json").write_text(json.dumps(record))
    with reopen(folder) as held:
        assert held.count_missing() == 0
    with pytest.raises(StoreError, match=r"begun with engine 0\.0\.9"):
        extend(folder, 5)
    assert load(folder).run.trials == N_TRIALS


def test_an_extension_whose_old_rows_are_lost_runs_all_again(minimal: Scenario) -> None:
    folder = store(minimal, cuts=(0, 20)).folder
    with reopen(folder) as held:
        held.ask_for(N_TRIALS)
        keep(held, 20, N_TRIALS)
        content = (folder / "trials.parquet").read_bytes()
        (folder / "trials.parquet").write_bytes(content[:40] + bytes(400) + content[440:])
        with pytest.raises(StoreError, match="remove it, and sim resume outputs/minimal runs all trials"):
            finish(held, workers=1)
    (folder / "trials.parquet").unlink()
    with reopen(folder) as held:
        assert held.damaged == (folder / "trials.parquet",)
        assert held.list_missing() == [Span(0, 20)]
        keep(held, 0, 20)
        finish(held, workers=1)
    assert load(folder).run.checksums == store(minimal).run.checksums


def test_one_process_at_a_time(minimal: Scenario) -> None:
    with begin(minimal) as held, pytest.raises(StoreError, match="is being written by another process"):
        reopen(held.folder)
    with reopen(held.folder):
        pass


def test_a_folder_that_is_removed_is_not_made_again(minimal: Scenario) -> None:
    with begin(minimal) as held:
        keep(held, 0, 20)
        shutil.rmtree(held.folder)
        with pytest.raises(StoreError, match="moved, removed or replaced"):
            keep(held, 20, 30)
        for act in (held.note_part, held.merge, lambda: held.ask_for(50), lambda: finish(held, 1)):
            with pytest.raises(StoreError, match="moved, removed or replaced"):
                act()
        assert not held.folder.exists()


def test_a_folder_that_another_run_took_is_left_to_it(minimal: Scenario) -> None:
    with begin(minimal) as lost:
        shutil.rmtree(lost.folder)
        with begin(minimal) as other:
            assert other.folder == lost.folder
            with pytest.raises(StoreError, match="replaced"):
                finish(lost, workers=1)
            lost.close()
            with pytest.raises(StoreError, match="another process"):
                reopen(other.folder)


def test_a_killed_runs_leftovers_do_not_stand_in_the_way(minimal: Scenario, tmp_path: Path) -> None:
    make_aside(tmp_path / "out")
    assert store(minimal, tmp_path / "out").run.trials == N_TRIALS


def test_an_unwritable_place_is_found_out_at_once(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="can't be written"):
        begin(minimal, tmp_path / "file" / "out")


def test_folders_are_as_readable_as_any_other(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    assert stat.S_IMODE(store(minimal).folder.stat().st_mode) == stat.S_IMODE(
        (tmp_path / "usual").stat().st_mode
    )


def test_nothing_of_this_machine_is_stored(minimal: Scenario) -> None:
    results = store(minimal)
    run = (results.folder / "run.json").read_text()
    assert str(Path.home()) not in run
    assert str(Path.cwd()) not in run


@pytest.mark.parametrize("name", ["outcomes.csv", "trials.parquet", "scenario.toml"])
def test_a_changed_or_missing_file_is_told(minimal: Scenario, name: str) -> None:
    folder = store(minimal).folder
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(StoreError, match=f"{name} is not what the run wrote"):
        load(folder)
    (folder / name).unlink()
    with pytest.raises(StoreError, match=f"{name} is missing"):
        load(folder)


def test_what_is_no_run_is_told(minimal: Scenario, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="holds no run"):
        load(tmp_path)
    aside = make_aside(tmp_path / "out")
    (aside / "run.json").touch()
    with pytest.raises(StoreError, match="holds no run"):
        load(aside)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 99}, "upgrade the engine"),
        ({"status": "unfinished"}, "unfinished"),
        ({"trials": "many"}, "trials is not as a run records it"),
        ({"schema": None}, "schema is not as a run records it"),
    ],
)
def test_a_record_that_is_not_right_is_told(
    minimal: Scenario, change: dict[str, object], message: str
) -> None:
    folder = store(minimal).folder
    record = json.loads((folder / "run.json").read_text()) | change
    (folder / "run.json").write_text(json.dumps(record))
    with pytest.raises(StoreError, match=message):
        load(folder)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_a_broken_record_is_told(minimal: Scenario, content: bytes) -> None:
    folder = store(minimal).folder
    (folder / "run.json").write_bytes(content)
    with pytest.raises(StoreError, match=r"run\.json"):
        load(folder)


def refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_from_the_start_leaves_nothing(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.results.opening.write_table", refuse)
    with pytest.raises(StoreError, match=r"no space left on device .* choose another folder"):
        store(minimal, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "full", ["parts.np.savez", "finishing.write_table", "trials.pa.parquet.ParquetWriter.write_table"]
)
def test_a_disk_that_fills_up_is_told_and_what_is_finished_is_kept(
    minimal: Scenario, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    way_out = r"no space left .* is kept: free some space, then sim resume outputs/minimal\)"
    with begin(minimal) as held:
        keep(held, 0, 20)
        with monkeypatch.context() as disk:
            disk.setattr(f"engine.results.{full}", refuse)
            with pytest.raises(StoreError, match=way_out):  # noqa: PT012
                keep(held, 20, N_TRIALS)
                finish(held, workers=1)
    with reopen(held.folder) as held:
        for span in held.list_missing():
            keep(held, span.first, span.stop)
        finish(held, workers=1)
    assert load(held.folder).run.checksums == store(minimal).run.checksums


def test_looking_again_and_again_gives_what_one_look_gives(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a part that was looked at is joined with a later one in between."""
    monkeypatch.setattr("engine.results.joining.JOINED_TRIALS", 15)
    with begin(minimal, tmp_path / "often", n_trials=10) as held:
        for first, stop in pairwise((0, 10, 20, 25, 50)):
            held.ask_for(stop)
            keep(held, first, stop)
            if stop <= 20:
                held.merge()
        join_parts(held.parts, held.list_parts(), held._read_part)
        assert [span.stop for span in held.list_parts()] == [10, 25, 50]
        often = held.merge()
    with begin(minimal, tmp_path / "once", n_trials=50) as held:
        keep(held, 0, 50)
        once = held.merge()
    assert all((mine == theirs).all() for mine, theirs in zip(often, once, strict=True))
