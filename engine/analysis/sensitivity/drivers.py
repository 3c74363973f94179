"""All that is asked of a sensitivity, played and estimated."""

from typing import NamedTuple

import pandas as pd

from engine.analysis.sensitivity.asking import Question
from engine.analysis.sensitivity.effects import estimate_effects
from engine.analysis.sensitivity.indices import Indices, estimate_indices
from engine.analysis.sensitivity.playing import Tick, play_design
from engine.analysis.sensitivity.salib import design_indices, design_paths
from engine.analysis.sensitivity.split import Split, count_cells, play_split
from engine.analysis.sensitivity.tornado import count_ends, play_tornado
from engine.model.draws import key_of

DESIGNS = 2
"""The replicate of the seed that designs and resampled rows are drawn by."""
SEED_BITS = 32


class Drivers(NamedTuple):
    """What drives an objective; None where it was not asked for.

    Attributes
    ----------
    question : Question
        What was asked.
    split : Split, optional
        The variance of trials by its sources.
    indices : Indices, optional
        Sobol's indices of the conditional mean.
    tornado : DataFrame, optional
        Gains from one end of each unknown to the other.
    effects : DataFrame, optional
        Morris's effects.
    """

    question: Question
    split: Split | None
    indices: Indices | None
    tornado: pd.DataFrame | None
    effects: pd.DataFrame | None


def count_trials(question: Question) -> int:
    """Count the trials that will be played."""
    asked, n_factors = question.asked, len(question.factors)
    at_points = question.trials_per_point * len(asked.arms)
    counts = {
        "split": count_cells(question) * asked.trials if question.asks("split") else 0,
        "sobol": question.points * (n_factors + 2) * at_points,
        "tornado": count_ends(question) * asked.trials,
        "morris": question.n_paths * (n_factors + 1) * at_points,
    }
    return sum(count for method, count in counts.items() if question.asks(method))


def find_drivers(question: Question, tick: Tick | None = None) -> Drivers:
    """Play and estimate all that is asked.

    Parameters
    ----------
    tick : callable, optional
        Called with the number of trials that were played since it was last called.

    Raises
    ------
    EngineError
        If a trial fails, so that the objective is no number.
    ScenarioError
        If settings of levers make no valid scenario together.
    """
    seed = key_of(question.asked.seed, DESIGNS) % 2**SEED_BITS
    split = play_split(question, tick) if question.asks("split") else None
    tornado = play_tornado(question, tick) if question.asks("tornado") else None
    effects, indices = None, None
    if question.asks("morris"):
        paths = design_paths(question.factors, question.n_paths, seed)
        effects = estimate_effects(question.factors, paths, play_design(question, paths, tick), seed)
    if question.asks("sobol"):
        cube = design_indices(question.factors, question.points, seed)
        indices = estimate_indices(question.factors, play_design(question, cube, tick), seed)
    return Drivers(question, split, indices, tornado, effects)
