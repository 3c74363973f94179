"""Real processes of `sim`, killed and stopped from outside."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from places import MINIMAL, TESTS

from engine.results.loading import load
from engine.results.opening import reopen
from engine.results.parts import Span, list_parts, name_part, read_part
from engine.results.store import say_of
from engine.scenario import load_scenario

WORKERS = 2
KILLS = int(os.environ.get("SIM_KILLS", "5"))
"""Set SIM_KILLS=50 for the long test."""
OUT, WHOLE, BEGUN = Path("outputs/minimal"), Path("whole"), Path("begun.txt")
PATIENCE = 120.0


both = pytest.mark.parametrize("share", ["processes", "threads"], indirect=True)


@pytest.fixture(autouse=True)
def share(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [str(TESTS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(found))
    monkeypatch.setenv("SIM_SHARE", getattr(request, "param", "threads"))
    monkeypatch.chdir(tmp_path)


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, TESTS / "logged_sim.py", *map(str, arguments), "--workers", str(WORKERS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> None:
    said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)


def list_done() -> list[Span]:
    return list_parts(OUT / "parts")


def list_begun() -> list[Span]:
    return [Span(*map(int, line.split())) for line in BEGUN.read_text().splitlines()]


def wait_for_parts(process: subprocess.Popen[str], n_parts: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(list_done()) < n_parts and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


@both
def test_each_kill_loses_the_chunks_at_hand_and_tears_nothing() -> None:
    """Chunks begun since the last start and not in a part are lost: at most one for each worker."""
    n_trials = 120 * KILLS
    rng, scenario = random.Random(0), load_scenario(MINIMAL)
    process = start("run", MINIMAL, "--trials", n_trials)
    n_lost = 0
    for _ in range(KILLS):
        wait_for_parts(process, len(list_done()) + 1)
        time.sleep(rng.uniform(0.0, 0.3))
        before = list_done()
        kill(process)
        time.sleep(0.2)  # processes that outlive their parent by a moment may keep a chunk yet
        done = list_done()
        lost = set(list_begun()) - set(done)
        assert len(lost) <= WORKERS
        assert set(before) <= set(done)
        for span in done:
            read_part(name_part(OUT / "parts", span), say_of(scenario, 0), rows=True, n_trials=span.n_trials)
        n_lost += len(lost)
        BEGUN.unlink()
        process = start("resume", OUT)
    finish(process)
    assert n_lost > 0
    finish(start("run", MINIMAL, "--trials", n_trials, "--out", WHOLE))
    assert load(OUT).run.checksums == load(WHOLE).run.checksums


def test_a_killed_extension_is_unfinished_and_can_be_resumed() -> None:
    finish(start("run", MINIMAL, "--trials", 20))
    process = start("extend", OUT, "--trials", 100)
    wait_for_parts(process, 2)
    kill(process)
    assert '"status": "unfinished"' in (OUT / "run.json").read_text()
    finish(start("resume", OUT))
    finish(start("run", MINIMAL, "--trials", 120, "--out", WHOLE))
    assert load(OUT).run.checksums == load(WHOLE).run.checksums


@both
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_stop_a_run_promptly_and_it_says_how_to_go_on(number: signal.Signals, status: int) -> None:
    process = start("run", MINIMAL, "--trials", 100_000)
    wait_for_parts(process, 2)
    process.send_signal(number)
    _, said = process.communicate(timeout=10)
    assert process.returncode == status
    stopped = re.search(
        r"^Stopped; ([\d,]+) of 100,000 trials are kept in outputs/minimal\. "
        r"To go on: sim resume outputs/minimal$",
        said,
        re.MULTILINE,
    )
    assert stopped, said
    assert int(stopped[1].replace(",", "")) == sum(span.n_trials for span in list_done()) > 0


def test_a_second_process_is_kept_out_and_one_after_a_kill_is_not() -> None:
    process = start("run", MINIMAL, "--trials", 100_000)
    wait_for_parts(process, 1)
    _, said = (second := start("resume", OUT)).communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert "outputs/minimal is being written by another process" in said
    kill(process)
    with reopen(OUT) as store:
        assert store.count_missing() > 0
