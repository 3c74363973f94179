from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from made_trials import die_always, die_once, make_chunk

from engine.errors import EngineError
from engine.experiment.ensemble import run_ensemble
from engine.scenario import Scenario
from engine.simulation.records import Chunk

N_TRIALS = 21


def join(chunks: Iterator[Chunk]) -> Chunk:
    found = list(chunks)
    assert [chunk.first for chunk in found] == np.cumsum(
        [0, *(len(chunk.values) for chunk in found[:-1])]
    ).tolist()
    return Chunk(0, *(np.concatenate(parts) for parts in list(zip(*found, strict=True))[1:]))


def same(one: Chunk, other: Chunk) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one[1:], other[1:], strict=True))


@pytest.fixture(scope="module")
def whole(minimal: Scenario) -> Chunk:
    return make_chunk(minimal, 7, 0, N_TRIALS)


@pytest.mark.parametrize("size", [None, 1, 4, 100])
def test_the_size_of_chunks_changes_no_bit(minimal: Scenario, whole: Chunk, size: int | None) -> None:
    assert same(join(run_ensemble(minimal, N_TRIALS, 7, chunk_trials=size, runner=make_chunk)), whole)


def test_processes_change_no_bit_and_their_progress_adds_up(minimal: Scenario, whole: Chunk) -> None:
    ticks: list[int] = []
    chunks = run_ensemble(minimal, N_TRIALS, 7, 2, ticks.append, chunk_trials=2, runner=make_chunk)
    assert same(join(chunks), whole)
    assert sum(ticks) == N_TRIALS


def test_progress_is_told_trial_by_trial_in_this_process(minimal: Scenario) -> None:
    ticks: list[int] = []
    join(run_ensemble(minimal, N_TRIALS, 7, 1, ticks.append, runner=make_chunk))
    assert ticks == [1] * N_TRIALS


def test_what_a_killed_process_leaves_is_run_again(minimal: Scenario, whole: Chunk, tmp_path: Path) -> None:
    mark = tmp_path / "died"
    chunks = run_ensemble(minimal, N_TRIALS, 7, 2, chunk_trials=2, runner=partial(die_once, mark))
    assert same(join(chunks), whole)
    assert mark.exists()


def test_trials_that_kill_every_process_end_the_run_with_a_message(minimal: Scenario) -> None:
    with pytest.raises(EngineError, match="died twice in a row"):
        join(run_ensemble(minimal, N_TRIALS, 7, 2, chunk_trials=2, runner=die_always))
