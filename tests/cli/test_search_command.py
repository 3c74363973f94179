import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import engine
from engine.cli.main import app

FEW = ("--lever", "start.terms.territory=0,0.5", "--budget", "2", "--trials", "60", "--fresh", "60")


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["search", "berlin", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_a_search_is_told_as_one_json_object_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = json.loads(run(*FEW, "--json", "--quiet"))
    assert told["folder"] == "outputs/search-berlin"
    assert told["record"]["levers"] == {"start.terms.territory": ["as it is", "0", "0.5"]}
    assert {path.name for path in (tmp_path / "outputs").iterdir()} == {"search-berlin"}
    again = run(*FEW, "--quiet")
    assert again.strip() == "outputs/search-berlin-2"
    for table in ("packages.csv", "settings.csv", "tried.csv"):
        assert Path("outputs/search-berlin", table).read_bytes() == Path(again.strip(), table).read_bytes()


def test_a_notebook_finds_what_the_command_finds(tmp_path: Path) -> None:
    told = json.loads(run(*FEW, "--json", "--quiet", "--out", str(tmp_path / "kept")))
    found = engine.search(
        "berlin", levers=["start.terms.territory=0,0.5"], budget=2, trials=60, fresh=60, progress=False
    )
    assert found.answer == " ".join(told["answer"])
    assert found.packages.to_dict("records") == told["rows"]["packages"]


def test_an_interrupted_search_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.analysis.searching.asking.search", stop)
    done = CliRunner().invoke(app, ["search", "berlin", *FEW, "--quiet"])
    assert done.exit_code != 0
    assert not (tmp_path / "outputs").exists()
