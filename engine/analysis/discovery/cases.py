"""Cases of interest: trials in which an outcome came or failed to, and what was drawn for each."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from engine.analysis.arms import Asked, play_scenarios
from engine.analysis.discovery.boxes import Flags
from engine.analysis.objective import OPTION, Objective
from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError
from engine.model.parameters import Floats
from engine.scenario.shapes import shape_at

Where: TypeAlias = Literal["holds", "fails"]

ARM = "arm"
FEWEST = 10
"""Least cases of interest, and least others, in either half of the trials."""


class Column(NamedTuple):
    """What boxes are limited by: an uncertain parameter as drawn, or whether a word is the one drawn.

    Attributes
    ----------
    path : str
        Its dotted path; ``arm`` for the arm.
    word : str
        The word or arm whose presence it tells, 1 or 0; empty where it is a number.
    meaning, unit : str
        What the schema says of it.
    """

    path: str
    word: str = ""
    meaning: str = ""
    unit: str = "1"

    @property
    def name(self) -> str:
        """What tells it apart."""
        return f"{self.path} = {self.word}" if self.word else self.path


class Cases(NamedTuple):
    """Trials as discovery sees them, half of them to learn from and half held out.

    Attributes
    ----------
    columns : tuple of Column
        What was drawn.
    x : ndarray, shape (n_columns, n_trials)
        Its values.
    hits : ndarray of bool, shape (n_trials,)
        Cases of interest.
    where : str
        Whether these are trials in which the objective holds, or fails.
    failed : int
        Trials that did not run to their end and are left out.
    """

    columns: tuple[Column, ...]
    x: Floats
    hits: Flags
    where: Where
    failed: int = 0

    @property
    def learnt(self) -> tuple[Floats, Flags]:
        """Values and cases of the half that boxes are found on: every other trial, from the first."""
        return np.ascontiguousarray(self.x[:, ::2]), self.hits[::2]

    @property
    def held_out(self) -> tuple[Floats, Flags]:
        """Values and cases of the other half."""
        return np.ascontiguousarray(self.x[:, 1::2]), self.hits[1::2]


def refuse_undiscoverable(asked: Asked, objective: Objective) -> None:
    """Refuse what no box can be found for; ScenarioError with every problem."""
    problems = []
    if not objective.is_share:
        way_out = "give a limit, as in accord_weeks>=260"
        problems.append(Problem(OPTION, objective.text, "does not say of a trial yes or no", way_out))
    if len(asked.arms) == 1 and not asked.arms[0].scenario.uncertain:
        rule = "has no uncertain parameter, so that no conditions differ"
        problems.append(Problem("arms", asked.names[0], rule, "name several arms, or give values ranges"))
    for arm in asked.arms:
        if arm.scenario.parameters.run.sampling == "sobol":
            rule = "makes trials depend on each other, so that none can be held out"
            problems.append(Problem(arm.name, "run.sampling = sobol", rule, "--set run.sampling=random"))
    if problems:
        raise ScenarioError(*problems)


def play_cases(
    asked: Asked,
    objective: Objective,
    where: Where | None = None,
    tick: Callable[[int], None] | None = None,
) -> Cases:
    """Play arms, each over trials of its own so that all rows are independent, and look for cases.

    Parameters
    ----------
    where : str, optional
        Which trials are of interest: those in which the objective ``holds``, or ``fails``; the rarer where
        absent.

    Raises
    ------
    ScenarioError
        If there are too few of either.
    """
    played = [
        play_scenarios([arm.scenario], asked.seed, place * asked.trials, asked.trials, tick)[0]
        for place, arm in enumerate(asked.arms)
    ]
    measured = np.concatenate([objective.measure(trials) for trials in played])
    done = ~np.isnan(measured)
    found = list(_list_columns(asked, played))
    x = np.array([values[done] for _, values in found])
    holds = measured[done] > 0
    if where is None:
        where = "holds" if 2 * int(holds.sum()) <= holds.size else "fails"
    cases = Cases(
        tuple(column for column, _ in found),
        x,
        holds if where == "holds" else ~holds,
        where,
        int((~done).sum()),
    )
    _refuse_few(cases, objective)
    return cases


def _refuse_few(cases: Cases, objective: Objective) -> None:
    for hits in (cases.learnt[1], cases.held_out[1]):
        fewest = min(int(hits.sum()), int((~hits).sum()))
        if fewest < FEWEST:
            rule = f"is told in only {fewest} of {hits.size:,} trials of a half, and {FEWEST} are needed"
            raise ScenarioError(Problem(OPTION, objective.text, rule, "ask for more trials"))


def _list_columns(asked: Asked, played: list[Trials]) -> Iterator[tuple[Column, Floats]]:
    """Give each column and its values over the trials of all arms."""
    if len(asked.arms) > 1:
        codes = np.repeat(np.arange(len(asked.arms), dtype=np.float64), asked.trials)
        yield from _tell_words(Column(ARM, meaning="Which arm is played."), asked.names, codes)
    paths = dict.fromkeys(path for arm in asked.arms for path in arm.scenario.uncertain)
    for path in paths:
        drawn = [_give(trials, path) for trials in played]
        if any(values is None for values in drawn):
            continue
        values = np.concatenate([each for each in drawn if each is not None])
        if values.min() == values.max():
            continue
        shape = shape_at(path)
        assert shape is not None
        column = Column(path, "", shape.facts.meaning, shape.facts.unit)
        if words := shape.words():
            yield from _tell_words(column, words, values)
        else:
            yield column, values


def _tell_words(column: Column, words: tuple[str, ...], codes: Floats) -> Iterator[tuple[Column, Floats]]:
    """Turn a word into a column for each, 1 where it is the one; of two words one says it all."""
    there = [code for code in range(len(words)) if (codes == code).any()]
    for code in there[1:] if len(there) == 2 else there:
        yield column._replace(word=words[code]), (codes == code).astype(np.float64)


def _give(trials: Trials, path: str) -> Floats | None:
    """Give what a path was drawn as, or is fixed at, in each trial; None where the scenario lacks it."""
    scenario = trials.scenario
    if path in scenario.uncertain:
        return trials.drawn(path)
    try:
        value = scenario.value_at(path)
    except KeyError:
        return None
    shape = shape_at(path)
    assert shape is not None
    code = shape.words().index(value) if isinstance(value, str) else value
    assert isinstance(code, int | float)
    return np.full(len(trials.draws), float(code))
