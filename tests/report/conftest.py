"""Runs and sweeps of made-up trials, stored."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made_sweeps import GRID, write_sweep
from made_trials import MADE, MADE_BY_THREADS

from engine.experiment.backends import BACKENDS
from engine.experiment.running import Settings, run_scenario
from engine.experiment.sweeps.planning import load_sweep
from engine.experiment.sweeps.running import begin_sweep, complete_sweep, threads
from engine.results.loading import Results, load
from engine.results.sweeps.loading import SweepResults, load_sweep_results
from engine.scenario import Scenario

LINE = GRID[: GRID.index("[[axes]]\nname")] + GRID[GRID.index("[[axes]]\nkey") :]
ARMS = """\
schema = 1
title = "Arms"

[sweep]
design = "arms"
scenarios = ["minimal.toml", "other.toml"]
trials = 30
seed = 7
"""


@pytest.fixture(scope="session")
def made_folder(minimal: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "run"
    return run_scenario(minimal, Settings(200, 4, 1), out=out, backend=MADE).folder


@pytest.fixture
def results(made_folder: Path) -> Results:
    return load(made_folder)


@pytest.fixture(scope="session")
def make_sweep(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], SweepResults]:
    def make(text: str) -> SweepResults:
        folder = tmp_path_factory.mktemp("sweep")
        path = write_sweep(folder, text)
        (folder / "other.toml").write_text(
            'schema = 1\nextends = "minimal.toml"\ntitle = "Other"\n[front]\nzone_km = 7\n', encoding="utf-8"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
            with begin_sweep(load_sweep(path), out=folder / "out") as store:
                return load_sweep_results(complete_sweep(store, threads(1)))

    return make


@pytest.fixture(scope="session")
def grid(make_sweep: Callable[[str], SweepResults]) -> SweepResults:
    return make_sweep(GRID)


@pytest.fixture(scope="session")
def line(make_sweep: Callable[[str], SweepResults]) -> SweepResults:
    return make_sweep(LINE)


@pytest.fixture(scope="session")
def arms(make_sweep: Callable[[str], SweepResults]) -> SweepResults:
    return make_sweep(ARMS)
