"""Arms compared trial by trial: by how much one is better than another that shares its draws."""

from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from engine.analysis.arms import Arm, Asked
from engine.analysis.comparing.asking import ask_comparison, compare_played, play_comparison, read_question
from engine.analysis.comparing.reading import read_trials
from engine.errors import Problem, ScenarioError, StoreError
from engine.notebook.findings import Found, FoundPlots
from engine.notebook.naming import name_apart
from engine.notebook.runs import RunResults
from engine.report.answer import list_rows
from engine.report.findings.compare import make_comparison
from engine.report.findings.finding import Finding
from engine.report.wording import say_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from engine.experiment.settings import Options


class Comparison(Found):
    """Arms compared with the first of them over the same trials; what `sim compare` finds.

    Attributes
    ----------
    arms : dict of str to RunResults
        The runs by name, the reference first; none where arms were played until their ranking was settled.
    ranking, pairs, outcomes, holding, changes : DataFrame
        Arms by rank; all pairs of them; differences of outcomes and of how long spells hold from the
        reference; and every value in which an arm differs from it.
    plot : ComparisonPlots
        The figures.
    """

    plot: "ComparisonPlots"

    def __init__(self, finding: Finding, arms: Mapping[str, RunResults]) -> None:
        super().__init__(finding)
        self.arms = dict(arms)
        self.plot = ComparisonPlots(finding)

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *(_say_row(row) for row in list_rows(self.outcomes))])


class ComparisonPlots(FoundPlots):
    """The figures of a comparison: of its parts, and of differences of any outcome."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self._outcomes = finding.tables["outcomes"].frame

    def differences(self, outcome: str = "durable_peace") -> "Figure":
        """Draw how far the share of an outcome is from the reference's, with intervals."""
        from engine.notebook.plotting import draw_table

        return draw_table(self._outcomes.assign(name=self._outcomes["arm"]), outcome)


def compare(
    *arms: str | Path | RunResults,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    objective: str | None = None,
    given: str | Sequence[str] = (),
    until_settled: bool = False,
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
    objective : str, optional
        What arms are ranked by, as `sim compare` has it; durable peace if absent.
    given : str or sequence of str
        Observations that trials are held against. With one arm, those that agree stand against all.
    until_settled : bool
        Whether to play trials, without folders, until the ranking is settled, or ``trials`` are spent.
    progress : bool
        Whether to show how far runs have come.
    **options
        ``trials``, ``seed``, ``workers``, ``backend`` of the runs. Where no seed is given, all take the first
        scenario's, and likewise its number of trials.

    Raises
    ------
    ScenarioError
        If a scenario, an option, the objective or an observation is wrong, too few trials agree with what is
        given, or there are fewer than two arms.
    StoreError
        If the arms do not share their draws, or keep no rows; names what differs.
    """
    from engine.notebook.loading import load_run
    from engine.notebook.running import run
    from engine.results.record import RUN

    observed = [given] if isinstance(given, str) else list(given)
    if len(arms) < (1 if observed else 2):
        raise ScenarioError(Problem("engine.compare", f"{len(arms)} arm", "needs at least two"))
    if until_settled:
        return _settle(arms, set, objective, observed, progress, **options)
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
    return compare_runs(runs, objective, observed)


def compare_runs(
    runs: Sequence[RunResults], objective: str | None = None, given: Sequence[str] = ()
) -> Comparison:
    """Compare runs with the first of them; raises as `compare` does for results."""
    first, *others = runs
    if problems := [problem for other in others for problem in _list_mismatches(first, other)]:
        raise StoreError(*problems)
    named = name_apart(runs)
    arms = tuple(Arm(name, run.scenario) for name, run in named.items())
    question = read_question(Asked(arms, first.run.trials, first.run.seed), objective, given)
    rows = {name: run.trials.set_index("trial", drop=False) for name, run in named.items()}
    common = reduce(lambda one, other: one.intersection(other), (each.index for each in rows.values()))
    played = [read_trials(arm.scenario, rows[arm.name].loc[common]) for arm in arms]
    asked = question.asked._replace(trials=len(common))
    partial = [f"{name} is {run.unfinished}" for name, run in named.items() if run.unfinished]
    compared = compare_played(question, asked, played)
    return Comparison(make_comparison(compared, asked, question.observations, more=partial), named)


def _say_row(row: Any) -> str:
    """Say in a line how far an outcome is from the reference's."""
    value, low, high = (100 * each for each in (row.difference, row.together_low, row.together_high))
    ends = "" if pd.isna(low) else f" ({low:+.1f} to {high:+.1f})"
    return f"  {row.arm}  {say_name(row.outcome)}  {value:+.1f} points{ends}  {row.claim}"


def _settle(
    arms: Sequence[str | Path | RunResults],
    overlaid: Mapping[str, Any] | Sequence[str],
    objective: str | None,
    given: Sequence[str],
    progress: bool,
    **options: "Unpack[Options]",
) -> Comparison:
    from engine.notebook.running import list_overrides
    from engine.notebook.watching import say_compiling, watching

    question = ask_comparison(
        [arm.folder if isinstance(arm, RunResults) else arm for arm in arms],
        list_overrides(overlaid),
        objective,
        given,
        trials=options.get("trials"),
        seed=options.get("seed"),
        until_settled=True,
    )
    say_compiling(shown=progress)
    n_trials = question.asked.trials * len(question.asked.arms)
    with watching(n_trials, "until settled", shown=progress) as tick:
        found = play_comparison(question, tick)
    return Comparison(
        make_comparison(found.compared, found.asked, question.observations, looks=found.looks), {}
    )


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
