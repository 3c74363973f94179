"""Promises about whole trials: addresses, pairing, order, memory."""

import gc
import math
import os
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest
from places import EVERYTHING, MINIMAL, TESTS

from engine.scenario import Scenario, load_scenario
from engine.simulation.actor import Actor
from engine.simulation.model import PeaceTalks
from engine.simulation.records import STATUSES, columns
from engine.simulation.trials import run_chunk

ALONE = """
import sys
from engine.scenario import load_scenario
from engine.simulation.trials import run_chunk
first, n_trials = int(sys.argv[1]), int(sys.argv[2])
chunk = run_chunk(load_scenario("berlin"), 7, first, n_trials)
print(chunk.values[17 - first].tobytes().hex(), chunk.draws[17 - first].tobytes().hex())
"""


def named(scenario: Scenario, seed: int, n_trials: int) -> dict[str, np.ndarray]:
    chunk = run_chunk(scenario, seed, 0, n_trials)
    return {column.name: chunk.values[:, i] for i, column in enumerate(columns(scenario))}


def test_trial_17_alone_is_trial_17_of_200_under_any_hash_seed() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", ALONE, first, n_trials],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            cwd=TESTS.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for first, n_trials, hash_seed in (("17", "1", "1"), ("0", "200", "1"), ("17", "1", "2"))
    }
    assert len(printed) == 1


def test_seeds_zero_and_one_are_two_seeds(minimal: Scenario) -> None:
    zero, one = named(minimal, 0, 5), named(minimal, 1, 5)
    assert not np.array_equal(zero["war_cost_north"], one["war_cost_north"])


def test_a_powerless_guarantor_of_its_own_family_changes_no_other_column() -> None:
    overrides = [
        "start.phase=accord",
        "guarantors.onlooker.pledge=political",
        "guarantors.onlooker.protects=north",
        "guarantors.onlooker.issue=guarantees",
        "guarantors.onlooker.family=onlookers",
        "guarantors.onlooker.capability=0",
        "guarantors.onlooker.material=0",
        "parties.south.frailty_sd=1",
    ]
    without = named(load_scenario(MINIMAL, [overrides[0], overrides[-1]]), 3, 60)
    beside = named(load_scenario(MINIMAL, overrides), 3, 60)
    assert beside["called_onlooker"].sum() > 0
    for name, values in without.items():
        np.testing.assert_array_equal(beside[name], values, err_msg=name)


@pytest.mark.parametrize(
    "null",
    [
        ["monitors.restraint=0.9", "monitors.detection=0"],
        ["front.zone_scale_km=40"],
        ["guarantors.ally.dependence=0.9"],
        ["sequence.partial_relief=0.1"],
        ["mediators.shadow.voice=0", "mediators.shadow.push=0"],
    ],
)
def test_a_null_lever_changes_no_bit(null: list[str]) -> None:
    base = ["start.phase=accord", "monitors.detection=0"]
    before = run_chunk(load_scenario(MINIMAL, base), 0, 0, 30)
    after = run_chunk(load_scenario(MINIMAL, [*base, *null]), 0, 0, 30)
    assert before.values.tobytes() == after.values.tobytes()
    assert before.phases.tobytes() == after.phases.tobytes()


def test_fixing_one_uncertain_parameter_redraws_no_other() -> None:
    drawn = run_chunk(load_scenario("berlin"), 0, 0, 3)
    fixed = load_scenario("berlin", ["guarantors.united_states.reliability=0.5"])
    paths = load_scenario("berlin").uncertain
    kept = [i for i, path in enumerate(paths) if path in fixed.uncertain]
    assert len(kept) == len(paths) - 1
    np.testing.assert_array_equal(run_chunk(fixed, 0, 0, 3).draws, drawn.draws[:, kept])


def test_the_order_of_guarantors_in_a_file_changes_no_bit(tmp_path: Path) -> None:
    head, *blocks = EVERYTHING.read_text().split("\n[guarantors.")
    last, tail = blocks[-1].split("\n[aid", 1)
    reordered = tmp_path / "everything.toml"
    reordered.write_text("\n[guarantors.".join([head, last, *reversed(blocks[:-1])]) + "\n[aid" + tail)
    ours = named(load_scenario(EVERYTHING, ["start.phase=accord"]), 0, 60)
    theirs = named(load_scenario(reordered, ["start.phase=accord"]), 0, 60)
    assert list(ours) != list(theirs)
    for name, values in ours.items():
        np.testing.assert_array_equal(theirs[name], values, err_msg=name)


def test_no_generator_of_mesa_is_drawn_from(minimal: Scenario) -> None:
    model = PeaceTalks(minimal, rng=1)

    class Refuses:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"drew {name} from a generator of Mesa")

    model.random = model.rng = Refuses()
    while model.running:
        model.step()
    assert model.round == minimal.parameters.clock.rounds


def test_a_finished_model_is_freed(minimal: Scenario) -> None:
    model = PeaceTalks(minimal)
    while model.running:
        model.step()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_numbers_beyond_the_range_of_numbers_make_a_failed_trial_not_a_lost_run(
    minimal: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends_the_range(model: PeaceTalks) -> dict[str, float]:
        return whole(model) | {"front": math.nan}

    whole = PeaceTalks.record
    monkeypatch.setattr(PeaceTalks, "record", ends_the_range)
    chunk = run_chunk(minimal, 0, 0, 2)
    status, *rest = chunk.values[0]
    assert status == STATUSES.index("failed")
    assert np.isnan(rest).all()


def test_a_trial_leaves_nothing_for_the_collector(minimal: Scenario) -> None:
    def alive() -> int:
        return sum(issubclass(type(thing), PeaceTalks | Actor) for thing in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = alive()
        run_chunk(minimal, 0, 0, 3)
        assert alive() == before
    finally:
        gc.enable()


@pytest.mark.slow
def test_memory_is_flat_over_ten_thousand_trials(minimal: Scenario) -> None:
    def resident() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc")
    short = load_scenario(MINIMAL, ["clock.rounds=4"])
    run_chunk(short, 0, 0, 500)
    gc.collect()
    before = resident()
    for first in range(0, 10_000, 500):
        run_chunk(short, 0, first, 500)
    gc.collect()
    # A model that stayed alive would take over 50 kB, that is 500 MB.
    assert resident() - before < 10
