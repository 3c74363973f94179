"""What drives an objective, as a finding."""

from collections.abc import Iterator
from functools import partial

from engine.analysis.sensitivity.drivers import Drivers
from engine.report.figures.factors import draw_effects, draw_indices, draw_tornado
from engine.report.figures.split import draw_split
from engine.report.findings.finding import Finding, Part, Table
from engine.report.findings.recording import record_asked, say_about
from engine.report.findings.sensitivity_saying import (
    say_effects,
    say_indices,
    say_indices_in_detail,
    say_objective,
    say_split,
    say_split_in_detail,
    say_tornado,
)
from engine.report.findings.sensitivity_tables import (
    tabulate_effects,
    tabulate_indices,
    tabulate_split,
    tabulate_tornado,
)


def find_sensitivity(drivers: Drivers) -> Finding:
    """Say what drives an objective, or its difference between two arms."""
    question = drivers.question
    asked, what = question.asked, say_objective(question)
    tables = dict(_list_tables(drivers))
    return Finding(
        kind="sensitivity",
        name="-".join(asked.names),
        title=f"What drives {what} in {' and '.join(asked.names)}",
        about=say_about(asked, f"objective {question.objective.text}", *_say_points(drivers)),
        answer=tuple(_say_answer(drivers)),
        parts=tuple(_list_parts(drivers)),
        tables=tables,
        record=record_asked(
            asked,
            objective=question.objective.text,
            method=question.method,
            points=question.points,
            trials_per_point=question.trials_per_point,
            paths=question.n_paths,
            levers={lever.path: list(lever.settings) for lever in question.levers},
            rules={rule.path: list(rule.settings) for rule in question.rules},
        ),
    )


def _say_points(drivers: Drivers) -> Iterator[str]:
    question = drivers.question
    if drivers.indices:
        points = f"{question.points:,} by {len(question.factors) + 2} points"
        yield f"indices from {points} of {question.trials_per_point:,} trials"
    if drivers.effects is not None:
        yield f"effects from {question.n_paths:,} paths"


def _say_answer(drivers: Drivers) -> Iterator[str]:
    if drivers.split:
        yield say_split(drivers.question, drivers.split)
    if drivers.indices:
        yield from say_indices(drivers.question, drivers.indices)
    elif drivers.tornado is not None:
        yield say_tornado(drivers.question, drivers.tornado)
    elif drivers.effects is not None:
        yield say_effects(drivers.question, drivers.effects)


def _list_tables(drivers: Drivers) -> Iterator[tuple[str, Table]]:
    if drivers.split:
        yield "split", tabulate_split(drivers.split)
    if drivers.indices:
        yield "indices", tabulate_indices(drivers.indices)
    if drivers.tornado is not None:
        yield "tornado", tabulate_tornado(drivers.question, drivers.tornado)
    if drivers.effects is not None:
        yield "effects", tabulate_effects(drivers.effects)


def _list_parts(drivers: Drivers) -> Iterator[Part]:
    question = drivers.question
    if drivers.split:
        yield Part(
            "split",
            "What makes trials differ",
            say_split_in_detail(question, drivers.split),
            ("split",),
            partial(draw_split, drivers.split.table),
            "Shares of the variance between trials. The upper bar adds up to all of it; below, each share "
            "with its 95% interval.",
        )
    if drivers.indices:
        yield Part(
            "indices",
            "Which unknowns drive it: Sobol indices",
            say_indices_in_detail(question, drivers.indices),
            ("indices",),
            partial(draw_indices, drivers.indices.table),
            "Total and first-order indices of the unknowns. Filled: total index; hollow: first order, what "
            "the unknown does alone; lines: 95% intervals. The dummy moves nothing but luck.",
        )
    if drivers.tornado is not None:
        yield Part(
            "tornado",
            "How far each moves it (tornado)",
            (say_tornado(question, drivers.tornado), *_explain_tornado(drivers)),
            ("tornado",),
            partial(draw_tornado, drivers.tornado, question.objective.is_share),
            "The objective at both ends of each unknown. The bar goes from its change at the first setting, "
            "light, to that at the second, dark, against the trials as they are drawn; beside it the gain "
            "from the first to the second with its 95% interval.",
        )
    if drivers.effects is not None:
        yield Part(
            "effects",
            "How strongly each moves it, wherever the others are (Morris)",
            (say_effects(question, drivers.effects),),
            ("effects",),
            partial(draw_effects, drivers.effects),
            "Mean absolute effects of moving one unknown from its 5% to its 95% quantile. Lines: 95% "
            "intervals; hollow marks do not stand out. The dummy moves nothing but luck.",
        )


def _explain_tornado(drivers: Drivers) -> Iterator[str]:
    yield (
        f"Both ends are played over the same {drivers.question.asked.trials:,} trials, so that what nothing "
        "reads moves nothing at all. A row stands out where its interval, widened so that all rows' hold at "
        "once (Bonferroni), leaves out 0."
    )
