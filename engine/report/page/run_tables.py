"""The tables of a run's page: the numbers under its figures, and what it rests on."""

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from engine.analysis import telling
from engine.analysis.replaying.stored import Source
from engine.evidence.base_rates import find_base_rate
from engine.report.answer import list_rows, list_victors, share_of
from engine.report.drivers import Driver
from engine.report.page.parts import Grid, make_grid
from engine.report.parentage import Parentage, as_stated
from engine.report.red_lines import list_red_lines, load_asked
from engine.report.spread import spread_over_assumptions
from engine.report.wording import Share, say_interval, say_name, say_share
from engine.results.assumptions import write_stated
from engine.results.estimates import wilson
from engine.results.loading import Results
from engine.results.reading import reading
from engine.results.store import TRIALS
from engine.simulation.records import OUTCOMES, PHASES

SHARE = ("share", "95% interval")
STEPS = (16, 8, 4, 2, 1)
"""Convergence is shown after these fractions of all trials."""


def list_telling(source: Source) -> Grid:
    """List the trials worth reading, and the command that plays each again."""
    rows = [
        (
            say_name(each.of) if each.of else "any end",
            each.what,
            f"{each.trial}",
            say_name(each.outcome),
            f"{each.trials:,}",
            f"sim replay . --trial {each.trial}",
        )
        for each in telling.list_telling(source)
    ]
    headings = (
        "of",
        "worth reading as",
        "trial",
        "ends in",
        "of trials",
        "played again in the run's folder by",
    )
    return Grid("Typical and telling trials", headings, tuple(rows), frozenset((2, 4)))


def list_outcomes(results: Results) -> Grid:
    """List the share of each outcome, and of a decision for either side."""
    rows = []
    for row in list_rows(results.outcomes):
        rows.append((say_name(str(row.outcome)), *_say(share_of(row, results))))
        if row.outcome == "military_decision" and row.trials:
            rows += [
                (f"– {say_name(party)} prevails", *_say(share)) for party, share in list_victors(results)
            ]
    return _grid("How trials end", ("outcome", "trials", *SHARE), rows)


def list_spreads(results: Results) -> Grid:
    """List how far each outcome's chance spreads over the assumptions."""
    rows = [
        (say_name(outcome), *(_points(value) for value in values))
        for outcome, *values in spread_over_assumptions(results.variance).itertuples(index=False)
    ]
    caption = "Spread of the chance over the assumptions: standard deviation in points, and its 95% interval"
    return _grid(caption, ("outcome", "points", "from", "to"), rows)


def list_phases(results: Results) -> Grid:
    """List the share of trials in each phase at the end of each year."""
    table = results.phases
    yearly = table[(table["years"] % 1 == 0) | (table["years"] == table["years"].max())]
    rows = []
    for years, group in yearly.groupby("years"):
        shares = group.set_index("phase").loc[list(PHASES)]
        said = (
            _say_with_interval(*values) for values in shares[["share", "low", "high"]].itertuples(index=False)
        )
        rows.append((f"{years:g}", *said))
    return _grid("Share of trials in each phase, with 95% intervals", ("years", *map(say_name, PHASES)), rows)


def list_survival(results: Results, spell: str) -> Grid:
    """List how long spells hold and what ended them, by year."""
    table = results.survival[results.survival["spell"] == spell]
    yearly = table[(table["years"] % 1 == 0) | (table["years"] == 0.25)]
    rows = [
        (
            f"{row.years:g}",
            f"{row.at_risk:,}",
            _say_with_interval(row.survival, row.low, row.high),
            _say_with_interval(row.attack, row.attack_low, row.attack_high),
            _say_with_interval(row.escalation, row.escalation_low, row.escalation_high),
            _say_with_interval(row.lapse, row.lapse_low, row.lapse_high),
        )
        for row in list_rows(yearly)
    ]
    headings = ("years", "at risk", "holding", "ended by attack", "by escalation", "by lapse")
    return _grid(f"First {spell}s, with 95% intervals", headings, rows)


def list_base_rate(spell: str) -> Grid:
    """List how long the like of a spell held in the past."""
    rate = find_base_rate(spell)
    rows = []
    for years, ended in rate.ended:
        held = wilson(rate.spells - ended, rate.spells)
        rows.append((f"{years:g}", f"{rate.spells - ended} of {rate.spells}", _say_with_interval(*held)))
    return _grid(f"Base rate: {rate.which}; {rate.source}", ("years", "still held", "share"), rows)


def list_terms(results: Results) -> Grid:
    """List the terms last agreed by issue."""
    rows = [
        (
            say_name(row.issue),
            f"{row.trials:,}",
            _number(row.mean),
            f"{_number(row.mean_low)} to {_number(row.mean_high)}" if not math.isnan(row.mean_low) else "",
            *(_number(each) for each in (row.p10, row.p50, row.p90)),
            row.meaning,
        )
        for row in list_rows(results.terms)
    ]
    headings = ("issue", "trials", "mean", "95% interval", "10%", "median", "90%", "what terms mean")
    return _grid("Terms last agreed, from 0 to 1", headings, rows, texts=1)


def list_limits(results: Results) -> Grid:
    """List the parties' red lines."""
    rows = [
        (
            say_name(line.party),
            say_name(line.issue),
            "drawn anew in each trial" if line.term is None else f"{line.term:g}",
            "at least" if line.upward else "at most",
        )
        for line in list_red_lines(load_asked(results))
    ]
    return Grid("Red lines", ("party", "issue", "term", "takes terms"), tuple(rows))


def list_guarantors(results: Results) -> Grid:
    """List what guarantors did."""
    done = results.run.trials - results.run.failed
    rows = [
        (
            say_name(str(row.guarantor)),
            say_name(str(row.pledge)),
            f"{row.trials_called:,} of {done:,}",
            _say_with_interval(row.honoured_share, row.honoured_low, row.honoured_high),
            _say_with_interval(row.helped_share, row.helped_low, row.helped_high),
        )
        for row in list_rows(results.guarantors)
    ]
    headings = ("guarantor", "pledge", "trials with a call", "honoured with force", "sent material only")
    return Grid("Guarantors when called, with 95% intervals", headings, tuple(rows))


def list_variance(results: Results) -> Grid:
    """List how each outcome's variance splits into doubt and chance."""
    rows = [
        (
            say_name(row.outcome),
            _say_with_interval(row.epistemic, row.epistemic_low, row.epistemic_high),
            _say_with_interval(row.aleatory, row.aleatory_low, row.aleatory_high),
            f"{row.pairs:,}",
        )
        for row in list_rows(results.variance)
    ]
    headings = ("outcome", "doubt about parameters", "chance within a trial", "pairs of trials")
    return _grid("Where the variance of each outcome comes from, with 95% intervals", headings, rows)


def list_convergence(results: Results) -> Grid:
    """List the shares of outcomes after ever more trials."""
    with reading(results.folder / TRIALS):
        codes = pd.read_parquet(results.folder / TRIALS, columns=["outcome"])["outcome"]
    steps = sorted({max(1, len(codes) // step) for step in STEPS})
    with_intervals = results.outcomes["low"].notna().any()
    columns = []
    for step in steps:
        seen = codes.iloc[:step].value_counts()
        done = int(seen.sum())
        shares = [wilson(int(seen.get(outcome, 0)), done) for outcome in OUTCOMES]
        columns.append(
            [_say_with_interval(*share) if with_intervals else say_share(share.value) for share in shares]
        )
    rows = [(say_name(outcome), *said) for outcome, *said in zip(OUTCOMES, *columns, strict=True)]
    headings = ("outcome", *(f"{step:,} trials" for step in steps))
    return _grid("Shares as trials add up, with 95% intervals", headings, rows)


def list_assumptions(results: Results) -> Iterator[Grid]:
    """List every value with what it rests on: those that rest on no source, then the others."""
    table = results.assumptions
    columns = ["path", "value", "unit", "source", "origin"]
    for marked, which in (("yes", "values that are assumptions"), ("no", "values with a source")):
        rows = table[table["assumption"] == marked][columns].assign(
            unit=table["unit"].where(table["unit"] != "1", "")
        )
        headings = ("value of", "is", "unit", "rests on", "written in")
        yield make_grid(f"{len(rows):,} {which}", rows.map(as_stated), headings)


def list_correlations(drivers: Sequence[Driver]) -> Grid:
    """List the uncertain values that durable peace goes along with."""
    rows = [
        (driver.path, f"{driver.correlation:+.3f}", f"{driver.low:+.3f} to {driver.high:+.3f}", driver.source)
        for driver in drivers
    ]
    caption = (
        "Uncertain values that durable peace goes along with: rank correlation, and a 95% interval that "
        "allows for how many were tried"
    )
    return _grid(caption, ("value of", "correlation", "interval", "rests on"), rows, texts=1)


def list_changes(found: Parentage) -> Grid:
    """List in what a scenario differs from its parent."""
    rows = tuple(
        (
            each.path,
            "absent" if each.first is None else write_stated(each.first),
            "absent" if each.second is None else write_stated(each.second),
            each.facts.unit if each.facts.unit != "1" else "",
        )
        for each in found.differences
    )
    return Grid(f"Differences from {found.parent}", ("value of", found.parent, "here", "unit"), rows)


def list_own(own: pd.DataFrame) -> tuple[Grid, ...]:
    """List the values that a scenario gives itself; no table where it extends no file."""
    if own.empty:
        return ()
    unit = own["unit"].where(own["unit"] != "1", "")
    headings = ("value of", "here", "unit", "written in")
    return (make_grid("What its own file and --set give", own.assign(unit=unit).map(as_stated), headings),)


def list_origins(counts: list[tuple[str, int]]) -> Grid:
    """List how many values come from which file."""
    rows = [(origin, f"{count:,}") for origin, count in counts]
    return _grid("Where the values were written", ("origin", "values"), rows)


def _grid(caption: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], texts: int = 0) -> Grid:
    """Make a table whose columns after the first are numbers, but for so many on the right."""
    return Grid(caption, headings, tuple(rows), frozenset(range(1, len(headings) - texts)))


def _say(share: Share) -> tuple[str, str, str]:
    return f"{share.happened:,}", say_share(share.value), say_interval(share.low, share.high)


def _say_with_interval(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return "not observed"
    interval = say_interval(low, high)
    return f"{say_share(value)} ({interval})" if interval else say_share(value)


def _points(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.1f}"


def _number(term: float) -> str:
    return "" if math.isnan(term) else f"{term:.2f}"
