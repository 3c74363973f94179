import json
import signal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from made_trials import MADE
from places import MINIMAL
from rich.console import Console
from typer.testing import CliRunner, Result

from engine.cli.run import register
from engine.cli.summary import print_summary
from engine.errors import ScenarioError, StoreError
from engine.experiment.backends import BACKENDS
from engine.experiment.progress import showing_progress
from engine.experiment.running import Settings, begin, run_scenario
from engine.model import compiling
from engine.report.answer import NOTE
from engine.report.wording import say_name
from engine.results.loading import Results, load
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, Chunk


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE)
    monkeypatch.setattr(compiling, "is_compiled", lambda: True)


def sim(*arguments: str | Path) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def run(*arguments: str | Path) -> Result:
    return sim("run", MINIMAL, "--trials", "40", "--workers", "1", *arguments)


@pytest.fixture
def results(minimal: Scenario, tmp_path: Path) -> Results:
    return run_scenario(minimal, Settings(200, 4, 1), out=tmp_path / "out", backend=MADE)


def print_plain(results: Results) -> str:
    page = StringIO()
    print_summary(results, Console(file=page, width=80, highlight=False))
    return page.getvalue()


def test_a_run_prints_a_summary_and_stores_its_tables() -> None:
    done = run()
    assert done.exit_code == 0
    for outcome in OUTCOMES:
        assert outcome.replace("_", " ") in done.output
    assert NOTE in done.output
    assert load("outputs/minimal").run.trials == 40


def test_show_prints_the_very_same_summary() -> None:
    assert sim("show", "outputs/minimal").exit_code != 0
    ran, shown = run(), sim("show", "outputs/minimal")
    assert shown.exit_code == 0
    assert shown.stdout == ran.stdout


def test_json_is_one_object_with_the_same_numbers() -> None:
    found = json.loads(run("--json").stdout)
    assert [row["outcome"] for row in found["outcomes"]] == list(OUTCOMES)
    assert sum(row["trials"] for row in found["outcomes"]) == 40 - found["run"]["failed"]
    assert found["note"] == NOTE
    assert found["answer"] in " ".join(sim("show", "outputs/minimal").stdout.split())
    assert json.loads(sim("show", "outputs/minimal", "--json").stdout) == found


def test_quiet_prints_the_folder_alone() -> None:
    done = run("--quiet")
    assert (done.stdout, done.stderr) == ("outputs/minimal\n", "")


def test_a_value_can_be_set_and_trials_written_as_csv() -> None:
    assert run("--set", "clock.rounds=13", "--trials-csv", "--out", "mine", "--seed", "9").exit_code == 0
    stored = load("mine")
    assert (stored.run.rounds, stored.run.seed) == (13, 9)
    assert (stored.folder / "trials.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--trials", "0"], "--trials: 0 must be at least 1"),
        (["--trials", "-5"], "--trials: -5 must be at least 1"),
        (["--workers", "0"], "--workers: 0 must be at least 1"),
        (["--seed", "-1"], "--seed: -1 must lie"),
        (["--out", "full"], "never overwritten"),
    ],
)
def test_bad_options_are_refused_and_nothing_is_written(arguments: list[str], message: str) -> None:
    Path("full").mkdir()
    Path("full/thesis.txt").touch()
    refused = run(*arguments)
    assert isinstance(refused.exception, ScenarioError)
    assert message in str(refused.exception)
    assert [path.name for path in Path().iterdir()] == ["full"]


def test_problems_of_scenario_options_and_folder_are_told_at_once() -> None:
    Path("full").mkdir()
    Path("full/thesis.txt").touch()
    asked = ["--set", "clock.rounds=0", "--set", "front.zone=1", "--trials", "0", "--workers", "0"]
    refused = run(*asked, "--seed", "-1", "--out", "full").exception
    assert isinstance(refused, ScenarioError)
    said = " ".join(problem.place + " " + problem.value for problem in refused.problems)
    for each in ("clock.rounds", "front.zone", "--trials 0", "--workers 0", "--seed -1", "--out full"):
        assert each in said


def test_trials_are_bounded_as_a_scenarios_own_are() -> None:
    for asked in (("run", MINIMAL), ("extend", "nowhere")):
        refused = sim(*asked, "--trials", str(10**10 + 1)).exception
        assert "--trials: 10,000,000,001 must be at most 10,000,000,000" in str(refused)


def test_rows_that_the_disk_has_no_room_for_are_refused_before_trials_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.results.room.find_free", lambda folder: 10**9)
    refused = sim("run", MINIMAL, "--trials", str(10**10))
    assert isinstance(refused.exception, ScenarioError)
    assert "GB are free (run with --no-rows" in str(refused.exception)
    assert list(Path().iterdir()) == []


def test_an_unwritable_place_is_a_failure_of_the_disk() -> None:
    Path("file").touch()
    refused = run("--out", "file/out").exception
    assert isinstance(refused, StoreError)
    assert "a file stands where a folder would have to be (choose another folder with --out)" in str(refused)


def stop(monkeypatch: pytest.MonkeyPatch, number: signal.Signals, after: int) -> None:
    """Have the process get a signal once a chunk beyond the first has begun."""

    def run_some(*asked: Any) -> Chunk:
        if asked[2] >= after:
            signal.raise_signal(number)
        return MADE.runner(*asked)

    monkeypatch.setitem(BACKENDS, "kernel", MADE._replace(runner=run_some))


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    handler = signal.getsignal(signal.SIGTERM)
    stop(monkeypatch, number, after=10)
    stopped = run("--out", "my run")
    assert stopped.exit_code == status
    assert stopped.stderr == "Stopped; 10 of 40 trials are kept in my run. To go on: sim resume 'my run'\n"
    assert signal.getsignal(signal.SIGTERM) == handler
    monkeypatch.setitem(BACKENDS, "kernel", MADE)
    resumed = sim("resume", "my run", "--quiet", "--workers", "1")
    assert (resumed.exit_code, resumed.stdout, resumed.stderr) == (0, "my run\n", "")
    assert load("my run").run.checksums == load(run("--quiet").stdout.strip()).run.checksums


def test_resuming_a_complete_run_says_so_and_changes_nothing() -> None:
    ran = run()
    before = Path("outputs/minimal/run.json").read_bytes()
    resumed = sim("resume", "outputs/minimal")
    assert resumed.exit_code == 0
    assert resumed.stderr == "outputs/minimal is complete: it has all of its 40 trials.\n"
    assert resumed.stdout == ran.stdout
    assert Path("outputs/minimal/run.json").read_bytes() == before


def test_an_extended_run_has_the_tables_of_a_run_of_the_total() -> None:
    run("--quiet")
    extended = sim("extend", "outputs/minimal", "--trials", "20", "--workers", "1", "--quiet")
    assert (extended.exit_code, extended.stdout) == (0, "outputs/minimal\n")
    run("--trials", "60", "--out", "whole")
    assert load("outputs/minimal").run.checksums == load("whole").run.checksums


def test_a_damaged_part_is_told_and_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stop(monkeypatch, signal.SIGINT, after=10)
    run()
    monkeypatch.setitem(BACKENDS, "kernel", MADE)
    part = min(Path("outputs/minimal/parts").iterdir())
    part.write_bytes(part.read_bytes()[:100])
    resumed = sim("resume", "outputs/minimal", "--workers", "1")
    assert resumed.stderr.splitlines() == [
        f"{part} was damaged and is removed; its trials run again.",
        "5 of 40 trials are there already.",
    ]
    assert load("outputs/minimal").run.trials == 40


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("resume", "nowhere"), "is no folder"),
        (("extend", "nowhere", "--trials", "5"), "is no folder"),
        (("extend", "nowhere", "--trials", "0"), "--trials: 0 must be at least 1"),
        (("resume", "nowhere", "--workers", "0"), "--workers: 0 must be at least 1"),
    ],
)
def test_what_can_not_be_gone_on_with_is_refused(arguments: tuple[str, ...], message: str) -> None:
    assert message in str(sim(*arguments).exception)


def test_rows_may_be_left_out() -> None:
    assert run("--no-rows").exit_code == 0
    assert not Path("outputs/minimal/trials.parquet").exists()
    assert run("--no-rows", "--trials-csv").exit_code != 0


def test_the_summary_fits_80_columns_without_colour(results: Results) -> None:
    page = print_plain(results)
    assert max(len(line.rstrip()) for line in page.splitlines()) <= 80
    assert "\x1b" not in page


def test_the_summary_says_how_many_trials_failed(results: Results) -> None:
    assert results.run.failed > 0
    assert f"{results.run.failed} of 200 trials failed" in print_plain(results)


def test_every_outcome_shows_its_count_and_interval(results: Results) -> None:
    lines = {line[2:20].strip(): line for line in print_plain(results).splitlines()}
    for row in results.outcomes.itertuples():
        line = lines[str(row.outcome).replace("_", " ")]
        assert line.rstrip().endswith(f" {row.trials}")
        assert f"{100 * row.share:.1f}%" in line
        assert f"{100 * row.low:.1f}% to {100 * row.high:.1f}%" in line


def test_a_decision_says_who_prevails(results: Results) -> None:
    decided = results.trials[results.trials["outcome"] == "military_decision"]
    assert 0 < (decided["front"] > 0).sum() < len(decided)
    printed = print_plain(results)
    for party, won in (("north", decided["front"] > 0), ("south", ~(decided["front"] > 0))):
        (line,) = (line for line in printed.splitlines() if f"{party} prevails" in line)
        assert line.rstrip().endswith(f" {won.sum()}")
    results.outcomes.loc[results.outcomes["outcome"] == "military_decision", "trials"] = 0
    assert "prevails" not in print_plain(results)


def test_bars_need_no_unicode(results: Results, tmp_path: Path) -> None:
    with (tmp_path / "page.txt").open("w", encoding="ascii") as page:
        print_summary(results, Console(file=page, width=80, highlight=False))
    assert "##" in (tmp_path / "page.txt").read_text()


def test_the_summary_tells_doubt_from_chance(results: Results) -> None:
    row = results.variance.iloc[results.outcomes["trials"].argmax()]
    printed = " ".join(print_plain(results).split())
    assert f"Of the variance of {row['outcome'].replace('_', ' ')}, {100 * row['epistemic']:.1f}%" in printed
    assert f"from {row['pairs']} pairs of trials" in printed
    results.variance[["epistemic", "epistemic_high"]] = 0.0
    assert "No parameter is uncertain" in print_plain(results)


def test_the_summary_says_that_one_trial_may_count_as_honoured_and_as_helped(results: Results) -> None:
    assert "A trial with several calls may count in both." in " ".join(print_plain(results).split())


def test_a_scenario_without_guarantors_has_a_summary(results: Results) -> None:
    results.guarantors = results.guarantors.iloc[:0]
    assert "The scenario has none." in print_plain(results)


def test_markup_in_a_title_is_printed_as_it_stands(results: Results) -> None:
    results.run = results.run.model_copy(update={"title": "Talks [red]now[/] [/oops]"})
    assert "Talks [red]now[/] [/oops]" in print_plain(results)


def test_progress_without_a_terminal_is_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    page = StringIO()
    now = iter([0.0, 1.0, 6.0, 7.0, 12.0])
    monkeypatch.setattr("engine.experiment.progress.time.monotonic", lambda: next(now))
    with showing_progress(100, Console(file=page, width=80)) as progress:
        for _ in range(4):
            progress(10)
    assert page.getvalue().splitlines() == [
        "20 of 100 trials, 3.3 trials/s, 24 s left",
        "40 of 100 trials, 3.3 trials/s, 18 s left",
    ]


def test_progress_after_a_resume_counts_all_trials_and_the_speed_of_the_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = StringIO()
    now = iter([0.0, 10.0])
    monkeypatch.setattr("engine.experiment.progress.time.monotonic", lambda: next(now))
    with showing_progress(100, Console(file=page, width=80), n_there=60) as progress:
        progress(20)
    assert page.getvalue() == "80 of 100 trials, 2.0 trials/s, 10 s left\n"


def test_progress_on_a_terminal_is_a_bar() -> None:
    page = StringIO()
    with showing_progress(100, Console(file=page, width=80, force_terminal=True)) as progress:
        progress(100)
    assert "100/100" in page.getvalue()


def test_the_compilation_is_announced_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Compiling" not in run().stderr
    monkeypatch.setattr(compiling, "is_compiled", lambda: False)
    assert run().stderr.startswith("Compiling the model for this machine, once")
    assert run("--quiet").stderr == ""


def test_a_precision_stops_a_run_and_the_summary_says_so() -> None:
    done = sim("run", MINIMAL, "--precision", "0.05", "--workers", "1")
    assert done.exit_code == 0
    assert "Stopped as every interval of an outcome is narrower than 0.05." in done.output
    run_ = load("outputs/minimal").run
    assert 1000 <= run_.trials < run_.most_trials
    short = sim("run", MINIMAL, "--precision", "0.05", "--trials", "200", "--out", "short")
    assert "not narrower than 0.05: add trials." in " ".join(short.output.split())


def test_an_extended_run_no_longer_says_that_it_was_stopped_by_precision() -> None:
    sim("run", MINIMAL, "--precision", "0.05", "--workers", "1")
    extended = sim("extend", "outputs/minimal", "--trials", "20", "--workers", "1")
    printed = " ".join(extended.stdout.split())
    assert "Stopped as every interval" not in printed
    assert "Extended beyond the precision of 0.05; the widest interval of an outcome is 0.0" in printed


def test_a_folder_at_work_is_said_to_be_written(minimal: Scenario) -> None:
    with begin(minimal, Settings(40, 7, 1), out=Path("busy")):
        for asked in (("show", "busy"), ("extend", "busy", "--trials", "5"), ("resume", "busy")):
            assert "busy is being written by another process" in str(sim(*asked).exception)
    assert "sim resume busy completes it" in str(sim("show", "busy").exception)
    assert not Path("busy/.lock").exists()


def test_a_run_on_sobol_points_says_that_it_has_no_intervals() -> None:
    done = run("--set", "run.sampling=sobol")
    assert done.exit_code == 0, done.output
    printed = " ".join(done.output.split())
    assert "Trials on Sobol' points are not independent" in printed
    assert "95% interval )" not in printed
    assert "halve the intervals" not in printed
    assert "halve the intervals" in " ".join(run("--out", "random").output.split())
    for row in load("outputs/minimal").outcomes.itertuples():
        (line,) = (line for line in done.output.splitlines() if line[2:20].strip() == say_name(row.outcome))
        assert line.count("█") == round(22 * row.share)
    assert run("--set", "run.sampling=sobol", "--precision", "0.05").exit_code != 0


@pytest.mark.parametrize("backend", ["kernel", "mesa"])
def test_both_backends_are_recorded(backend: str) -> None:
    assert run("--trials", "3", "--backend", backend).exit_code == 0
    assert load("outputs/minimal").run.backend == backend
