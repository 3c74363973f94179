"""Trials as Mesa's own batch_run gives them."""

import inspect
from pathlib import Path

import mesa
import pandas as pd
import pytest

import engine
from engine.errors import ScenarioError
from engine.notebook.runs import RunResults
from engine.simulation.model import PeaceTalks

TRIALS = 3


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    folder: Path = tmp_path_factory.mktemp("mesa") / "out"
    return engine.run("berlin-budapest", trials=TRIALS, seed=8, out=folder, progress=False)


def test_names_and_values_are_those_of_batch_run(ours: RunResults) -> None:
    asked, seed = {"scenario": "berlin-budapest", "trial": range(TRIALS)}, {"rng": [8]}
    takes_seeds = "rng" in inspect.signature(mesa.batch_run).parameters  # from Mesa 3.5 on
    asked |= {} if takes_seeds else seed
    theirs = mesa.batch_run(PeaceTalks, asked, display_progress=False, **(seed if takes_seeds else {}))
    model = ours.to_mesa().model
    assert list(model)[:3] == list(theirs[0])[:3] == ["RunId", "iteration", "Step"]
    for row, their in zip(model.to_dict("records"), theirs, strict=True):
        for key in ("RunId", "outcome", "front"):
            assert row[key] == their[key]
        assert row["Step"] == their["Step"] - takes_seeds  # which counts from 1 since then


def test_a_style_of_loading_gives_them_too(ours: RunResults) -> None:
    pd.testing.assert_frame_equal(engine.load(ours.folder, style="mesa").model, ours.to_mesa().model)
    with pytest.raises(ScenarioError, match='must be "tidy" or "mesa"'):
        engine.load(ours.folder, style="wide")
    with pytest.raises(ScenarioError, match="is no single run"):
        engine.load(f"{ours.folder}*", style="mesa")


def test_each_party_and_guarantor_is_an_agent_of_each_trial(ours: RunResults) -> None:
    agents, parameters = ours.to_mesa().agents, ours.scenario.parameters
    assert list(agents)[:5] == ["RunId", "iteration", "Step", "AgentID", "AgentType"]
    assert len(agents) == TRIALS * (len(parameters.parties) + len(parameters.guarantors))
    first = agents[agents["RunId"] == 0].set_index("AgentID")
    for party in parameters.parties:
        assert first.loc[party, "war_cost"] == ours.trials[f"war_cost_{party}"][0]
    for guarantor in parameters.guarantors:
        assert first.loc[guarantor, "called"] == ours.trials[f"called_{guarantor}"][0]
