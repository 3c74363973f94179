"""The command that says what is worth finding out before choosing among arms."""

from typing import Annotated

import typer

from engine.cli.findings import Arms, Json, Out, Overrides, Quiet, Seed, Trials, Wanted
from engine.cli.modules import Modules

States = Annotated[int, typer.Option(help="States of the unknowns that are played in every arm.")]
Replicates = Annotated[int, typer.Option(help="Trials of each state in every arm.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(value)


def value(
    arms: Arms,
    trials: Trials = None,
    states: States = 200,
    replicates: Replicates = 100,
    objective: Wanted = None,
    seed: Seed = None,
    overrides: Overrides = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Say what knowing each unknown is worth to who chooses among arms, and what knowing all is."""
    from engine.analysis.arms import ask_arms
    from engine.analysis.choosing.choosing import count_played, value_unknowns
    from engine.analysis.objective import DEFAULT, parse_objective
    from engine.cli.findings import showing_work, tell
    from engine.report.findings.value import say_value

    asked = ask_arms(arms, overrides or (), trials=trials, seed=seed, least=2)
    wanted = parse_objective(objective or DEFAULT, asked.arms[0].scenario)
    with showing_work(count_played(asked, states, replicates), quiet=quiet) as tick:
        valued = value_unknowns(asked, wanted, states, replicates, tick)
    tell(say_value(asked, wanted, valued, states, replicates), out, json=json, quiet=quiet)
