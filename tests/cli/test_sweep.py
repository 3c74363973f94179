import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from made_sweeps import GRID, write_sweep
from made_trials import MADE_BY_THREADS
from places import TESTS
from typer.testing import CliRunner, Result

from engine.cli import run as run_commands
from engine.cli import sweep as sweep_commands
from engine.errors import EngineError, ScenarioError
from engine.experiment.backends import BACKENDS
from engine.experiment.sweeps.probing import Forecast
from engine.experiment.sweeps.slurm import size_tasks
from engine.model import compiling
from engine.results.sweeps.loading import load_sweep_results

PATIENCE = 120.0


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
    monkeypatch.setattr(compiling, "is_compiled", lambda: True)
    write_sweep(tmp_path)


def sim(*arguments: object) -> Result:
    app = typer.Typer()
    run_commands.register(app)
    sweep_commands.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refuse(*arguments: object) -> str:
    done = sim(*arguments)
    assert isinstance(done.exception, ScenarioError), done.output
    return str(done.exception)


def test_a_sweep_prints_its_answer_in_one_table_and_shows_it_again() -> None:
    done = sim("sweep", "made.toml")
    assert done.exit_code == 0, done.output
    assert "6 points of 30 trials, seed 7; all points share their draws" in done.output
    assert "Chance of durable peace" in done.output
    assert sim("show", "outputs/made").output in done.output
    assert load_sweep_results("outputs/made").points["attribution"].tolist() == [0.2] * 3 + [0.8] * 3


def test_machines_get_json_and_the_quiet_the_folder() -> None:
    told = json.loads(sim("sweep", "made.toml", "--json").stdout)
    assert [point["front.zone_km"] for point in told["points"]] == [0, 5, 10] * 2
    assert {axis["kind"] for axis in told["axes"]} == {"lever"}
    assert sim("sweep", "made.toml", "--quiet").output == "outputs/made-2\n"


def test_everything_wrong_is_told_at_once_and_nothing_is_written() -> None:
    Path("taken").mkdir()
    Path("taken/mine.txt").write_text("mine")
    write_sweep(Path(), GRID.replace("0.8", "1.8"), "wrong.toml")
    said = refuse("sweep", "wrong.toml", "--workers", 0, "--out", "taken", "--dask", "nowhere")
    assert "wrong.toml:13: monitors.attribution = 1.8 must lie in [0, 1]" in said
    assert "--workers: 0 must be at least 1" in said
    assert "--out: taken exists and is never overwritten" in said
    assert "--dask: nowhere" in said
    assert not Path("outputs").exists()


def test_more_shards_than_trials_are_refused() -> None:
    assert "are more shards than the sweep's 6 trials" in refuse(
        "sweep", "made.toml", "--trials", 1, "--shard", "1/7"
    )


def test_shards_are_merged_by_the_command() -> None:
    for number in (2, 1):
        done = sim("sweep", "made.toml", "--shard", f"{number}/2", "--out", "out")
        assert done.output.endswith(f"out/shards/shard-{number}-of-2.zip\n")
    again = sim("sweep", "made.toml", "--shard", "1/2", "--out", "out", "--quiet")
    assert (again.exit_code, again.output) == (0, "out/shards/shard-1-of-2.zip\n")
    assert sim("merge", "out", "--quiet").output == "out\n"
    sim("sweep", "made.toml", "--out", "whole")
    assert load_sweep_results("out").run.checksums == load_sweep_results("whole").run.checksums
    assert "is complete: there is nothing to merge" in str(sim("merge", "out").exception)


def test_resume_runs_the_shards_that_are_missing_and_merges() -> None:
    sim("sweep", "made.toml", "--shard", "2/3", "--out", "out")
    assert "is no share of out, which is cut into 3" in refuse("resume", "out", "--shard", "1/2")
    assert sim("resume", "out", "--shard", "1/3").exit_code == 0
    assert sim("show", "out").exception is not None
    assert sim("resume", "out", "--quiet").output.endswith("out\n")
    sim("sweep", "made.toml", "--out", "whole")
    assert load_sweep_results("out").run.checksums == load_sweep_results("whole").run.checksums


def test_options_of_sweeps_are_refused_for_runs() -> None:
    sim("run", "minimal.toml", "--trials", 20)
    said = refuse("resume", "outputs/minimal", "--failed", "--shard", "1/2")
    assert said.count("is for sweeps, and this is a run") == 2


def test_a_changed_table_is_noticed() -> None:
    sim("sweep", "made.toml")
    Path("outputs/made/outcomes.csv").write_text("mine")
    done = sim("show", "outputs/made")
    assert isinstance(done.exception, EngineError)
    assert "outputs/made/outcomes.csv is missing or not what the sweep wrote" in str(done.exception)


def test_a_plan_tells_what_the_sweep_will_take_and_runs_nothing() -> None:
    said = sim("plan", "made.toml").output
    for words in (
        "6 points of 30 trials: 180 in all",
        "attribution (lever)",
        "disk: ",
        "a share of 0.5 ",
    ):
        assert words in said
    told = json.loads(sim("plan", "made.toml", "--trials", 300, "--json").stdout)
    assert (told["points"], told["trials"]) == (6, 300)
    assert 0.10 < told["widths"][0]["width"] < 0.12  # 2 x 1.96 x .5 / sqrt(300)
    assert not Path("outputs").exists()


def foresee(hours: float) -> Forecast:
    seconds = 3600 * hours
    return Forecast(10, 1000, seconds, seconds, seconds, 0, 0, ())


@pytest.mark.parametrize(
    ("hours", "asked", "cpus", "tasks"),
    [(100, 64, 1, 64), (8, 64, 1, 16), (8, 64, 4, 4), (0.1, 64, 1, 2), (1e9, 20000, 1, 10000)],
)
def test_tasks_are_worth_half_an_hour(hours: float, asked: int, cpus: int, tasks: int) -> None:
    sized = size_tasks(foresee(hours), asked, cpus)
    assert sized.tasks == tasks
    assert sized.minutes * 60 > 1.5 * sized.seconds


def test_the_script_for_slurm_is_one_that_bash_reads(tmp_path: Path) -> None:
    options = ("--tasks", 64, "--out", "a folder", "--sbatch", "--partition=long", "--sbatch", "--mem=2G")
    script = sim("slurm", "made.toml", *options).stdout
    assert "#SBATCH --partition=long\n#SBATCH --mem=2G\n" in script
    assert "--signal=B:USR1@120" in script
    assert '--dependency="afterany:' in script
    assert "sim merge 'a folder' --quiet" in script
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


def start(*arguments: object) -> subprocess.Popen[str]:
    found = [str(TESTS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(found), "SIM_SHARE": "threads"}
    command = [sys.executable, TESTS / "logged_sim.py", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def wait_for_parts(process: subprocess.Popen[str], folder: Path, n_parts: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(list(folder.glob("*.npz"))) < n_parts and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("shard", [(), ("--shard", "1/2")])
def test_a_killed_sweep_goes_on_to_the_same_bytes(shard: tuple[str, ...]) -> None:
    folder = Path("out/shards/shard-1-of-2" if shard else "out/parts")
    process = start("sweep", "made.toml", "--trials", 100, "--out", "out", "--workers", 2, *shard)
    for n_kills in (1, 2, 3):
        wait_for_parts(process, folder, 3 * n_kills)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        process = start("resume", "out", *shard)
    said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    if shard:
        assert sim("resume", "out").exit_code == 0
    sim("sweep", "made.toml", "--trials", 100, "--out", "whole")
    assert load_sweep_results("out").run.checksums == load_sweep_results("whole").run.checksums


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGUSR1, 143)]
)
def test_signals_stop_a_shard_promptly_and_it_says_how_to_go_on(number: signal.Signals, status: int) -> None:
    process = start("sweep", "made.toml", "--trials", 100_000, "--out", "out", "--shard", "2/3")
    work = Path("out/shards/shard-2-of-3")
    wait_for_parts(process, work, 2)
    process.send_signal(number)
    _, said = process.communicate(timeout=15)
    assert process.returncode == status
    assert said.splitlines()[-1].endswith(
        "of 200,000 trials are kept in out/shards/shard-2-of-3. To go on: sim resume out --shard 2/3"
    )
    assert len(list(work.glob("*.npz"))) >= 2
