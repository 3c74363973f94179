"""Folders of runs and sweeps at any stage, from made-up trials."""

import itertools
from collections.abc import Sequence
from pathlib import Path

from made_sweeps import write_sweep
from made_trials import MADE_BY_THREADS, make_chunk

from engine.experiment.running import Settings, begin, run_scenario
from engine.experiment.sweeps.executing import cut_cells, run_cells
from engine.experiment.sweeps.planning import load_sweep
from engine.experiment.sweeps.running import begin_sweep, complete_sweep, threads
from engine.results.parts import Span
from engine.results.store import store_chunk
from engine.scenario import Scenario
from engine.scenario.sweep import WHOLE, Share


def run_made(scenario: Scenario, out: Path, trials: int = 60, seed: int = 1, rows: bool = True) -> Path:
    """Make a complete run."""
    settings = Settings(trials, seed, 1, rows=rows)
    run_scenario(scenario, settings, out=out, backend=MADE_BY_THREADS)
    return out


def begin_made(
    scenario: Scenario, out: Path, spans: Sequence[tuple[int, int]], trials: int = 60, seed: int = 1
) -> Path:
    """Make a run that was killed when it had some of its trials."""
    with begin(scenario, Settings(trials, seed, 1), out=out):
        for span in spans:
            keep(scenario, out, Span(*span), seed)
    return out


def keep(scenario: Scenario, folder: Path, span: Span, seed: int = 1) -> None:
    """Keep some trials in the folder of a run."""
    store_chunk(folder, scenario, seed, True, make_chunk(scenario, seed, *span))


def sweep_made(folder: Path, out: Path, share: Share = WHOLE, stop_after: int | None = None) -> Path:
    """Make a sweep, a shard of it, or one that was stopped after so many trials, ten at a time."""
    with begin_sweep(load_sweep(write_sweep(folder)), out=out, share=share) as store:
        if stop_after is None:
            complete_sweep(store, threads(1))
        else:
            cells = itertools.islice(cut_cells(store.list_missing(), 10), stop_after // 10)
            with threads(1) as workers:
                run_cells(store, workers, cells)
    return out
