"""What is asked of a sensitivity: arms, objective, methods, levers, and how much to run."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from engine.analysis.arms import Asked, ask_arms
from engine.analysis.explaining.levers import list_brought_by
from engine.analysis.objective import DEFAULT, Objective, parse_objective
from engine.analysis.sensitivity.salib import require_salib
from engine.errors import Problem, ScenarioError
from engine.modules import KINDS
from engine.scenario import Scenario
from engine.scenario.loading import load_text
from engine.scenario.register import PLEDGE_CLASSES
from engine.scenario.shapes import shape_at
from engine.scenario.values import list_values
from engine.scenario.writing import write_value

METHODS = ("all", "morris", "sobol", "tornado", "split")
POINTS, TRIALS_PER_POINT = 512, 64
MOST_NUMBERS = 2**28
"""Numbers that are held in memory at a time."""
PATHS_SHARE, FEWEST_PATHS = 8, 16
"""Base points of Sobol's indices for each of Morris's paths, and the fewest of these."""
FEWEST_POINTS = 32
MOST_CELLS = 64
RULES = tuple(f".{kind}_rule" for kind in KINDS)
"""How paths of choices among rules end."""
PLEDGE = ".pledge"
DUMMY = "dummy"
"""The factor that nothing reads: where it differs, luck is dealt anew."""


class Lever(NamedTuple):
    """Values that a lever, or a choice among rules, shall take.

    Attributes
    ----------
    path : str
        Its dotted path.
    settings : tuple of str
        Values as TOML, at least two.
    """

    path: str
    settings: tuple[str, ...]


class Question(NamedTuple):
    """All that is asked.

    Attributes
    ----------
    asked : Asked
        One arm, or two whose difference is asked about: the second less the first.
    objective : Objective
        What counts.
    method : str
        One of `METHODS`.
    points, trials_per_point : int
        Base points of Sobol's indices, and trials at each.
    levers : tuple of Lever
        Levers that vary in the tornado and in the split.
    """

    asked: Asked
    objective: Objective
    method: str
    points: int
    trials_per_point: int
    levers: tuple[Lever, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths of all values that are uncertain in an arm."""
        return tuple(sorted({path for arm in self.asked.arms for path in arm.scenario.uncertain}))

    @property
    def factors(self) -> tuple[str, ...]:
        """All factors of the designs; the dummy is the last."""
        return (*self.paths, DUMMY)

    @property
    def rules(self) -> tuple[Lever, ...]:
        """Choices among rules that have more than one word, each with all of its words."""
        found = []
        for entry in list_values(self.asked.arms[0].scenario.parameters):
            shape = shape_at(entry.path)
            if shape and entry.path.endswith(RULES) and len(shape.words()) > 1:
                found.append(Lever(entry.path, tuple(map(write_value, shape.words()))))
        return tuple(found)

    @property
    def n_paths(self) -> int:
        """Paths of Morris's design."""
        return max(self.points // PATHS_SHARE, FEWEST_PATHS)

    def asks(self, method: str) -> bool:
        """Whether a method is asked for."""
        return self.method in ("all", method)


def ask_sensitivity(
    references: Sequence[str | Path],
    overrides: Sequence[str] = (),
    *,
    objective: str | None = None,
    method: str = "all",
    levers: Sequence[str] = (),
    points: int | None = None,
    trials_per_point: int | None = None,
    trials: int | None = None,
    seed: int | None = None,
) -> Question:
    """Settle what is asked.

    Parameters
    ----------
    levers : sequence of str
        ``PATH=VALUE,VALUE`` each.
    trials : int, optional
        Trials of the tornado and of the split; those of the first arm if absent.

    Raises
    ------
    ScenarioError
        With every problem of scenarios and options.
    EngineError
        If SALib is needed and absent.
    """
    points = POINTS if points is None else points
    trials_per_point = TRIALS_PER_POINT if trials_per_point is None else trials_per_point
    problems = [*_check_options(references, method, points, trials_per_point)]
    asked, wanted, read = None, None, []
    try:
        asked = ask_arms(references, overrides, trials=trials, seed=seed, least=1)
        wanted = parse_objective(objective or DEFAULT, asked.arms[0].scenario)
    except ScenarioError as error:
        problems += error.problems
    for text in levers:
        try:
            read.append(_read_lever(text, asked))
        except ScenarioError as error:
            problems += error.problems
    if asked is None or wanted is None or problems:
        raise ScenarioError(*problems)
    question = Question(asked, wanted, method, points, trials_per_point, tuple(read))
    if problems := _check_question(question):
        raise ScenarioError(*problems)
    if question.asks("morris") or question.asks("sobol"):
        require_salib()
    return question


def set_lever(scenario: Scenario, path: str, setting: str) -> Scenario:
    """Set one lever of a scenario; a pledge brings along the values of its class.

    Raises
    ------
    ScenarioError
        If that makes no valid scenario.
    """
    brought = []
    if path.endswith(PLEDGE) and (word := setting.strip("\"'")) in PLEDGE_CLASSES:
        brought = list_brought_by(path.removesuffix(PLEDGE), word)
    return load_text(scenario.to_toml(), scenario.name, [f"{path}={setting}", *brought])


def _check_options(
    references: Sequence[str | Path], method: str, points: int, trials_per_point: int
) -> list[Problem]:
    problems = []
    if method not in METHODS:
        problems.append(Problem("--method", method, "is none of the methods", f"give {', '.join(METHODS)}"))
    if len(references) > 2:
        rule = "are more than the two whose difference can be asked about"
        problems.append(Problem("arms", f"{len(references)}", rule, "name one or two"))
    if points < FEWEST_POINTS or points & (points - 1):
        rule = f"must be a power of 2 from {FEWEST_POINTS} on"
        problems.append(Problem("--points", str(points), rule, "such as 128, 256 or 512"))
    if trials_per_point < 2:
        rule = "must be at least 2: noise is told from what drives by other trials at the same point"
        problems.append(Problem("--trials-per-point", str(trials_per_point), rule))
    return problems


def _read_lever(text: str, asked: Asked | None) -> Lever:
    path, equals, listed = (part.strip() for part in text.partition("="))
    settings = tuple(part.strip() for part in listed.split(",") if part.strip())
    shape = shape_at(path)
    if not equals or len(set(settings)) < 2:
        raise ScenarioError(
            Problem("--levers", text, "must be PATH=VALUE,VALUE", "such as front.zone_km=0,10")
        )
    if shape is None or not shape.facts.lever:
        raise ScenarioError(
            Problem("--levers", path, "is not declared a lever", "sim schema says what can be chosen")
        )
    problems = []
    for arm in asked.arms if asked else ():
        for setting in settings:
            try:
                set_lever(arm.scenario, path, setting)
            except ScenarioError as error:
                problems += [problem._replace(place="--levers") for problem in error.problems]
    if problems:
        raise ScenarioError(*dict.fromkeys(problems))
    return Lever(path, settings)


def _check_question(question: Question) -> list[Problem]:
    problems, designed = [], question.asks("morris") or question.asks("sobol")
    for arm in question.asked.arms:
        given = arm.scenario.parameters
        if given.run.sampling != "random":
            rule = "gives no independent trials, and so no intervals"
            problems.append(Problem("run.sampling", given.run.sampling, rule, "--set run.sampling=random"))
        if designed and given.correlations:
            tied = f"{len(given.correlations)} correlations in {arm.name}"
            rule = "are not what indices and effects assume: parameters that vary independently"
            problems.append(Problem("correlations", tied, rule, "--method tornado or --method split"))
    if designed and not question.paths:
        problems.append(Problem("arms", question.asked.arms[0].name, "has no uncertain value to vary"))
    size = question.points * (len(question.factors) + 1) * question.trials_per_point
    if designed and size > MOST_NUMBERS:
        rule = f"make {size:,} trials, more than the {MOST_NUMBERS:,} that are held in memory"
        shown = f"{question.points} and {question.trials_per_point}"
        problems.append(Problem("--points and --trials-per-point", shown, rule, "ask for fewer"))
    varied = (*question.levers, *question.rules) if question.asks("split") else ()
    cells = len(question.asked.arms) * math.prod(len(each.settings) for each in varied)
    if cells > MOST_CELLS:
        shown = f"{len(question.levers)} levers and {len(question.rules)} choices among rules"
        rule = f"make {cells:,} combinations with the arms, more than the {MOST_CELLS} that are split"
        problems.append(Problem("--levers", shown, rule, "name fewer levers or load fewer modules"))
    return problems
