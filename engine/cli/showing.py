"""The tables of a summary in the terminal: outcomes, survival, terms and guarantors."""

import math

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.report.answer import list_rows, list_victors, share_of
from engine.report.wording import Share, say_interval, say_name, say_share
from engine.results.loading import Results

BAR_WIDTH = 22
TERM_DECIMALS = 2


def show_outcomes(results: Results, console: Console) -> RenderableType:
    """Show the share of each outcome, with its interval, and of a decision for either side."""
    table = _table("", "", "share", "95% interval", "trials", right=(2, 3, 4))
    for row in list_rows(results.outcomes):
        _add_share(table, say_name(str(row.outcome)), share_of(row, results), console)
        if row.outcome == "military_decision" and row.trials:
            for party, share in list_victors(results):
                _add_share(table, f"  {say_name(party)} prevails", share, console)
    return table


def _add_share(table: Table, label: str, share: Share, console: Console) -> None:
    bar = _bar(share.value, share.low, share.high, console)
    table.add_row(
        label, bar, say_share(share.value), say_interval(share.low, share.high), f"{share.happened:,}"
    )


def show_survival(results: Results, console: Console) -> RenderableType:
    """Show how long first ceasefires and first accords hold."""
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


def show_terms(results: Results) -> RenderableType:
    """Show the terms last agreed by issue."""
    if not results.terms["trials"].any():
        return Text("No trial has an agreement.")
    table = _table("", "mean", "10-90%", "", right=(1, 2))
    for row in list_rows(results.terms):
        spread = f"{_say_term(row.p10)} to {_say_term(row.p90)}" if row.trials else ""
        table.add_row(say_name(row.issue), _say_term(row.mean), spread, Text(row.meaning, style="dim"))
    return table


def show_guarantors(results: Results) -> RenderableType:
    """Show how often each guarantor was called, and what it did."""
    if results.guarantors.empty:
        return Text("The scenario has none.")
    table = _table("", "pledge", "called", "honoured", "95% interval", "helped", right=(2, 3, 4, 5))
    for row in list_rows(results.guarantors):
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


def _say_term(term: float) -> str:
    return "" if math.isnan(term) else f"{term:.{TERM_DECIMALS}f}"
