"""How often 95% intervals hold the truth, by simulation: each study yields its settings one by one.

Where a count is discrete, coverage oscillates with the share however many the trials (Brown, Cai & DasGupta
2001). So each replication of the studies of shares, means and pairs has a share of its own, uniform within
a half of the stated one, and the coverage is their average; differences and stopped runs keep theirs.
"""

import math
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from engine.results.estimates import Estimate, mean_count, wilson
from engine.results.paired import Flips, difference
from engine.results.precision import count_trials, is_precise, schedule_looks
from engine.results.restricted import restrict_mean
from engine.results.survival import estimate_incidence, estimate_survival
from engine.results.variance import Pairs, estimate_correlation
from engine.results.weighted import average, bound, bound_share, measure_gain, subtract, subtract_shares

LEAST = 0.94
"""Coverage that every interval must reach, but for the error of its simulation."""
HORIZON = 520
"""Weeks of a trial."""
FIRST_CAUSE = 2 / 3
"""Share of the ends that the cause studied brings about."""
YEARS = {52: "1 year", 260: "5 years", 520: "10 years"}


class Study(NamedTuple):
    """Coverage in one setting.

    Attributes
    ----------
    interval, setting : str
        What was studied.
    covered, replications : int
        In how many of the replications the interval held the truth.
    """

    interval: str
    setting: str
    covered: int
    replications: int

    @property
    def coverage(self) -> float:
        """Share of the replications whose interval held the truth."""
        return self.covered / self.replications

    @property
    def error(self) -> float:
        """Monte Carlo standard error of the coverage."""
        return math.sqrt(self.coverage * (1 - self.coverage) / self.replications)

    @property
    def holds(self) -> bool:
        """Whether the coverage is at least `LEAST`, less three of its standard errors."""
        return self.coverage >= LEAST - 3 * self.error


def study_shares(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Wilson's interval of a share."""
    for n_trials, share in product((50, 400, 2000), (0.005, 0.02, 0.1, 0.3, 0.5)):
        shares = share * rng.uniform(0.5, 1.5, size)
        found = rng.binomial(n_trials, shares)
        low, high = _bound_each(lambda x, n=n_trials: wilson(x, n), found)
        yield _judge("share", f"share {share}, {n_trials} trials", low, shares, high)


def study_means(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """The score interval of a mean of counts: Poisson, overdispersed, or none in four trials of five."""
    for n_trials, rate, law in product((400, 2000), (0.05, 0.5, 3.0), ("Poisson", "overdispersed", "rare")):
        rates = rate * rng.uniform(0.5, 1.5, size)
        low, high = np.empty(size), np.empty(size)
        for i, each in enumerate(rates):
            heat = np.full(n_trials, each)
            if law == "overdispersed":
                heat *= rng.gamma(0.5, 2, n_trials)
            elif law == "rare":
                heat *= 5 * (rng.random(n_trials) < 1 / 5)
            counts = rng.poisson(heat)
            _, low[i], high[i] = mean_count(int(counts.sum()), int((counts**2).sum()), n_trials)
        yield _judge("mean count", f"{law} count of {rate} on average, {n_trials} trials", low, rates, high)


def study_differences(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Tango's interval of a paired difference."""
    arms = ((0.3, 0.3, 0.9), (0.3, 0.25, 0.5), (0.1, 0.05, 0.6), (0.5, 0.5, 0.0), (0.5, 0.2, 0.3))
    for n_trials, (first, second, correlation) in product((50, 400, 2000), arms):
        chances = _cross(first, second, correlation)
        flips = rng.multinomial(n_trials, chances, size)[:, 1:3]
        low, high = _bound_each(lambda a, b, n=n_trials: difference(Flips(n - a - b, a, b, 0)), *flips.T)
        setting = f"shares {first} and {second}, correlation {correlation}, {n_trials} trials"
        yield _judge("paired difference", setting, low, first - second, high)


def study_variance(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """The score interval of the share of variance that twins have in common."""
    for n_pairs, share, epistemic in product((400, 4096), (0.03, 0.2, 0.5), (0.0, 0.05, 0.3, 0.8)):
        shares = share * rng.uniform(0.5, 1.5, size)
        mixed = shares * (1 - shares)
        common = epistemic * mixed
        chances = np.stack([shares**2 + common, 2 * mixed - 2 * common, (1 - shares) ** 2 + common], axis=1)
        found = rng.multinomial(n_pairs, chances)
        unique, place = np.unique(found, axis=0, return_inverse=True)
        _, low, high = estimate_correlation(Pairs(*unique.T.astype(float)))
        setting = f"{epistemic} epistemic, share {share}, {n_pairs} pairs"
        yield _judge("variance share", setting, low[place.ravel()], epistemic, high[place.ravel()])


def study_stopped_shares(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Wilson's intervals of outcomes at the look at which the widest of them is narrow enough.

    The worst shares found are those from which a look stops only samples that lie 2 errors too far out.
    """
    worlds = ((0.5, 0.5), (0.9, 0.1), (0.97, 0.03), (0.37, 0.21, 0.2, 0.13, 0.08, 0.01))
    worst = ((0.05, (0.58, 0.42)), (0.02, (0.963, 0.037)))
    for width, shares in (*product((0.05, 0.03, 0.02), worlds), *worst):
        held = np.zeros((size, len(shares)), dtype=bool)
        running, counts, before = np.arange(size), np.zeros((size, len(shares)), dtype=np.int64), 0
        for look in schedule_looks(count_trials(width)):
            counts += rng.multinomial(look - before, shares, len(running))
            before = look
            ends = [_bound_each(lambda x, n=look: wilson(x, n), count) for count in counts.T]
            low, high = (np.stack(side, axis=1) for side in zip(*ends, strict=True))
            stops = (high - low).max(axis=1) < width
            held[running[stops]] = ((low <= shares) & (shares <= high))[stops]
            running, counts = running[~stops], counts[~stops]
        assert not len(running)
        for place in (0, len(shares) - 1)[len(shares) == 2 :]:
            setting = f"width {width}, share {shares[place]} of {len(shares)} outcomes"
            yield Study("stopped share", setting, int(held[:, place].sum()), size)


def study_stopped_differences(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Tango's interval at the look at which it is narrow enough."""
    arms = ((0.3, 0.25, 0.5), (0.5, 0.2, 0.3))
    for width, (first, second, correlation) in product((0.06, 0.04), arms):
        chances = _cross(first, second, correlation)
        held = 0
        for _ in range(size):
            flips, before = np.zeros(4, dtype=np.int64), 0
            for look in schedule_looks(10**6):
                flips += rng.multinomial(look - before, chances)
                before = look
                found = difference(Flips(*flips.tolist()))
                if is_precise([found], width):
                    break
            held += found.low <= first - second <= found.high
        setting = f"width {width}, shares {first} and {second}, correlation {correlation}"
        yield Study("stopped difference", setting, held, size)


def study_survival(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Intervals of survival and of the incidence of one cause of two, censored at the horizon.

    Spells end by hazards that fall as war's does (Weibull shape 1/2) or not; all begin with the trial, or at
    any round of it, so that few are seen for ten years. Only curves that still stand are judged.
    """
    for n_spells, hazard, shape, staggered in product((100, 1000), (0.1, 1.5), (0.5, 1.0), (False, True)):
        held = {(kind, week): [0, 0] for kind in ("survival", "incidence") for week in YEARS}
        for _ in range(size):
            cells = _hold(rng, n_spells, hazard, shape, staggered)
            ended, censored = cells[:, 1:].sum(axis=1), cells[:, 0]
            holding = estimate_survival(ended, censored)
            fallen = estimate_incidence(cells[:, 1], ended, censored)
            for week in YEARS:
                left = math.exp(-hazard * (week / HORIZON) ** shape)
                for kind, curve, truth in (
                    ("survival", holding, left),
                    ("incidence", fallen, (1 - left) * FIRST_CAUSE),
                ):
                    if not math.isnan(curve.share[week]):
                        held[kind, week][0] += bool(curve.low[week] <= truth <= curve.high[week])
                        held[kind, week][1] += 1
        begun = "any time" if staggered else "the start"
        for (kind, week), (covered, known) in held.items():
            setting = f"{YEARS[week]}, hazard {hazard} shape {shape}, {n_spells} spells begun at {begun}"
            if known >= size / 4:
                yield Study(kind, setting, covered, known)


def study_given(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Shares of what is given, and their differences between arms of which other trials agree.

    A thing happens where a normal score passes a limit, and a second one, correlated with it, is observed: to
    pass 0 (weights of 0 and 1), or to be near -1/2 (a normal kernel). The arms share draws.
    """
    limits = (0.0, 0.3)
    for n_trials, alike, kernel, rare in product((400, 2000), (0.3, 0.8), (False, True), (0.0, 1.5)):
        truth = [_chance_given(limit + rare, alike, kernel) for limit in limits]
        held = np.zeros(2, dtype=np.int64)
        for _ in range(size):
            shared = rng.normal(size=(2, n_trials))
            found = []
            for limit in limits:
                common, own = np.sqrt(0.7) * shared + np.sqrt(0.3) * rng.normal(size=(2, n_trials))
                score = alike * common + math.sqrt(1 - alike**2) * own
                weights = np.exp(-0.5 * (common + 0.5) ** 2 / 0.25) if kernel else (common > 0).astype(float)
                share = average((score > limit + rare).astype(float), weights)
                found.append((share, bound_share(share, weights)))
            (one, ends), (other, other_ends) = found
            apart = subtract_shares(one, other, ends, other_ends)
            held += (ends.low <= truth[0] <= ends.high, apart.low <= truth[0] - truth[1] <= apart.high)
        how = "kernel" if kernel else "subset"
        setting = f"{how}, share {truth[0]:.3f} and {truth[1]:.3f}, correlation {alike}, {n_trials} trials"
        yield Study("given share", setting, int(held[0]), size)
        yield Study("given difference", setting, int(held[1]), size)


def study_gains(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """How many times smaller sharing draws makes the variance of a difference of shares."""
    arms = ((0.3, 0.3, 0.9), (0.3, 0.25, 0.5), (0.1, 0.05, 0.6), (0.5, 0.5, 0.0), (0.5, 0.2, 0.3))
    for n_trials, (first, second, correlation) in product((400, 2000), arms):
        chances = _cross(first, second, correlation)
        apart = first * (1 - first) + second * (1 - second)
        truth = apart / (chances[1] + chances[2] - (first - second) ** 2)
        held = 0
        for counts in rng.multinomial(n_trials, chances, size):
            here, there = np.repeat([[1, 1, 0, 0], [1, 0, 1, 0]], counts, axis=1).astype(float)
            whole = np.ones(n_trials)
            gain = measure_gain(average(here, whole), average(there, whole))
            held += gain.low <= truth <= gain.high
        setting = f"shares {first} and {second}, correlation {correlation}, {n_trials} trials"
        yield Study("gain of pairing", setting, held, size)


def study_restricted(rng: np.random.Generator, size: int) -> Iterator[Study]:
    """Differences of restricted mean times, of spells that share draws and begin at other times in each arm.

    One trial in four has no spell; durations are exponential, and all are last seen 520 weeks after time 0.
    """
    hazards = (0.003, 0.004)
    for n_trials, shared, horizon in product((200, 2000), (0.0, 0.9), (52, 260)):
        truth = [_restrict_exactly(hazard, horizon) for hazard in hazards]
        held = 0
        for _ in range(size):
            luck, found = rng.normal(size=n_trials), []
            for hazard in hazards:
                score = shared * luck + math.sqrt(1 - shared**2) * rng.normal(size=n_trials)
                lasts = np.ceil(-np.log1p(-ndtr(score)) / hazard)
                last = HORIZON - rng.integers(0, HORIZON // 2, n_trials)
                begun = rng.random(n_trials) < 3 / 4
                weeks = np.where(begun, np.minimum(lasts, last), np.nan)
                found.append(restrict_mean(weeks, lasts <= last, np.ones(n_trials), horizon))
            ends = bound(subtract(*found))
            held += ends.low <= truth[0] - truth[1] <= ends.high
        setting = f"{horizon} weeks, shared draws {shared}, {n_trials} trials"
        yield Study("restricted mean", setting, held, size)


STUDIES: dict[Callable[[np.random.Generator, int], Iterator[Study]], float] = {
    study_shares: 1.0,
    study_means: 0.2,
    study_differences: 1.0,
    study_variance: 1.0,
    study_stopped_shares: 1.0,
    study_stopped_differences: 0.1,
    study_survival: 0.1,
    study_given: 0.1,
    study_gains: 0.1,
    study_restricted: 0.1,
}
"""All studies, and how many replications each can afford where the cheapest have one."""


def study_all(size: int, seed: int = 1) -> Iterator[Study]:
    """Study every interval, with `size` replications where they are cheap."""
    for study, part in STUDIES.items():
        yield from study(np.random.default_rng(seed), round(part * size))


def _hold(
    rng: np.random.Generator, n_spells: int, hazard: float, shape: float, staggered: bool
) -> np.ndarray:
    """Count spells, shape (weeks + 1, 3), by the weeks they held and whether censored or ended by 1 or 2."""
    last = HORIZON - (4 * rng.integers(0, HORIZON // 4, n_spells) if staggered else 0)
    week = np.ceil(HORIZON * (rng.exponential(size=n_spells) / hazard) ** (1 / shape))
    cause = np.where(week > last, 0, np.where(rng.random(n_spells) < FIRST_CAUSE, 1, 2))
    place = np.minimum(week, last).astype(np.int64) * 3 + cause
    return np.bincount(place, minlength=(HORIZON + 1) * 3).reshape(HORIZON + 1, 3)


def _chance_given(limit: float, alike: float, kernel: bool) -> float:
    """Chance that a normal score passes a limit, given another correlated with it: above 0, or near -1/2.

    A kernel of variance 1/4 is an error of measurement, with which the other has variance 5/4.
    """
    if kernel:
        slope = alike / 1.25
        return float(ndtr((slope * -0.5 - limit) / math.sqrt(1 - alike * slope)))
    both = multivariate_normal([0, 0], [[1, alike], [alike, 1]]).cdf([-limit, 0])
    return float(both) / 0.5


def _restrict_exactly(hazard: float, horizon: int) -> float:
    """Mean of at most so many whole weeks, of which each is the last with the same chance."""
    left = math.exp(-hazard)
    return (1 - left**horizon) / (1 - left)


def _cross(first: float, second: float, correlation: float) -> list[float]:
    """Chances of both, the first alone, the second alone and neither."""
    both = first * second + correlation * math.sqrt(first * (1 - first) * second * (1 - second))
    chances = [both, first - both, second - both, 1 - first - second + both]
    assert min(chances) >= 0
    return chances


def _bound_each(estimate: Callable[..., Estimate], *counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the ends of the intervals of many counts, computing each different one once."""
    unique, place = np.unique(np.stack(counts, axis=1), axis=0, return_inverse=True)
    ends = np.array([estimate(*row)[1:] for row in unique.tolist()]).reshape(-1, 2)[place.ravel()]
    return ends[:, 0], ends[:, 1]


def _judge(
    interval: str, setting: str, low: np.ndarray, truth: np.ndarray | float, high: np.ndarray
) -> Study:
    held = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
    return Study(interval, setting, int(held.sum()), len(held))
