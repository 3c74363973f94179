"""Several runs, or several sweeps, whose tables stand one under the other."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import pandas as pd

from engine.notebook.runs import RunResults
from engine.notebook.showing import show_heading, show_line, show_table, wrap
from engine.notebook.sweeps import SweptResults
from engine.notebook.tables import RunTables, SweepTables
from engine.report.answer import say_answer
from engine.report.wording import say_name

R = TypeVar("R", RunResults, SweptResults)


class _Several(Mapping[str, R], Generic[R]):
    """Results by name, in order.

    Parameters
    ----------
    members : mapping of str to results
        The results.
    """

    kind = ""

    def __init__(self, members: Mapping[str, R]) -> None:
        self._members: dict[str, R] = dict(members)

    def __getitem__(self, name: str) -> R:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def _give(self, table: str) -> pd.DataFrame:
        tables: list[pd.DataFrame] = []
        for name, each in self._members.items():
            found: pd.DataFrame = getattr(each, table)
            column = self.kind if self.kind not in found else f"{self.kind} (folder)"
            named = found.copy()
            named.insert(0, column, name)
            tables.append(named)
        return pd.concat(tables, ignore_index=True)

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {each!r}" for name, each in self._members.items())


class Runs(_Several[RunResults], RunTables):
    """Several runs; every table has their names in a column ``run``."""

    kind = "run"

    def _repr_html_(self) -> str:
        rows = [
            (
                name,
                each.run.title or say_name(each.run.scenario),
                each.unfinished or "",
                f"{each.run.trials:,}",
                say_answer(each.results),
            )
            for name, each in self._members.items()
        ]
        headings = ("run", "title", "", "trials", "how trials end")
        return wrap(show_heading(f"{len(self)} runs"), show_table(headings, rows, n_left=len(headings)))


class Sweeps(_Several[SweptResults], SweepTables):
    """Several sweeps; every table has their names in a column ``sweep``."""

    kind = "sweep"

    def _repr_html_(self) -> str:
        lines = [show_line(f"{name}: {each!r}") for name, each in self._members.items()]
        return wrap(show_heading(f"{len(self)} sweeps"), *lines)
