"""The command that finds what foretells the collapse of a ceasefire."""

from typing import Annotated, Literal

import typer

from engine.cli.findings import Json, Out, Overrides, Quiet, Seed, Trials
from engine.cli.modules import Modules


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(tripwires)


def tripwires(
    arm: Annotated[
        str, typer.Argument(help="A TOML file, the name of a shipped scenario, or a run's folder.")
    ],
    by: Annotated[
        Literal["collapse", "attack", "escalation", "lapse"],
        typer.Option(help="What is to be foretold: any collapse, or one cause of it."),
    ] = "collapse",
    months: Annotated[
        str,
        typer.Option(metavar="M,M,...", help="Months (of four weeks) after which ceasefires are looked at."),
    ] = "1,2,3,6,12",
    within: Annotated[int, typer.Option(help="Months within which they collapse or hold.")] = 12,
    trials: Trials = None,
    seed: Seed = None,
    overrides: Overrides = None,
    module: Modules = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find what in the first months of a ceasefire foretells its collapse, and how early."""
    from engine.analysis.tripwires.asking import ask_tripwires, watch
    from engine.cli.findings import showing_work, tell
    from engine.report.findings.tripwires import tell_tripwires

    watched = ask_tripwires(
        arm, overrides or (), by=by, months=_read_months(months), within=within, trials=trials, seed=seed
    )
    with showing_work(watched.asked.trials, quiet=quiet) as tick:
        histories, found = watch(watched, tick)
    tell(tell_tripwires(watched, histories, found), out, json=json, quiet=quiet)


def _read_months(text: str) -> list[int]:
    from engine.errors import Problem, ScenarioError

    try:
        return [int(each) for each in text.split(",")]
    except ValueError:
        rule = "must be whole numbers with commas between them"
        raise ScenarioError(Problem("--months", text, rule, "such as 1,3,6")) from None
