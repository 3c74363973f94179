"""What a sweep file says, key by key; every problem with its line."""

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

from engine.errors import Problem, ScenarioError
from engine.experiment.settings import MOST_TRIALS, SEEDS
from engine.results.sweeps.record import MOST_POINTS
from engine.scenario.finding import suggest
from engine.scenario.lines import Path as Keys
from engine.scenario.reading import Document, read_document
from engine.scenario.sweep import Design
from engine.scenario.writing import show

SCHEMA = 1
MOST_AXES = 64
AXIS_NAME = re.compile(r"\w.{0,99}")
DESIGNS: tuple[Design, ...] = get_args(Design)
TOP = ("schema", "title", "description", "sweep", "axes")
SWEEP = ("scenario", "scenarios", "design", "points", "trials", "seed")
AXIS = ("name", "key", "keys", "values", "low", "high", "steps")


class AskedAxis(NamedTuple):
    """An axis as the file has it.

    Attributes
    ----------
    number : int
        Place in the file, from 0.
    name : str
        As given, else its first key.
    patterns : tuple of str
        Its keys, in which ``*`` stands for any name.
    values : tuple
        Those it takes, where they are listed.
    low, high : float or date, optional
        The range, where it has one.
    steps : int
        Values spread over the range; 0 where the design chooses them.
    """

    number: int
    name: str
    patterns: tuple[str, ...]
    values: tuple[object, ...]
    low: float | datetime.date | None
    high: float | datetime.date | None
    steps: int


class Asked(NamedTuple):
    """A sweep file as it was read; None is left to the scenario."""

    document: Document
    text: str
    title: str
    description: str
    scenarios: tuple[str, ...]
    design: Design
    axes: tuple[AskedAxis, ...]
    points: int
    trials: int | None
    seed: int | None

    def place(self, axis: AskedAxis, key: str = "") -> str:
        """``file:line`` of an axis or of a key of it."""
        return self.document.place(("axes", axis.number, key))


def read_asked(path: Path) -> Asked:
    """Read a sweep file.

    Raises
    ------
    ScenarioError
        With every problem of what it says by itself.
    """
    document = read_document(path)
    reader = _Reader(document, [])
    asked = reader.read(path.read_text(encoding="utf-8-sig"))
    if reader.problems or asked is None:
        raise ScenarioError(*reader.problems)
    return asked


class _Reader(NamedTuple):
    document: Document
    problems: list[Problem]

    def complain(self, keys: Keys, shown: str, rule: str, way_out: str = "") -> None:
        self.problems.append(Problem(self.document.place(keys), shown, rule, way_out))

    def read(self, text: str) -> Asked | None:
        values = self.document.values
        self.refuse_unknown(values, TOP, ())
        if values.get("schema") != SCHEMA or isinstance(values.get("schema"), bool):
            self.complain(("schema",), "schema", f"must be {SCHEMA}", f"write schema = {SCHEMA} on top")
        sweep, axes = values.get("sweep"), values.get("axes", [])
        if not isinstance(sweep, dict):
            self.complain(("sweep",), "[sweep]", "must be given", "it names scenario and design")
            return None
        self.refuse_unknown(sweep, SWEEP, ("sweep",))
        design = sweep.get("design")
        if design not in DESIGNS:
            rule = f"must be one of {', '.join(DESIGNS)}"
            way_out = suggest(design, DESIGNS) if isinstance(design, str) else ""
            shown = show("design", design) if "design" in sweep else "design"
            self.complain(("sweep", "design"), shown, rule, way_out)
            return None
        if not isinstance(axes, list) or not all(isinstance(axis, dict) for axis in axes):
            self.complain(("axes",), "axes", "must be tables [[axes]]")
            return None
        return Asked(
            document=self.document,
            text=text,
            title=self.read_text(values, "title"),
            description=self.read_text(values, "description").strip(),
            scenarios=self.read_scenarios(sweep, design),
            design=design,
            axes=self.read_axes(axes, design),
            points=self.read_points(sweep, design),
            trials=self.read_whole(sweep, "trials", 1, MOST_TRIALS),
            seed=self.read_whole(sweep, "seed", 0, SEEDS - 1),
        )

    def refuse_unknown(self, table: Mapping[str, Any], known: tuple[str, ...], keys: Keys) -> None:
        for key in table:
            if key not in known:
                self.complain((*keys, key), key, "is not a known key", suggest(key, known))

    def read_text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return value
        self.complain((key,), show(key, value), "must be a text")
        return ""

    def read_whole(self, sweep: Mapping[str, Any], key: str, least: int, most: int) -> int | None:
        value = sweep.get(key)
        if value is not None and (type(value) is not int or not least <= value <= most):
            rule = f"must be a whole number from {least} to {most:,}"
            self.complain(("sweep", key), show(key, value), rule)
            return None
        return value

    def read_points(self, sweep: Mapping[str, Any], design: Design) -> int:
        if design not in ("lhs", "sobol"):
            if "points" in sweep:
                rule = f"is for lhs and sobol; a {design} has as many as its axes say"
                self.complain(("sweep", "points"), show("points", sweep["points"]), rule, "leave it out")
            return 0
        points = self.read_whole(sweep, "points", 1, MOST_POINTS) or 0
        if "points" not in sweep:
            self.complain(("sweep",), "points", f"must be given for {design}")
        elif design == "sobol" and points & (points - 1):
            near = 2 ** (points - 1).bit_length()
            rule = "must be a power of 2 for sobol, else the points are unbalanced"
            self.complain(("sweep", "points"), show("points", points), rule, f"such as {near // 2} or {near}")
        return points

    def read_scenarios(self, sweep: Mapping[str, Any], design: Design) -> tuple[str, ...]:
        key, other = ("scenarios", "scenario") if design == "arms" else ("scenario", "scenarios")
        if other in sweep:
            self.complain(("sweep", other), other, f"is not for {design}", f"write {key} = ...")
        found = sweep.get(key)
        names = found if design == "arms" else [found]
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            rule = "must be a list of scenarios" if design == "arms" else "must name a scenario"
            self.complain(("sweep", key), show(key, found) if found is not None else key, rule)
            return ()
        if twice := sorted(name for name, times in Counter(names).items() if times > 1):
            self.complain(("sweep", key), show(key, names), f"names {', '.join(twice)} twice")
        return tuple(names)

    def read_axes(self, tables: list[dict[str, Any]], design: Design) -> tuple[AskedAxis, ...]:
        if design != "arms" and not tables:
            self.complain((), "[[axes]]", f"must be given for {design}", "an axis has a key and its values")
        if len(tables) > MOST_AXES:
            self.complain(("axes", MOST_AXES), "[[axes]]", f"must be at most {MOST_AXES}")
        axes = [self.read_axis(number, table, design) for number, table in enumerate(tables)]
        names = [axis.name for axis in axes]
        for axis in axes:
            if axis.name in names[: axis.number]:
                self.complain(("axes", axis.number, "name"), axis.name, "is the name of two axes")
        lengths = {len(axis.values) for axis in axes}
        if design == "table" and len(lengths) > 1:
            shown = ", ".join(f"{axis.name} {len(axis.values)}" for axis in axes)
            self.complain(("axes", 0), shown, "must have equally many values for a table")
        return tuple(axes)

    def read_axis(self, number: int, table: dict[str, Any], design: Design) -> AskedAxis:
        here: Keys = ("axes", number)
        self.refuse_unknown(table, AXIS, here)
        patterns = table.get("keys", [table["key"]] if "key" in table else [])
        if "key" in table and "keys" in table:
            self.complain((*here, "keys"), "keys", "stands beside key", "leave one of them out")
        if not isinstance(patterns, list) or not all(isinstance(key, str) and key for key in patterns):
            self.complain((*here, "keys"), "keys", "must be a list of dotted keys")
            patterns = []
        elif not patterns:
            self.complain(here, "key", "must be given", 'such as key = "monitors.attribution"')
        name = table.get("name", patterns[0] if patterns else "")
        if not isinstance(name, str) or name in ("point", "scenario", "digest"):
            self.complain((*here, "name"), show("name", name), "can't be the name of an axis")
            name = ""
        elif patterns and not (AXIS_NAME.fullmatch(name) and name.isprintable()):
            rule = "must begin with a letter, a digit or _ and be printable, with at most 100 letters"
            self.complain((*here, "name"), show("name", name), rule, "it heads a column of points.csv")
        values = self.read_values(here, table)
        low, high = self.read_range(here, table, design) if "values" not in table else (None, None)
        steps = table.get("steps", 0)
        if design in ("grid", "arms") and "values" not in table and "low" in table:
            if type(steps) is not int or not 2 <= steps <= MOST_POINTS:
                self.complain((*here, "steps"), "steps", "must be a whole number from 2 on for a range")
                steps = 2
        elif "steps" in table:
            rule = "is for a range in a grid"
            self.complain((*here, "steps"), show("steps", steps), rule, "leave it out")
        return AskedAxis(number, name, tuple(patterns), values, low, high, steps)

    def read_values(self, here: Keys, table: dict[str, Any]) -> tuple[object, ...]:
        values = table.get("values")
        if values is None:
            return ()
        if not isinstance(values, list) or not values:
            self.complain((*here, "values"), show("values", values), "must be a list of at least one value")
            return ()
        if extra := [key for key in ("low", "high") if key in table]:
            self.complain((*here, extra[0]), extra[0], "stands beside values", "leave one of them out")
        return tuple(values)

    def read_range(
        self, here: Keys, table: dict[str, Any], design: Design
    ) -> tuple[float | datetime.date | None, float | datetime.date | None]:
        low: Any = table.get("low")
        high: Any = table.get("high")
        ends = (low, high)
        dates = all(isinstance(end, datetime.date) and not isinstance(end, datetime.datetime) for end in ends)
        numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
        if design == "table" or not (dates or numbers):
            rule = "must be given" + ("" if design == "table" else ", or low and high as numbers or dates")
            self.complain(here, "values", rule)
            return None, None
        if not low < high:
            self.complain((*here, "high"), show("high", high), "must be above low")
        return low, high
