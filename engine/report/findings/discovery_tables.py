"""The tables of discovery."""

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from engine.analysis.discovery.boxes import Held
from engine.analysis.discovery.cases import Cases
from engine.analysis.discovery.discovering import Discovery
from engine.report.findings.finding import Table
from engine.results.estimates import wilson

ENDS = ("at least", "at most")

BOXES = {
    "box": "Method and number of the box.",
    "claimed": "Whether held-out trials tell it from the rest.",
    "restricted": "Parameters that it limits.",
    "trials": "Held-out trials in it.",
    "cases": "Cases among them.",
    "density": "Share of these that are cases.",
    "density_low": "Low end of its 95% interval.",
    "density_high": "High end of its 95% interval.",
    "coverage": "Share of all held-out cases that are in it.",
    "coverage_low": "Low end of its 95% interval.",
    "coverage_high": "High end of its 95% interval.",
    "mass": "Share of all held-out trials that are in it.",
    "base": "Share of cases among all held-out trials.",
    "p": "p-value on held-out trials, adjusted for CART's number of leaves.",
    "found_trials": "Trials in it of the half that it was found on.",
    "found_cases": "Cases among these.",
    "found_density": "Density on the half that it was found on, which flatters it.",
}
LIMITS = {
    "box": "Method and number of the box.",
    "parameter": "Dotted path of the parameter; arm for the arm.",
    "word": "The word or arm that is meant; empty where the parameter is a number.",
    "end": "Whether the parameter must be at least or at most the limit; of words 1 is being it, 0 not.",
    "limit": "The limit, in its unit.",
    "unit": "Unit of the parameter, 1 where it has none.",
    "meaning": "What the parameter means.",
    "below": "Share of its draws that lie below the limit.",
    "reproduced": "Share of resamples that limit the parameter at this end.",
    "limit_low": "Limit above which 95% of the resamples that have one put it.",
    "limit_high": "Limit below which 95% of them put it.",
    "below_low": "Share of draws below limit_low.",
    "below_high": "Share of draws below limit_high.",
    "quasi_p": "Quasi-p-value on the trials that it was found on, which is too small.",
    "p": "p-value on held-out trials of what this limit alone keeps out, adjusted for the box's limits.",
}
TRADEOFF = {
    "step": "Peels so far.",
    "restricted": "Parameters that the box limits.",
    "mass": "Share of the trials it was found on that are in it.",
    "coverage": "Share of their cases that are in it.",
    "density": "Share of the trials in it that are cases, which flatters it.",
    "held_out_coverage": "Share of held-out cases that are in it.",
    "held_out_density": "Share of the held-out trials in it that are cases.",
    "held_out_density_low": "Low end of that share's 95% interval.",
    "held_out_density_high": "High end of that share's 95% interval.",
    "chosen": "Whether this box was chosen.",
}
SHUFFLED = {
    "coverage": "Least coverage of a box.",
    "density": "Density of the densest such box, the median over shuffles.",
    "density_low": "Density that 95% of shuffles reach.",
    "density_high": "Density that 5% of shuffles exceed.",
}


def tabulate(discovery: Discovery, names: list[str]) -> Mapping[str, Table]:
    """Give all tables of a discovery."""
    return {
        "boxes": _make("The boxes that were found", BOXES, _list_boxes(discovery, names)),
        "limits": _make("Limits of the boxes that are claimed", LIMITS, _list_limits(discovery, names)),
        "tradeoff": _make("PRIM's way of peeling all trials", TRADEOFF, _list_steps(discovery)),
        "shuffled": _make("The densest boxes on shuffled labels", SHUFFLED, _list_shuffled(discovery)),
    }


def _make(caption: str, meanings: Mapping[str, str], rows: Iterator[tuple[object, ...]]) -> Table:
    return Table(caption, pd.DataFrame(list(rows), columns=list(meanings)), meanings)


def _list_boxes(discovery: Discovery, names: list[str]) -> Iterator[tuple[object, ...]]:
    for name, found in zip(names, discovery.boxes, strict=True):
        out, learnt = found.held_out, found.learnt
        restricted = len({column for column, _ in found.box.list_limits()})
        density, coverage = wilson(out.cases, out.trials), wilson(out.cases, out.all_cases)
        judged = (out.mass, discovery.base.value, found.chance)
        before = (learnt.trials, learnt.cases, learnt.density)
        claimed = "yes" if found.claimed else "no"
        yield (name, claimed, restricted, out.trials, out.cases, *density, *coverage, *judged, *before)


def _list_limits(discovery: Discovery, names: list[str]) -> Iterator[tuple[object, ...]]:
    cases = discovery.cases
    for name, found in zip(names, discovery.boxes, strict=True):
        for limit in found.limits:
            column, again = cases.columns[limit.column], limit.reproduced
            below = [find_share(cases, limit.column, each) for each in (again.low, again.high)]
            yield (
                name,
                column.path,
                column.word,
                ENDS[limit.end],
                limit.value,
                column.unit,
                column.meaning,
                limit.below,
                *again,
                *below,
                limit.quasi,
                limit.chance,
            )


def find_share(cases: Cases, column: int, value: float) -> float:
    """Give the share of all draws of a column that lie below a value; NaN for no value."""
    return math.nan if math.isnan(value) else float((cases.x[column] < value).mean())


def _list_steps(discovery: Discovery) -> Iterator[tuple[object, ...]]:
    for place, (step, out) in enumerate(zip(discovery.steps, discovery.traced, strict=True)):
        restricted = len({column for column, _ in step.box.list_limits()})
        here = (step.held.mass, step.held.coverage, step.held.density)
        chosen = "yes" if place == discovery.chosen else "no"
        yield (place, restricted, *here, out.coverage, *_estimate(out), chosen)


def _estimate(held: Held) -> tuple[float, float, float]:
    return wilson(held.cases, held.trials)


def _list_shuffled(discovery: Discovery) -> Iterator[tuple[object, ...]]:
    chance = discovery.shuffled
    ends = np.quantile(chance.densities, (0.5, 0.05, 0.95), axis=0)
    yield from zip(chance.coverages.tolist(), *ends.tolist(), strict=True)
