"""The command that finds conditions under which an outcome holds or fails more often."""

from typing import Annotated, Literal

import typer

from engine.cli.findings import Arms, Json, Out, Overrides, Quiet, Seed, Trials, Wanted
from engine.cli.modules import Modules

Where = Annotated[
    Literal["holds", "fails"] | None,
    typer.Option(help="Whether to look for where the objective holds or fails; for the rarer if absent."),
]
Coverage = Annotated[
    float | None,
    typer.Option(help="Choose PRIM's densest box with at least this share of the cases; by gain if absent."),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(discover)


def discover(
    arms: Arms,
    objective: Wanted = None,
    where: Where = None,
    coverage: Coverage = None,
    trials: Trials = None,
    seed: Seed = None,
    overrides: Overrides = None,
    module: Modules = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find conditions under which an outcome holds or fails more often, as boxes of parameters."""
    from engine.analysis.discovery.asking import ask_boxes, find_boxes
    from engine.analysis.objective import DEFAULT
    from engine.cli.findings import showing_work, tell
    from engine.report.findings.discovery import tell_discovery

    sought = ask_boxes(
        arms,
        overrides or (),
        objective=objective or DEFAULT,
        where=where,
        coverage=coverage,
        trials=trials,
        seed=seed,
    )
    with showing_work(len(sought.asked.arms) * sought.asked.trials, quiet=quiet) as tick:
        found = find_boxes(sought, tick)
    tell(tell_discovery(sought, found), out, json=json, quiet=quiet)
