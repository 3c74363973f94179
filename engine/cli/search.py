"""The command that searches for packages which both sides would sign and which last."""

from typing import Annotated

import typer

from engine.cli.findings import Json, Out, Overrides, Quiet, Seed, Wanted
from engine.cli.modules import Modules


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(search)


def search(
    scenario: Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped scenario.")],
    lever: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=SETTING,SETTING",
            help="A lever and what it may be set to, * for all names; may be given several times. Terms, "
            "pledges and what watches the line if absent.",
        ),
    ] = None,
    budget: Annotated[int, typer.Option(help="Packages to try.")] = 400,
    trials: Annotated[int, typer.Option(help="Trials of each package in the search.")] = 256,
    fresh: Annotated[int, typer.Option(help="Fresh trials on which the best packages are judged.")] = 2000,
    objective: Wanted = None,
    seed: Seed = None,
    overrides: Overrides = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Search levers for packages that both sides would sign and that last, judged on fresh draws."""
    from engine.analysis.objective import DEFAULT
    from engine.analysis.searching.asking import ask_search, run_search
    from engine.cli.findings import showing_work, tell
    from engine.report.findings.search import say_search

    asked = ask_search(
        scenario,
        lever or (),
        overrides or (),
        objective=objective or DEFAULT,
        seed=seed,
        budget=budget,
        trials=trials,
        fresh=fresh,
    )
    with showing_work(asked.n_judged, "packages", quiet=quiet) as tick:
        searched = run_search(asked, tick)
    tell(say_search(asked, searched), out, json=json, quiet=quiet)
