"""From which shipped scenario a run's scenario descends, and in what it differs."""

from collections import Counter
from pathlib import PurePath
from typing import NamedTuple

import pandas as pd

from engine.results.loading import Results
from engine.scenario import Scenario, load_scenario
from engine.scenario.differing import Difference, list_differences
from engine.scenario.finding import shipped_names


class Parentage(NamedTuple):
    """The nearest shipped scenario that a run's values come from, as it is in this package.

    Attributes
    ----------
    parent : str
        Its name; empty where there is none.
    differences : tuple of Difference
        Values that differ, the parent's first.
    """

    parent: str
    differences: tuple[Difference, ...]


def as_stated(cell: str) -> str:
    """Give a text of a table without the mark that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def count_origins(results: Results) -> list[tuple[str, int]]:
    """Count values by where they come from: files, defaults, overrides and classes of pledges."""
    origins = (as_stated(origin) for origin in results.assumptions["origin"])
    return Counter(origin.rpartition(":")[0] or origin for origin in origins).most_common()


def list_own(results: Results) -> pd.DataFrame:
    """List the values that a run's own file or ``--set`` gives, beside those of files that it extends.

    Empty where it extends none. Columns path, value, unit and origin, of `assumptions`.
    """
    table, own = results.assumptions, f"{results.run.scenario}.toml"
    origins = (as_stated(origin) for origin in table["origin"])
    names = [PurePath(origin.rpartition(":")[0] or origin).name for origin in origins]
    extends = any(name.endswith(".toml") and name != own for name in names)
    stated = [extends and name in (own, "--set") for name in names]
    return table[stated][["path", "value", "unit", "origin"]]


def find_parentage(results: Results, asked: Scenario) -> Parentage:
    """Find the parent: what the shipped scenario extends, else the nearest that values come from."""
    shipped = set(shipped_names())
    files = {PurePath(origin).stem for origin, _ in count_origins(results) if origin.endswith(".toml")}
    candidates = sorted(shipped & files)
    own = results.run.scenario
    if own in shipped and load_scenario(own).digest == asked.digest:
        candidates = [name for name in load_scenario(own).parents[:1] if name in shipped]
    found = [Parentage(name, list_differences(load_scenario(name), asked)) for name in candidates]
    return min(found, key=lambda each: len(each.differences), default=Parentage("", ()))
