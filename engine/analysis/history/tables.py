"""A back-test as tidy tables, and its folder."""

from pathlib import Path

import pandas as pd

from engine.analysis.history.backtest import BackTest
from engine.analysis.history.mapping import name_case, write_case
from engine.evidence.cases import HORIZONS, CodedCase
from engine.results.csv_tables import write_table
from engine.results.disk import writing_aside
from engine.results.folder import choose_folder, explaining_disk_errors

NAME = "backtest"


def tabulate_predictions(done: BackTest) -> pd.DataFrame:
    """Give a row for each case and horizon: the chance stated, its interval, and what happened."""
    return pd.DataFrame(
        [
            {
                "case_id": each.case.case_id,
                "name": each.case.name,
                "start": each.case.start.isoformat(),
                "years": years,
                "chance": chance.value,
                "low": chance.low,
                "high": chance.high,
                "held": held,
            }
            for each in done.predictions
            for years, chance, held in zip(HORIZONS, each.chances, each.held, strict=True)
        ]
    )


def tabulate_scores(done: BackTest) -> pd.DataFrame:
    """Give a row for each horizon and forecaster, with intervals over cases; a gain is the engine's."""
    rows = []
    for verdict in done.verdicts:
        head: dict[str, object] = {"years": verdict.years, "cases": verdict.cases, "held": verdict.held}
        own: dict[str, object] = {"forecaster": "engine", **_spread("brier", verdict.brier)}
        rows.append(head | own | _spread("log_score", verdict.log_score))
        for contest in verdict.contests:
            row: dict[str, object] = head | {"forecaster": contest.name}
            for name in ("brier", "log_score", "brier_gain", "log_gain"):
                row |= _spread(name, getattr(contest, name))
            rows.append(row)
    return pd.DataFrame(rows)


def tabulate_calibration(done: BackTest) -> pd.DataFrame:
    """Give a row for each horizon and bin of stated chances: how many of its cases held."""
    return pd.DataFrame(
        [
            {
                "years": verdict.years,
                "chance_above": each.low,
                "chance_to": each.high,
                "cases": each.cases,
                "stated": each.stated,
                **_spread("observed", each.observed),
            }
            for verdict in done.verdicts
            for each in verdict.bins
        ]
    )


def keep(done: BackTest, out: Path) -> Path:
    """Write predictions.csv, scores.csv and calibration.csv into a new folder.

    Raises
    ------
    ScenarioError
        If the folder holds anything.
    StoreError
        If the disk does not allow it.
    """
    folder = choose_folder(out, NAME)
    tables = {
        "predictions": tabulate_predictions(done),
        "scores": tabulate_scores(done),
        "calibration": tabulate_calibration(done),
    }
    with explaining_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            with writing_aside(folder / f"{name}.csv") as aside:
                write_table(aside, table)
    return folder


def write_scenarios(coded: tuple[CodedCase, ...], out: Path) -> Path:
    """Write the scenario of each case into a new folder; raises as `keep` does."""
    folder = choose_folder(out, NAME)
    with explaining_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for each in coded:
            with writing_aside(folder / f"{name_case(each.case)}.toml") as aside:
                aside.write_text(write_case(each.case), encoding="utf-8")
    return folder


def _spread(name: str, estimate: tuple[float, float, float]) -> dict[str, float]:
    value, low, high = estimate
    return {name: value, f"{name}_low": low, f"{name}_high": high}
