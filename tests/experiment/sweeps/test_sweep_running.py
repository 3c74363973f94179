from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from made_sweeps import GRID, write_sweep
from made_trials import MADE_BY_THREADS, make_chunk

from engine.errors import EngineError, ScenarioError, StoreError
from engine.experiment.backends import BACKENDS
from engine.experiment.sweeps.planning import Sweep, load_sweep
from engine.experiment.sweeps.running import begin_sweep, complete_sweep, threads
from engine.experiment.sweeps.sharding import find_share, list_unfinished, read_share
from engine.results.estimates import wilson
from engine.results.sweeps.loading import load_sweep_results
from engine.results.sweeps.opening import reopen_sweep
from engine.results.sweeps.sharding import merge_shards
from engine.scenario import Scenario
from engine.scenario.sweep import WHOLE, Cell, Share, cut_share
from engine.simulation.records import OUTCOMES, STATUSES, Chunk, columns


@pytest.fixture(autouse=True)
def _made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


@pytest.fixture
def sweep(tmp_path: Path) -> Sweep:
    return load_sweep(write_sweep(tmp_path))


def run(
    sweep: Sweep, out: str, workers: int = 1, size: int | None = None, share: Share = WHOLE, rows: bool = True
) -> dict[str, str]:
    with begin_sweep(sweep, out=Path(out), share=share, rows=rows) as store:
        done = complete_sweep(store, threads(workers), chunk_trials=size)
    return load_sweep_results(done).run.checksums if share == WHOLE else {}


@pytest.mark.parametrize("size", [1, 4, 7, 100])
@pytest.mark.parametrize("workers", [1, 3])
def test_neither_chunks_nor_workers_change_a_byte(sweep: Sweep, workers: int, size: int) -> None:
    assert run(sweep, "cut", workers, size) == run(sweep, "whole")


@pytest.mark.parametrize("shares", [2, 3, 7, 50])
@pytest.mark.parametrize("rows", [True, False])
def test_merged_shards_are_a_run_of_one_machine_byte_for_byte(sweep: Sweep, shares: int, rows: bool) -> None:
    for number in sorted(range(1, shares + 1), key=lambda number: number * 17 % shares):
        run(sweep, "shards", 2, 4, Share(number, shares), rows)
        assert len(list(Path("shards/shards").iterdir())) == shares - len(
            list_unfinished(Path("shards"), shares)
        )
    merge_shards(Path("shards"))
    assert load_sweep_results("shards").run.checksums == run(sweep, "whole", rows=rows)
    assert list_files("shards") == list_files("whole")


def list_files(folder: str) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))


def test_shards_of_several_folders_merge_into_the_first(sweep: Sweep) -> None:
    for number in (1, 2, 3):
        run(sweep, f"machine{number}", 1, 5, Share(number, 3))
    merge_shards(Path("machine2"), [Path("machine1"), Path("machine3")])
    assert load_sweep_results("machine2").run.checksums == run(sweep, "whole")


def test_the_dataset_of_trials_holds_a_file_for_each_point_and_nothing_else(sweep: Sweep) -> None:
    import pyarrow.dataset

    run(sweep, "out")
    files = [path for path in Path("out/trials").rglob("*") if path.is_file()]
    assert sorted(files) == [Path(f"out/trials/point={point}/part-0.parquet") for point in range(6)]
    rows = pyarrow.dataset.dataset("out/trials", partitioning="hive").to_table().to_pandas()
    assert list(rows.groupby("point").size()) == [30] * 6
    results = load_sweep_results("out")
    assert results.read_trials(3).equals(
        rows[rows["point"] == 3].drop(columns="point").reset_index(drop=True)
    )
    assert list(results.outcomes["point"].unique()) == list(range(6))


def test_all_points_share_their_draws(sweep: Sweep) -> None:
    """Made-up trials hang on seed and trial alone, so that points which share both are equal."""
    run(sweep, "out")
    outcomes = load_sweep_results("out").outcomes.drop(columns="point")
    for _, point in outcomes.groupby(load_sweep_results("out").outcomes["point"]):
        assert point.reset_index(drop=True).equals(outcomes[: len(point)])


class StopError(Exception):
    """Ends a run from within."""


def stop_after(n_chunks: int) -> Callable[[int], None]:
    left = iter(range(n_chunks))

    def tick(_: int) -> None:
        if next(left, None) is None:
            raise StopError

    return tick


@pytest.mark.parametrize("share", [WHOLE, Share(2, 3)])
def test_a_stopped_share_goes_on_where_it_was(sweep: Sweep, share: Share) -> None:
    with begin_sweep(sweep, out=Path("cut"), share=share) as store, pytest.raises(StopError):
        complete_sweep(store, threads(2), stop_after(5), chunk_trials=4)
    with reopen_sweep(Path("cut"), share) as store:
        assert 0 < store.count_missing() < store.n_trials
        ticks: list[int] = []
        n_missing = store.count_missing()
        done = complete_sweep(store, threads(2), ticks.append, chunk_trials=3)
    assert sum(ticks) == n_missing
    if share == WHOLE:
        assert load_sweep_results(done).run.checksums == run(sweep, "whole")
    else:
        assert done == Path("cut/shards/shard-2-of-3.zip")
        run(sweep, "cut", share=Share(1, 3))
        run(sweep, "cut", share=Share(3, 3))
        merge_shards(Path("cut"))
        assert load_sweep_results("cut").run.checksums == run(sweep, "whole")


def test_a_damaged_part_is_run_again(sweep: Sweep) -> None:
    with begin_sweep(sweep, out=Path("cut")) as store, pytest.raises(StopError):
        complete_sweep(store, threads(1), stop_after(5), chunk_trials=4)
    part = next(Path("cut/parts").glob("*.npz"))
    part.write_bytes(part.read_bytes()[:100])
    with reopen_sweep(Path("cut")) as store:
        assert store.damaged == [part]
        complete_sweep(store, threads(1))
    assert load_sweep_results("cut").run.checksums == run(sweep, "whole")


def fail_at(trial: int) -> Callable[..., Chunk]:
    def fail(scenario: Scenario, seed: int, first: int, n_trials: int, tick: object = None) -> Chunk:
        if first <= trial < first + n_trials and scenario.value_at("front.zone_km") == 5:
            raise ZeroDivisionError("made up")
        return make_chunk(scenario, seed, first, n_trials)

    return fail


def test_what_fails_does_not_end_the_rest_and_is_run_again_alone(
    sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS._replace(runner=fail_at(8)))
    with begin_sweep(sweep, out=Path("out")) as store:
        with pytest.raises(
            EngineError, match=r"point 1, trials 8 to 11 failed: ZeroDivisionError: made up"
        ) as told:
            complete_sweep(store, threads(2), chunk_trials=4)
        assert "sim resume out --failed" in str(told.value)
        assert store.list_missing() == [Cell(1, 8, 4), Cell(4, 8, 4)]
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
    with reopen_sweep(Path("out")) as store:
        assert [failure.cell for failure in store.failures] == [Cell(1, 8, 4), Cell(4, 8, 4)]
        ticks: list[int] = []
        complete_sweep(store, threads(1), ticks.append, failed_alone=True)
    assert sum(ticks) == 8
    assert load_sweep_results("out").run.checksums == run(sweep, "whole")


def test_failed_alone_leaves_what_never_began(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS._replace(runner=fail_at(0)))
    with begin_sweep(sweep, out=Path("out")) as store, pytest.raises(StopError):
        complete_sweep(store, threads(1), stop_after(10), chunk_trials=4)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
    with reopen_sweep(Path("out")) as store:
        assert [failure.cell for failure in store.failures] == [Cell(1, 0, 4)]
        n_missing = store.count_missing()
        with pytest.raises(EngineError, match="did not run"):
            complete_sweep(store, threads(1), failed_alone=True)
        assert store.count_missing() == n_missing - 4


def test_gaps_name_the_shards_and_the_way_out(sweep: Sweep) -> None:
    run(sweep, "out", share=Share(2, 3))
    with pytest.raises(StoreError) as told:
        merge_shards(Path("out"))
    said = str(told.value).splitlines()
    assert said == [
        f"shard {shard}/3: point {first}, trials 0 to 29, to point {last}, trials 0 to 29 is not there "
        f"(sim resume out --shard {shard}/3)"
        for shard, first, last in ((1, 0, 1), (3, 4, 5))
    ]


def test_duplicates_name_both_files(sweep: Sweep) -> None:
    for out, number in (("one", 1), ("one", 2), ("two", 2)):
        run(sweep, out, share=Share(number, 2))
    with pytest.raises(StoreError, match="are shards 2/2 and 2/2 with the same trials") as told:
        merge_shards(Path("one"), [Path("two")])
    assert "one/shards/shard-2-of-2.zip and two/shards/shard-2-of-2.zip" in str(told.value)
    run(sweep, "three", share=Share(3, 3))
    with pytest.raises(StoreError, match="are shards 2/2 and 3/3 with the same trials"):
        merge_shards(Path("one"), [Path("three")])


def test_mixed_sweeps_and_engines_are_told_apart(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(sweep, "out", share=Share(1, 2))
    other = load_sweep(write_sweep(tmp_path, GRID.replace("0.8", "0.7"), "other.toml"))
    run(other, "other", share=Share(2, 2))
    with pytest.raises(StoreError, match=r"shard 2/2: other/shards/shard-2-of-2.zip: is of sweep"):
        merge_shards(Path("out"), [Path("other")])
    with pytest.raises(ScenarioError, match="is of sweep"):
        run(other, "out", share=Share(2, 2))
    with pytest.raises(ScenarioError, match="is cut into 2 shards, and this is one of 3"):
        run(sweep, "out", share=Share(2, 3))
    monkeypatch.setattr("engine.results.provenance.engine.__version__", "9.9")
    run(sweep, "new", share=Share(2, 2))
    with pytest.raises(StoreError, match=r"is of engine 9.9, and the folder of"):
        merge_shards(Path("out"), [Path("new")])


def test_a_shard_that_is_not_whole_is_named(sweep: Sweep) -> None:
    for number in (1, 2):
        run(sweep, "out", share=Share(number, 2))
    path = Path("out/shards/shard-1-of-2.zip")
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    with pytest.raises(StoreError, match=r"shard-1-of-2.zip is no whole shard"):
        merge_shards(Path("out"))
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    with pytest.raises(StoreError, match=r"shard-1-of-2.zip does not hold the trials"):
        merge_shards(Path("out"))
    path.write_bytes(whole)
    merge_shards(Path("out"))


@pytest.mark.parametrize(("shares", "points", "trials"), [(1, 1, 1), (3, 2, 5), (64, 100, 7), (7, 7, 1)])
def test_shares_are_equal_and_together_are_everything(shares: int, points: int, trials: int) -> None:
    cells = [cut_share(points, trials, Share(number, shares)) for number in range(1, shares + 1)]
    every = [
        (cell.point, trial) for share in cells for cell in share for trial in range(cell.first, cell.stop)
    ]
    assert every == [(point, trial) for point in range(points) for trial in range(trials)]
    sizes = [sum(cell.n_trials for cell in share) for share in cells]
    assert max(sizes) - min(sizes) <= 1


def task(number: int, count: int, least: int = 0, step: int = 1) -> dict[str, str]:
    names = {"ID": number, "COUNT": count, "MIN": least, "STEP": step}
    return {f"SLURM_ARRAY_TASK_{name}": str(value) for name, value in names.items()}


def test_a_task_of_a_slurm_array_finds_its_share() -> None:
    assert find_share(None, {}) == WHOLE
    assert find_share(None, task(0, 4)) == Share(1, 4)
    assert find_share(None, task(4, 4, least=1)) == Share(4, 4)
    assert find_share(None, task(20, 3, least=10, step=10)) == Share(2, 3)
    assert find_share("2/9", task(0, 4)) == Share(2, 9)


def test_a_task_that_was_submitted_again_alone_is_asked_for_its_number() -> None:
    with pytest.raises(ScenarioError, match="say --shard 7/N"):
        find_share(None, task(7, 1, least=7))
    with pytest.raises(ScenarioError, match="numbers no share"):
        find_share(None, task(7, 3, least=1))


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/3/4", "-1/3", ""])
def test_a_share_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="must be I/N"):
        read_share(text)


def test_many_loose_parts_are_brought_together(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.results.sweeps.store.LOOSE", 10)
    with begin_sweep(sweep, out=Path("cut")) as store, pytest.raises(StopError):
        complete_sweep(store, threads(2), stop_after(45), chunk_trials=2)
    assert len(list(Path("cut/parts").glob("*.npz"))) < 20
    assert len(list(Path("cut/parts").glob("*.zip"))) >= 4
    with reopen_sweep(Path("cut")) as store:
        complete_sweep(store, threads(2), chunk_trials=2)
    assert load_sweep_results("cut").run.checksums == run(sweep, "whole")


def test_differences_are_paired_over_the_same_trials(sweep: Sweep) -> None:
    """Made-up trials are the same at all points: none flips, and the interval is Wilson's for 0 of n."""
    run(sweep, "out")
    table = load_sweep_results("out").differences
    assert table["point"].unique().tolist() == [1, 2, 3, 4, 5]
    assert (table[["here_alone", "there_alone", "difference"]] == 0).all(axis=None)
    assert (table["high"] == -table["low"]).all()
    n_trials = table["trials"].iloc[0]
    assert 0 < n_trials < 30  # made-up trials fail now and then
    assert table["high"].iloc[0] == pytest.approx(wilson(0, n_trials).high)


def test_a_flip_counts_where_it_happens(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    def turn(scenario: Scenario, seed: int, first: int, n_trials: int, tick: object = None) -> Chunk:
        chunk = make_chunk(scenario, seed, first, n_trials)
        place = [column.name for column in columns(scenario)].index("outcome")
        chunk.values[:, place] = 0.0 if scenario.value_at("monitors.attribution") == 0.8 else 1.0
        chunk.values[:, 0] = STATUSES.index("done")
        if first == 0:
            chunk.values[0, place] = 2.0
        return chunk

    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS._replace(runner=turn))
    run(sweep, "out")
    table = load_sweep_results("out").differences.set_index(["point", "outcome"])
    for point in (1, 2):
        assert table.loc[(point, OUTCOMES[0]), "difference"] == 0
    for point in (3, 4, 5):
        here, there = table.loc[(point, OUTCOMES[0])], table.loc[(point, OUTCOMES[1])]
        assert (here["here_alone"], here["there_alone"]) == (29, 0)
        assert (there["here_alone"], there["there_alone"]) == (0, 29)
        assert here["difference"] == -there["difference"] == pytest.approx(29 / 30)


def test_every_column_of_every_table_is_in_the_dictionary(sweep: Sweep) -> None:
    run(sweep, "out")
    told = pd.read_csv("out/dictionary.csv").groupby("table")["column"].apply(list)
    for table in ("points", "axes", "outcomes", "estimates", "differences"):
        assert list(pd.read_csv(f"out/{table}.csv").columns) == told[table]
    assert list(load_sweep_results("out").read_trials(0).columns) == told["trials"]


def test_a_worker_with_another_engine_is_named_and_ends_the_sweep(
    sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.experiment.sweeps.tasks._digest", lambda: "another")
    with (
        begin_sweep(sweep, out=Path("out")) as store,
        pytest.raises(EngineError, match=r"worker on .*: has sources another of the model, and the sweep "),
    ):
        complete_sweep(store, threads(1))


def test_a_shard_finds_no_place_in_a_sweep_that_is_complete(sweep: Sweep) -> None:
    for number in (1, 2):
        run(sweep, "out", share=Share(number, 2))
    merge_shards(Path("out"))
    with pytest.raises(ScenarioError, match="is complete: its shards are merged"):
        run(sweep, "out", share=Share(1, 2))


def test_sobol_points_of_parameters_have_no_intervals(tmp_path: Path) -> None:
    path = write_sweep(tmp_path, GRID.replace("minimal.toml", "sobol.toml"))
    (tmp_path / "sobol.toml").write_text(
        (tmp_path / "minimal.toml").read_text() + '\n[run]\nsampling = "sobol"\n'
    )
    run(load_sweep(path), "out")
    results = load_sweep_results("out")
    for table in (results.outcomes, results.estimates, results.differences):
        assert table[["low", "high"]].isna().all(axis=None)
    assert results.run.digest != load_sweep(write_sweep(tmp_path)).plan.digest


@pytest.mark.parametrize("step", ["write_table", "flush", "digest_file", "write_sweep_record", "tidy_sweep"])
@pytest.mark.parametrize("shares", [1, 2])
def test_a_sweep_that_was_cut_short_while_its_tables_were_written_ends_the_same(
    sweep: Sweep, monkeypatch: pytest.MonkeyPatch, step: str, shares: int
) -> None:
    def stop(*_: object) -> None:
        raise StopError

    for number in range(1, shares + 1) if shares > 1 else ():
        run(sweep, "out", share=Share(number, shares))
    with monkeypatch.context() as patch:
        patch.setattr(f"engine.results.sweeps.finishing.{step}", stop)
        with pytest.raises(StopError):
            merge_shards(Path("out")) if shares > 1 else run(sweep, "out")
    if step != "tidy_sweep" and shares > 1:
        merge_shards(Path("out"))
    elif step != "tidy_sweep":
        with reopen_sweep(Path("out")) as store:
            complete_sweep(store, threads(1))
    assert load_sweep_results("out").run.checksums == run(sweep, "whole")
    if step != "tidy_sweep":
        assert list_files("out") == list_files("whole")
