"""Made-up trials: random records of the right shape, each a function of seed and trial alone."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
from places import MINIMAL

from engine.experiment.backends import Backend
from engine.scenario import Scenario, load_scenario
from engine.simulation.records import (
    NO_TWIN,
    OUTCOMES,
    PHASES,
    STATUSES,
    TWIN_TRIALS,
    WEEKS_PER_ROUND,
    Chunk,
    Column,
    columns,
)

FAILED_SHARE = 0.1
ALIKE_SHARE = 0.5


def load_minimal(*overrides: str) -> Scenario:
    return load_scenario(MINIMAL, overrides)


def make_chunk(
    scenario: Scenario, seed: int, first: int, n_trials: int, tick: Callable[[int], None] | None = None
) -> Chunk:
    rounds = scenario.parameters.clock.rounds
    named = columns(scenario)
    values = np.empty((n_trials, len(named)))
    phases = np.empty((n_trials, rounds), np.uint8)
    draws = np.empty((n_trials, len(scenario.uncertain)))
    twins = np.full(n_trials, NO_TWIN, np.int8)
    for row in range(n_trials):
        rng = np.random.default_rng([seed, first + row])
        record = {column.name: _make_number(column, rounds, rng) for column in named}
        for spell in ("ceasefire", "accord"):
            if np.isnan(record[f"{spell}_weeks"]):
                record[f"{spell}_end"] = np.nan
        for name in scenario.parameters.guarantors:
            record[f"honoured_{name}"] = float(rng.binomial(int(record[f"called_{name}"]), 0.4))
            unanswered = record[f"called_{name}"] - record[f"honoured_{name}"]
            record[f"helped_{name}"] = float(rng.binomial(int(unanswered), 0.5))
        record["status"] = STATUSES.index("done")
        if rng.random() < FAILED_SHARE:
            record = dict.fromkeys(record, np.nan) | {"status": STATUSES.index("failed")}
        elif first + row < TWIN_TRIALS and rng.random() >= FAILED_SHARE:
            twins[row] = record["outcome"] if rng.random() < ALIKE_SHARE else rng.integers(len(OUTCOMES))
        values[row] = [record[column.name] for column in named]
        phases[row] = rng.integers(len(PHASES), size=rounds)
        draws[row] = rng.random(draws.shape[1])
        if tick:
            tick(1)
    return Chunk(first, values, phases, draws, twins)


MADE = Backend(make_chunk, "processes", chunk_trials=32, worker_trials=128)
MADE_BY_THREADS = MADE._replace(share="threads")


def die_once(
    mark: Path,
    scenario: Scenario,
    seed: int,
    first: int,
    n_trials: int,
    tick: Callable[[int], None] | None = None,
) -> Chunk:
    """Kill the first process that reaches trial 8, and leave a mark for those that come after it."""
    if first <= 8 < first + n_trials and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return make_chunk(scenario, seed, first, n_trials, tick)


def die_always(
    scenario: Scenario, seed: int, first: int, n_trials: int, tick: Callable[[int], None] | None = None
) -> Chunk:
    """Kill every process that reaches trial 8."""
    if first <= 8 < first + n_trials:
        os.kill(os.getpid(), signal.SIGKILL)
    return make_chunk(scenario, seed, first, n_trials, tick)


def _make_number(column: Column, rounds: int, rng: np.random.Generator) -> float:
    happened = rng.random() < 0.7
    if column.kind == "code":
        return float(rng.integers(len(column.codes)))
    if column.kind == "count":
        return float(rng.poisson(0.5))
    if not happened:
        return float("nan")
    if column.kind == "round":
        return float(rng.integers(rounds))
    if column.kind == "weeks":
        return float(rng.integers(1, rounds * WEEKS_PER_ROUND + 1))
    return float(rng.random())
