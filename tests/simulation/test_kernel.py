"""The kernel and the Mesa model give the same numbers, to the last bit."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_scenarios import make_scenario
from places import EVERYTHING, MINIMAL

from engine.model import compiling
from engine.model.drawing import Drawn, draw_cells, draw_rows
from engine.model.packing import pack
from engine.model.parameters import Floats
from engine.scenario import Scenario, load_scenario
from engine.scenario.finding import shipped_names
from engine.simulation import kernel, records, trials
from engine.simulation.compiled import layout
from engine.simulation.records import Chunk, columns

N_SHIPPED, N_MADE = 12, 3
SHIPPED = [*shipped_names(), str(EVERYTHING), str(MINIMAL)]


def differ(scenario: Scenario, one: Chunk, other: Chunk) -> list[str]:
    """Name what differs between two chunks, bit for bit; a NaN equals a NaN."""
    named = [column.name for column in columns(scenario)]
    parts = [(named[i], one.values[:, i], other.values[:, i]) for i in range(len(named))]
    parts += [(part, getattr(one, part), getattr(other, part)) for part in ("phases", "draws", "twins")]
    return [
        name
        for name, mine, theirs in parts
        if mine.dtype != theirs.dtype
        or not np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f")
        or not np.array_equal(np.signbit(mine), np.signbit(theirs))
    ]


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("reference", SHIPPED, ids=lambda reference: Path(reference).stem)
def test_kernel_and_mesa_agree_on_shipped_scenarios(reference: str, seed: int) -> None:
    scenario = load_scenario(reference)
    ours, theirs = (each.run_chunk(scenario, seed, 3, N_SHIPPED) for each in (kernel, trials))
    assert differ(scenario, ours, theirs) == []


@pytest.mark.parametrize("phase", ["war", "truce", "accord"])
def test_kernel_and_mesa_agree_from_every_phase(phase: str) -> None:
    scenario = load_scenario(EVERYTHING, [f"start.phase={phase}"])
    ours, theirs = (each.run_chunk(scenario, 7, 0, 40) for each in (kernel, trials))
    assert differ(scenario, ours, theirs) == []


@settings(derandomize=True, deadline=None, max_examples=200)
@given(seed=st.integers(0, 2**64 - 1))
def test_kernel_and_mesa_agree_on_made_scenarios(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scenario = make_scenario(seed, Path(folder))
    ours, theirs = (each.run_chunk(scenario, seed, 0, N_MADE) for each in (kernel, trials))
    assert differ(scenario, ours, theirs) == []


def test_made_scenarios_reach_every_event() -> None:
    """The comparison above is worth something only where things happen."""
    seen: dict[str, float] = {}
    for seed in range(90):
        with tempfile.TemporaryDirectory() as folder:
            scenario = make_scenario(seed, Path(folder))
        chunk = kernel.run_chunk(scenario, seed, 0, 30)
        for i, column in enumerate(columns(scenario)[: layout.N_LEDGER]):
            happened = np.nansum(np.abs(chunk.values[:, i])) if column.kind == "count" else 0
            happened += np.isfinite(chunk.values[:, i]).sum() if column.kind != "count" else 0
            seen[column.name] = seen.get(column.name, 0) + happened
    assert [name for name, happened in seen.items() if happened == 0] == []


def test_chunks_and_threads_change_no_bit() -> None:
    scenario = load_scenario("berlin")
    whole = kernel.run_chunk(scenario, 5, 0, 200)
    spans = [(0, 1), (1, 63), (64, 100), (164, 36)]
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(kernel.run_chunk, scenario, 5, *span) for span in spans * 3]
        parts = [future.result() for future in futures]
    for part in parts:
        span = slice(part.first, part.first + len(part.values))
        expected = Chunk(
            part.first, whole.values[span], whole.phases[span], whole.draws[span], whole.twins[span]
        )
        assert differ(scenario, part, expected) == []


def test_a_trial_whose_numbers_leave_their_range_is_recorded_as_failed(
    minimal: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = pack(minimal)
    cells = packed.parameters(np.arange(packed.row.size, dtype=float)).start_front.astype(int)

    def ruin_cells(*asked: Any) -> Drawn:
        drawn = draw_cells(*asked)
        drawn.row[cells] = np.inf
        return drawn

    def ruin_rows(*asked: Any) -> tuple[Floats, Floats]:
        rows, draws = draw_rows(*asked)
        rows[:, cells] = np.inf
        return rows, draws

    monkeypatch.setattr(kernel, "draw_cells", ruin_cells)
    monkeypatch.setattr(trials, "draw_rows", ruin_rows)
    ours, theirs = (each.run_chunk(minimal, 0, 0, 4) for each in (kernel, trials))
    assert (ours.values[:, 0] == records.STATUSES.index("failed")).all()
    assert np.isnan(ours.values[:, 1:]).all()
    assert differ(minimal, ours, theirs) == []


def test_the_kernel_is_compiled_once_and_cached_by_its_sources() -> None:
    kernel.run_chunk(load_scenario(MINIMAL), 0, 0, 1)
    kernel.run_chunk(load_scenario("berlin"), 0, 0, 1)
    assert len(kernel.run_trials.signatures) == 1
    assert compiling.is_compiled()


def test_the_ledger_is_the_named_columns_of_every_scenario() -> None:
    for reference in SHIPPED:
        named = columns(load_scenario(reference))
        assert named[layout.N_LEDGER - 1].name == "front"
        assert named[layout.N_LEDGER].name.startswith("war_cost_")
        assert named[kernel.OUTCOME].name == "outcome"
