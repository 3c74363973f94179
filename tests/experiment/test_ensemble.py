from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from made_trials import MADE, MADE_BY_THREADS, die_always, die_once

from engine.errors import EngineError, StoreError
from engine.experiment.backends import Backend
from engine.experiment.running import Settings, begin, complete, extend, reopen, run_scenario, run_to
from engine.results.parts import Span
from engine.scenario import Scenario

N_TRIALS = 21


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def wanted(minimal: Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("whole") / "out"
    return run_scenario(minimal, Settings(N_TRIALS, 7, 1), out=out, backend=MADE).run.checksums


def run(
    scenario: Scenario,
    workers: int = 1,
    backend: Backend = MADE,
    chunk_trials: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, str]:
    with begin(scenario, Settings(N_TRIALS, 7, workers)) as store:
        return complete(store, workers, progress, backend, chunk_trials).run.checksums


@pytest.mark.parametrize("size", [None, 1, 4, 100])
@pytest.mark.parametrize(("workers", "backend"), [(1, MADE), (2, MADE_BY_THREADS), (3, MADE_BY_THREADS)])
def test_neither_chunks_nor_threads_change_a_byte(
    minimal: Scenario, wanted: dict[str, str], size: int | None, workers: int, backend: Backend
) -> None:
    assert run(minimal, workers, backend, size) == wanted


@pytest.mark.parametrize("backend", [MADE, MADE_BY_THREADS])
def test_workers_change_no_byte_and_their_progress_adds_up(
    minimal: Scenario, wanted: dict[str, str], backend: Backend
) -> None:
    ticks: list[int] = []
    assert run(minimal, 2, backend, 2, ticks.append) == wanted
    assert sum(ticks) == N_TRIALS


def test_progress_is_told_trial_by_trial_in_this_thread(minimal: Scenario) -> None:
    ticks: list[int] = []
    run(minimal, progress=ticks.append)
    assert ticks == [1] * N_TRIALS


def test_what_a_killed_process_leaves_is_run_again(
    minimal: Scenario, wanted: dict[str, str], tmp_path: Path
) -> None:
    mark = tmp_path / "died"
    assert run(minimal, 2, MADE._replace(runner=partial(die_once, mark)), 2) == wanted
    assert mark.exists()


def test_trials_that_kill_every_process_end_the_run_with_a_message_and_can_be_resumed(
    minimal: Scenario, wanted: dict[str, str]
) -> None:
    with pytest.raises(EngineError, match="died twice in a row"):
        run(minimal, 2, MADE._replace(runner=die_always), 2)
    with reopen(Path("outputs/minimal")) as store:
        assert any(8 in range(span.first, span.stop) for span in store.list_missing())
        assert complete(store, 1, backend=MADE).run.checksums == wanted


class StopError(Exception):
    """Ends a run from within."""


def stop_at(n_chunks: int) -> Callable[[int], None]:
    left = iter(range(n_chunks))

    def tick(_: int) -> None:
        if next(left, None) is None:
            raise StopError

    return tick


@pytest.mark.parametrize("backend", [MADE, MADE_BY_THREADS])
def test_a_stopped_run_goes_on_with_other_workers_and_other_chunks(
    minimal: Scenario, wanted: dict[str, str], backend: Backend
) -> None:
    with pytest.raises(StopError):
        run(minimal, 2, backend, 1, stop_at(2))
    with reopen(Path("outputs/minimal")) as store, pytest.raises(StopError):
        complete(store, 1, stop_at(3), backend, 3)
    with reopen(Path("outputs/minimal")) as store:
        assert 0 < store.count_missing() < N_TRIALS
        assert complete(store, 2, None, backend, 5).run.checksums == wanted


@pytest.mark.parametrize("backend", [MADE, MADE_BY_THREADS])
@pytest.mark.parametrize("steps", [(20, 1), (1, 20), (7, 7, 7)])
def test_an_extended_run_is_a_run_of_the_total(
    minimal: Scenario, wanted: dict[str, str], backend: Backend, steps: Iterable[int]
) -> None:
    first, *more = steps
    folder = run_scenario(minimal, Settings(first, 7, 1), backend=backend).folder
    for n_trials in more:
        with extend(folder, n_trials) as store:
            assert store.list_missing() == [Span(store.run.trials - n_trials, n_trials)]
            found = complete(store, 2, None, backend, 3)
    assert found.run.checksums == wanted


def test_an_unfinished_or_changed_run_is_not_extended(minimal: Scenario) -> None:
    with pytest.raises(StopError):
        run(minimal, 1, MADE, 4, stop_at(2))
    with pytest.raises(StoreError, match="sim resume outputs/minimal completes it"):
        extend(Path("outputs/minimal"), 5)
    with reopen(Path("outputs/minimal")) as store:
        folder = complete(store, 1, backend=MADE).folder
    (folder / "outcomes.csv").write_text("mine")
    with pytest.raises(StoreError, match="is not what the run wrote"):
        extend(folder, 5)


def test_one_may_look_and_ask_for_more_as_often_as_need_be(minimal: Scenario, wanted: dict[str, str]) -> None:
    with begin(minimal, Settings(5, 7, 1)) as store:
        looks = [run_to(store, n_trials, 2, None, MADE_BY_THREADS, 2) for n_trials in (5, 10, N_TRIALS)]
        assert [int(look.statuses.sum()) for look in looks] == [5, 10, N_TRIALS]
        assert complete(store, 1, backend=MADE).run.checksums == wanted


@pytest.mark.parametrize("backend", [MADE, MADE_BY_THREADS])
def test_a_folder_that_is_removed_meanwhile_ends_the_run(minimal: Scenario, backend: Backend) -> None:
    def remove(_: int) -> None:
        Path("outputs/minimal").rename("elsewhere")

    with pytest.raises(StoreError, match="moved, removed or replaced"):
        run(minimal, 2, backend, 2, remove)
    assert not Path("outputs/minimal").exists()
    with reopen(Path("elsewhere")) as store:
        assert store.count_missing() < N_TRIALS


def fill_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_by_workers_too(minimal: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.results.parts.np.savez", fill_disk)
    with pytest.raises(StoreError, match=r"no space left .* then sim resume outputs/minimal"):
        run(minimal, 2, MADE_BY_THREADS, 2)


def test_errors_come_back_whole_from_processes(minimal: Scenario) -> None:
    with begin(minimal, Settings(N_TRIALS, 7, 2)) as store:
        store.parts.rmdir()
        with pytest.raises(StoreError, match="no such file") as told:
            complete(store, 2, None, MADE, 2)
    assert "sim resume outputs/minimal" in told.value.problems[0].way_out
