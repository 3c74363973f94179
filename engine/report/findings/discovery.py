"""What discovery says: where an outcome holds or fails more often, in plain words, and how sure that is."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from engine.analysis.discovery.asking import Sought
from engine.analysis.discovery.boxes import Held
from engine.analysis.discovery.cases import ARM, Cases, Column
from engine.analysis.discovery.discovering import COVERAGES, FALSE_ALARM, Discovery, Found, Limit
from engine.analysis.discovery.prim import LEAST_MASS, PEELED
from engine.analysis.discovery.reproducing import RESAMPLES, SHUFFLES
from engine.analysis.objective import Objective
from engine.report.figures.discovery import draw_limits, draw_tradeoff
from engine.report.findings.counting import say_counted
from engine.report.findings.discovery_tables import tabulate
from engine.report.findings.finding import Finding, Part
from engine.report.findings.recording import record_asked, say_about
from engine.report.wording import say_interval, say_name, say_percent

BORNE_OUT = 0.05


def tell_discovery(sought: Sought, discovery: Discovery) -> Finding:
    """Say what discovery found."""
    asked, objective, _, coverage = sought
    what = f"{say_objective(objective)} {discovery.cases.where}"
    names = name_boxes(discovery.boxes)
    tables = tabulate(discovery, names)
    boxes = Part(
        "boxes",
        "The boxes",
        tuple(_say_boxes(discovery, names, what)),
        ("boxes", "limits"),
        partial(draw_limits, tables["limits"].frame),
        "Limits of the boxes that are claimed, along the draws of each parameter. The bar is what a box "
        "allows, between 0%, the least draw, and 100%, the greatest; the whisker is where 90% of resamples "
        "put the limit, and beside it stands the share of resamples that limit the parameter at this end.",
    )
    tradeoff = Part(
        "trade-off",
        "Coverage against density",
        tuple(_say_tradeoff(discovery, coverage)),
        (),
        partial(draw_tradeoff, tables, discovery.base, discovery.repeated),
        "Each point is a box on PRIM's way of peeling all trials. Solid: held-out trials; dashed: the trials "
        "that boxes were found on, which flatter them; band: 90% of what the same search finds on shuffled "
        "labels.",
        ("tradeoff", "shuffled"),
    )
    ordered = (boxes, tradeoff) if discovery.claimed else (tradeoff, boxes)
    return Finding(
        "discover",
        "-".join(asked.names[:2]),
        f"Where {what} more often: {', '.join(asked.names)}",
        say_about(asked, f"objective {objective.text}", "half of the trials held out"),
        tuple(_say_answer(discovery, names, what)),
        ordered,
        tables,
        record_asked(
            asked,
            objective=objective.text,
            where=discovery.cases.where,
            failed=discovery.cases.failed,
            coverage=coverage,
            peeled=PEELED,
            least_mass=LEAST_MASS,
            resamples=RESAMPLES,
            shuffles=SHUFFLES,
        ),
    )


def say_objective(objective: Objective) -> str:
    """Name an objective that holds or fails."""
    return objective.text if objective.column else say_name(objective.text).replace("+", " or ")


def name_boxes(boxes: tuple[Found, ...]) -> list[str]:
    """Name each box by its method and its number."""
    counted: dict[str, int] = {}
    names = []
    for found in boxes:
        counted[found.method] = counted.get(found.method, 0) + 1
        names.append(f"{found.method} {counted[found.method]}")
    return names


def say_limit(column: Column, limit: Limit) -> str:
    """Say a limit in plain words, with what the parameter means and its unit."""
    if column.path == ARM:
        return f"the arm is {'not ' if limit.end else ''}{column.word}"
    if column.word:
        return f"{column.path} is {'not ' if limit.end else ''}{column.word} ({_describe(column)})"
    return f"{column.path} is at {'most' if limit.end else 'least'} {limit.value:.3g} ({_describe(column)})"


def _describe(column: Column) -> str:
    unit = "" if column.unit == "1" else f"; {column.unit}"
    return f"{column.meaning[:1].lower()}{column.meaning[1:].removesuffix('.')}{unit}"


def _say_conditions(cases: Cases, found: Found) -> str:
    said = [say_limit(cases.columns[limit.column], limit) for limit in found.limits]
    return ", and ".join(said)


def _say_answer(discovery: Discovery, names: list[str], what: str) -> Iterator[str]:
    hits = discovery.cases.held_out[1]
    base = say_counted(int(hits.sum()), hits.size, "held-out trials")
    if discovery.claimed:
        best = discovery.claimed[0]
        yield (
            f"{what.capitalize()} more often where {_say_conditions(discovery.cases, best)}: in "
            f"{_say_out(best.held_out)}, against {base} in all."
        )
        yield _say_coverage(best.held_out, what)
    elif discovery.boxes:
        yield (
            f"No conditions are claimed under which {what} more often: in the best box that was found it "
            f"does in {_say_out(discovery.boxes[0].held_out)}, which chance explains beside "
            f"{base} in all. More trials may tell some."
        )
    else:
        yield (
            f"No conditions are claimed under which {what} more often: no limit that PRIM or CART tried "
            f"stands out from chance. It does in {base}. More trials may tell some."
        )
    yield _say_ceiling(discovery, what)


def _say_ceiling(discovery: Discovery, what: str) -> str:
    """Say what density chance within trials allows."""
    start = "Trials are drawn with chance, so that a density below 100% is no fault of a box"
    again = discovery.repeated
    if again.value != again.value:
        return f"{start}."
    return (
        f"{start}: of trials in which {what}, {say_percent(again.value)} (95% interval "
        f"{say_interval(again.low, again.high)}) do so again under the same parameters with other luck."
    )


def _say_out(held: Held) -> str:
    """Say in what share of a box's trials there is a case."""
    return say_counted(held.cases, held.trials, "held-out trials")


def _say_coverage(held: Held, what: str) -> str:
    covered = say_counted(held.cases, held.all_cases, f"held-out trials in which {what}")
    return f"The box covers {covered}, and {say_percent(held.mass)} of all held-out trials lie in it."


def _say_boxes(discovery: Discovery, names: list[str], what: str) -> Iterator[str]:
    for name, found in zip(names, discovery.boxes, strict=True):
        if found.claimed:
            yield (
                f"{name}: {what} in {_say_out(found.held_out)} where "
                f"{_say_conditions(discovery.cases, found)}. {_say_coverage(found.held_out, what)} "
                f"{_say_borne_out(discovery.cases, found)}"
            )
    rest = sum(not found.claimed for found in discovery.boxes)
    if rest:
        boxes, them = ("1 other box that was found is", "it") if rest == 1 else (f"{rest} others are", "them")
        yield f"{boxes} not claimed: held-out trials do not tell what lies in {them} from the rest."
    yield (
        "Boxes are found on one half of the trials and judged by the other. Where no parameter mattered, any "
        f"box at all would be claimed with a chance of {say_percent(FALSE_ALARM)} at most (Fisher's exact "
        "test; PRIM's boxes one after the other until one fails, CART's leaves by Holm)."
    )


def _say_borne_out(cases: Cases, found: Found) -> str:
    """Say which of the limits held-out trials bear out by themselves."""
    weak = [cases.columns[each.column].name for each in found.limits if each.chance >= BORNE_OUT]
    if not weak:
        return "Held-out trials bear out each of its limits (5%, Holm)."
    return f"Held-out trials do not bear out by itself the limit of {' and of '.join(weak)} (5%, Holm)."


def _say_tradeoff(discovery: Discovery, coverage: float | None) -> Iterator[str]:
    held, out = discovery.steps[discovery.chosen].held, discovery.traced[discovery.chosen]
    rule = (
        "whose coverage exceeds that of a random box of its size most"
        if coverage is None
        else f"that is densest of those which cover {say_percent(coverage)} of the cases or more"
    )
    yield (
        f"PRIM peels {say_percent(PEELED)} off at a time, and the box is chosen {rule}: density "
        f"{say_percent(held.density)} where it was found, and {_say_out(out)}. Limits that chance "
        "explains are then dropped, so that the box above may be wider."
    )
    chance = discovery.shuffled
    at = int(abs(COVERAGES - held.coverage).argmin())
    typical = pd.Series(chance.densities[:, at]).median()
    yield (
        f"On shuffled labels the same search reaches a density of {say_percent(float(typical))} at such a "
        f"coverage by chance alone (median of {SHUFFLES} shuffles); "
        f"{int((chance.gains >= held.gain).sum())} of {SHUFFLES} do as well as the trials themselves."
    )
