"""Choices among arms: what knowing unknowns is worth, what is robust, and what reverses the ranking."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from engine.analysis.arms import Asked
from engine.analysis.choosing.criteria import Judged, judge
from engine.analysis.choosing.curves import Basis, join, span_options, span_scores
from engine.analysis.choosing.moving import Doubt
from engine.analysis.choosing.reversing import Reversal, reverse
from engine.analysis.choosing.states import play_states
from engine.analysis.choosing.unknowns import Unknowns, find_unknowns, measure, play_unknowns
from engine.analysis.choosing.worth_knowing import Worth, list_groups, value_knowing
from engine.analysis.measured import estimate_difference, estimate_mean
from engine.analysis.objective import Objective
from engine.errors import Problem, ScenarioError
from engine.results.estimates import Estimate
from engine.simulation.records import Floats

Tick = Callable[[int], None]

DUMMY = "a dummy that does nothing"
EVERYTHING = "all unknowns, added up"
FEWEST_TRIALS = 100
FEWEST_STATES = 20
FEWEST_REPLICATES = 4
MOST_PLAYED = 20_000_000


class Standing(NamedTuple):
    """How arms stand over the trials that they share.

    Attributes
    ----------
    means : tuple of Estimate
        What each is worth.
    best, second : int
        The arms that are worth most.
    leads : tuple of Estimate
        How much more the best is worth than each.
    """

    means: tuple[Estimate, ...]
    best: int
    second: int
    leads: tuple[Estimate, ...]


class Valued(NamedTuple):
    """What knowing is worth.

    Attributes
    ----------
    standing : Standing
        The arms without knowing more.
    unknowns, groups : mapping of str to Worth
        Of each unknown and of groups of them, those worth most first.
    dummy : Worth
        Of what does nothing.
    everything : Worth
        Of all unknowns by a regression without interactions.
    judged : Judged
        Has the worth of knowing all of them, from states.
    trials : int
        Trials that ran to their end in all arms.
    """

    standing: Standing
    unknowns: dict[str, Worth]
    groups: dict[str, Worth]
    dummy: Worth
    everything: Worth
    judged: Judged
    trials: int


class Chosen(NamedTuple):
    """Arms judged over states, and what reverses the best two.

    Attributes
    ----------
    unknowns : Unknowns
        What is not known.
    standing : Standing
        The arms over single trials.
    judged : Judged
        The arms over states.
    level : float
        What an arm must be worth in a state to satisfy.
    reversal : Reversal
        Of the best arm over the second.
    """

    unknowns: Unknowns
    standing: Standing
    judged: Judged
    level: float
    reversal: Reversal


def refuse_few(trials: int, states: int, replicates: int, alpha: float = 0.05) -> None:
    """Refuse numbers that can't be analysed, all at once."""
    problems = []
    for place, number, least in (
        ("--trials", trials, FEWEST_TRIALS),
        ("--states", states, FEWEST_STATES),
        ("--replicates", replicates, FEWEST_REPLICATES),
    ):
        if number < least:
            problems.append(Problem(place, f"{number:,}", f"needs to be at least {least:,}"))
    if states * replicates > MOST_PLAYED:
        rule = f"are together more than {MOST_PLAYED:,} trials of an arm"
        problems.append(
            Problem("--states and --replicates", f"{states:,} x {replicates:,}", rule, "ask for fewer")
        )
    if not 0 < alpha <= 0.5:
        problems.append(Problem("--alpha", f"{alpha:g}", "must lie above 0 and at most at 0.5"))
    if problems:
        raise ScenarioError(*problems)


def count_played(asked: Asked, states: int, replicates: int) -> int:
    """Count the trials of all arms, on their own and in states."""
    return len(asked.arms) * (asked.trials + states * replicates)


def value_unknowns(
    asked: Asked, objective: Objective, states: int, replicates: int, tick: Tick | None = None
) -> Valued:
    """Find what knowing each unknown, and all of them, is worth to who chooses among arms.

    Parameters
    ----------
    states, replicates : int
        Points of the unknowns, and trials of each in each arm, for the worth of knowing all.
    """
    refuse_few(asked.trials, states, replicates)
    unknowns = find_unknowns(asked)
    uniforms, worth = _play_trials(unknowns, objective, tick)
    bases = [span_unknown(unknowns, place, uniforms) for place in range(len(unknowns.paths))]
    found = {
        path: value_knowing(basis, worth, asked.seed, len(bases))
        for path, basis in zip(unknowns.paths, bases, strict=True)
    }
    listed = list_groups(unknowns.paths)
    groups = {
        name: value_knowing(join([bases[place] for place in places]), worth, asked.seed, len(listed))
        for name, places in listed.items()
    }
    nothing = np.random.default_rng(asked.seed).standard_normal(len(worth))
    return Valued(
        stand(objective, worth),
        _sort(found),
        _sort(groups),
        value_knowing(span_scores(nothing), worth, asked.seed),
        value_knowing(join(bases), worth, asked.seed),
        judge(play_states(unknowns, objective, states, replicates, tick), np.nan, 0.05, asked.seed),
        len(worth),
    )


def choose(
    asked: Asked,
    objective: Objective,
    states: int,
    replicates: int,
    level: float | None = None,
    alpha: float = 0.05,
    tick: Tick | None = None,
) -> Chosen:
    """Judge arms over the unknowns, and find what would reverse the ranking of the best two.

    Parameters
    ----------
    level : float, optional
        What satisfies; what the reference is worth on average where absent.
    alpha : float
        Share of the states that count as the worst.
    """
    refuse_few(asked.trials, states, replicates, alpha)
    unknowns = find_unknowns(asked)
    uniforms, worth = _play_trials(unknowns, objective, tick)
    standing = stand(objective, worth)
    level = standing.means[0].value if level is None else level
    judged = judge(play_states(unknowns, objective, states, replicates, tick), level, alpha, asked.seed)
    doubt = doubt_lead(unknowns, objective, standing.best, standing.second)
    leads = worth[:, standing.best] - worth[:, standing.second]
    return Chosen(unknowns, standing, judged, level, reverse(doubt, uniforms, leads))


def stand(objective: Objective, worth: Floats) -> Standing:
    """Rank arms by what they are worth, shape (n_trials, n_arms)."""
    order = np.argsort(-worth.mean(axis=0), kind="stable")
    best = int(order[0])
    return Standing(
        tuple(estimate_mean(objective, arm) for arm in worth.T),
        best,
        int(order[1]),
        tuple(estimate_difference(objective, worth[:, best], arm) for arm in worth.T),
    )


def doubt_lead(unknowns: Unknowns, objective: Objective, best: int, second: int) -> Doubt:
    """Say how the lead of one arm over another is played where the unknowns are given."""

    def play(uniforms: Floats, first: int) -> Floats:
        worth = measure(objective, play_unknowns(unknowns, uniforms, first, arms=(best, second)))
        return np.asarray(np.nan_to_num(worth[:, 0] - worth[:, 1]))

    options = {path: unknowns.list_options(path) for path in unknowns.paths}
    return Doubt(
        unknowns.paths,
        unknowns.correlation,
        {path: ranges for path, ranges in options.items() if ranges},
        unknowns.draw,
        unknowns.fix,
        play,
    )


def span_unknown(unknowns: Unknowns, place: int, uniforms: Floats) -> Basis:
    """Span functions of one unknown."""
    options = unknowns.list_options(unknowns.paths[place])
    if not options:
        return span_scores(ndtri(uniforms[:, place]))
    ends = [high for _, high in options][:-1]
    return span_options(np.searchsorted(ends, uniforms[:, place]), len(options))


def _play_trials(unknowns: Unknowns, objective: Objective, tick: Tick | None) -> tuple[Floats, Floats]:
    """Play the trials that were asked for; those that ran to their end in all arms."""
    uniforms = unknowns.draw(0, unknowns.asked.trials)
    worth = measure(objective, play_unknowns(unknowns, uniforms, 0, tick))
    done = ~np.isnan(worth[:, 0])
    return uniforms[done], worth[done]


def _sort(found: dict[str, Worth]) -> dict[str, Worth]:
    return dict(sorted(found.items(), key=lambda each: (-each[1].gain.value, -each[1].gain.high)))
