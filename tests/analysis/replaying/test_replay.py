"""Whatever is replayed is the stored trial, to the last bit, or is refused."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from places import EVERYTHING

from engine.analysis.replaying.replay import Replay, play_again, replay
from engine.analysis.replaying.stored import UNCHECKED, Stored
from engine.errors import ScenarioError, StoreError
from engine.experiment.running import Settings, run_scenario
from engine.results.provenance import describe
from engine.results.trials import tabulate_rows
from engine.scenario import Scenario, load_scenario
from engine.scenario.finding import shipped_names
from engine.simulation.kernel import run_without_twins
from engine.simulation.records import WEEKS_PER_YEAR

SEED = 11


def store(scenario: Scenario, folder: Path, n_trials: int, **settings: bool) -> Path:
    run_scenario(scenario, Settings(n_trials, SEED, 1, **settings), out=folder)
    return folder


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(load_scenario(EVERYTHING), tmp_path_factory.mktemp("replay") / "everything", 40)


@pytest.fixture(scope="module")
def replays(everything: Path) -> list[Replay]:
    return [replay(everything, trial) for trial in range(12)]


def test_a_replay_equals_its_row(replays: list[Replay]) -> None:
    for trial, replayed in enumerate(replays):
        assert replayed.note == ""
        assert replayed.record["trial"] == trial


def test_fifty_random_trials_over_all_shipped_scenarios_equal_their_rows() -> None:
    shipped, rng = sorted(shipped_names()), np.random.default_rng(5)
    for place in range(50):
        scenario, trial = load_scenario(shipped[place % len(shipped)]), int(rng.integers(2000))
        run = describe(scenario, seed=SEED, trials=2000, backend="kernel")
        row = tabulate_rows(run_without_twins(scenario, SEED, trial, 1), scenario)
        assert play_again(Stored(Path(), run, scenario, trial, row)).note == ""


def test_events_tell_what_the_row_counts(replays: list[Replay]) -> None:
    for replayed in replays:
        kinds = replayed.events["kind"].value_counts()
        done = replayed.events[replayed.events["done"].eq(True)]["kind"].value_counts()
        for kind, column in (
            ("draft", "drafts"),
            ("agreement", "agreements"),
            ("truce", "truces"),
            ("crisis", "crises"),
            ("attack", "attacks"),
            ("agreement_voted_down", "ratifications_lost"),
            ("agreement_lapses", "agreements_lapsed"),
            ("partial_truce", "partial_truces"),
        ):
            assert kinds.get(kind, 0) == replayed.record[column], column
        assert done.get("backs_down", 0) == replayed.record["attacks_reversed"]
        assert done.get("walks_out", 0) == replayed.record["walk_outs"]
        assert done.get("provokes", 0) == replayed.record["provocations"]
        guarantors = replayed.stored.scenario.parameters.guarantors
        for act, kind in (("honoured", "honours"), ("helped", "helps")):
            assert done.get(kind, 0) == sum(replayed.record[f"{act}_{name}"] for name in guarantors)


def test_weeks_rounds_and_incidents_end_where_the_row_does(replays: list[Replay]) -> None:
    for replayed in replays:
        assert replayed.weeks["front"].iloc[-1] == replayed.record["front"]
        assert replayed.rounds["front"].iloc[-1] == replayed.record["front"]
        by_year = replayed.incidents.groupby(replayed.incidents["week"] // WEEKS_PER_YEAR)["incidents"].sum()
        for year, count in by_year.items():
            assert count == replayed.record[f"incidents_year_{year + 1}"]
        assert set(replayed.beliefs["guarantor"]) == set(replayed.stored.scenario.parameters.guarantors)
        assert replayed.beliefs[["believed", "reliability"]].stack().between(0, 1).all()


def test_every_sentence_is_one(replays: list[Replay]) -> None:
    sentences = pd.concat([replayed.events["sentence"] for replayed in replays])
    assert sentences.str.endswith(".").all()
    assert not sentences.str.contains("nan|None|_").any()


def test_a_changed_number_is_refused_with_its_column(
    everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.analysis.replaying.stored as stored

    read = stored._read_row

    def read_changed(rows: Path, trial: int) -> object:
        row = read(rows, trial)
        place = row.column_names.index("front")
        return row.set_column(place, "front", [[np.nextafter(row["front"][0].as_py(), 2.0)]])

    monkeypatch.setattr(stored, "_read_row", read_changed)
    with pytest.raises(StoreError, match=r"played otherwise by this engine: front .*fault of the engine"):
        replay(everything, 3)


def write_as(folder: Path, **changes: str) -> None:
    record = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(record | changes))


def test_a_run_without_rows_is_told_and_said_to_be_unchecked(minimal: Scenario, tmp_path: Path) -> None:
    folder = store(minimal, tmp_path / "bare", 3, rows=False)
    assert replay(folder, 1).note == UNCHECKED
    write_as(folder, sources="0123456789abcdef")
    with pytest.raises(StoreError, match="sources of the model 0123456789abcdef, and this is"):
        replay(folder, 1)


def test_another_engine_that_gives_the_same_row_may_tell_it(minimal: Scenario, tmp_path: Path) -> None:
    folder = store(minimal, tmp_path / "old", 3)
    write_as(folder, sources="0123456789abcdef")
    assert replay(folder, 1).note == ""


@pytest.mark.parametrize("trial", [-1, 40])
def test_a_trial_that_is_not_there_is_refused(everything: Path, trial: int) -> None:
    with pytest.raises(ScenarioError, match="has 40 trials, numbered from 0"):
        replay(everything, trial)
