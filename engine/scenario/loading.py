"""From a file or a name, and overrides, to a resolved scenario."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.errors import Problem, ScenarioError
from engine.scenario.finding import SUFFIX, find_scenario
from engine.scenario.inheriting import read_chain
from engine.scenario.layering import Tree, lay, merge
from engine.scenario.origins import Origin
from engine.scenario.overriding import lay_overrides
from engine.scenario.pledges import underlay_pledges
from engine.scenario.reading import Document
from engine.scenario.scenario import Scenario
from engine.scenario.schema import Parameters
from engine.scenario.shapes import parameters_shape
from engine.scenario.validating import validate
from engine.scenario.values import list_values
from engine.scenario.writing import show

HEADINGS = ("title", "description")
MOST_PROBLEMS = 100
PREAMBLE = ("schema", "extends", *HEADINGS)


def load_scenario(reference: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Read, inherit, override and validate a scenario.

    Parameters
    ----------
    reference : str or Path
        A TOML file, or the name of a shipped scenario.
    overrides : sequence of str
        ``a.b.c=VALUE`` each, laid over the file.

    Raises
    ------
    ScenarioError
        With every problem found, each with file and line.
    """
    chain = read_chain(find_scenario(reference))
    problems: list[Problem] = []
    tree: Tree = {}
    for document in reversed(chain):
        values = {key: value for key, value in document.values.items() if key not in PREAMBLE}
        tree = merge(tree, lay(values, parameters_shape(), document.place, problems))
    tree = underlay_pledges(merge(tree, lay_overrides(overrides, problems)))
    headings = {key: _read_heading(chain, key, problems) for key in HEADINGS}
    parameters, origins = validate(tree, chain, problems)
    if parameters is None or problems:
        raise ScenarioError(*_list_first(list(dict.fromkeys(problems)), chain[0]))
    return Scenario(
        name=chain[0].path.stem,
        title=headings["title"],
        description=headings["description"],
        parameters=parameters,
        recorded=_add_defaults(parameters, origins),
        parents=tuple(document.path.stem for document in chain[1:]),
    )


def load_text(text: str, name: str = "scenario", overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario from a text, which may extend shipped ones alone; raises as `load_scenario`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{SUFFIX}"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path, overrides)


def _list_first(problems: list[Problem], document: Document) -> list[Problem]:
    """List as many problems as anybody reads, and say how many there are beyond."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    rule = f"has {len(problems) - MOST_PROBLEMS:,} problems more"
    return [*problems[:MOST_PROBLEMS], Problem(document.place(), "", rule, "mend these first")]


def _read_heading(chain: list[Document], key: str, problems: list[Problem]) -> str:
    """Heading of the nearest file that has one."""
    for document in chain:
        if key in document.values:
            value: Any = document.values[key]
            if isinstance(value, str):
                return value
            problems.append(Problem(document.place((key,)), show(key, value), "must be a text"))
            return ""
    return ""


def _add_defaults(parameters: Parameters, origins: dict[str, Origin]) -> dict[str, Origin]:
    return {
        entry.path: origins.get(entry.path, Origin("default", entry.facts.source))
        for entry in list_values(parameters)
    }
