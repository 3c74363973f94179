"""What tripwires say: what to watch in the first months of a ceasefire, at which threshold, and how early."""

import math
from collections.abc import Iterator
from functools import partial

import pandas as pd

from engine.analysis.tripwires.asking import Watched
from engine.analysis.tripwires.histories import Histories
from engine.analysis.tripwires.wires import FALSE_ALARM, SHUFFLES, Tripwires, Wire
from engine.report.figures.tripwires import draw_curves, draw_wires
from engine.report.findings.counting import say_counted
from engine.report.findings.finding import Finding, Part, Table
from engine.report.findings.recording import record_asked, say_about
from engine.report.wording import say_name, say_percent
from engine.results.estimates import Estimate

WIRES = {
    "observable": "What is watched.",
    "month": "Months (of four weeks) after the ceasefire began at which it is looked at.",
    "warns_of": "Whether it warns of more or of less than the threshold.",
    "threshold": "Threshold, halfway between two values that were seen, in the observable's unit.",
    "unit": "Unit of the observable.",
    "advantage": "Hit rate less false-alarm rate (Youden's J) among held-out ceasefires.",
    "advantage_low": "Low end of its 95% interval.",
    "advantage_high": "High end of its 95% interval.",
    "hit_rate": "Share of held-out collapses that it warns of.",
    "hit_rate_low": "Low end of its 95% interval.",
    "hit_rate_high": "High end of its 95% interval.",
    "false_alarm_rate": "Share of held-out ceasefires that hold of which it warns.",
    "false_alarm_rate_low": "Low end of its 95% interval.",
    "false_alarm_rate_high": "High end of its 95% interval.",
    "collapses": "Held-out ceasefires that collapse in the months looked ahead.",
    "hits": "Those of them that it warns of.",
    "holding": "Held-out ceasefires that hold through these months.",
    "false_alarms": "Those of them that it warns of.",
    "lead_quarter": "First quartile of the time from sign to collapse over the hits [weeks].",
    "lead_median": "Median of these [weeks].",
    "lead_three_quarters": "Third quartile of these [weeks].",
    "score": "Low end of the advantage's interval where the threshold was chosen; wires are ranked by it.",
    "beats_shuffles": "Whether that is more than the best of all wires reaches on 95% of shuffled labels.",
}
CURVES = {
    "month": "Months after the ceasefire began.",
    "false_alarm_rate": "Share of held-out ceasefires that hold of which a threshold warns.",
    "hit_rate": "Share of held-out collapses that it warns of.",
}
SHUFFLED = {
    "shuffle": "Number of the shuffle.",
    "best_score": "Score of the best of all wires on shuffled labels.",
}


def tell_tripwires(watched: Watched, histories: Histories, found: Tripwires) -> Finding:
    """Say what foretells collapse."""
    asked, by, months, within = watched
    tables = {
        "wires": Table("All wires, best first", pd.DataFrame(_list_wires(found), columns=list(WIRES)), WIRES),
        "curves": Table(
            f"{say_name(found.best.observable.name).capitalize()} at all thresholds",
            pd.DataFrame(_list_curves(found), columns=list(CURVES)),
            CURVES,
        ),
        "shuffled": Table(
            "Shuffled labels",
            pd.DataFrame(list(enumerate(found.shuffled.tolist())), columns=list(SHUFFLED)),
            SHUFFLED,
        ),
    }
    wires = Part(
        "wires",
        "All observables",
        tuple(_say_search(found, within)),
        ("wires",),
        partial(draw_wires, tables["wires"].frame),
        "Hit rate less false-alarm rate of each observable at its best month, on held-out ceasefires, with "
        "95% intervals. At 0 it says nothing; hollow marks do not beat what the search finds on shuffled "
        "labels.",
        ("shuffled",),
    )
    curves = Part(
        "curves",
        f"Hits against false alarms: {say_name(found.best.observable.name)}",
        (
            "Each month is judged by the ceasefires that still hold at its end: one that has collapsed by "
            "then is no warning of itself.",
        ),
        (),
        partial(draw_curves, tables["wires"].frame, tables["curves"].frame),
        "Each line is a month, over all thresholds, among held-out ceasefires. The dot is the threshold "
        "that was chosen on the other half, with 95% intervals; the diagonal is what chance gives.",
        ("curves",),
    )
    return Finding(
        "tripwires",
        asked.names[0],
        f"What foretells {_say_event(by)}: {asked.arms[0].scenario.title or asked.names[0]}",
        say_about(asked, f"within {within} months", "half of the trials held out"),
        tuple(_say_answer(watched, histories, found)),
        (wires, curves),
        tables,
        record_asked(asked, by=by, months=list(months), within=within, shuffles=SHUFFLES),
    )


def _say_event(by: str) -> str:
    return "the collapse of a ceasefire" if by == "collapse" else f"the end of a ceasefire by {by}"


def say_condition(wire: Wire) -> str:
    """Say in plain words when a wire warns."""
    name, months = wire.observable.name, f"{wire.month} month{'s' if wire.month > 1 else ''}"
    if name == "accord":
        return f"{'an' if wire.more else 'no'} accord is in force {months} after the ceasefire began"
    since = f"in the first {months} of the ceasefire"
    if name == "incidents_last_month":
        name, since = "incidents", f"in month {wire.month} of the ceasefire"
    if name == "front_moved":
        return f"the front moves by {'more' if wire.more else 'less'} than {wire.threshold:.3g} {since}"
    number = math.floor(wire.threshold)
    if number == 0:
        return f"there are {'any' if wire.more else 'no'} {say_name(name)} {since}"
    return f"there are {'more than' if wire.more else 'at most'} {number:,} {say_name(name)} {since}"


def _say_answer(watched: Watched, histories: Histories, found: Tripwires) -> Iterator[str]:
    best, within = found.best, watched.within
    held = best.held_out
    ends = "collapses" if watched.by == "collapse" else f"ends by {watched.by}"
    n_warned = held.hits + held.false_alarms
    n_quiet = held.collapses + held.holding - n_warned
    warned = say_counted(held.hits, n_warned, "held-out trials with that sign")
    quiet = say_counted(held.collapses - held.hits, n_quiet, "held-out trials without it")
    said = (
        f"If {say_condition(best)} and it still holds, it {ends} within the next {within} months in "
        f"{warned}, against {quiet}."
    )
    if not found.claimed:
        yield (
            "No tripwire is claimed: the best sign among "
            f"{len(found.wires)} tried is not told from what chance gives."
        )
        yield f"That best sign, for what it is: {said[:1].lower()}{said[1:]}"
    else:
        yield said
    yield (
        f"It warns of {say_counted(held.hits, held.collapses, 'collapses')} and falsely of "
        f"{say_counted(held.false_alarms, held.holding, 'ceasefires that hold')}."
        f"{_say_lead(best)}"
    )
    yield (
        f"The same search finds as good a sign on {int((found.shuffled >= best.score).sum())} of {SHUFFLES} "
        f"shuffled labels; shuffled labels would be given a tripwire with a chance of "
        f"{say_percent(FALSE_ALARM)} at most."
    )
    never = int((histories.began != histories.began).sum())
    if never:
        yield f"In {never:,} of {histories.began.size:,} trials no ceasefire begins; these say nothing here."


def _say_lead(wire: Wire) -> str:
    low, middle, high = wire.leads
    if math.isnan(middle):
        return ""
    return (
        f" Half of the collapses that it warns of come {middle:.0f} weeks or more after the sign (middle "
        f"half of them {low:.0f} to {high:.0f} weeks)."
    )


def _say_search(found: Tripwires, within: int) -> Iterator[str]:
    least = _find_bar(found)
    alike = [
        f"{say_name(wire.observable.name)} (month {wire.month})"
        for wire in found.wires[1:]
        if wire.score == found.best.score
    ]
    if alike:
        yield f"Where it was chosen, as good as the best sign: {', '.join(alike)}."
    beat = sum(wire.score > least for wire in found.wires)
    yield (
        f"{len(found.wires)} signs were tried, each observable at each month with the threshold of the "
        f"largest hit rate less false-alarm rate on one half of the trials; {beat} do better there than the "
        "best of all does on 95% of shuffled labels. They are ranked by the low end of that difference's "
        "interval."
    )
    yield (
        "Observables are what happens in the model, not what monitors report of it. A month is four weeks. "
        f"Ceasefires whose next {within} months lie beyond the horizon are left out."
    )


def _find_bar(found: Tripwires) -> float:
    return float(pd.Series(found.shuffled).quantile(1 - FALSE_ALARM))


def _list_wires(found: Tripwires) -> list[tuple[object, ...]]:
    bar = _find_bar(found)
    rows: list[tuple[object, ...]] = []
    for wire in found.wires:
        held = wire.held_out
        what = (wire.observable.name, wire.month, "more" if wire.more else "less", wire.threshold)
        rates: tuple[Estimate, ...] = (held.advantage, held.hit_rate, held.false_alarm_rate)
        counts = (held.collapses, held.hits, held.holding, held.false_alarms)
        beats = "yes" if wire.score > bar else "no"
        flat = [end for rate in rates for end in rate]
        rows.append((*what, wire.observable.unit, *flat, *counts, *wire.leads, wire.score, beats))
    return rows


def _list_curves(found: Tripwires) -> list[tuple[float, ...]]:
    return [(month, false, hit) for month, rates in found.curves.items() for false, hit in rates.T.tolist()]
