"""A finding as a notebook shows it: sentences, tables as attributes, figures on demand."""

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from engine.notebook.plotting import show
from engine.notebook.showing import show_heading, show_line, show_table, wrap
from engine.report.answer import NOTE
from engine.report.findings.finding import Finding
from engine.report.findings.keeping import keep_finding
from engine.report.findings.showing import show_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN_ROWS = 12
"""Most rows of a table that are shown; the attribute has all."""


class Found:
    """What an analysis found. Every table is an attribute that gives a DataFrame.

    Parameters
    ----------
    finding : Finding
        What it says.

    Attributes
    ----------
    finding : Finding
        The same.
    plot : FoundPlots
        Its figures: a method for each part that has one.
    """

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.plot = FoundPlots(finding)

    @property
    def answer(self) -> str:
        """The answer in a sentence or two."""
        return " ".join(self.finding.answer)

    def __getattr__(self, name: str) -> pd.DataFrame:
        finding = self.__dict__.get("finding")
        if finding is None or name not in finding.tables:
            known = ", ".join(finding.tables) if finding else ""
            raise AttributeError(f"no table {name!r} was found; there are {known}")
        frame: pd.DataFrame = finding.tables[name].frame
        return frame

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.finding.tables})

    def save(self, out: str | Path | None = None) -> Path:
        """Write the tables, the page and how it was made into a new folder, as the command does."""
        return keep_finding(self.finding, None if out is None else Path(out))

    def __repr__(self) -> str:
        finding = self.finding
        return "\n".join(
            [finding.title, finding.about, *finding.answer, f"Tables: {', '.join(finding.tables)}"]
        )

    def _repr_html_(self) -> str:
        finding = self.finding
        parts = [show_heading(finding.title), show_line(finding.about, faint=True)]
        parts += [show_line(text) for text in finding.answer]
        for part in finding.parts:
            parts.append(f"<p>{escape(part.heading)}</p>")
            parts += [show_line(text) for text in part.texts]
            for name in part.tables:
                table = finding.tables[name]
                grid = show_rows(table, SHOWN_ROWS)
                parts.append(show_table(grid.headings, grid.rows, n_left=len(grid.headings)))
                if (more := len(table.frame) - SHOWN_ROWS) > 0:
                    parts.append(show_line(f"and {more:,} more rows: see {name}.", faint=True))
        return wrap(*parts, show_line(f"{NOTE} {finding.premises}", faint=True))


class FoundPlots:
    """The figures of a finding: ``plot.NAME()`` draws that of the part of this name."""

    def __init__(self, finding: Finding) -> None:
        self._draws = {
            part.name.replace("-", "_"): part.draw for part in finding.parts if part.draw is not None
        }

    def __getattr__(self, name: str) -> Any:
        draws = self.__dict__.get("_draws", {})
        if name not in draws:
            raise AttributeError(f"there is no figure {name!r}; there are {', '.join(draws)}")

        def draw() -> "Figure":
            return show(draws[name](False))

        return draw

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._draws})
