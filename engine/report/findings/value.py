"""What knowing is worth to who chooses among arms, in sentences and tables."""

from collections.abc import Iterator, Mapping

import pandas as pd

from engine.analysis.arms import Asked
from engine.analysis.choosing.choosing import DUMMY, EVERYTHING, Valued
from engine.analysis.choosing.worth_knowing import Worth
from engine.analysis.objective import Objective
from engine.report.figures.amounts import Panel, Row, draw_amounts
from engine.report.findings.amounts import say_estimate, say_objective, say_unit, scale_of
from engine.report.findings.differing import say_what_differs
from engine.report.findings.finding import Finding, Part, Table
from engine.report.findings.recording import record_asked, say_about
from engine.report.findings.standing import LUCK, say_standing, tabulate_standing
from engine.results.estimates import Estimate

MOST_SAID = 3
MOST_DRAWN = 12
METHOD = (
    "Worth is what choosing the arm after learning a value adds on average to choosing it now. Arms are "
    "chosen "
    "by curves fitted to four fifths of the trials and valued on the rest; the upper end also allows for "
    "what "
    "curves that the trials leave possible would be worth. An unknown counts as worth knowing only where "
    "all of "
    "them together are wrong in at most 5% of such studies (Bonferroni)."
)
GROUPS = (
    "A group is valued by adding up the curves of its unknowns; what they do only in combination is "
    "missed, so "
    "that the group may be worth more. Knowing a group is worth at least what each of its unknowns is."
)
CAPTION = (
    "What knowing each unknown before choosing is worth. Bars are in {unit}, with 95% intervals; filled "
    "where "
    "worth anything is shown. The dummy does nothing, so that its interval shows what noise alone looks like."
)


def say_value(asked: Asked, objective: Objective, valued: Valued, states: int, replicates: int) -> Finding:
    """Say what was found."""
    unknowns = {**valued.unknowns, DUMMY: valued.dummy}
    groups = {EVERYTHING: valued.everything, **valued.groups}
    unit = say_unit(objective)
    parts = (
        Part(
            "unknowns",
            "What is worth finding out",
            (METHOD,),
            ("unknowns",),
            lambda narrow: draw_amounts(
                _make_panel(unknowns, objective), "Nothing is unknown.", narrow=narrow
            ),
            CAPTION.format(unit=unit),
        ),
        Part("groups", "Groups of unknowns", (GROUPS,), ("groups",)),
        Part(
            "perfect",
            "Knowing everything",
            tuple(_say_perfect(valued, objective, states, replicates)),
            ("perfect",),
        ),
        Part("arms", "The arms as they stand", (), ("arms",)),
    )
    return Finding(
        kind="value",
        name=asked.names[0],
        title="What is worth finding out before choosing",
        about=say_about(asked, f"objective {objective.text}"),
        answer=(*_say_answer(asked, objective, valued), *say_what_differs(asked)),
        parts=parts,
        tables={
            "unknowns": _tabulate("What knowing each unknown is worth", "unknown", unknowns, objective),
            "groups": _tabulate("What knowing groups of unknowns is worth", "group", groups, objective),
            "perfect": _tabulate_perfect(valued, objective, states, replicates),
            "arms": tabulate_standing(asked, objective, valued.standing),
        },
        record=record_asked(asked, objective=objective.text, states=states, replicates=replicates),
    )


def _say_answer(asked: Asked, objective: Objective, valued: Valued) -> Iterator[str]:
    yield say_standing(asked, objective, valued.standing)
    shown = [(path, worth) for path, worth in valued.unknowns.items() if worth.shown]
    name, n_all = say_objective(objective), len(valued.unknowns)
    if shown:
        said = [f"{path}, {say_estimate(objective, worth.gain)}" for path, worth in shown[:MOST_SAID]]
        more = len(shown) - MOST_SAID
        rest = f"; {more} more are in the table" if more > 0 else ""
        yield (
            f"Of {n_all} unknowns, {len(shown)} {'is' if len(shown) == 1 else 'are'} shown to be worth "
            "finding "
            f"out before choosing. In {name} knowing it would add: {'; '.join(said)}{rest}."
        )
    else:
        most = max((worth.gain.high for worth in valued.unknowns.values()), default=0.0)
        bound = say_estimate(objective, Estimate(0.0, 0.0, most))
        yield (
            f"None of {n_all} unknowns is shown to be worth finding out before choosing; the most that "
            "any may "
            f"add to {name}: {bound}."
        )
    yield (
        f"Knowing all of them would add {say_estimate(objective, valued.judged.perfect)}, and no study of "
        "them "
        f"can be worth more. {LUCK}"
    )


def _say_perfect(valued: Valued, objective: Objective, states: int, replicates: int) -> Iterator[str]:
    noise = say_estimate(objective, Estimate(valued.judged.noise, float("nan"), float("nan")))
    yield (
        f"From {states:,} states of the unknowns with {replicates:,} trials each in every arm: what the best "
        "arm of each state is worth more than the arm that is best on average. Luck leaves a standard "
        "deviation "
        f"of {noise.removesuffix(' (no interval)')} in the mean of a state, which would inflate this; it "
        "is taken "
        "off. The interval shows chance in which states were drawn."
    )


def _tabulate(caption: str, key: str, found: Mapping[str, Worth], objective: Objective) -> Table:
    scale = scale_of(objective)
    rows = [
        (name, *(scale * end for end in worth.gain), worth.shown, worth.changed)
        for name, worth in found.items()
    ]
    meanings = {
        key: "Dotted path, or the section or actor that unknowns are about.",
        "worth": f"What choosing after learning it adds [{say_unit(objective)}].",
        "worth_low": "Lower end of its 95% interval.",
        "worth_high": "Upper end of its 95% interval.",
        "shown": "Whether it is shown to be worth anything, all rows together at 95%.",
        "changes_choice": "Share of trials in which another arm would be chosen than now.",
    }
    return Table(caption, pd.DataFrame(rows, columns=list(meanings)), meanings)


def _tabulate_perfect(valued: Valued, objective: Objective, states: int, replicates: int) -> Table:
    scale = scale_of(objective)
    regret = next(each for each in valued.judged.criteria if each.name == "mean_regret")
    row = (*(scale * end for end in valued.judged.perfect), scale * min(regret.raw), states, replicates)
    meanings = {
        "worth": f"What choosing after learning everything adds [{say_unit(objective)}].",
        "worth_low": "Lower end of its 95% interval.",
        "worth_high": "Upper end of its 95% interval.",
        "with_noise": "The same with the noise of luck left in, which inflates it.",
        "states": "States of the unknowns.",
        "replicates": "Trials of each state in every arm.",
    }
    return Table("What knowing all unknowns is worth", pd.DataFrame([row], columns=list(meanings)), meanings)


def _make_panel(found: Mapping[str, Worth], objective: Objective) -> Panel:
    scale = scale_of(objective)
    named = list(found.items())
    kept = [*named[: MOST_DRAWN - 1], *(each for each in named[MOST_DRAWN - 1 :] if each[0] == DUMMY)]
    rows = [Row(name, Estimate(*(scale * end for end in worth.gain)), worth.shown) for name, worth in kept]
    return Panel("What knowing an unknown is worth", say_unit(objective), tuple(rows))
