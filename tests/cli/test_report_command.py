import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from made_trials import MADE
from typer.testing import CliRunner, Result

from engine.cli import run as run_commands
from engine.cli.main import app
from engine.cli.report import register
from engine.errors import EngineError, ScenarioError, StoreError
from engine.experiment.running import Settings, extend, run_scenario
from engine.report.answer import say_answer
from engine.results.loading import load
from engine.scenario import Scenario


@pytest.fixture(scope="module")
def stored(minimal: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("stored") / "run"
    return run_scenario(minimal, Settings(60, 4, 1), out=out, backend=MADE).folder


@pytest.fixture
def folder(stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(stored, tmp_path / "out")).relative_to(tmp_path)


def sim(*arguments: str | Path) -> Result:
    alone = typer.Typer()
    register(alone)
    alone.command()(run_commands.show)
    return CliRunner().invoke(alone, [str(argument) for argument in ("report", *arguments)])


def test_a_report_lies_in_the_folder_and_the_folder_is_still_whole(folder: Path) -> None:
    done = sim(folder)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("out/report.html is written (")
    assert Path("out/report.html").read_text().startswith("<!DOCTYPE html>")
    assert load(folder).run.status == "complete"


def test_a_folder_with_a_report_is_extended_and_reported_again(folder: Path, minimal: Scenario) -> None:
    sim(folder)
    from engine.experiment.backends import BACKENDS
    from engine.experiment.running import complete

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKENDS, "kernel", MADE)
        with extend(folder, 20) as store:
            complete(store, 1)
    assert sim(folder, "--quiet").stdout == "out/report.html\n"
    assert "80 trials of" in Path("out/report.html").read_text()


def test_json_says_where_and_what(folder: Path) -> None:
    told = json.loads(sim(folder, "--out", "page.html", "--json").stdout)
    assert told["file"] == "page.html"
    assert told["bytes"] == Path("page.html").stat().st_size
    assert told["answer"][0] == say_answer(load(folder))
    assert not Path("out/report.html").exists()


def test_show_and_report_say_the_same(folder: Path) -> None:
    shown = CliRunner().invoke(app, ["show", str(folder), "--json"])
    told = json.loads(sim(folder, "--json").stdout)
    assert json.loads(shown.stdout)["answer"] == told["answer"][0]


@pytest.mark.parametrize("name", ["mine.html", "out/outcomes.csv", "out/run.json"])
def test_nothing_but_a_report_is_written_over(folder: Path, name: str) -> None:
    if not Path(name).exists():
        Path(name).write_text("<html>mine</html>")
    before = Path(name).read_bytes()
    refused = sim(folder, "--out", name).exception
    assert isinstance(refused, ScenarioError)
    assert "exists and is no report, so that it is not overwritten" in str(refused)
    assert Path(name).read_bytes() == before


def unfinish(folder: Path) -> None:
    record = folder / "run.json"
    record.write_text(record.read_text().replace('"complete"', '"unfinished"'))


def age(folder: Path) -> None:
    record = folder / "run.json"
    record.write_text(record.read_text().replace('"schema": 1', '"schema": 99'))


def change(folder: Path) -> None:
    with (folder / "outcomes.csv").open("a") as table:
        table.write("more\n")


def empty(folder: Path) -> None:
    (folder / "run.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (unfinish, "holds an unfinished run (sim resume out completes it)"),
        (age, "is newer than this engine reads"),
        (change, "is not what the run wrote: its checksum differs"),
        (empty, "holds no run"),
    ],
)
def test_what_is_no_whole_run_is_refused_and_nothing_is_written(
    folder: Path, spoil: Callable[[Path], object], message: str
) -> None:
    spoil(folder)
    before = sorted(path.name for path in folder.iterdir())
    refused = sim(folder).exception
    assert isinstance(refused, StoreError)
    assert message in str(refused)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_place_that_is_a_folder_or_is_not_there_is_refused(folder: Path) -> None:
    for place in (str(folder), "nowhere/page.html"):
        assert isinstance(sim(folder, "--out", place).exception, EngineError)
    assert "is no folder" in str(sim("nowhere").exception)
    assert not Path("nowhere").exists()
