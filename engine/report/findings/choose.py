"""Which arm holds up across the unknowns, and what would have to be true for another, as a finding."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from engine.analysis.arms import Asked
from engine.analysis.choosing.choosing import Chosen
from engine.analysis.choosing.criteria import Criterion
from engine.analysis.objective import Objective
from engine.report.figures.amounts import Panel, Row, draw_panels
from engine.report.findings.amounts import say_amount, say_first, say_unit, scale_of
from engine.report.findings.differing import say_what_differs
from engine.report.findings.finding import Finding, Part, Table
from engine.report.findings.recording import record_asked, say_about
from engine.report.findings.reversal import make_reversal_part, say_reversal, tabulate_joint, tabulate_turns
from engine.report.findings.standing import LUCK, say_standing, tabulate_standing
from engine.results.estimates import Estimate

PREMISES = (
    "Intervals are 95% and show chance in which trials and states were drawn; the states themselves span the "
    "doubt about the assumptions."
)
CAPTION = (
    "The arms by each criterion. Criteria that rank them otherwise than the mean come first. Filled: the "
    "first "
    "by a criterion. Whiskers are 95% intervals over the states that were drawn; arms share all states, "
    "so that "
    "whiskers which overlap may still be told apart (see the table)."
)


class Settings(NamedTuple):
    """What a choice was asked with.

    Attributes
    ----------
    states, replicates : int
        States of the unknowns, and trials of each in every arm.
    alpha : float
        Share of the states that count as the worst.
    """

    states: int
    replicates: int
    alpha: float


def say_choice(asked: Asked, objective: Objective, chosen: Chosen, settings: Settings) -> Finding:
    """Say what was found."""
    criteria = order_criteria(chosen.judged.criteria)
    labels = {each.name: _label(each.name, objective, chosen.level, settings.alpha) for each in criteria}
    panels = [_make_panel(each, labels[each.name], asked, objective) for each in criteria]
    parts = (
        Part(
            "criteria",
            "Which arm holds up across the unknowns",
            tuple(_say_criteria(criteria, labels, asked, objective, chosen, settings)),
            ("criteria",),
            lambda narrow: draw_panels(panels, narrow=narrow),
            CAPTION,
        ),
        make_reversal_part(asked, objective, chosen),
        Part("arms", "The arms over single trials", (), ("arms",), folded=("states",)),
    )
    return Finding(
        kind="choose",
        name=asked.names[0],
        title="Which arm to choose, and what would have to be true for another",
        about=say_about(
            asked,
            f"{settings.states:,} states of {settings.replicates:,} trials",
            f"objective {objective.text}",
        ),
        answer=(
            say_standing(asked, objective, chosen.standing),
            _say_disagreement(criteria, labels, asked),
            say_reversal(asked, objective, chosen),
            *say_what_differs(asked),
        ),
        parts=parts,
        tables={
            "criteria": _tabulate_criteria(criteria, labels, asked, objective),
            "reversals": tabulate_turns(asked, objective, chosen),
            "joint": tabulate_joint(asked, chosen),
            "arms": tabulate_standing(asked, objective, chosen.standing),
            "states": _tabulate_states(asked, objective, chosen),
        },
        record=record_asked(
            asked,
            objective=objective.text,
            states=settings.states,
            replicates=settings.replicates,
            satisfice=chosen.level,
            alpha=settings.alpha,
        ),
        premises=PREMISES,
    )


def order_criteria(criteria: tuple[Criterion, ...]) -> list[Criterion]:
    """Put those criteria first whose first arm is not that of the mean, then those that rank otherwise."""
    mean = next(each for each in criteria if each.name == "mean")
    return sorted(criteria, key=lambda each: (each.first == mean.first, each.ranks == mean.ranks))


def _label(name: str, objective: Objective, level: float, alpha: float) -> str:
    tail = f"{100 * alpha:g}%"
    reached = f"{100 * level:.3g}%" if objective.is_share else f"{level:.3g}"
    return {
        "mean": "mean over states",
        "mean_regret": "mean regret",
        "high_regret": f"regret exceeded in {tail} of states",
        "satisfied": f"states that reach {reached}",
        "worst": f"reached in all but the worst {tail}",
        "tail_mean": f"mean of the worst {tail} (CVaR)",
        "worst_state": "worst of the states played (maximin)",
    }[name]


def _say_disagreement(criteria: list[Criterion], labels: dict[str, str], asked: Asked) -> str:
    mean = next(each for each in criteria if each.name == "mean")
    first = asked.names[mean.first]
    if all(value == 1 for each in criteria for value in each.ranks):
        return "The arms are alike by every criterion: there is no ranking."
    other = [each for each in criteria if each.ranks[mean.first] > 1]
    sure = [each for each in other if each.leads[mean.first].low > 0]
    if sure:
        said = "; ".join(f"{labels[each.name]}: {asked.names[each.first]}" for each in sure)
        return f"Criteria disagree: {first} has the best mean, but not the best by others ({said})."
    if other:
        said = "; ".join(labels[each.name] for each in other)
        return (
            f"{first} is first by all criteria but {said}, where these states don't tell it from the arm "
            "that "
            "is ahead."
        )
    settled = [each for each in criteria if each.settled]
    return (
        f"{first} is first by all {len(criteria)} criteria; by {len(settled)} of them it is told apart from "
        "every other arm."
    )


def _say_criteria(
    criteria: list[Criterion],
    labels: dict[str, str],
    asked: Asked,
    objective: Objective,
    chosen: Chosen,
    settings: Settings,
) -> Iterator[str]:
    noise = say_amount(objective, chosen.judged.noise)
    yield (
        "A state is one draw of all unknowns; what an arm is worth in it is the mean over "
        f"{settings.replicates:,} "
        "trials. Regret is how much more the best arm of the state is worth there. Luck leaves a standard "
        f"deviation of up to {noise} in such a mean, which would inflate regret and the tails; their "
        "spread is narrowed by what luck adds to it. The column with_noise has the figures without that, and "
        f"intervals hold both. {LUCK}"
    )
    yield (
        "Intervals are 95% over the states that were drawn. An arm is first by a criterion for sure "
        "where the "
        "intervals of its lead over all others, held together at 95%, leave out 0."
    )
    for each in criteria:
        first = asked.names[each.first]
        if set(each.ranks) == {1}:
            yield f"{say_first(labels[each.name])}: the arms are alike."
        elif each.settled:
            yield f"{say_first(labels[each.name])}: {first} is first, told apart from every other arm."
        else:
            near = [
                name
                for arm, name in enumerate(asked.names)
                if arm != each.first and not each.leads[arm].low > 0
            ]
            yield f"{say_first(labels[each.name])}: {first} is not told apart from {', '.join(near)}."


def _tabulate_criteria(
    criteria: list[Criterion], labels: dict[str, str], asked: Asked, objective: Objective
) -> Table:
    rows = []
    for each in criteria:
        scale = _scale(each.name, objective)
        for arm, name in enumerate(asked.names):
            value = [scale * end for end in each.values[arm]]
            behind = [scale * end for end in each.leads[arm]]
            rows.append((labels[each.name], name, each.ranks[arm], *value, scale * each.raw[arm], *behind))
    unit = say_unit(objective)
    meanings = {
        "criterion": "By what arms are judged.",
        "arm": "Name of the arm.",
        "rank": "Rank by the criterion, 1 being best.",
        "value": f"The criterion [{unit}; percent of states for those that reach a level].",
        "value_low": "Lower end of its 95% interval over states.",
        "value_high": "Upper end of its 95% interval over states.",
        "with_noise": "The same with the noise of luck left in.",
        "behind": "How much better the first arm is by the criterion, in the same unit.",
        "behind_low": "Lower end of its interval; those of a criterion hold together at 95%.",
        "behind_high": "Upper end of that interval.",
    }
    return Table("The arms by each criterion", pd.DataFrame(rows, columns=list(meanings)), meanings)


def _tabulate_states(asked: Asked, objective: Objective, chosen: Chosen) -> Table:
    scale, worth = scale_of(objective), chosen.judged.worth
    columns = {"state": range(len(worth))} | {
        name: scale * worth[:, arm] for arm, name in enumerate(asked.names)
    }
    meanings = {
        "state": "Number of the state: the unknowns of the trial of this number.",
        **dict.fromkeys(asked.names, "What the arm is worth there, the noise of luck taken off."),
    }
    return Table("What the arms are worth in each state", pd.DataFrame(columns), meanings)


def _make_panel(each: Criterion, label: str, asked: Asked, objective: Objective) -> Panel:
    scale = _scale(each.name, objective)
    rows = tuple(
        Row(name, Estimate(*(scale * end for end in each.values[arm])), each.ranks[arm] == 1)
        for arm, name in enumerate(asked.names)
    )
    along = "percent of states" if each.name == "satisfied" else say_unit(objective)
    less = "; less is better" if "regret" in each.name else ""
    return Panel(say_first(label), f"{along}{less}", rows)


def _scale(name: str, objective: Objective) -> float:
    return 100.0 if name == "satisfied" else scale_of(objective)
