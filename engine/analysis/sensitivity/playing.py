"""Playing the trials of a design: an objective, or its difference between two arms, at many points."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeAlias

import numpy as np

from engine.analysis.arms import CHUNK
from engine.analysis.objective import Objective
from engine.analysis.sensitivity.asking import Question
from engine.analysis.simulating import Trials
from engine.errors import EngineError, Problem
from engine.experiment.executors import count_cpus
from engine.model.drawing import draw_cells
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.simulation.kernel import run_given, run_points

Tick: TypeAlias = Callable[[int], None]


class Job(NamedTuple):
    """Trials 0, 1, ... of one scenario, with parameters that are given.

    Attributes
    ----------
    packed : Packed
        The scenario.
    make_draws : callable
        Makes the parameters of each trial when they are played, shape (n_trials, n_uncertain).
    key : int
        Of the luck.
    """

    packed: Packed
    make_draws: Callable[[], Floats]
    key: int


def play_design(question: Question, design: Floats, tick: Tick | None = None) -> Floats:
    """Play a design over all CPUs; give the objective of each trial, or the second arm's less the first's.

    The points of a row are played over the same trials, which are the row's own, so that what is compared
    is paired and rows are independent. Where the last factor, the dummy, differs from the row's first
    point, the luck of these trials is dealt anew.

    Parameters
    ----------
    design : ndarray, shape (n_rows, n_points, n_factors)
        Uniforms of `Question.factors`.
    tick : callable, optional
        Called with the number of trials that were played since it was last called.

    Returns
    -------
    measured : ndarray, shape (n_rows, n_points, trials_per_point)

    Raises
    ------
    EngineError
        If a trial fails, so that the objective is no number.
    """
    packs = [pack(arm.scenario) for arm in question.asked.arms]
    keys = [key_of(question.asked.seed, replicate) for replicate in (0, 1)]
    n_trials = question.trials_per_point

    def play(row: int) -> Floats:
        points = design[row]
        fresh = points[:, -1] != points[0, -1]
        measured = np.empty((len(packs), len(points), n_trials))
        for packed, its_measured in zip(packs, measured, strict=True):
            draws = locate(packed, question.paths, points)
            for anew, key in zip((~fresh, fresh), keys, strict=True):
                if anew.any():
                    values = run_points(packed, draws[anew], key, row * n_trials, n_trials)
                    its_measured[anew] = measure(question.objective, packed, values)
        if tick is not None:
            tick(measured.size)
        return subtract(measured)

    with ThreadPoolExecutor(count_cpus()) as pool:
        return refuse_failed(question.objective, np.stack(list(pool.map(play, range(len(design))))))


def locate(packed: Packed, paths: Sequence[str], uniforms: Floats) -> Floats:
    """Give an arm's uncertain parameters at uniforms of all paths, shape (n_points, n_uncertain)."""
    draws = np.empty((len(uniforms), len(packed.cells)))
    for i, (path, _) in enumerate(packed.cells):
        draws[:, i] = packed.distribution_of(path).quantile(uniforms[:, paths.index(path)])
    return draws


def play_given(question: Question, jobs: Sequence[Job], tick: Tick | None = None) -> Iterator[Floats]:
    """Play trials 0, 1, ... whose uncertain parameters are given, over all CPUs; in the order of the jobs.

    Parameters
    ----------
    jobs : sequence of Job
        What is played, and with which parameters and luck.

    Yields
    ------
    measured : ndarray, shape (n_trials,)
    """

    def play(job: Job) -> Floats:
        packed, make_draws, key = job
        draws = make_draws()
        parts = [
            measure(question.objective, packed, run_given(packed, draws[at : at + CHUNK], key, at))
            for at in range(0, len(draws), CHUNK)
        ]
        if tick is not None:
            tick(len(draws))
        return refuse_failed(question.objective, np.concatenate(parts))

    with ThreadPoolExecutor(count_cpus()) as pool:
        yield from pool.map(play, jobs)


def draw_all(packed: Packed, seed: int, n_trials: int) -> Floats:
    """Draw the uncertain parameters of trials 0 .. n_trials - 1, as a run does."""
    return draw_cells(packed, seed, 0, n_trials).draws


def measure(objective: Objective, packed: Packed, values: Floats) -> Floats:
    """Measure records, shape (..., n_columns), by an objective."""
    flat = values.reshape(-1, values.shape[-1])
    measured = objective.measure(Trials(packed.scenario, flat, np.empty((len(flat), 0))))
    return measured.reshape(values.shape[:-1])


def subtract(measured: Floats) -> Floats:
    """Give the only arm's objective, or the second arm's less the first's."""
    only: Floats = measured[0] if len(measured) == 1 else measured[1] - measured[0]
    return only


def refuse_failed(objective: Objective, measured: Floats) -> Floats:
    """Refuse an objective that is no number somewhere.

    Raises
    ------
    EngineError
        If there is any such trial.
    """
    if failed := int(np.isnan(measured).sum()):
        rule = f"is no number (NaN) in {failed:,} of {measured.size:,} trials, and none may be left out"
        way_out = "narrow the distributions under which numbers leave their range"
        raise EngineError(Problem("--objective", objective.text, rule, way_out))
    return measured
