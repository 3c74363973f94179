"""A sweep's summary in the terminal: how the chance of durable peace moves from point to point."""

import math
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.cli.saying import list_records
from engine.report.answer import INTERVALS, NO_INTERVALS, NOTE
from engine.report.sweep_answer import PEACE, say_sweep_answer
from engine.results.sweeps.loading import SweepResults

SHOWN_POINTS = 60
"""Most points that the terminal shows; all are in the tables."""


def print_sweep(results: SweepResults, console: Console) -> None:
    """Print what a newcomer needs to know about a sweep."""
    run = results.run
    console.print(Text(run.title or run.sweep, style="bold"))
    about = f"{run.points:,} points of {run.trials:,} trials, seed {run.seed}; all points share their draws"
    console.print(Text(about, style="dim"))
    console.print()
    console.print(Text(say_sweep_answer(results)))
    console.print()
    console.print(Text("Chance of durable peace", style="bold"))
    console.print(_tabulate(results))
    if run.points > SHOWN_POINTS:
        console.print(f"{run.points - SHOWN_POINTS:,} more points are in {results.folder / 'outcomes.csv'}.")
    if run.failed:
        console.print(f"{run.failed:,} trials failed and are in no share.")
    console.print()
    for line in (NOTE, INTERVALS if run.sampling != "sobol" else NO_INTERVALS):
        console.print(line)
    names = "points, axes, outcomes, estimates" + (", differences" if run.rows else "")
    console.print(f"Tables are in {results.folder}: {names}.", soft_wrap=True)


def summarise_sweep(results: SweepResults) -> dict[str, Any]:
    """Give the numbers of the sweep as plain values."""
    return {
        "folder": str(results.folder),
        "run": results.run.model_dump(by_alias=True, exclude={"checksums"}),
        "answer": say_sweep_answer(results),
        "note": NOTE,
        "axes": list_records(results.axes),
        "points": list_records(results.points),
        "outcomes": list_records(results.outcomes),
        "differences": list_records(results.differences) if results.run.rows else [],
    }


def _tabulate(results: SweepResults) -> Table:
    axes = list(results.points.columns[2:-1])
    several = results.points["scenario"].nunique() > 1 or not axes
    names = ["point", *(["scenario"] if several else []), *axes, "share", "95% interval"]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in [*names, *(["against point 0"] if results.run.rows else [])]:
        table.add_column(name, justify="left" if name == "scenario" else "right")
    peace = results.outcomes[results.outcomes["outcome"] == PEACE].set_index("point")
    paired = pd.DataFrame()
    if results.run.rows:
        paired = results.differences[results.differences["outcome"] == PEACE].set_index("point")
    for point in results.points.head(SHOWN_POINTS).itertuples(index=False):
        number, scenario, *values = point[:-1]
        row = peace.loc[number]
        cells = [f"{value:g}" if isinstance(value, float) else str(value) for value in values]
        shown = ["" if math.isnan(row["share"]) else f"{row['share']:.3f}", _say_ends(row, "")]
        if number in paired.index:
            apart = paired.loc[number]
            shown.append(f"{apart['difference']:+.3f} {_say_ends(apart, '+')}")
        table.add_row(str(number), *([scenario] if several else []), *cells, *shown)
    return table


def _say_ends(row: "pd.Series[float]", sign: str) -> str:
    if math.isnan(row["low"]):
        return ""
    ends = f"{row['low']:{sign}.3f} to {row['high']:{sign}.3f}"
    return f"({ends})" if sign else ends
