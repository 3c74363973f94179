"""Trials worth reading are the ones that tables worked by hand name."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from made_trials import make_chunk

from engine.analysis import telling
from engine.analysis.replaying.stored import Source
from engine.analysis.telling import CLASSES, PEACE, find_typical, list_telling
from engine.errors import ScenarioError, StoreError
from engine.results.provenance import describe
from engine.results.trials import tabulate_rows
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, columns

N_TRIALS = 300


def write(scenario: Scenario, folder: Path, **changes: list[float]) -> Source:
    """Write made-up trials with the recorded numbers given, all others 0."""
    n_trials = len(next(iter(changes.values())))
    chunk = make_chunk(scenario, 1, 0, n_trials)
    chunk.values[:] = 0.0
    for place, column in enumerate(columns(scenario)):
        if column.name in changes:
            chunk.values[:, place] = changes[column.name]
    rows = folder / "trials.parquet"
    pa.parquet.write_table(tabulate_rows(chunk, scenario), rows)
    run = describe(scenario, seed=1, trials=n_trials, backend="kernel")
    return Source(folder, run, scenario, rows)


def made(scenario: Scenario, folder: Path) -> Source:
    rows = folder / "trials.parquet"
    pa.parquet.write_table(tabulate_rows(make_chunk(scenario, 5, 0, N_TRIALS), scenario), rows)
    return Source(folder, describe(scenario, seed=5, trials=N_TRIALS, backend="kernel"), scenario, rows)


def test_the_middle_is_typical_the_far_end_strange_and_the_nearest_of_the_other_side_likest(
    minimal: Scenario, tmp_path: Path
) -> None:
    peace, war = float(OUTCOMES.index("durable_peace")), float(OUTCOMES.index("renewed_war"))
    source = write(
        minimal,
        tmp_path,
        outcome=[peace] * 5 + [war] * 3,
        front=[0.0, 0.1, 0.2, 0.3, 0.9, 0.8, 0.35, 0.6],
    )
    told = {(each.of, each.what.split()[0]): each.trial for each in list_telling(source)}
    assert told["durable_peace", "typical"] == 2
    assert told["durable_peace", "strangest"] == 4
    assert told["durable_peace", "likest"] == 6
    assert told["renewed_war", "typical"] == 7
    assert find_typical(source, "renewed_war") == 7


def test_whoever_is_listed_ended_as_is_said(minimal: Scenario, tmp_path: Path) -> None:
    source = made(minimal, tmp_path)
    ends = pa.parquet.read_table(source.rows)
    for each in list_telling(source):
        assert ends["outcome"][each.trial].as_py() == each.outcome
        if each.of in OUTCOMES:
            likest = each.what.startswith("likest")
            assert likest == (each.outcome != each.of)
            assert likest == ((each.outcome in PEACE) != (each.of in PEACE))
    assert {each.of for each in list_telling(source)} == {*CLASSES, ""}


def test_a_thinned_class_still_has_a_middle(
    minimal: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_trials = 2001
    source = write(minimal, tmp_path, front=np.linspace(-1, 1, n_trials).tolist())
    monkeypatch.setattr(telling, "COMPARED", 41)
    assert find_typical(source, "durable_peace") == n_trials // 2


def test_no_such_end_is_refused(minimal: Scenario, tmp_path: Path) -> None:
    source = write(minimal, tmp_path, front=[0.0, 0.1])
    with pytest.raises(ScenarioError, match="must be one of durable_peace"):
        find_typical(source, "victory")
    with pytest.raises(ScenarioError, match="is how no trial of this run ends"):
        find_typical(source, "renewed_war")
    with pytest.raises(StoreError, match="keeps no rows"):
        list_telling(source._replace(rows=None))
