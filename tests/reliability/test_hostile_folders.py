"""Whatever stands in a result folder, reading it, going on with it or telling of it works or is refused."""

import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from hostile_folders import changes
from hostile_texts import fuzzing
from hypothesis import given
from hypothesis import strategies as st
from made_folders import begin_made, run_made, sweep_made
from made_trials import MADE_BY_THREADS
from rich.console import Console
from words import check_words

import engine
from engine.cli.summary import print_summary
from engine.errors import EngineError
from engine.experiment.backends import BACKENDS
from engine.experiment.running import complete, extend, reopen
from engine.experiment.sweeps.running import complete_sweep, threads
from engine.report.page.writing import write_report
from engine.results.loading import load
from engine.results.sweeps.loading import load_sweep_results
from engine.results.sweeps.opening import reopen_sweep
from engine.results.sweeps.sharding import merge_shards
from engine.results.tables import Tables
from engine.scenario import Scenario
from engine.scenario.sweep import WHOLE, Share

Use = Callable[[Path], object]


@pytest.fixture(scope="module", autouse=True)
def _made() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, minimal: Scenario) -> Path:
    """A folder of each kind, from made-up trials."""
    place = tmp_path_factory.mktemp("folders")
    run_made(minimal, place / "run", trials=12)
    run_made(minimal, place / "bare", trials=12, rows=False)
    begin_made(minimal, place / "begun", [(0, 5), (7, 2)], trials=12)
    with extend(run_made(minimal, place / "extended", trials=8), 4):
        pass
    sweep_made(place, place / "sweep")
    sweep_made(place, place / "sweep-begun", stop_after=20)
    for number in (1, 2):
        sweep_made(place, place / "shards", Share(number, 2))
    return place


def show(folder: Path) -> None:
    results = load(folder)
    print_summary(results, Console(file=StringIO(), width=80))
    for table in Tables._fields:
        len(getattr(results, table))


def read_rows(folder: Path) -> None:
    len(load(folder).trials)


def resume(folder: Path) -> None:
    with reopen(folder) as store:
        complete(store, workers=1, chunk_trials=5)


def add_trials(folder: Path) -> None:
    with extend(folder, 3) as store:
        complete(store, workers=1)


def look(folder: Path) -> None:
    repr(engine.load(folder))
    engine.load(folder)._repr_html_()


def show_sweep(folder: Path) -> None:
    results = load_sweep_results(folder)
    for table in ("points", "axes", "outcomes", "estimates", "differences"):
        len(getattr(results, table))
    len(results.read_trials(1))


def resume_sweep(folder: Path) -> None:
    with reopen_sweep(folder, WHOLE) as store:
        complete_sweep(store, threads(1))


def go_on_with_a_shard(folder: Path) -> None:
    with reopen_sweep(folder, Share(1, 2)) as store:
        complete_sweep(store, threads(1))


USES: tuple[tuple[str, Use], ...] = (
    *(("run", show), ("run", read_rows), ("run", write_report), ("run", look), ("run", add_trials)),
    *(("bare", show), ("bare", add_trials), ("begun", resume), ("begun", look), ("extended", resume)),
    *(("extended", look), ("sweep", show_sweep), ("sweep", write_report), ("sweep", look)),
    *(("sweep-begun", resume_sweep), ("sweep-begun", look), ("shards", merge_shards), ("shards", look)),
    ("shards", go_on_with_a_shard),
)


TELLING = (show, look, write_report)
"""Uses that make sense of numbers; who forges a number and its checksum too is told what he forged."""


@fuzzing(60)
@given(drawn=st.data(), use=st.sampled_from(USES))
def test_a_changed_folder_is_read_or_refused_in_words(
    place: Path, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject, use: tuple[str, Use]
) -> None:
    kind, work = use
    folder = tmp_path_factory.mktemp("changed") / kind
    shutil.copytree(place / kind, folder)
    try:
        drawn.draw(changes(folder, forged=work not in TELLING))
        work(folder)
    except EngineError as error:
        check_words(error)
    finally:
        shutil.rmtree(folder.parent)
