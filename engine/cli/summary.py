"""A run's summary in the terminal: what comes out, how sure that is, and where to read on."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.cli.wording import Share, say_full, say_interval, say_name, say_roughly, say_share
from engine.results.loading import Results

NOTE = "A conditional comparison under stated assumptions, not a forecast."
INTERVALS = "Intervals are 95% and show chance between trials, not doubt about the assumptions."
NO_INTERVALS = "Trials on Sobol' points are not independent, so that no intervals are given."
BAR_WIDTH = 22
TERM_DECIMALS = 2


def print_summary(results: Results, console: Console) -> None:
    """Print what a newcomer needs to know about a run."""
    run = results.run
    years = results.phases["years"].max()
    console.print(Text(run.title or say_name(run.scenario), style="bold"))
    console.print(Text(f"{run.trials:,} trials of {years:g} years, seed {run.seed}"), style="dim")
    console.print()
    console.print(Text(say_answer(results)))
    for heading, body in (
        ("How trials end", _show_outcomes(results, console)),
        (
            "How long peace holds once begun (share still holding, Kaplan-Meier)",
            _show_survival(results, console),
        ),
        (f"Terms last agreed, {_say_agreed(results)}", _show_terms(results)),
        ("Guarantors when called", _show_guarantors(results)),
    ):
        console.print()
        console.print(Text(heading, style="bold"))
        console.print(Padding(body, (0, 0, 0, 2), expand=False))
    console.print()
    for line in _close(results):
        console.print(line)


def summarise(results: Results) -> dict[str, Any]:
    """Give the numbers of the summary, and every estimate, as plain values."""
    assumed, values = _count_assumptions(results)
    years = (results.survival["years"] % 1 == 0) & (results.survival["years"] > 0)
    return {
        "folder": str(results.folder),
        "run": results.run.model_dump(by_alias=True),
        "answer": say_answer(results),
        "note": NOTE,
        "outcomes": _as_records(results.outcomes),
        "variance": _as_records(results.variance),
        "estimates": _as_records(results.estimates),
        "terms": _as_records(results.terms),
        "survival": _as_records(results.survival[years]),
        "guarantors": _as_records(results.guarantors),
        "assumptions": {"assumed": assumed, "values": values},
    }


def say_answer(results: Results) -> str:
    """Say in a sentence or two how the trials end."""
    shares = {row.outcome: _share_of(row, results) for row in _rows(results.outcomes)}
    peace, commonest = shares["durable_peace"], max(shares, key=lambda outcome: shares[outcome].happened)
    if peace.trials == 0:
        return "No trial ran to its end, so nothing can be said."
    answer = (
        f"{say_roughly(peace.value).capitalize()} of the trials end in durable peace ({say_full(peace)})."
    )
    if commonest == "durable_peace":
        return answer
    most = shares[commonest]
    roughly = f"{say_name(commonest)}, in {say_roughly(most.value)}"
    return f"{answer} The commonest end is {roughly} ({say_full(most)})."


def _rows(table: pd.DataFrame) -> Iterator[Any]:
    return iter(table.itertuples())


def _share_of(row: Any, results: Results) -> Share:
    done = results.run.trials - results.run.failed
    return Share(int(row.trials), done, float(row.share), float(row.low), float(row.high))


def _show_outcomes(results: Results, console: Console) -> RenderableType:
    table = _table("", "", "share", "95% interval", "trials", right=(2, 3, 4))
    for row in _rows(results.outcomes):
        share = _share_of(row, results)
        bar = _bar(share.value, share.low, share.high, console)
        numbers = (say_share(share.value), say_interval(share.low, share.high), f"{share.happened:,}")
        table.add_row(say_name(str(row.outcome)), bar, *numbers)
    return table


def _show_survival(results: Results, console: Console) -> RenderableType:
    table = _table("", "", "share", "95% interval", "at risk", right=(2, 3, 4))
    survival = results.survival
    for spell in ("ceasefire", "accord"):
        rows = survival[survival["spell"] == spell]
        begun = int(rows["at_risk"].iloc[0])
        table.add_row(Text(f"first {spell} ({begun:,})", style="italic"))
        for years, lived in ((years, rows[rows["years"] == years]) for years in (1, 5, 10)):
            label = f"  beyond {years} year{'s' if years > 1 else ''}"
            if lived.empty or math.isnan(lived["survival"].iloc[0]):
                table.add_row(label, Text("not observed", style="dim"))
                continue
            row = lived.iloc[0]
            numbers = (
                say_share(row["survival"]),
                say_interval(row["low"], row["high"]),
                f"{row['at_risk']:,}",
            )
            table.add_row(label, _bar(row["survival"], row["low"], row["high"], console), *numbers)
    return table


def _show_terms(results: Results) -> RenderableType:
    if not results.terms["trials"].any():
        return Text("No trial has an agreement.")
    table = _table("", "mean", "10-90%", "", right=(1, 2))
    for row in _rows(results.terms):
        spread = f"{_say_term(row.p10)} to {_say_term(row.p90)}" if row.trials else ""
        table.add_row(say_name(row.issue), _say_term(row.mean), spread, Text(row.meaning, style="dim"))
    return table


def _show_guarantors(results: Results) -> RenderableType:
    if results.guarantors.empty:
        return Text("The scenario has none.")
    table = _table("", "pledge", "called", "honoured", "95% interval", "helped", right=(2, 3, 4, 5))
    for row in _rows(results.guarantors):
        honoured = ("", "")
        if row.trials_called:
            honoured = (say_share(row.honoured_share), say_interval(row.honoured_low, row.honoured_high))
        counts = (f"{row.trials_called:,}", *honoured, f"{row.trials_helped:,}" if row.trials_called else "")
        table.add_row(say_name(str(row.guarantor)), say_name(str(row.pledge)), *counts)
    explained = (
        "In trials: called at least once; of these, at some call honoured with force; at some call helped "
        "with material only. A trial with several calls may count in both."
    )
    return Group(table, Text(explained, style="dim"))


def _close(results: Results) -> Iterator[Text]:
    run = results.run
    if run.failed:
        yield Text(
            f"{run.failed:,} of {run.trials:,} trials failed and are left out; see status in trials.parquet.",
            "red",
        )
    assumed, values = _count_assumptions(results)
    yield Text(f"{assumed:,} of the scenario's {values:,} values are assumptions: see assumptions.csv.")
    has_intervals = results.outcomes["low"].notna().any()
    yield Text(INTERVALS if has_intervals else NO_INTERVALS)
    if run.precision is not None:
        yield Text(_say_precision(results, run.precision))
    yield from _say_doubt(results)
    yield Text(NOTE, style="bold")
    yield Text("")
    yield Text(f"Tables: {results.folder} (dictionary.csv says what each column means)")
    more = "; four times the trials halve the intervals" if has_intervals else ""
    yield Text(f"Next: sim show {results.folder} prints this again{more}.")


def _say_precision(results: Results, asked: float) -> str:
    widest = (results.outcomes["high"] - results.outcomes["low"]).max()
    if not results.run.most_trials:
        return (
            f"Extended beyond the precision of {asked:g}; the widest interval of an outcome is {widest:.3g}."
        )
    if widest < asked:
        return f"Stopped as every interval of an outcome is narrower than {asked:g}."
    return f"The widest interval of an outcome is {widest:.3g}, not narrower than {asked:g}: add trials."


def _say_doubt(results: Results) -> Iterator[Text]:
    """Say how much of the variance of the commonest outcome is doubt about the parameters."""
    commonest = results.variance.iloc[results.outcomes["trials"].argmax()]
    low, high = commonest["epistemic_low"], commonest["epistemic_high"]
    if high == 0:
        yield Text("No parameter is uncertain: all that differs between trials is chance within them.")
    elif not math.isnan(commonest["epistemic"]):
        interval = say_interval(low, high)
        much = say_share(commonest["epistemic"]) + (f" (95% interval {interval})" if interval else "")
        yield Text(
            f"Of the variance of {say_name(commonest['outcome'])}, {much} is doubt about the parameters and "
            f"the rest chance within a trial, from {commonest['pairs']:,} pairs of trials with the same "
            "parameters and other luck."
        )


def _count_assumptions(results: Results) -> tuple[int, int]:
    return int((results.assumptions["assumption"] == "yes").sum()), len(results.assumptions)


def _table(*headings: str, right: tuple[int, ...]) -> Table:
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place in right else "left", no_wrap=place in right)
    return table


def _bar(value: float, low: float, high: float, console: Console) -> Text:
    """Draw a share: full up to the low end of its interval, faint up to the high end; plain without one."""
    if math.isnan(low):
        low = high = value
    if math.isnan(value):
        return Text(" " * BAR_WIDTH)
    full, faint = ("█", "░") if console.encoding.lower().startswith("utf") else ("#", "-")
    n_full = round(low * BAR_WIDTH)
    n_reached = max(n_full, math.ceil(high * BAR_WIDTH)) if high > low else n_full
    bar = Text(full * n_full, style="cyan")
    return bar.append(faint * (n_reached - n_full)).append(" " * (BAR_WIDTH - n_reached))


def _say_agreed(results: Results) -> str:
    row = next(_rows(results.terms))
    return f"in {say_full(_share_of(row, results))}"


def _say_term(term: float) -> str:
    return "" if math.isnan(term) else f"{term:.{TERM_DECIMALS}f}"


def _as_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(column): cell for column, cell in row.items()} for row in rows]
