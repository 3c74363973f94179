"""What a machine may do to a run: each fault has one stated end, and nothing that was finished is lost."""

import ast
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_folders import begin_made, run_made
from made_trials import MADE_BY_THREADS
from places import TESTS

import engine
from engine.errors import EngineError, StoreError
from engine.experiment.running import Settings, complete, reopen, run_scenario
from engine.model import compiling
from engine.results.loading import load
from engine.results.peeking import peek
from engine.scenario import Scenario

NOBODY = 65534
FILE_LIMIT = 30_000
"""Bytes beyond which the system refuses to let a file grow, as a full disk would. [bytes]"""
N_CUT = 200
"""Trials whose parts of ten are shorter than that, and whose table is longer."""
RUNS_AT_ONCE = 4
TIMES_OF_DAY = ("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime")
CLOCKS = {("results/provenance.py", "datetime.datetime.now")}
"""Where the time of day is asked for; all else measures with a clock that only goes forward."""


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Go on without the rights of root, which no permission stops."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        if not os.access(engine.__file__, os.R_OK, effective_ids=True):
            pytest.skip("nobody but root may read the package")
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder in which every user may look."""
    place = Path(tempfile.mkdtemp(prefix="reliability-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def sim(place: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command on made-up trials, in a process in which no file may grow long."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))

    command = [sys.executable, TESTS / "logged_sim.py", *map(str, arguments), "--workers", "1"]
    found = [str(TESTS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"SIM_SHARE": "threads", "PYTHONPATH": os.pathsep.join(found)}
    return subprocess.run(
        command, cwd=place, env=environment, preexec_fn=limit, capture_output=True, text=True, check=False
    )


def test_a_file_that_the_system_cuts_off_is_told_and_what_is_finished_is_kept(
    minimal: Scenario, tmp_path: Path
) -> None:
    """The parts are short enough, the tables are not; later there is room, and the bytes are the same."""
    begin_made(minimal, tmp_path / "run", [(0, 5)], trials=N_CUT)
    stopped = sim(tmp_path, "resume", "run")
    assert stopped.returncode == 1
    assert "file too large" in stopped.stderr
    assert "sim resume run" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert not list(tmp_path.rglob(".aside-*"))
    with reopen(tmp_path / "run") as store:
        assert store.count_missing() == 0
        found = complete(store, 1, backend=MADE_BY_THREADS)
    assert found.run.checksums == load(run_made(minimal, tmp_path / "whole", trials=N_CUT)).run.checksums


def test_a_folder_that_may_not_be_written_is_told_before_trials_run(
    minimal: Scenario, open_place: Path
) -> None:
    open_place.chmod(0o555)
    with ordinary_user(), pytest.raises(StoreError, match=r"permission denied .*choose another folder"):
        run_scenario(minimal, Settings(12, 1, 1), out=open_place / "out", backend=MADE_BY_THREADS)
    assert list(open_place.iterdir()) == []


def test_a_complete_run_is_read_where_nothing_may_be_written(minimal: Scenario, open_place: Path) -> None:
    folder = run_made(minimal, open_place / "run", trials=12)
    before = {path: path.stat() for path in folder.iterdir()}
    folder.chmod(0o555)
    with ordinary_user():
        assert len(load(folder).trials) == 12
        with pytest.raises(StoreError, match="permission denied"):
            reopen(folder)
    assert {path: path.stat() for path in folder.iterdir()} == before


def test_an_unfinished_run_is_looked_at_where_nothing_may_be_written(
    minimal: Scenario, open_place: Path
) -> None:
    folder = begin_made(minimal, open_place / "run", [(0, 5)], trials=12)
    folder.chmod(0o555)
    with ordinary_user():
        assert peek(folder).run.trials == 5


def test_a_clock_that_jumps_back_changes_no_result(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter(f"20{year:02d}-01-01T00:00:00+00:00" for year in range(40, 0, -1))
    for module in ("provenance", "finishing"):
        monkeypatch.setattr(f"engine.results.{module}.now", lambda: next(days))
    run = load(run_made(minimal, tmp_path / "jumped", trials=12)).run
    assert run.finished < run.started
    assert run.seconds >= 0
    assert run.checksums == load(run_made(minimal, tmp_path / "usual", trials=12)).run.checksums


def test_only_the_record_asks_for_the_time_of_day() -> None:
    root = TESTS.parent / "engine"
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            if named.endswith((".datetime.now", ".utcnow", ".today")) or named in TIMES_OF_DAY:
                found.add((path.relative_to(root).as_posix(), named))
    assert found == CLOCKS


def test_runs_that_begin_at_once_in_one_folder_are_told_apart(minimal: Scenario, tmp_path: Path) -> None:
    """Each is refused or has a folder of its own, and whatever there is in the end is whole."""
    ends: list[Path | EngineError] = []
    gate = threading.Barrier(RUNS_AT_ONCE)

    def work() -> None:
        gate.wait()
        try:
            settings = Settings(12, 1, 1)
            ends.append(run_scenario(minimal, settings, out=tmp_path / "out", backend=MADE_BY_THREADS).folder)
        except EngineError as error:
            ends.append(error)

    workers = [threading.Thread(target=work) for _ in range(RUNS_AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    folders = [end for end in ends if isinstance(end, Path)]
    assert len(ends) == RUNS_AT_ONCE
    assert len(set(folders)) == len(folders) >= 1
    assert {path.name for path in tmp_path.iterdir()} == {folder.name for folder in folders}
    assert len({tuple(load(folder).run.checksums.items()) for folder in folders}) == 1


@pytest.mark.parametrize("broken", ["NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME"])
def test_compiled_code_goes_elsewhere_where_its_folder_can_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    (tmp_path / "file").touch()
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(broken, str(tmp_path / "file"))
    folder = Path(compiling._cache_folder())
    assert folder.parent == Path(tempfile.gettempdir())
    (folder / "compiled").touch()
    folder.joinpath("compiled").unlink()
    folder.rmdir()


def test_compiled_code_goes_elsewhere_where_nobody_has_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def fail() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", fail)
    folder = Path(compiling._cache_folder())
    assert folder.parent == Path(tempfile.gettempdir())
    folder.rmdir()


def test_an_edit_of_any_file_of_a_complete_run_is_noticed(minimal: Scenario, tmp_path: Path) -> None:
    folder = run_made(minimal, tmp_path / "run", trials=12)
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        for changed in (content[: len(content) // 2], content + b" ", b""):
            path.write_bytes(changed)
            if path.name == "run.json" and changed == content + b" ":  # which changes nothing that it says
                continue
            with pytest.raises(StoreError, match=path.name):
                load(folder)
        path.write_bytes(content)
    assert load(folder).run.trials == 12
