"""Criteria of a robust choice among arms over states of the unknowns, with intervals over the states."""

from typing import NamedTuple

import numpy as np

from engine.analysis.choosing.states import States, take_off_noise
from engine.results.estimates import POISSON_ZERO, Estimate
from engine.simulation.records import Floats

RESAMPLES = 500
CRITERIA = ("mean", "mean_regret", "high_regret", "satisfied", "worst", "tail_mean", "worst_state")
LESS_IS_BETTER = ("mean_regret", "high_regret")


class Criterion(NamedTuple):
    """One criterion for all arms.

    Attributes
    ----------
    name : str
        One of `CRITERIA`.
    values : tuple of Estimate
        Of each arm, with the noise of luck taken off; the interval is that of both with it and without.
    raw : tuple of float
        The same with the noise of luck left in.
    ranks : tuple of int
        Rank of each arm, from 1; ties share the better.
    leads : tuple of Estimate
        How much better the first arm by the criterion is than each, over the same states; the interval
        is of both with luck's noise and without, and its level that of all comparisons together.
    """

    name: str
    values: tuple[Estimate, ...]
    raw: tuple[float, ...]
    ranks: tuple[int, ...]
    leads: tuple[Estimate, ...]

    @property
    def first(self) -> int:
        """The arm that is best by it."""
        return self.ranks.index(1)

    @property
    def settled(self) -> bool:
        """Whether the best arm is told apart from all others."""
        return all(lead.low > 0 for arm, lead in enumerate(self.leads) if arm != self.first)


class Judged(NamedTuple):
    """Arms judged by all criteria.

    Attributes
    ----------
    criteria : tuple of Criterion
        Each criterion.
    perfect : Estimate
        What it would be worth to know every unknown before choosing (EVPI).
    worth : ndarray, shape (n_states, n_arms)
        What the arms are worth in each state, luck's noise taken off.
    noise : float
        Standard deviation that luck leaves in the mean of a state, the largest of the arms.
    """

    criteria: tuple[Criterion, ...]
    perfect: Estimate
    worth: Floats
    noise: float


def judge(states: States, level: float, alpha: float, seed: int) -> Judged:
    """Judge arms by every criterion.

    Parameters
    ----------
    level : float
        What an arm must be worth in a state to satisfy.
    alpha : float
        Share of the states that the worst tail holds, and of the highest regrets.
    seed : int
        Of the bootstrap over states.
    """
    rng = np.random.default_rng(seed)
    n_states = len(states.means)
    worth = take_off_noise(states)
    found, raw = measure_criteria(worth, level, alpha), measure_criteria(states.means, level, alpha)
    drawn, drawn_raw = np.empty((2, RESAMPLES, *found.shape))
    splits = np.empty(RESAMPLES)
    for i in range(RESAMPLES):
        again = states.take(rng.integers(n_states, size=n_states))
        drawn[i] = measure_criteria(take_off_noise(again), level, alpha)
        drawn_raw[i] = measure_criteria(again.means, level, alpha)
        splits[i] = _split_gain(again)
    criteria = tuple(
        _settle(name, found[row], raw[row], drawn[:, row], drawn_raw[:, row])
        for row, name in enumerate(CRITERIA)
    )
    return Judged(criteria, _bound_perfect(worth, found, drawn, splits), worth, _measure_noise(states))


def measure_criteria(worth: Floats, level: float, alpha: float) -> Floats:
    """Measure arms by each of `CRITERIA`, shape (n_criteria, n_arms), from their worth in states."""
    regret = worth.max(axis=1, keepdims=True) - worth
    n_tail = max(1, round(alpha * len(worth)))
    ordered = np.sort(worth, axis=0)
    return np.stack(
        [
            worth.mean(axis=0),
            regret.mean(axis=0),
            np.sort(regret, axis=0)[-n_tail],
            (worth >= level).mean(axis=0),
            ordered[n_tail - 1],
            ordered[:n_tail].mean(axis=0),
            ordered[0],
        ]
    )


def _settle(name: str, found: Floats, raw: Floats, drawn: Floats, drawn_raw: Floats) -> Criterion:
    sign = -1.0 if name in LESS_IS_BETTER else 1.0
    ranks = tuple(int((sign * found > sign * value).sum()) + 1 for value in found)
    first = ranks.index(1)
    values = _bound(found, [drawn, drawn_raw], 0.025)
    both = [sign * (each[:, [first]] - each) for each in (drawn, drawn_raw)]
    leads = _bound(sign * (found[first] - found), both, 0.025 / max(1, len(found) - 1))
    return Criterion(name, values, tuple(map(float, raw)), ranks, leads)


def _bound(found: Floats, drawn: list[Floats], tail: float) -> tuple[Estimate, ...]:
    """Give estimates between the ends that resamples with and without the noise of luck reach."""
    ends = np.array([np.quantile(each, [tail, 1 - tail], axis=0) for each in drawn])
    rows = np.stack([found, ends[:, 0].min(axis=0), ends[:, 1].max(axis=0)], axis=1) + 0.0
    return tuple(Estimate(*map(float, row)) for row in rows)


def _split_gain(states: States) -> float:
    """Value of choosing by one half of each state's trials, on the other half: the truth at most."""
    one, other = states.halves
    rows = np.arange(len(one))
    attained = (other[rows, one.argmax(axis=1)] + one[rows, other.argmax(axis=1)]) / 2
    return float(attained.mean() - states.means.mean(axis=0).max())


def _bound_perfect(worth: Floats, found: Floats, drawn: Floats, splits: Floats) -> Estimate:
    regret = CRITERIA.index("mean_regret")
    low, high = np.quantile(drawn[:, regret].min(axis=1), [0.025, 0.975])
    least = max(0.0, min(float(low), float(np.quantile(splits, 0.025))))
    unseen = POISSON_ZERO / len(worth) * float((worth - worth[:, :1]).std(axis=0).max())
    return Estimate(float(found[regret].min()), least, max(float(high), unseen))


def _measure_noise(states: States) -> float:
    return float(np.sqrt(np.diagonal(states.noise.mean(axis=0)).max()))
