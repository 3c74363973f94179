"""Every parameter of the schema, when moved, moves some number."""

import datetime
from collections.abc import Iterator

import numpy as np
import pytest
from places import EVERYTHING

from engine.errors import ScenarioError
from engine.modules import KINDS
from engine.scenario import Distribution, load_scenario
from engine.scenario.values import TEXT, list_values
from engine.simulation.kernel import run_chunk

pytestmark = pytest.mark.usefixtures("without_twins")

STARTS = ("war", "accord", "truce")
TRIALS = (30, 200)
NOT_READ_BY_TRIALS = {
    "run.trials": "the command reads it",
    "run.seed": "the command reads it",
    "run.sampling": "uncertain parameters are drawn so, and this scenario has none; tested with drawing",
    "correlations": "ties uncertain parameters, and this scenario has none; tested with the packing",
    **{
        f"parties.{party}.{kind}_rule": "one rule is the model's own; tested with modules"
        for party in ("north", "south")
        for kind in KINDS
    },
    "guarantors.great_power.dependence": "depends on nobody",
    "guarantors.patron.dependence": "depends on nobody",
}
ABSENT_BUT_VALID = ["guarantors.patron.party"]

WORDS = {
    "start.phase": ['"accord"'],
    "start.date": ["2025-11-10"],
    "clock.winter_months": ["[7, 8]"],
    "clock.rounds": ["38"],
    "front.sectors": ['["west", "centre", "east", "coast"]'],
    "front.hotspots": ['["west"]'],
    "sequence.order": ['"truce_first"', '"settlement_first"'],
    "truce": ['"freely"', '"after_ratification"'],
    "start.terms.territory": ["0.0", "1.0"],
    "issues.guarantees.levels": ["[0.2, 0.8]"],
    "guarantors.protector.depends_on": ['"great_power"'],
    "pledge": ['"alliance_troops"'],
    "material": ["0.95", "0.05"],
    "protects": ['"south"', '"north"'],
    "to": ['"south"'],
    "issue": ['"territory"'],
    "party": ['"north"'],
    "family": ['"other"'],
    "depends_on": ['"protector"'],
    "levels": ["[0.0, 0.4, 0.5, 1.0]"],
    "elections": ["[2026-01-05]"],
    "not_before": ["2026-12-01"],
    "deadline": ["2026-04-01"],
    "funded_until": ["2025-11-01"],
}
PAIRED = {"territory": "guarantees", "guarantees": "territory"}
"""A party's weight moves together with its other weight, as both sum to 1."""

EVERY = load_scenario(EVERYTHING)
PATHS = [
    entry.path
    for entry in list_values(EVERY.parameters)
    if entry.path not in NOT_READ_BY_TRIALS and entry.facts.unit != TEXT
] + ABSENT_BUT_VALID


def moves(path: str) -> Iterator[list[str]]:
    """Overrides that move a parameter, likely ones first."""
    last = path.rsplit(".", 1)[-1]
    if path in WORDS or last in WORDS:
        yield from ([f"{path}={word}"] for word in WORDS.get(path, WORDS.get(last, [])))
        return
    if last == "side":
        yield ["parties.north.side=challenger", "parties.south.side=defender"]
        return
    value = EVERY.value_at(path)
    if isinstance(value, bool):
        yield [f"{path}={str(not value).lower()}"]
    elif isinstance(value, Distribution | datetime.date | str | tuple):
        pytest.fail(f"say how to move {path} = {value!r}")
    elif last == "weight" and "constituencies" not in path:
        other = path.replace(path.split(".")[-2], PAIRED[path.split(".")[-2]])
        yield [f"{path}={value - 0.1}", f"{other}={EVERY.value_at(other) + 0.1}"]
    else:
        steps = (value + 1, value + 0.3, value / 2, 3 * value, value - 0.3, 0.999, 1e-5)
        yield from ([f"{path}={step!r}"] for step in steps if step != value)


def runs(overrides: list[str], n_trials: int) -> Iterator[list[np.ndarray]]:
    for start in STARTS:
        chosen = [f"start.phase={start}", *overrides]
        chunk = run_chunk(load_scenario(EVERYTHING, chosen), 0, 0, n_trials)
        yield [chunk.values, chunk.phases]


@pytest.fixture(scope="module")
def unmoved() -> dict[int, list[list[np.ndarray]]]:
    return {n_trials: list(runs([], n_trials)) for n_trials in TRIALS}


@pytest.mark.parametrize("path", PATHS)
def test_every_parameter_moves_some_number(path: str, unmoved: dict[int, list[list[np.ndarray]]]) -> None:
    tried = []
    for n_trials in TRIALS:
        for overrides in moves(path):
            try:
                for before, after in zip(unmoved[n_trials], runs(overrides, n_trials), strict=True):
                    if not all(map(same, before, after)):
                        return
            except ScenarioError:
                continue
            tried.append(overrides)
    pytest.fail(f"nothing moved under {tried}")


def same(before: np.ndarray, after: np.ndarray) -> bool:
    return before.shape == after.shape and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
