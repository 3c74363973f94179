"""Runs compared trial by trial: how far chance of each outcome moves between arms that share their draws."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from engine.errors import Problem, ScenarioError, StoreError
from engine.notebook.naming import name_apart
from engine.notebook.runs import RunResults
from engine.notebook.showing import show_heading, show_line, show_table, wrap
from engine.report.answer import INTERVALS, NO_INTERVALS, NOTE, list_rows
from engine.report.claims import is_told_apart
from engine.report.wording import say_name, say_share
from engine.results.flipping import Codes, count_flips
from engine.simulation.records import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from engine.experiment.settings import Options

COLUMNS = (
    "arm",
    "reference",
    "outcome",
    "trials",
    "here",
    "there",
    "here_alone",
    "there_alone",
    "difference",
    "low",
    "high",
    "claim",
)
SHOWN_CHANGES = 12


class Comparison:
    """Arms compared with the first of them over the same trials.

    Attributes
    ----------
    arms : dict of str to RunResults
        The runs by name, the reference first.
    outcomes : DataFrame
        A row for each other arm and outcome: trials that ran to their end in both; the shares here and in the
        reference (there); trials that end so in one alone; the paired difference of the shares with its 95%
        interval (Tango); and what may be claimed of it.
    changes : DataFrame
        Every value of the scenario in which an arm differs from the reference.
    """

    def __init__(self, arms: Mapping[str, RunResults], outcomes: pd.DataFrame, changes: pd.DataFrame) -> None:
        self.arms, self.outcomes, self.changes = dict(arms), outcomes, changes
        self.plot = ComparisonPlots(outcomes)

    @property
    def reference(self) -> str:
        """Name of the arm that the others are compared with."""
        return next(iter(self.arms))

    def __repr__(self) -> str:
        return "\n".join([self._say_what(), *("  " + " ".join(cells) for cells in self._list_cells())])

    def _repr_html_(self) -> str:
        headings = ("arm", "outcome", "here", "there", "points apart", "95% interval", "claim")
        dependent = self.outcomes["low"].isna().all()
        changes = [(row.arm, row.path, row.there, row.here) for row in list_rows(self.changes)]
        hidden = len(changes) - SHOWN_CHANGES
        return wrap(
            show_heading(self._say_what()),
            show_table(headings, self._list_cells(), n_left=2),
            show_line(f"{NOTE} {NO_INTERVALS if dependent else INTERVALS}"),
            show_table(("arm", "what differs", "there", "here"), changes[:SHOWN_CHANGES], n_left=4),
            show_line(f"and {hidden:,} values more: see changes.", faint=True) if hidden > 0 else "",
        )

    def _say_what(self) -> str:
        least = int(self.outcomes["trials"].min()) if len(self.outcomes) else 0
        others = ", ".join(name for name in self.arms if name != self.reference)
        partial = [f"{name} is {run.unfinished}" for name, run in self.arms.items() if run.unfinished]
        said = f"{others} (here) against {self.reference} (there), over the same {least:,} trials"
        return said + "".join(f"; {each}" for each in partial)

    def _list_cells(self) -> list[tuple[str, ...]]:
        return [
            (
                row.arm,
                say_name(row.outcome),
                say_share(row.here),
                say_share(row.there),
                f"{100 * row.difference:+.1f}",
                "" if pd.isna(row.low) else f"{100 * row.low:+.1f} to {100 * row.high:+.1f}",
                row.claim,
            )
            for row in list_rows(self.outcomes)
        ]


class ComparisonPlots:
    """The figures of a comparison."""

    def __init__(self, outcomes: pd.DataFrame) -> None:
        self._outcomes = outcomes

    def differences(self, outcome: str = "durable_peace") -> "Figure":
        """Draw how far the share of an outcome is from the reference's, with intervals."""
        from engine.notebook.plotting import draw_table

        return draw_table(self._outcomes.assign(name=self._outcomes["arm"]), outcome)


def compare(
    *arms: str | Path | RunResults,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
    **options: "Unpack[Options]",
) -> Comparison:
    """Compare two or more arms with the first, trial by trial over the same draws.

    Parameters
    ----------
    *arms : str, Path or RunResults
        Scenarios, which are run, each into a folder of its own as `engine.run` does; folders of runs; or
        results.
    set : mapping or sequence of str, optional
        Values laid over all scenarios that are run.
    progress : bool
        Whether to show how far runs have come.
    **options
        ``trials``, ``seed``, ``workers``, ``backend`` of the runs. Where no seed is given, all take the first
        scenario's, and likewise its number of trials.

    Raises
    ------
    ScenarioError
        If a scenario or an option is wrong, or there are fewer than two arms.
    StoreError
        If the arms do not share their draws, or keep no rows; names what differs.
    """
    from engine.notebook.loading import load_run
    from engine.notebook.running import run
    from engine.results.record import RUN

    if len(arms) < 2:
        raise ScenarioError(Problem("engine.compare", f"{len(arms)} arm", "needs at least two"))
    runs: list[RunResults] = []
    for arm in arms:
        if isinstance(arm, RunResults):
            runs.append(arm)
        elif (Path(arm) / RUN).is_file():
            runs.append(load_run(arm))
        else:
            if runs:  # else the arms would not be paired
                options.setdefault("trials", runs[0].run.trials)
                options.setdefault("seed", runs[0].run.seed)
            runs.append(run(arm, set=set, progress=progress, **options))
    return compare_runs(runs)


def compare_runs(runs: Sequence[RunResults]) -> Comparison:
    """Compare runs with the first of them; raises as `compare` does for results."""
    first, *others = runs
    if problems := [problem for other in others for problem in _list_mismatches(first, other)]:
        raise StoreError(*problems)
    named = name_apart(runs)
    reference = next(iter(named))
    dependent = first.scenario.parameters.run.sampling == "sobol"
    theirs = _read_codes(first)
    rows: list[tuple[object, ...]] = []
    for name, other in list(named.items())[1:]:
        paired = theirs.to_frame("there").join(_read_codes(other).rename("here"), how="inner")
        here, there = (paired[side].to_numpy() for side in ("here", "there"))
        for each in count_flips(here, there, dependent):
            n = each.trials or float("nan")
            claim = _claim(each.difference, each.low, each.high)
            counts = (each.trials, each.here / n, each.there / n, each.here_alone, each.there_alone)
            rows.append((name, reference, each.outcome, *counts, each.difference, each.low, each.high, claim))
    return Comparison(named, pd.DataFrame(rows, columns=list(COLUMNS)), _list_changes(named))


def _read_codes(run: RunResults) -> "pd.Series[int]":
    """Give how each trial ended by its number."""
    trials = run.trials
    codes: Codes = pd.Categorical(trials["outcome"], categories=list(OUTCOMES)).codes
    return pd.Series(codes, index=trials["trial"])


def _claim(value: float, low: float, high: float) -> str:
    if pd.isna(low) or pd.isna(high):
        return "no interval"
    if not is_told_apart(low, high):
        return "no difference shown"
    return "more often" if value > 0 else "less often"


def _list_mismatches(first: RunResults, other: RunResults) -> list[Problem]:
    """List why the trials of two runs are not the same draws under two scenarios."""
    ours, theirs = first.run, other.run
    asked = [getattr(run.results, "n_asked", run.run.trials) for run in (first, other)]
    sampling = [run.scenario.parameters.run.sampling for run in (first, other)]
    compared: tuple[tuple[str, object, object, str], ...] = (
        ("seed", ours.seed, theirs.seed, f"run it with seed={ours.seed}"),
        ("trials", asked[0], asked[1], f"run it with trials={asked[0]}, or sim extend the shorter"),
        ("run.sampling", sampling[0], sampling[1], "run both with the same"),
        ("sources of the model", ours.sources, theirs.sources, "run both with the same engine"),
    )
    place, them = str(other.folder), str(first.folder)
    problems = [
        Problem(place, f"{what} {that}", f"is not that of {them}, {this}: trials are not paired", way_out)
        for what, this, that, way_out in compared
        if this != that
    ]
    for run in (first, other):
        if not run.run.rows:
            rule = "keeps no rows, which differences are counted from"
            problems.append(Problem("output folder", str(run.folder), rule, "run again with rows"))
    return problems


def _list_changes(named: Mapping[str, RunResults]) -> pd.DataFrame:
    from engine.scenario import list_differences
    from engine.scenario.values import say_value

    (_, first), *others = named.items()
    rows = [
        (name, each.path, say_value(each.second), say_value(each.first))
        for name, other in others
        for each in list_differences(first.scenario, other.scenario)
    ]
    return pd.DataFrame(rows, columns=["arm", "path", "here", "there"])
