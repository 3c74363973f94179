"""The command that scores the engine against history."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.analysis.history.backtest import BackTest, Verdict
    from engine.results.estimates import Estimate

HEADLINE = (
    "What the engine says of past agreements from codes known at their signature, against what happened.\n"
    "Cases are few and coded by hand; scores are losses, so that smaller is better."
)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(backtest)


def backtest(
    cases: Annotated[
        Path | None, typer.Option(help="A CSV with the columns of sim evidence cases; the shipped if absent.")
    ] = None,
    trials: Annotated[int, typer.Option(help="Trials of each case.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of all draws.")] = 1648,
    out: Annotated[Path | None, typer.Option(help="A new folder for the tables as CSV.")] = None,
    scenarios: Annotated[
        Path | None, typer.Option(help="Only write each case's scenario file, into this new folder.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the scores alone, and no progress.")] = False,
) -> None:
    """Run coded cases of the past and score what is said of them by Brier and log score."""
    from engine.analysis.history.backtest import run_backtest
    from engine.analysis.history.tables import keep, write_scenarios
    from engine.errors import Problem, ScenarioError
    from engine.evidence.cases import read_cases, shipped_cases
    from engine.experiment.settings import refuse_wrong
    from engine.results.folder import choose_folder

    refuse_wrong(seed=seed)
    if scenarios is not None and out is not None:
        rule = "runs nothing, so that there are no tables"
        raise ScenarioError(Problem("--scenarios", str(scenarios), rule, "leave out --out"))
    coded = read_cases(cases or shipped_cases())
    if scenarios is not None:
        folder = write_scenarios(coded, scenarios)
        typer.echo(f"{len(coded)} scenarios are written to {folder}. Next: sim run {folder}/NAME.toml")
        return
    if out is not None:
        choose_folder(out, "")
    done = _work(len(coded), quiet or json, lambda tick: run_backtest(coded, trials, seed, tick))
    if out is not None:
        keep(done, out)
    if json:
        _print_json(done)
    else:
        _print(done, quiet)
        if out is not None:
            typer.echo(f"\nTables are in {out}.")


def _work(n_cases: int, quiet: bool, run: "Callable[[Callable[[int], None]], BackTest]") -> "BackTest":
    from rich.console import Console

    from engine.cli.compiling import announce_compilation
    from engine.experiment.progress import showing_progress

    announce_compilation(quiet)
    with showing_progress(n_cases, Console(stderr=True, quiet=quiet), "cases") as progress:
        return run(progress)


def _print(done: "BackTest", quiet: bool) -> None:
    from engine.cli.listing import print_rows

    rows = [row for verdict in done.verdicts for row in _score_rows(verdict)]
    headings = ["years", "forecaster", "cases", "held", "Brier", "log score", "engine better by (Brier)"]
    if quiet:
        print_rows(headings, rows)
        return
    typer.echo(f"{HEADLINE}\n")
    print_rows(["case", "signed", "name", "1 year", "5 years", "20 years"], _list_cases(done))
    typer.echo("\nChance to hold, and whether it did: * held, x ended, ? not known yet.\n")
    print_rows(headings, rows)
    typer.echo(
        "\nMean losses, 95% bootstrap intervals over cases; rivals know all cases but the one in question.\n"
    )
    print_rows(["years", "chance stated", "cases", "mean stated", "held"], _list_bins(done))
    for verdict in done.verdicts:
        typer.echo(f"\n{_judge(verdict)}" if verdict is done.verdicts[0] else _judge(verdict))


def _list_cases(done: "BackTest") -> list[list[str]]:
    rows = []
    for case, chances, held in done.predictions:
        marks = ["?" if each != each else "*" if each else "x" for each in held]
        cells = [f"{chance.value:.2f} {mark}" for chance, mark in zip(chances, marks, strict=True)]
        rows.append([case.case_id, str(case.start.year), case.name, *cells])
    return rows


def _score_rows(verdict: "Verdict") -> list[list[str]]:
    head = [str(verdict.years), "engine", str(verdict.cases), str(verdict.held)]
    rows = [[*head, _say(verdict.brier), _say(verdict.log_score), ""]]
    for contest in verdict.contests:
        gain = _say(contest.brier_gain)
        rows.append(["", contest.name, "", "", _say(contest.brier), _say(contest.log_score), gain])
    return rows


def _list_bins(done: "BackTest") -> list[list[str]]:
    return [
        [
            str(verdict.years),
            f"{each.low:.2f} to {each.high:.2f}",
            str(each.cases),
            f"{each.stated:.2f}",
            f"{each.observed.value:.2f} ({each.observed.low:.2f} to {each.observed.high:.2f})",
        ]
        for verdict in done.verdicts
        for each in verdict.bins
        if each.cases
    ]


def _judge(verdict: "Verdict") -> str:
    """Say in a sentence whether the engine beats climatology, as far as so few cases tell."""
    contest = verdict.contests[0]
    better, worse = contest.brier_gain.low > 0, contest.brier_gain.high < 0
    said = "is below" if better else "is above" if worse else "can't be told from"
    period = "1 year" if verdict.years == 1 else f"{verdict.years} years"
    return (
        f"At {period} the engine's Brier score of {verdict.brier.value:.3f} {said} climatology's "
        f"{contest.brier.value:.3f} over {verdict.cases} cases."
    )


def _say(estimate: "Estimate") -> str:
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def _print_json(done: "BackTest") -> None:
    from engine.analysis.history.tables import tabulate_calibration, tabulate_predictions, tabulate_scores
    from engine.cli.saying import list_records, print_json

    tables = {
        "predictions": tabulate_predictions(done),
        "scores": tabulate_scores(done),
        "calibration": tabulate_calibration(done),
    }
    rows = {name: list_records(table) for name, table in tables.items()}
    print_json({"trials": done.n_trials, "seed": done.seed, **rows})
