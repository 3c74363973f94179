"""A comparison as it is asked for, and its answer."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from engine.analysis.arms import Asked, ask_arms, play_arms
from engine.analysis.comparing.comparing import Compared, compare_sides
from engine.analysis.comparing.settling import BUDGET, play_until_settled, refuse_unsettled
from engine.analysis.comparing.sides import Level, refuse_thin, take_sides
from engine.analysis.given import Observation, parse_observations
from engine.analysis.objective import DEFAULT, Objective, parse_objective
from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError


class Question(NamedTuple):
    """What is asked.

    Attributes
    ----------
    asked : Asked
        The arms and their trials; the most of them, where the ranking decides.
    objective : Objective
        What they are ranked by.
    observations : tuple of Observation
        What is given.
    until_settled : bool
        Whether trials stop once the ranking is settled.
    """

    asked: Asked
    objective: Objective
    observations: tuple[Observation, ...]
    until_settled: bool = False


class Answered(NamedTuple):
    """What was found.

    Attributes
    ----------
    compared : Compared
        All that is compared.
    asked : Asked
        The arms, and the trials that were played of each.
    looks : int
        Times that the ranking was looked at; 0 where it decided nothing.
    """

    compared: Compared
    asked: Asked
    looks: int


def ask_comparison(
    references: Sequence[str | Path],
    overrides: Sequence[str] = (),
    objective: str | None = None,
    given: Sequence[str] = (),
    *,
    trials: int | None = None,
    seed: int | None = None,
    until_settled: bool = False,
) -> Question:
    """Settle what is compared; one arm is enough where something is given.

    Raises
    ------
    ScenarioError
        With every problem of the arms and of what is given, or else of the objective.
    StoreError
        If a folder can't be read, or another engine made it.
    """
    if until_settled and trials is None:
        trials = BUDGET
    least = 1 if given else 2
    try:
        asked = ask_arms(references, overrides, trials=trials, seed=seed, least=least)
    except ScenarioError as error:
        raise ScenarioError(*error.problems, *_list_problems(given)) from error
    question = read_question(asked, objective, given)
    if until_settled:
        refuse_unsettled(asked)
    return question._replace(until_settled=until_settled)


def read_question(asked: Asked, objective: str | None, given: Sequence[str]) -> Question:
    """Read what arms are compared in.

    Raises
    ------
    ScenarioError
        With every problem of the objective and of what is given.
    """
    problems: list[Problem] = []
    wanted, observations = None, None
    try:
        for arm in asked.arms:
            wanted = parse_objective(objective or DEFAULT, arm.scenario)
    except ScenarioError as error:
        problems += error.problems
    try:
        observations = parse_observations(given, [arm.scenario for arm in asked.arms])
    except ScenarioError as error:
        problems += error.problems
    if wanted is None or observations is None:
        raise ScenarioError(*problems)
    return Question(asked, wanted, observations)


def _list_problems(given: Sequence[str]) -> tuple[Problem, ...]:
    """List what is wrong with observations whatever the arms."""
    try:
        parse_observations(given, ())
    except ScenarioError as error:
        return error.problems
    return ()


def play_comparison(question: Question, tick: Callable[[int], None] | None = None) -> Answered:
    """Play the trials and compare the arms.

    Raises
    ------
    ScenarioError
        If too few trials agree with what is given.
    """
    asked, looks = question.asked, 0
    if question.until_settled:
        played = play_until_settled(asked, question.objective, question.observations, tick)
        asked, looks = asked._replace(trials=played.n_trials), played.looks
        trials = played.trials
    else:
        trials = play_arms(asked, tick)
    return Answered(compare_played(question, asked, trials, always=looks > 0), asked, looks)


def compare_played(
    question: Question, asked: Asked, played: Sequence[Trials], *, always: bool = False
) -> Compared:
    """Compare arms whose trials were played; raises as `play_comparison`."""
    sides = take_sides(asked.names, played, question.observations)
    refuse_thin(sides, question.observations)
    dependent = played[0].scenario.parameters.run.sampling == "sobol"
    return compare_sides(sides, question.objective, Level(asked.trials, always, dependent))
