"""States of the unknowns: what each arm is worth in each, apart from the luck within trials.

One trial's outcome is luck more than anything; a state's worth is the mean over trials with its unknowns.
What luck is left in such means is estimated and taken off their spread.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.analysis.choosing.unknowns import Unknowns, measure, play_unknowns
from engine.analysis.objective import Objective
from engine.simulation.records import Floats

SMALLEST = 1e-12


class States(NamedTuple):
    """Means of arms in states.

    Attributes
    ----------
    means : ndarray, shape (n_states, n_arms)
        What the arms are worth on average over the trials of each state.
    halves : ndarray, shape (2, n_states, n_arms)
        The same over the first and the second half of these trials.
    noise : ndarray, shape (n_states, n_arms, n_arms)
        Covariance that luck gives the means, estimated within each state.
    replicates : int
        Trials of each state.
    """

    means: Floats
    halves: Floats
    noise: Floats
    replicates: int

    def take(self, places: np.ndarray) -> "States":
        """Take some states, any of them more than once."""
        return States(self.means[places], self.halves[:, places], self.noise[places], self.replicates)


def play_states(
    unknowns: Unknowns,
    objective: Objective,
    n_states: int,
    replicates: int,
    tick: Callable[[int], None] | None = None,
) -> States:
    """Play so many trials of each state in all arms.

    State i has the unknowns of trial i, and its trials are numbers i * replicates and on: no luck is shared
    between states, and all of it between arms.
    """
    uniforms = np.repeat(unknowns.draw(0, n_states), replicates, axis=0)
    worth = measure(objective, play_unknowns(unknowns, uniforms, 0, tick))
    return summarise(worth.reshape(n_states, replicates, -1))


def summarise(worth: Floats) -> States:
    """Summarise what trials are worth, shape (n_states, replicates, n_arms); NaN where they failed."""
    done = ~np.isnan(worth[:, :, 0])
    whole = worth[done.sum(axis=1) >= 4]
    half = worth.shape[1] // 2
    halves = np.stack([np.nanmean(whole[:, :half], axis=1), np.nanmean(whole[:, half:], axis=1)])
    means = np.nanmean(whole, axis=1)
    apart = np.nan_to_num(whole - means[:, None, :])
    counts = (~np.isnan(whole[:, :, 0])).sum(axis=1)[:, None, None]
    noise = np.einsum("sra,srb->sab", apart, apart) / (counts - 1) / counts
    return States(means, halves, noise, worth.shape[1])


def take_off_noise(states: States) -> Floats:
    """Give the states' means with the spread that luck adds taken off, shape (n_states, n_arms).

    The means are drawn towards those over all states, jointly for all arms, until their covariance is what
    is left of it without luck's (constrained empirical Bayes: Louis 1984, Ghosh 1992). Exact in distribution
    where both are normal. Arms that are alike stay alike.
    """
    unique, back = np.unique(states.means, axis=1, return_inverse=True)
    back = back.reshape(-1)
    firsts = [int(np.flatnonzero(back == place)[0]) for place in range(unique.shape[1])]
    means = states.means[:, firsts]
    noise = states.noise[:, firsts][:, :, firsts].mean(axis=0)
    middle = means.mean(axis=0)
    seen = np.atleast_2d(np.cov(means, rowvar=False))
    values, turn = np.linalg.eigh(seen)
    kept = values > SMALLEST * max(values.max(), SMALLEST)
    root = turn[:, kept] * np.sqrt(values[kept])
    unroot = turn[:, kept] / np.sqrt(values[kept])
    left, axes = np.linalg.eigh(np.eye(int(kept.sum())) - unroot.T @ noise @ unroot)
    shrink = axes * np.sqrt(np.clip(left, 0.0, 1.0)) @ axes.T
    shrunk = middle + (means - middle) @ unroot @ shrink @ root.T
    low, high = states.means.min(), states.means.max()
    return np.asarray(np.clip(shrunk, low, high)[:, [firsts.index(int(f)) for f in np.array(firsts)[back]]])
