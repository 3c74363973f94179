"""From a sweep file to its plan: every point resolved once, and every problem with its line."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from engine.errors import Problem, ScenarioError
from engine.experiment.settings import refuse_wrong
from engine.experiment.sweeps.asking import Asked, AskedAxis, read_asked
from engine.experiment.sweeps.designs import count_points, design_points
from engine.experiment.sweeps.finding import find_sweep
from engine.experiment.sweeps.keys import resolve_axis
from engine.results.sweeps.record import MOST_POINTS
from engine.scenario import Scenario, load_scenario
from engine.scenario.finding import is_name, shipped_file
from engine.scenario.overriding import PLACE
from engine.scenario.sweep import Axis, Plan, Point, say_setting
from engine.scenario.values import encode
from engine.scenario.writing import write_value

MOST_PROBLEMS = 20


class Sweep:
    """A sweep that was read and found right, whose points can be resolved.

    Attributes
    ----------
    plan : Plan
        What it is, in plain values.
    """

    def __init__(self, plan: Plan, references: dict[str, str | Path], overrides: list[list[str]]) -> None:
        self.plan = plan
        self._references, self._overrides = references, overrides

    def resolve(self, number: int) -> Scenario:
        """Give the scenario of a point."""
        point = self.plan.points[number]
        return load_scenario(self._references[point.scenario], self._overrides[number])

    def __iter__(self) -> Iterator[Scenario]:
        return (self.resolve(point.number) for point in self.plan.points)


def load_sweep(reference: str | Path, trials: int | None = None) -> Sweep:
    """Read a sweep and resolve every point.

    Parameters
    ----------
    reference : str or Path
        A TOML file, or the name of a shipped sweep.
    trials : int, optional
        Trials of each point, in place of what the file says.

    Raises
    ------
    ScenarioError
        With every problem found, each with file and line.
    """
    refuse_wrong(trials=trials)
    asked = read_asked(find_sweep(reference))
    references = {Path(name).stem: _locate(asked, name) for name in asked.scenarios}
    if len(references) < len(asked.scenarios):
        raise ScenarioError(_complain(asked, "must have names that differ"))
    bases = {name: load_scenario(reference) for name, reference in references.items()}
    base = next(iter(bases.values()))
    if len({scenario.parameters.run.sampling for scenario in bases.values()}) > 1:
        raise ScenarioError(_complain(asked, "differ in run.sampling, so that they share no draws"))
    axes = _resolve_axes(asked, list(bases.values()))
    n_points = count_points(asked)
    if n_points > MOST_POINTS:
        rule = f"gives {n_points:,} points, more than {MOST_POINTS:,}"
        raise ScenarioError(Problem(asked.document.place(("axes",)), "", rule, "use lhs or sobol"))
    seed = base.parameters.run.seed if asked.seed is None else asked.seed
    n_trials = trials or asked.trials or base.parameters.run.trials
    points, overrides = _resolve_points(asked, axes, references, seed)
    digest = _digest(axes, points, n_trials, seed, base.parameters.run.sampling)
    plan = Plan(
        name=asked.document.path.stem,
        title=asked.title,
        description=asked.description,
        text=asked.text,
        design=asked.design,
        axes=tuple(axes),
        points=tuple(points),
        trials=n_trials,
        seed=seed,
        digest=digest,
    )
    return Sweep(plan, references, overrides)


def _complain(asked: Asked, rule: str) -> Problem:
    return Problem(asked.document.place(("sweep", "scenarios")), "scenarios", rule)


def _locate(asked: Asked, name: str) -> str | Path:
    """Find a scenario that a sweep names: shipped, or in the sweep file's own folder or below."""
    if is_name(name) and shipped_file(name):
        return name
    place = asked.document.place(("sweep", "scenarios" if asked.design == "arms" else "scenario"))
    if is_name(name):
        try:
            load_scenario(name)
        except ScenarioError as error:
            raise ScenarioError(
                *(each._replace(place=place, value=name) for each in error.problems)
            ) from None
    folder = asked.document.path.parent
    path = folder / name
    if Path(name).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
        raise ScenarioError(Problem(place, name, "must stay in the sweep's own folder or below"))
    if not path.is_file():
        raise ScenarioError(Problem(place, name, "is no file beside the sweep", "or name a shipped scenario"))
    return path


def _resolve_axes(asked: Asked, bases: list[Scenario]) -> list[Axis]:
    axes: list[Axis] = []
    problems: list[Problem] = []
    for axis in asked.axes:
        try:
            axes.append(resolve_axis(asked, axis, bases))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(*problems)
    return axes


def _resolve_points(
    asked: Asked, axes: list[Axis], references: dict[str, str | Path], seed: int
) -> tuple[list[Point], list[list[str]]]:
    points: list[Point] = []
    overrides: list[list[str]] = []
    problems: dict[Problem, None] = {}
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for number, (name, row) in enumerate(design_points(asked, seed)):
        stem = Path(name).stem
        settings = [
            f"{key.path}={write_value(value)}"
            for axis, value in zip(axes, row, strict=True)
            for key in axis.keys
        ]
        try:
            digest = load_scenario(references[stem], settings).digest
        except ScenarioError as error:
            problems |= dict.fromkeys(_replace_places(asked, axes, error))
            if len(problems) > MOST_PROBLEMS:
                break
            continue
        values = tuple(say_setting(value) for value in row)
        if (stem, values) in seen:
            shown = f"{stem} {', '.join(values)}".strip()
            rule = f"is both point {seen[stem, values]} and point {number}"
            problems[Problem(asked.document.place(("axes",)), shown, rule, "leave one of them out")] = None
        seen.setdefault((stem, values), number)
        points.append(Point(number, stem, digest, values))
        overrides.append(settings)
    if problems:
        raise ScenarioError(*problems)
    return points, overrides


def _replace_places(asked: Asked, axes: list[Axis], error: ScenarioError) -> Iterator[Problem]:
    """Say the line of the axis in place of ``--set``, which is how its value came to the scenario."""
    for problem in error.problems:
        if problem.place != PLACE:
            yield problem
            continue
        yield problem._replace(place=asked.place(_guess_axis(asked.axes, axes, problem), "values"))


def _guess_axis(asked: tuple[AskedAxis, ...], axes: list[Axis], problem: Problem) -> AskedAxis:
    named = (
        one
        for one, axis in zip(asked, axes, strict=True)
        if any(problem.value.startswith(key.path) for key in axis.keys)
    )
    return next(named, asked[0])


def _digest(axes: list[Axis], points: list[Point], trials: int, seed: int, sampling: str) -> str:
    content = {
        "seed": seed,
        "trials": trials,
        "sampling": sampling,
        "axes": [[axis.name, [key.path for key in axis.keys]] for axis in axes],
        "points": [encode(point) for point in points],
    }
    canonical = json.dumps(content, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
