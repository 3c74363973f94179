"""The figures of a live view, drawn anew after each step from what the model has told."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.analysis.replaying.recording import Recorder
from engine.report.figures.canvas import dress, list_names, make_figure, say_nothing
from engine.report.figures.incidents import draw_incidents
from engine.report.figures.palette import INK, LINE, LINE_STYLES, PHASE_COLOURS
from engine.report.wording import say_name

YEAR_WEEKS = 52
SHOWN_WEEKS = 2 * YEAR_WEEKS
PHASE_SHADE = 0.25
MARKS = ("v", "^")
"""Of what the first and the second party believe."""


def draw_front(recorder: Recorder) -> Figure:
    """Draw the front and the phase by week."""
    figure = make_figure(2.9, narrow=True)
    if not recorder.weeks:
        return say_nothing(figure, "Step to begin.")
    weeks = pd.DataFrame(recorder.weeks)
    axes = figure.subplots()
    dress(axes, "The front; down is ground that the challenger gains", "years", "of the way to either end")
    _shade_phases(axes, weeks)
    axes.plot(weeks["week"] / YEAR_WEEKS, weeks["front"], color=INK)
    axes.axhline(0, color=LINE, linewidth=0.6)
    axes.legend(loc="best", fontsize=8, frameon=False)
    return figure


def draw_line(recorder: Recorder) -> Figure:
    """Draw incidents by sector for the last two years of weeks."""
    table = pd.DataFrame(recorder.incidents, columns=["week", "sector", "incidents"])
    recent = table["week"] > table["week"].max() - SHOWN_WEEKS
    return draw_incidents(table[recent], narrow=True)


def draw_beliefs(recorder: Recorder) -> Figure:
    """Draw what each party believes of each guarantor now, and its true reliability, which none sees."""
    model = recorder.model
    figure = make_figure(1.4 + 0.3 * len(model.names.guarantors), narrow=True)
    if not recorder.beliefs:
        return say_nothing(figure, "No guarantors." if not model.names.guarantors else "Step to begin.")
    beliefs = pd.DataFrame(recorder.beliefs)
    beliefs = beliefs[beliefs["round"] == beliefs["round"].max()]
    axes = figure.subplots()
    dress(axes, "Would a guarantor fight for its pledge?", "chance")
    rows = {name: row for row, name in enumerate(model.names.guarantors)}
    for mark, (party, theirs) in zip(MARKS, beliefs.groupby("party", sort=False), strict=True):
        at = theirs["guarantor"].map(rows)
        axes.scatter(
            theirs["believed"], at, marker=mark, facecolors="none", edgecolors=INK, label=f"{party} believes"
        )
    truth = beliefs.drop_duplicates("guarantor")
    axes.scatter(
        truth["reliability"],
        truth["guarantor"].map(rows),
        marker="|",
        s=140,
        color=PHASE_COLOURS["war"],
        label="true, hidden from both",
    )
    list_names(axes, [say_name(name) for name in rows])
    axes.set_xlim(0, 1)
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.2), ncols=3, fontsize=8, frameon=False)
    return figure


def draw_temptation(recorder: Recorder) -> Figure:
    """Draw how far each party gains by attacking rather than complying, while arms are silent."""
    figure = make_figure(2.6, narrow=True)
    if not recorder.rounds:
        return say_nothing(figure, "Step to begin.")
    rounds = pd.DataFrame(recorder.rounds)
    axes = figure.subplots()
    dress(axes, "Temptation to attack; above 0 it pays", "years", "utility")
    for style, party in zip(LINE_STYLES, recorder.model.names.parties, strict=False):
        axes.plot(
            rounds["week"] / YEAR_WEEKS,
            rounds[f"temptation_{party}"],
            style,
            color=INK,
            label=say_name(party),
        )
    axes.axhline(0, color=LINE, linewidth=0.8)
    axes.set_xlim(0, max(float(rounds["week"].max()) / YEAR_WEEKS, 0.1))
    axes.legend(loc="best", fontsize=8, frameon=False)
    return figure


def draw_terms(recorder: Recorder) -> Figure:
    """Draw the terms in force, or the last text on the table."""
    model = recorder.model
    issues = model.names.issues
    figure = make_figure(1.0 + 0.3 * len(issues), narrow=True)
    terms = model.terms if model.terms is not None else model.ledger.terms
    axes = figure.subplots()
    dress(axes, "Terms in force" if model.terms is not None else "Terms last agreed; none are in force")
    axes.hlines(range(len(issues)), 0, 1, color=LINE, linewidth=0.8)
    axes.scatter(terms, range(len(issues)), color=PHASE_COLOURS["accord"], zorder=3)
    list_names(axes, [say_name(issue) for issue in issues])
    axes.set_xlim(-0.02, 1.02)
    return figure


def _shade_phases(axes: Axes, weeks: pd.DataFrame) -> None:
    named = set()
    spells = weeks.groupby((weeks["phase"] != weeks["phase"].shift()).cumsum(), sort=False)
    for _, spell in spells:
        phase = str(spell["phase"].iloc[0])
        axes.axvspan(
            spell["week"].iloc[0] / YEAR_WEEKS,
            (spell["week"].iloc[-1] + 1) / YEAR_WEEKS,
            color=PHASE_COLOURS[phase],
            alpha=PHASE_SHADE,
            linewidth=0,
            label=None if phase in named else phase,
        )
        named.add(phase)
