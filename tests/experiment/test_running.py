import multiprocessing
import os
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from made_trials import MADE, make_chunk
from places import MINIMAL

from engine.errors import ScenarioError, StoreError
from engine.experiment.running import Settings, complete, reopen, run_scenario, settle
from engine.scenario import Scenario, load_scenario
from engine.simulation.records import Chunk


def never(*_: object) -> Chunk:
    raise AssertionError("trials ran")


NEVER = MADE._replace(runner=never)


def test_a_run_stores_the_same_bytes_whoever_works(minimal: Scenario, tmp_path: Path) -> None:
    alone = run_scenario(minimal, Settings(30, 2, 1), out=tmp_path / "alone", backend=MADE)
    shared = run_scenario(minimal, Settings(30, 2, 2), out=tmp_path / "shared", backend=MADE)
    assert alone.run.checksums == shared.run.checksums
    assert (shared.run.trials, shared.run.seed, shared.run.workers) == (30, 2, 2)


def test_another_seed_gives_other_results(minimal: Scenario, tmp_path: Path) -> None:
    runs = [run_scenario(minimal, Settings(30, s, 1), out=tmp_path / str(s), backend=MADE) for s in (0, 1)]
    assert not runs[0].estimates.equals(runs[1].estimates)


def test_what_is_not_asked_for_is_the_scenarios_own(minimal: Scenario) -> None:
    settings = settle(minimal)
    assert (settings.trials, settings.seed) == (minimal.parameters.run.trials, minimal.parameters.run.seed)
    assert settle(minimal, trials=50).workers == 1
    assert settle(minimal, trials=50, seed=0, workers=3) == Settings(50, 0, 3)


def test_every_setting_that_is_wrong_is_told_at_once(minimal: Scenario) -> None:
    with pytest.raises(ScenarioError) as refusal:
        settle(minimal, trials=0, seed=-1, workers=-2)
    assert str(refusal.value).splitlines() == [
        "--trials: 0 must be at least 1",
        "--workers: -2 must be at least 1",
        "--seed: -1 must lie between 0 and 2^64 - 1",
    ]


def test_a_csv_of_rows_needs_rows(minimal: Scenario) -> None:
    assert settle(minimal, trials=50, rows=False) == Settings(50, minimal.parameters.run.seed, 1, rows=False)
    with pytest.raises(
        ScenarioError, match=r"--trials-csv: needs the rows of trials \(leave out --no-rows\)"
    ):
        settle(minimal, trials=50, rows=False, trials_csv=True)


def test_memory_does_not_grow_with_trials(tmp_path: Path) -> None:
    """The records of 45,000 more trials are 16 MB; not one MB more may be seen."""
    # In a process of its own: threads that other tests leave behind allocate where this one measures.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        few, many = pool.submit(measure_peaks, tmp_path).result()
    assert many - few < 2**20


def measure_peaks(folder: Path) -> list[int]:
    """Measure the peak memory of runs of 5,000 and 50,000 trials, after one to warm up. [bytes]."""
    scenario = load_scenario(MINIMAL)
    made = make_chunk(scenario, 0, 0, 1_000)

    def repeat(*asked: Any) -> Chunk:
        first, n_trials = asked[2:4]
        return Chunk(first, *(array[:n_trials] for array in made[1:]))

    peaks = []
    for n_trials in (1_000, 5_000, 50_000):
        backend = MADE._replace(runner=repeat, chunk_trials=1_000)
        settings = Settings(n_trials, 0, 1, rows=False)
        tracemalloc.start()
        run_scenario(scenario, settings, out=folder / str(n_trials), backend=backend)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return peaks[1:]


def test_an_unwritable_place_is_found_out_before_trials_run(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        run_scenario(minimal, Settings(3, 0, 1), out=tmp_path / "file" / "out", backend=NEVER)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_found_out_before_trials_run(
    minimal: Scenario, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="permission denied"):
        run_scenario(minimal, Settings(3, 0, 1), out=tmp_path / "out", backend=NEVER)


def test_a_run_that_breaks_can_be_resumed(minimal: Scenario, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_scenario(minimal, Settings(3, 0, 1), out=tmp_path / "out", backend=NEVER)
    with reopen(tmp_path / "out") as store:
        assert complete(store, backend=MADE).run.trials == 3
