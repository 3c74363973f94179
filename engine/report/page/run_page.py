"""What the page of a run says."""

from collections.abc import Iterator

from engine.analysis.replaying.stored import Source
from engine.evidence.base_rates import find_base_rate
from engine.report import answer
from engine.report.drivers import list_drivers, say_drivers
from engine.report.figures.guarantors import draw_guarantors
from engine.report.figures.outcomes import draw_outcomes
from engine.report.figures.phases import draw_phases
from engine.report.figures.survival import draw_survival
from engine.report.figures.terms import draw_terms
from engine.report.page import run_tables as tables
from engine.report.page.parts import Page, Section, draw_plate
from engine.report.page.provenance import list_checksums, list_provenance
from engine.report.parentage import count_origins, find_parentage, list_own
from engine.report.red_lines import load_asked
from engine.report.wording import say_full, say_name
from engine.results.loading import Results
from engine.results.store import TRIALS
from engine.scenario import Scenario

OUTCOMES_CAPTION = (
    "How trials end. First panel: share of trials, the line its 95% interval for chance between trials. "
    "Second panel, a doubt apart: how far the chance itself shifts over the stated ranges of the "
    "assumptions, as a standard deviation; assumptions stated as one number shift nothing. Each trial counts "
    "once, by how it stands at its end. Military decision: one side has prevailed. Renewed war: war after a "
    "ceasefire; no agreement: war throughout. Frozen conflict: a truce, or an accord that is not quiet; low "
    "level war: a ceasefire in name. Durable peace: a quiet accord old enough to count as one; unproven: a "
    "younger one."
)
PHASES_CAPTION = (
    "Phases over time. Share of trials in each phase at the end of each round; the pale band on a border "
    "is the 95% interval of the share below it. Decided: one side has prevailed."
)
TERMS_CAPTION = (
    "Terms last agreed by issue. Columns: trials by term, the tallest of each issue as high as its row; "
    "dot and line: mean and its 95% interval. Dotted: a party's red line, its triangle towards the terms "
    "that it takes."
)
GUARANTORS_CAPTION = (
    "What guarantors did when called. Dots are shares with 95% intervals; in brackets the trials with a "
    "call. A trial with several calls may count as honoured and as helped."
)


def make_run_page(results: Results) -> Page:
    """Say everything of a run.

    Raises
    ------
    StoreError
        If this engine no longer reads the run's scenario.
    """
    run, asked = results.run, load_asked(results)
    years = results.phases["years"].max()
    plate = draw_plate(
        "outcomes",
        OUTCOMES_CAPTION,
        lambda narrow: draw_outcomes(results, narrow=narrow),
        [tables.list_outcomes(results), tables.list_spreads(results)],
    )
    return Page(
        title=run.title or say_name(run.scenario),
        about=f"{run.trials:,} trials of {years:.3g} years, seed {run.seed}",
        question=asked.description,
        answer=tuple(filter(None, (answer.say_answer(results), answer.say_both_doubts(results)))),
        premises=f"{answer.say_assumed(results)}. {say_drivers(results)}",
        details=(),
        note=answer.NOTE,
        plate=plate,
        sections=(
            *_say_why(results),
            *_say_telling(results, asked),
            *_say_how_sure(results),
            *_say_premises(results, asked),
            *_say_source(results),
        ),
    )


def _say_why(results: Results) -> Iterator[Section]:
    yield Section("why", "Why", 2, ("What happens in the trials between the start and their end.",))
    yield Section(
        "phases",
        "From war to truce, accord or decision",
        3,
        plate=draw_plate(
            "phases-figure",
            PHASES_CAPTION,
            lambda narrow: draw_phases(results, narrow=narrow),
            [tables.list_phases(results)],
        ),
    )
    for spell in ("ceasefire", "accord"):
        rate = find_base_rate(spell)
        caption = (
            f"How long first {spell}s hold. First panel: share still holding (Kaplan-Meier), with the base "
            f"rate of {rate.which} (n {rate.spells}, Wilson intervals; {rate.mark}: {rate.source}). Second "
            "panel: share ended so far by each cause (Aalen-Johansen). Bands are 95%. Under the years: "
            "spells at risk, and censored so far."
        )
        yield Section(
            f"{spell}s",
            f"How long {spell}s hold",
            3,
            plate=draw_plate(
                f"{spell}-figure",
                caption,
                lambda narrow, spell=spell: draw_survival(results, spell, narrow=narrow),
                [tables.list_survival(results, spell), tables.list_base_rate(spell)],
            ),
        )
    agreed = next(answer.list_rows(results.terms), None)
    said = f"Parties agreed on terms in {say_full(answer.share_of(agreed, results))}." if agreed else ""
    yield Section(
        "terms",
        "What is agreed",
        3,
        (said,),
        draw_plate(
            "terms-figure",
            TERMS_CAPTION,
            lambda narrow: draw_terms(results, narrow=narrow),
            [tables.list_terms(results), tables.list_limits(results)],
        ),
    )
    yield Section(
        "guarantors",
        "Whether guarantors come",
        3,
        plate=draw_plate(
            "guarantors-figure",
            GUARANTORS_CAPTION,
            lambda narrow: draw_guarantors(results, narrow=narrow),
            [tables.list_guarantors(results)],
        ),
    )


def _say_telling(results: Results, asked: Scenario) -> Iterator[Section]:
    """Say which trials are worth reading, where rows are kept to tell them by."""
    if not results.run.rows:
        return
    source = Source(results.folder, results.run, asked, results.folder / TRIALS)
    said = (
        "Each trial is a history that can be played again to the last bit: these are the typical one of each "
        "end, the least like it, and the likest to it that ended otherwise."
    )
    what_if = "In place of replay, explain says what would have ended the trial otherwise."
    yield Section("trials", "Trials worth reading", 2, (said, what_if), grids=(tables.list_telling(source),))


def _say_how_sure(results: Results) -> Iterator[Section]:
    run = results.run
    texts = [
        f"{run.trials:,} trials ran, {run.failed:,} of them failed and are in no share. "
        + (answer.INTERVALS if answer.has_intervals_of(results) else answer.NO_INTERVALS),
        answer.say_failed(results),
        answer.say_precision(results, run.precision) if run.precision is not None else "",
        answer.say_doubt(results),
        "That the model itself may be wrong is in neither: what it is held against and what it misses is "
        "in the engine's docs/validation.md.",
    ]
    grids = [tables.list_variance(results)]
    if run.rows:
        texts.append("As trials add up the shares settle: the second table has them after ever more trials.")
        grids.append(tables.list_convergence(results))
    yield Section("sure", "How sure this is", 2, tuple(filter(None, texts)), grids=tuple(grids))


def _say_premises(results: Results, asked: Scenario) -> Iterator[Section]:
    drivers = list_drivers(results)
    yield Section(
        "assumptions",
        "What it rests on",
        2,
        (
            f"{answer.say_assumed(results)}: they rest on no source, or on a judgement. Both tables have "
            "every value, what it rests on and where it was written.",
        ),
        grids=(tables.list_correlations(drivers),) if drivers else (),
        folded=tuple(tables.list_assumptions(results)),
    )
    found = find_parentage(results, asked)
    n_differing, own = len(found.differences), list_own(results)
    count = f"{n_differing:,} value{'s' if n_differing > 1 else ''}"
    if not found.parent and len(own):
        said = f"Beside the files that it extends, it gives {len(own):,} of its values itself."
    elif not found.parent:
        said = "It extends no shipped scenario."
    elif not found.differences:
        said = f"It has the values of the shipped scenario {found.parent}, all of them."
    else:
        said = f"It differs from the shipped scenario {found.parent} in {count}."
    yield Section(
        "changes",
        "What the scenario changes",
        2,
        (said,),
        grids=(tables.list_changes(found),) if found.parent and found.differences else tables.list_own(own),
        folded=(tables.list_origins(count_origins(results)),),
    )


def _say_source(results: Results) -> Iterator[Section]:
    yield Section(
        "provenance",
        "How it was made",
        2,
        ("The same command with the same engine gives the same numbers, byte for byte.",),
        grids=(list_provenance(results.run),),
        folded=(list_checksums(results.run.checksums),),
    )
