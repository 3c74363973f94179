"""The command that compares arms."""

from typing import Annotated

import typer

from engine.cli.findings import Arms, Json, Out, Overrides, Quiet, Seed, Trials, Wanted, showing_work, tell
from engine.cli.modules import Modules

Given = Annotated[
    list[str] | None,
    typer.Option(
        "--given",
        metavar="OBSERVATION",
        help="Weigh the trials of each arm by how well they agree: a limit (ceasefire_weeks>=8, truces>=2, "
        "quiet_weeks>=8) or a number with its tolerance (incidents_year_1=12000+-3000); may be given several "
        "times. With one arm, those that agree stand against all.",
    ),
]
UntilSettled = Annotated[
    bool,
    typer.Option(
        "--until-settled", help="Stop once the ranking is settled, after --trials (50,000) at the latest."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(compare)


def compare(
    arms: Arms,
    objective: Wanted = None,
    given: Given = None,
    until_settled: UntilSettled = False,
    trials: Trials = None,
    seed: Seed = None,
    overrides: Overrides = None,
    out: Out = None,
    module: Modules = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare arms over the same trials: which is better, by how much, and whether that is told.

    Differences are paired, their intervals hold for all comparisons at once, and what differs between arms
    without being a lever is flagged.
    """
    from engine.analysis.comparing.asking import ask_comparison, play_comparison
    from engine.report.findings.compare import make_comparison

    question = ask_comparison(
        arms, overrides or (), objective, given or (), trials=trials, seed=seed, until_settled=until_settled
    )
    with showing_work(question.asked.trials * len(arms), quiet=quiet or json) as tick:
        found = play_comparison(question, tick)
    tell(
        make_comparison(found.compared, found.asked, question.observations, looks=found.looks),
        out,
        json=json,
        quiet=quiet,
    )
