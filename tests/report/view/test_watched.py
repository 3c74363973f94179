import numpy as np
import pytest
from places import MINIMAL

from engine.errors import ScenarioError
from engine.report.view.asking import Asked, read_asked, write_asked
from engine.report.view.controls import Control, list_controls
from engine.report.view.watched import watch
from engine.scenario import load_scenario
from engine.simulation.records import columns
from engine.simulation.trials import run_chunk

LEVERS = ("front.zone_km", "monitors.attribution", "sequence.fixed_terms", "sequence.order")


def controls_of(reference: str, *levers: str) -> dict[str, Control]:
    return {control.path: control for control in list_controls(load_scenario(reference), levers)}


def test_a_few_levers_are_there_without_asking() -> None:
    found = controls_of("berlin")
    assert list(found) == [
        "guarantors.united_states.pledge",
        "guarantors.united_states.capability",
        "monitors.attribution",
        "front.zone_km",
        "sequence.order",
    ]
    assert "alliance_troops" in found["guarantors.united_states.pledge"].words
    capability = found["guarantors.united_states.capability"]
    assert (capability.value, capability.drawn) == (pytest.approx(0.45), True)
    assert (found["front.zone_km"].low, found["front.zone_km"].high) == (0, 50)


def test_levers_asked_for_that_are_none_are_refused_together() -> None:
    with pytest.raises(ScenarioError) as refused:
        controls_of("berlin", "monitors.atribution", "aid.europe.funded_until")
    assert "monitors.attribution" in str(refused.value)
    assert "can't be changed by a slider" in str(refused.value)


def test_while_nothing_is_changed_it_is_the_trial_of_a_run_to_the_last_bit() -> None:
    controls = list(controls_of("berlin").values())
    model = watch("berlin", (), controls, 11, 3)(trial=2, front__zone_km=5.0)
    while model.running:
        model.step()
    scenario = load_scenario("berlin")
    chunk = run_chunk(scenario, 11, 2, 1)
    record = model.record()
    assert model.changed == []
    np.testing.assert_array_equal(chunk.values[0], [record[column.name] for column in columns(scenario)])


def test_what_is_changed_is_laid_over_the_scenario() -> None:
    controls = list(controls_of(str(MINIMAL), *LEVERS).values())
    names = [control.name for control in controls]
    changes = dict(zip(names, (9.0, 0.25, True, "truce_first"), strict=True))
    model = watch(str(MINIMAL), ("front.blur=0.5",), controls, None, 0)(**changes)
    values = [model.packed.scenario.value_at(path) for path in (*LEVERS, "front.blur")]
    assert values == [9.0, 0.25, True, "truce_first", 0.5]


def test_what_is_asked_survives_the_environment() -> None:
    asked = Asked("berlin", ("front.blur=0.5",), LEVERS, 3, 14)
    assert read_asked(write_asked(asked)) == asked
