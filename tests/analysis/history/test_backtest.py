"""The back-test knows nothing of what became of a case."""

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from engine.analysis.history.backtest import BackTest, run_backtest
from engine.analysis.history.tables import tabulate_calibration, tabulate_predictions, tabulate_scores
from engine.errors import ScenarioError
from engine.evidence.cases import read_cases, shipped_cases
from engine.evidence.tables import list_tables

N_TRIALS = 60
HELD = ("held_1y", "held_5y", "held_20y")


@pytest.fixture(scope="module")
def done() -> BackTest:
    return run_backtest(read_cases(shipped_cases()), N_TRIALS)


def shuffled(path: Path, columns: tuple[str, ...]) -> Path:
    """Write the shipped cases with some columns shuffled, all in the same order."""
    with shipped_cases().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)
    changed = [
        row | {column: rows[i][column] for column in columns} for row, i in zip(rows, order, strict=True)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(changed)
    return path


def hindsight() -> tuple[str, ...]:
    table = next(table for table in list_tables() if table.name == "cases")
    return tuple(column.name for column in table.columns if column.hindsight)


def test_shuffled_hindsight_gives_the_same_scores(done: BackTest, tmp_path: Path) -> None:
    beside = tuple(column for column in hindsight() if column not in HELD)
    assert {"later_power_shift", "years_held", "failure_mode", "guarantor_honoured"} <= set(beside)
    again = run_backtest(read_cases(shuffled(tmp_path / "cases.csv", beside)), N_TRIALS)
    assert again == done or str(again) == str(done)  # a NaN equals no NaN
    assert again.verdicts == done.verdicts


def test_shuffled_ends_give_the_same_chances_and_other_scores(done: BackTest, tmp_path: Path) -> None:
    again = run_backtest(read_cases(shuffled(tmp_path / "cases.csv", HELD)), N_TRIALS)
    assert [each.chances for each in again.predictions] == [each.chances for each in done.predictions]
    assert [each.brier for each in again.verdicts] != [each.brier for each in done.verdicts]


def test_a_chance_to_hold_falls_with_time(done: BackTest) -> None:
    for each in done.predictions:
        values = [chance.value for chance in each.chances]
        assert values == sorted(values, reverse=True)


def test_each_horizon_is_scored_on_the_cases_whose_end_is_known(done: BackTest) -> None:
    assert [(each.years, each.cases, each.held) for each in done.verdicts] == [
        (1, 40, 31),
        (5, 38, 26),
        (20, 34, 14),
    ]
    for verdict in done.verdicts:
        assert sum(each.cases for each in verdict.bins) == verdict.cases
        climatology = verdict.contests[0]
        assert climatology.brier_gain.value == pytest.approx(climatology.brier.value - verdict.brier.value)


def test_the_score_is_that_of_the_stated_chances(done: BackTest) -> None:
    chances = [(each.chances[0].value * N_TRIALS + 0.5) / (N_TRIALS + 1) for each in done.predictions]
    held = [each.held[0] for each in done.predictions]
    assert done.verdicts[0].brier.value == pytest.approx(np.mean((np.array(chances) - held) ** 2))


def test_another_file_of_cases_runs_and_too_few_are_not_scored() -> None:
    few = read_cases(shipped_cases())[:2]
    assert run_backtest(few, N_TRIALS).verdicts == ()
    some = read_cases(shipped_cases())[10:20]
    assert {each.years for each in run_backtest(some, N_TRIALS).verdicts} == {1, 5, 20}


@pytest.mark.parametrize("trials", [0, 49, 10**7])
def test_trials_out_of_range_are_refused(trials: int) -> None:
    with pytest.raises(ScenarioError, match="--trials"):
        run_backtest(read_cases(shipped_cases())[:2], trials)


def test_tables_are_tidy(done: BackTest) -> None:
    predictions, scores = tabulate_predictions(done), tabulate_scores(done)
    assert len(predictions) == 40 * 3
    assert predictions["chance"].between(predictions["low"], predictions["high"]).all()
    assert list(scores["forecaster"]) == ["engine", "climatology", "logistic regression"] * 3
    assert tabulate_calibration(done).groupby("years")["cases"].sum().to_dict() == {1: 40, 5: 38, 20: 34}
