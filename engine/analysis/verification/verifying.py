"""Run the checks of all families, or of some, one after the other."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from engine.analysis.verification import (
    assurances,
    closed_forms,
    comparing,
    extremes,
    formulas,
    identities,
    invariances,
    learning,
    levers,
    symmetry,
)
from engine.analysis.verification.checks import Check
from engine.analysis.verification.worlds import Laboratory
from engine.errors import Problem, ScenarioError
from engine.scenario.finding import suggest

Checking: TypeAlias = Callable[[Laboratory], Iterator[Check]]

N_TRIALS = 4000
"""Trials of each variant: every lever lies five of its errors or more from none."""
FEWEST_TRIALS = 500
"""With fewer a lever that works can no longer be told from chance."""
MOST_TRIALS = 10**5
"""With more the errors come down to what the correction of the barrier leaves, of the order s^2 / 52."""


class Family(NamedTuple):
    """Checks of one kind, in the order in which they run."""

    name: str
    about: str
    checking: tuple[Checking, ...]


FAMILIES = (
    Family(
        closed_forms.FAMILY,
        "What comes out is what formulas say.",
        (
            closed_forms.fight_to_the_end,
            closed_forms.settle_incidents,
            closed_forms.attack_at_a_rate,
            closed_forms.honour_calls,
            formulas.draw_counts,
            formulas.learn_trend,
            learning.learn_conduct,
            formulas.value_war,
            identities.agree_with_itself,
            identities.survive,
        ),
    ),
    Family(
        comparing.FAMILY,
        "What makes no difference makes none.",
        (
            symmetry.swap_sides,
            symmetry.turn_round,
            symmetry.rename,
            invariances.add_nothing,
            invariances.look_away,
        ),
    ),
    Family(
        extremes.FAMILY,
        "At the ends of their ranges parameters leave nothing to chance.",
        (extremes.go_to_extremes,),
    ),
    Family(
        levers.FAMILY,
        "Each lever moves a signed accord the way theory says, over the same trials.",
        (levers.pull_levers, assurances.recall_budapest),
    ),
)


def choose(only: Sequence[str], n_trials: int) -> tuple[Family, ...]:
    """Choose families by name; all where none is named.

    Raises
    ------
    ScenarioError
        If there is no family of a name, or the trials are too few or too many.
    """
    names = tuple(family.name for family in FAMILIES)
    problems = [
        Problem("--only", name, "is no family of checks", suggest(name, names))
        for name in dict.fromkeys(only)
        if name not in names
    ]
    if not FEWEST_TRIALS <= n_trials <= MOST_TRIALS:
        rule = f"must lie in [{FEWEST_TRIALS}, {MOST_TRIALS}]"
        few = "fewer can't tell a lever from chance" if n_trials < FEWEST_TRIALS else ""
        problems.append(Problem("--trials", str(n_trials), rule, few))
    if problems:
        raise ScenarioError(*problems)
    return tuple(family for family in FAMILIES if not only or family.name in only)


def verify(families: Sequence[Family] = FAMILIES, n_trials: int = N_TRIALS) -> Iterator[Check]:
    """Yield each check as it finishes; all variants run over the same trials."""
    lab = Laboratory(n_trials)
    for family in families:
        for checking in family.checking:
            yield from checking(lab)
