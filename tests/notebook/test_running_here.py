"""Runs and sweeps from a notebook or a script."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from made_sweeps import write_sweep
from made_trials import MADE_BY_THREADS
from places import MINIMAL, TESTS
from typer.testing import CliRunner

import engine
from engine.cli.main import app
from engine.errors import ScenarioError
from engine.experiment.backends import BACKENDS


@pytest.fixture(autouse=True)
def _made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


def test_a_run_is_that_of_the_command_byte_for_byte(tmp_path: Path) -> None:
    asked = [
        "run",
        str(MINIMAL),
        "--trials",
        "40",
        "--seed",
        "3",
        "--set",
        "front.zone_km=7",
        "--out",
        "theirs",
    ]
    assert CliRunner().invoke(app, [*asked, "--quiet"]).exit_code == 0
    ours = engine.run(MINIMAL, trials=40, seed=3, set={"front.zone_km": 7}, out="ours", progress=False)
    assert ours.run.checksums == engine.load("theirs").run.checksums
    assert (
        ours.run.command
        == f"engine.run({str(MINIMAL)!r}, set={{'front.zone_km': 7}}, out='ours', trials=40, seed=3)"
    )


def test_values_may_be_a_mapping_with_distributions_numpys_numbers_or_the_commands_texts() -> None:
    number = pd.Series([7]).iloc[0]
    spread = {"dist": "beta", "a": 2, "b": 3}
    one = engine.run(
        MINIMAL, trials=4, set={"front.zone_km": number, "monitors.attribution": spread}, progress=False
    )
    texts = ["front.zone_km=7", "monitors.attribution={dist='beta', a=2, b=3}"]
    two = engine.run(MINIMAL, trials=4, set=texts, progress=False)
    assert one.run.digest == two.run.digest
    assert (str(one.folder), str(two.folder)) == ("outputs/minimal", "outputs/minimal-2")


def test_every_problem_is_told_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refusal:
        engine.run(MINIMAL, trials=0, set={"front.zone": 1}, progress=False)
    assert {problem.place for problem in refusal.value.problems} == {"--trials", "--set"}
    assert not list(tmp_path.iterdir())


def test_a_script_shows_lines_on_stderr_as_the_command_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.experiment.progress.SECONDS_BETWEEN_LINES", 0)
    engine.run(MINIMAL, trials=40)
    shown = capsys.readouterr()
    assert "40 of 40 trials" in shown.err
    assert shown.out == ""


def test_an_interrupt_says_how_to_go_on_and_lets_others_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS._replace(runner=interrupt))
    with pytest.raises(KeyboardInterrupt) as stop:
        engine.run(MINIMAL, trials=40, progress=False)
    assert stop.value.__notes__ == [
        "What is finished is kept in outputs/minimal. To go on: sim resume outputs/minimal"
    ]
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
    assert CliRunner().invoke(app, ["resume", "outputs/minimal", "--quiet"]).exit_code == 0


def test_a_sweep_is_that_of_the_command_byte_for_byte(tmp_path: Path) -> None:
    path = write_sweep(tmp_path)
    assert CliRunner().invoke(app, ["sweep", str(path), "--out", "theirs", "--quiet"]).exit_code == 0
    ours = engine.sweep(path, out="ours", workers=2, progress=False)
    assert ours.run.checksums == engine.load("theirs").run.checksums
    assert ours.run.command.startswith("engine.sweep(")


SCRIPT = """\
import sys
print("started", flush=True)
sys.path[:0] = {roots!r}
import engine
from engine.experiment.backends import BACKENDS
from made_trials import MADE

class OnlyHere:
    def __reduce__(self):
        raise AssertionError("something of __main__ was pickled")

guard = OnlyHere()
BACKENDS["mesa"] = MADE
run = engine.run({minimal!r}, trials=200, workers=2, backend="mesa", progress=False)
print(run.run.trials, run.run.workers, flush=True)
"""


def test_worker_processes_neither_run_nor_pickle_what_started_them() -> None:
    """A main module without a file or a guard, as that of a notebook; run again, it would say so twice."""
    script = SCRIPT.format(roots=[str(TESTS.parent), str(TESTS)], minimal=str(MINIMAL))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.split("\n"), done.stderr) == (["started", "200 2", ""], "")
