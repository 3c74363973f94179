"""`sim backtest` as a user meets it."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from engine.errors import ScenarioError
from engine.evidence.cases import shipped_cases
from engine.scenario import load_scenario


def invoke(*words: str):
    return CliRunner().invoke(app, ["backtest", *words])


def test_it_prints_each_case_the_scores_and_a_sentence_for_each_horizon() -> None:
    done = invoke("--trials", "60")
    assert done.exit_code == 0
    assert "KOR1953" in done.stdout
    assert "climatology" in done.stdout
    assert done.stdout.count("Brier score of") == 3


def test_json_holds_the_tables_without_nan() -> None:
    done = invoke("--trials", "60", "--json")
    shown = json.loads(done.stdout)
    assert len(shown["predictions"]) == 120
    assert {row["forecaster"] for row in shown["scores"]} == {"engine", "climatology", "logistic regression"}
    assert "NaN" not in done.stdout


def test_tables_go_to_a_new_folder(tmp_path: Path) -> None:
    out = tmp_path / "scores"
    assert invoke("--trials", "60", "--out", str(out), "--quiet").exit_code == 0
    assert {path.name for path in out.iterdir()} == {"predictions.csv", "scores.csv", "calibration.csv"}
    assert len(pd.read_csv(out / "predictions.csv")) == 120
    with pytest.raises(ScenarioError, match="exists and is never overwritten"):
        CliRunner().invoke(app, ["backtest", "--trials", "60", "--out", str(out)], catch_exceptions=False)


def test_every_cases_scenario_can_be_written_and_loaded(tmp_path: Path) -> None:
    out = tmp_path / "cases"
    assert invoke("--scenarios", str(out)).exit_code == 0
    files = sorted(out.glob("*.toml"))
    assert len(files) == 40
    assert load_scenario(out / "korea-1953.toml").digest == load_scenario("korea-1953").digest


def test_another_file_of_cases_is_read_and_a_wrong_one_refused(tmp_path: Path) -> None:
    lines = shipped_cases().read_text(encoding="utf-8").splitlines()
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(lines[:9]) + "\n", encoding="utf-8")
    done = invoke("--cases", str(path), "--trials", "60")
    assert done.exit_code == 0
    assert "BEL1839" in done.stdout
    assert "ENE2025" not in done.stdout
    path.write_text("\n".join([lines[0], lines[1].replace("treaty_neutrality", "treaty_neutralty")]), "utf-8")
    with pytest.raises(ScenarioError, match="did you mean"):
        CliRunner().invoke(app, ["backtest", "--cases", str(path)], catch_exceptions=False)


def test_writing_scenarios_and_tables_at_once_is_refused(tmp_path: Path) -> None:
    words = ["backtest", "--scenarios", str(tmp_path / "a"), "--out", str(tmp_path / "b")]
    with pytest.raises(ScenarioError, match="runs nothing"):
        CliRunner().invoke(app, words, catch_exceptions=False)
