"""A run's summary in the terminal: what comes out, how sure that is, and where to read on."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from engine.cli.saying import list_records
from engine.cli.showing import (
    show_guarantors,
    show_outcomes,
    show_survival,
    show_terms,
)
from engine.report.answer import (
    INTERVALS,
    NO_INTERVALS,
    NOTE,
    count_assumptions,
    has_intervals_of,
    list_rows,
    say_answer,
    say_assumed,
    say_doubt,
    say_failed,
    say_precision,
    share_of,
)
from engine.report.wording import say_full, say_name
from engine.results.loading import Results


def print_summary(results: Results, console: Console) -> None:
    """Print what a newcomer needs to know about a run."""
    run = results.run
    years = results.phases["years"].max()
    console.print(Text(run.title or say_name(run.scenario), style="bold"))
    console.print(Text(f"{run.trials:,} trials of {years:.3g} years, seed {run.seed}"), style="dim")
    console.print()
    console.print(Text(say_answer(results)))
    for heading, body in (
        ("How trials end", show_outcomes(results, console)),
        (
            "How long peace holds once begun (share still holding, Kaplan-Meier)",
            show_survival(results, console),
        ),
        (f"Terms last agreed, {_say_agreed(results)}", show_terms(results)),
        ("Guarantors when called", show_guarantors(results)),
    ):
        console.print()
        console.print(Text(heading, style="bold"))
        console.print(Padding(body, (0, 0, 0, 2), expand=False))
    console.print()
    for line in _close(results):
        console.print(line)


def summarise(results: Results) -> dict[str, Any]:
    """Give the numbers of the summary, and every estimate, as plain values."""
    assumed, values = count_assumptions(results)
    years = (results.survival["years"] % 1 == 0) & (results.survival["years"] > 0)
    return {
        "folder": str(results.folder),
        "run": results.run.model_dump(by_alias=True),
        "answer": say_answer(results),
        "note": NOTE,
        "outcomes": list_records(results.outcomes),
        "variance": list_records(results.variance),
        "estimates": list_records(results.estimates),
        "terms": list_records(results.terms),
        "survival": list_records(results.survival[years]),
        "guarantors": list_records(results.guarantors),
        "assumptions": {"assumed": assumed, "values": values},
    }


def _close(results: Results) -> Iterator[Text]:
    run = results.run
    if run.failed:
        yield Text(say_failed(results), "red")
    yield Text(f"{say_assumed(results)}: see assumptions.csv.")
    has_intervals = has_intervals_of(results)
    yield Text(INTERVALS if has_intervals else NO_INTERVALS)
    if run.precision is not None:
        yield Text(say_precision(results, run.precision))
    if doubt := say_doubt(results):
        yield Text(doubt)
    yield Text(NOTE, style="bold")
    yield Text("")
    yield Text(f"Tables: {results.folder} (dictionary.csv says what each column means)")
    more = "; four times the trials halve the intervals" if has_intervals else ""
    yield Text(f"Next: sim show {results.folder} prints this again{more}.")


def _say_agreed(results: Results) -> str:
    row = next(list_rows(results.terms))
    return f"in {say_full(share_of(row, results))}"
