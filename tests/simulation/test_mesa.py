"""The model is an ordinary Mesa model."""

import inspect

import mesa
import pytest
from places import MINIMAL

from engine.model import schedule
from engine.scenario import Scenario
from engine.scenario.shapes import shape_at
from engine.simulation.constituency import Constituency
from engine.simulation.guarantor import Guarantor
from engine.simulation.mediator import Mediator
from engine.simulation.model import PeaceTalks
from engine.simulation.monitors import Monitors
from engine.simulation.party import Party
from engine.simulation.unit import Unit


def test_six_kinds_of_agents_live_in_the_model(minimal: Scenario) -> None:
    model = PeaceTalks(minimal)
    kinds = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert kinds == {Party: 2, Constituency: 1, Mediator: 1, Guarantor: 1, Unit: 6, Monitors: 1}


def test_a_step_is_a_round_and_the_data_collector_sees_each(minimal: Scenario) -> None:
    model = PeaceTalks(minimal, rng=4, trial=2)
    model.step()
    model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert model.week == 8
    assert list(frame.columns) == ["phase", "front", "outcome", "recent_incidents"]
    assert len(frame) == 2


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::PendingDeprecationWarning"
)
def test_batch_run_runs_trials_of_the_model(minimal: Scenario) -> None:
    seeds = {"rng": 5}
    takes_seeds = "rng" in inspect.signature(mesa.batch_run).parameters
    rows = mesa.batch_run(
        PeaceTalks,
        parameters={"scenario": str(MINIMAL), "trial": range(3)} | ({} if takes_seeds else seeds),
        **(seeds if takes_seeds else {}),
        number_processes=1,
        display_progress=False,
        data_collection_period=-1,
    )
    outcomes = [row["outcome"] for row in rows]
    expected = []
    for trial in range(3):
        model = PeaceTalks(minimal, rng=5, trial=trial)
        while model.running:
            model.step()
        expected.append(model.datacollector.model_vars["outcome"][-1])
    assert outcomes == expected


def test_mesa_keeps_no_model_alive(minimal: Scenario) -> None:
    PeaceTalks(minimal)
    ids = getattr(mesa.Agent, "_ids", {})
    assert not any(isinstance(model, PeaceTalks) for model in ids)


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("start.phase", {"war": schedule.WAR, "truce": schedule.TRUCE, "accord": schedule.ACCORD}),
        (
            "parties.north.truce",
            {
                "freely": schedule.FREELY,
                "after_agreement": schedule.AFTER_AGREEMENT,
                "after_ratification": schedule.AFTER_RATIFICATION,
            },
        ),
        (
            "sequence.order",
            {
                "truce_first": schedule.TRUCE_FIRST,
                "settlement_first": schedule.SETTLEMENT_FIRST,
                "parallel": schedule.PARALLEL,
            },
        ),
    ],
)
def test_words_have_the_codes_that_the_schedule_names(path: str, codes: dict[str, int]) -> None:
    shape = shape_at(path)
    assert shape is not None
    assert {word: i for i, word in enumerate(shape.words())} == codes
