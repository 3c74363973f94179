"""A twin has its trial's parameters and other luck."""

import math

import numpy as np
import pytest
from places import MINIMAL

from engine.model.draws import key_of
from engine.model.packing import pack
from engine.scenario import Scenario, load_scenario
from engine.simulation import trials
from engine.simulation.model import PeaceTalks
from engine.simulation.records import NO_TWIN, OUTCOMES, STATUSES, columns
from engine.simulation.trials import run_chunk

N_TRIALS = 12


def outcome_of(model: PeaceTalks) -> float:
    while model.running:
        model.step()
    return model.record()["outcome"]


def test_a_twin_shares_its_trials_parameters_and_no_other_draw(minimal: Scenario) -> None:
    trial, twin = (PeaceTalks(minimal, 3, 5, replicate=replicate) for replicate in (0, 1))
    assert all((mine == its).all() for mine, its in zip(trial.parameters, twin.parameters, strict=True))
    assert (trial.key, twin.key) == (key_of(3, 0), key_of(3, 1))
    assert trial.trend != twin.trend


def test_a_chunk_holds_the_outcomes_of_replicate_one(minimal: Scenario) -> None:
    chunk = run_chunk(minimal, 3, 2, N_TRIALS)
    twins = [outcome_of(PeaceTalks(minimal, 3, 2 + i, replicate=1)) for i in range(N_TRIALS)]
    assert chunk.twins.dtype == np.int8
    assert chunk.twins.tolist() == twins
    outcomes = chunk.values[:, [column.name for column in columns(minimal)].index("outcome")]
    assert chunk.twins.tolist() != outcomes.tolist()
    assert set(twins) <= set(range(len(OUTCOMES)))


def test_only_the_first_trials_have_twins(minimal: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run_chunk(minimal, 0, 0, 6).twins
    monkeypatch.setattr(trials, "TWIN_TRIALS", 4)
    assert (whole >= 0).all()
    assert run_chunk(minimal, 0, 0, 6).twins.tolist() == [*whole[:4], NO_TWIN, NO_TWIN]
    assert run_chunk(minimal, 0, 3, 3).twins.tolist() == [whole[3], NO_TWIN, NO_TWIN]


def test_without_uncertain_parameters_there_are_no_twins(minimal: Scenario) -> None:
    fixed = load_scenario(MINIMAL, [f"{path}=0.5" for path in minimal.uncertain])
    assert minimal.uncertain
    assert not pack(fixed).cells
    assert (run_chunk(fixed, 0, 0, 3).twins == NO_TWIN).all()


@pytest.mark.parametrize(("failing", "failed"), [(0, 1), (1, 0)])
def test_a_failed_trial_or_twin_is_no_pair(
    minimal: Scenario, monkeypatch: pytest.MonkeyPatch, failing: int, failed: int
) -> None:
    key, whole = key_of(0, failing), PeaceTalks.record
    monkeypatch.setattr(
        PeaceTalks,
        "record",
        lambda model: whole(model) | ({"front": math.nan} if model.key == key else {}),
    )
    chunk = run_chunk(minimal, 0, 0, 2)
    assert (chunk.twins == NO_TWIN).all()
    assert (chunk.values[:, 0] == STATUSES.index("failed")).tolist() == [bool(failed)] * 2
