import hashlib
import json
import stat
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from made_trials import make_chunk

from engine.errors import ScenarioError, StoreError
from engine.results import trials as trials_table
from engine.results.csv_tables import read_table, write_table
from engine.results.folder import OUTPUTS
from engine.results.loading import Results, load
from engine.results.provenance import Run
from engine.results.store import Draft
from engine.results.tables import Tables
from engine.scenario import Scenario
from engine.simulation.records import columns

N_TRIALS = 40


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def store(
    scenario: Scenario, out: Path | None = None, cuts: tuple[int, ...] = (0, N_TRIALS), **asked: bool
) -> Results:
    with Draft(scenario, out) as draft:
        for first, last in pairwise(cuts):
            draft.add(make_chunk(scenario, 0, first, last - first))
        return load(draft.publish(seed=0, workers=1, **asked))


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


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1+1", "-cmd", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_defused(text: str, tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", pd.DataFrame({"path": [text, 'a, "b"\nc'], "value": ["-0.5", "x"]}))
    read = pd.read_csv(tmp_path / "a.csv", dtype=str)
    assert read["path"].tolist() == [f"'{text}", 'a, "b"\nc']
    assert read["value"].tolist() == ["-0.5", "x"]


def test_a_second_run_takes_the_next_name(minimal: Scenario) -> None:
    first = store(minimal)
    before = digests(first.folder)
    names = [store(minimal).folder.name for _ in range(2)]
    assert names == ["minimal-2", "minimal-3"]
    assert digests(first.folder) == before


def test_a_name_taken_while_running_is_not_overwritten(minimal: Scenario) -> None:
    with Draft(minimal) as draft:
        draft.add(make_chunk(minimal, 0, 0, 3))
        other = store(minimal)
        before = digests(other.folder)
        assert draft.publish(seed=0, workers=1) == OUTPUTS / "minimal-2"
    assert digests(other.folder) == before


def test_a_folder_that_holds_anything_is_refused(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    (tmp_path / "file").touch()
    for name in ("mine", "file"):
        with pytest.raises(ScenarioError, match="name a folder that does not exist yet"):
            Draft(minimal, tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "file"}


def test_an_empty_folder_may_be_used(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert store(minimal, tmp_path / "empty").run.trials == N_TRIALS
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_failure_leaves_nothing_behind(minimal: Scenario, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Draft(minimal, tmp_path / "out") as draft:  # noqa: PT012
        draft.add(make_chunk(minimal, 0, 0, 3))
        assert not (tmp_path / "out").exists()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_killed_runs_leftovers_do_not_stand_in_the_way(minimal: Scenario, tmp_path: Path) -> None:
    killed = Draft(minimal, tmp_path / "out")
    assert store(minimal, tmp_path / "out").run.trials == N_TRIALS
    with killed:
        pass


def test_an_unwritable_place_is_found_out_at_once(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="can't be written"):
        Draft(minimal, tmp_path / "file" / "out")


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
    with pytest.raises(StoreError, match="holds no finished run"):
        load(tmp_path)
    with Draft(minimal, tmp_path / "out"), pytest.raises(StoreError, match="holds no finished run"):
        load(next(tmp_path.glob(".out.part-*")))


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


def test_a_disk_that_fills_up_is_told_and_leaves_nothing(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.results.store.write_table", refuse)
    with pytest.raises(StoreError, match="no space left on device"):
        store(minimal, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
