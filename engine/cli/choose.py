"""The command that judges arms across the unknowns, and says what would reverse their ranking."""

from typing import Annotated

import typer

from engine.cli.findings import Arms, Json, Out, Overrides, Quiet, Seed, Trials, Wanted
from engine.cli.modules import Modules
from engine.cli.value import Replicates, States


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(choose)


def choose(
    arms: Arms,
    trials: Trials = None,
    states: States = 200,
    replicates: Replicates = 100,
    objective: Wanted = None,
    satisfice: Annotated[
        float | None,
        typer.Option(help="What an arm must be worth in a state; the reference's mean if absent."),
    ] = None,
    alpha: Annotated[float, typer.Option(help="Share of the states that count as the worst.")] = 0.05,
    seed: Seed = None,
    overrides: Overrides = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Say which arm holds up across the unknowns, and what would have to be true for another to be better."""
    from engine.analysis.arms import ask_arms
    from engine.analysis.choosing.choosing import choose as choose_among
    from engine.analysis.choosing.choosing import count_played
    from engine.analysis.objective import DEFAULT, parse_objective
    from engine.cli.findings import showing_work, tell
    from engine.report.findings.choose import Settings, say_choice

    asked = ask_arms(arms, overrides or (), trials=trials, seed=seed, least=2)
    wanted = parse_objective(objective or DEFAULT, asked.arms[0].scenario)
    with showing_work(count_played(asked, states, replicates), quiet=quiet) as tick:
        chosen = choose_among(asked, wanted, states, replicates, satisfice, alpha, tick)
    told = say_choice(asked, wanted, chosen, Settings(states, replicates, alpha))
    tell(told, out, json=json, quiet=quiet)
