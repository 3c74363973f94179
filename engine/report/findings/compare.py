"""The finding of a comparison of arms."""

from collections.abc import Sequence
from pathlib import Path

from engine.analysis.arms import Asked
from engine.analysis.comparing.comparing import Compared
from engine.analysis.given import Observation
from engine.report.answer import INTERVALS, NO_INTERVALS
from engine.report.figures.endings import draw_endings
from engine.report.figures.ranking import draw_ranking
from engine.report.findings.compare_saying import (
    say_changes,
    say_given,
    say_holding,
    say_levers,
    say_objective,
    say_outcomes,
    say_pairing,
    say_ranking,
)
from engine.report.findings.compare_tables import make_tables
from engine.report.findings.finding import Finding, Part
from engine.report.findings.recording import record_asked, say_about
from engine.results.simultaneous import ERROR

CAPTION = (
    "Arms by rank. Their means of the objective with 95% intervals; and the differences from the first arm "
    "over the same trials, with intervals that hold for all pairs at once, hollow where chance between "
    "trials explains them."
)
ENDINGS = (
    "How the trials of each arm end. In the order of the ranking; the table has differences with intervals."
)


def make_comparison(
    compared: Compared,
    asked: Asked,
    observations: Sequence[Observation] = (),
    *,
    looks: int = 0,
    more: Sequence[str] = (),
) -> Finding:
    """Say what a comparison gives.

    Parameters
    ----------
    asked : Asked
        The arms, and the trials that were played of each.
    observations : sequence of Observation
        What is given.
    looks : int
        Times that the ranking was looked at, where trials stopped by it; else 0.
    more : sequence of str
        What else the line under the title says.
    """
    objective = compared.objective
    given = [each.text for each in observations]
    about = [f"objective {objective.text}", *(f"given {text}" for text in given), *more]
    return Finding(
        kind="compare",
        name=Path(compared.reference.name).name,
        title=_entitle(compared, given),
        about=say_about(asked, *about),
        answer=(
            *say_ranking(compared),
            *_say_looks(compared, looks),
            *say_given(compared, observations),
            *say_levers(compared),
        ),
        parts=_list_parts(compared),
        tables=make_tables(compared),
        record=record_asked(
            asked,
            objective=objective.text,
            given=given,
            family_error=ERROR,
            until_settled=looks > 0,
            looks=looks,
        ),
        premises=NO_INTERVALS if compared.level.dependent else INTERVALS,
    )


def _entitle(compared: Compared, given: Sequence[str]) -> str:
    what = say_objective(compared.objective)
    what = what[:1].upper() + what[1:] if what == what.lower() and " " in what else what
    names = [side.name for side in compared.sides]
    if compared.is_alone:
        return f"{what} under {names[0]}, given {' and '.join(given)}"
    return f"{what} under {names[0]} and {names[1]}" if len(names) == 2 else f"{what} under {len(names)} arms"


def _say_looks(compared: Compared, looks: int) -> tuple[str, ...]:
    if not looks:
        return ()
    often = "once" if looks == 1 else f"{looks} times"
    stopped = (
        "Stopped as the ranking is settled"
        if compared.ranking.is_settled
        else "All trials asked for are spent"
    )
    if not compared.ranking.is_settled and looks == 1:
        stopped = "No more trials were played"
    return (f"{stopped}; looked at {often}, by intervals that hold at every look.",)


def _list_parts(compared: Compared) -> tuple[Part, ...]:
    reference = compared.reference.name
    n_pairs = len(compared.ranking.pairs)
    pairs = f"all {n_pairs} pairs at once" if n_pairs > 1 else "the one pair"
    level = "whenever they are looked at" if compared.level.always else "after these trials"
    how = (
        f"Intervals of differences hold for {pairs} with 95% {level} (Bonferroni); those of means each alone."
    )
    ranking = Part(
        "ranking",
        "Which is better",
        (how,),
        ("ranking", "pairs"),
        lambda narrow: draw_ranking(compared, narrow=narrow),
        CAPTION,
    )
    outcomes = Part(
        "outcomes",
        f"How trials end, against {reference}",
        (say_outcomes(compared),),
        ("outcomes",),
        lambda narrow: draw_endings(compared, narrow=narrow),
        ENDINGS,
    )
    holding = Part(
        "holding", f"How long spells hold, against {reference}", tuple(say_holding(compared)), ("holding",)
    )
    if compared.is_alone:
        return ranking, outcomes, holding
    pairing = Part("pairing", "What sharing draws is worth", tuple(say_pairing(compared)))
    heading, said = "What differs between the arms", (say_changes(compared),)
    return ranking, pairing, outcomes, holding, Part("changes", heading, said, folded=("changes",))
