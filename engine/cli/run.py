"""The commands that run a scenario and show what came out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.experiment.running import Settings
    from engine.results.loading import Results
    from engine.scenario import Scenario

INTERRUPTED = 130

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the summary.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the folder alone, and no progress.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(run)
    app.command()(show)


def run(
    scenario: Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped scenario.")],
    trials: Annotated[int | None, typer.Option(help="Trials to run; the scenario's own if absent.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all draws; the scenario's own if absent.")] = None,
    overrides: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Lay a value over the scenario.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder; outputs/SCENARIO if absent.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; every CPU that pays if absent.")] = None,
    trials_csv: Annotated[bool, typer.Option("--trials-csv", help="Write trials.csv too.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario's trials, store the tables in a folder and print a summary."""
    from engine.experiment.running import settle
    from engine.scenario import load_scenario

    asked = load_scenario(scenario, overrides or ())
    settings = settle(asked, trials=trials, seed=seed, workers=workers)
    results = _run(asked, settings, out, trials_csv, quiet)
    _report(results, json, quiet)


def show(
    folder: Annotated[Path, typer.Argument(help="A folder that sim run wrote.")],
    json: Json = False,
) -> None:
    """Print the summary of a stored run again."""
    from engine.results.loading import load

    _report(load(folder), json, quiet=False)


def _run(
    asked: "Scenario", settings: "Settings", out: Path | None, trials_csv: bool, quiet: bool
) -> "Results":
    """Run with progress on stderr; an interrupt leaves nothing behind and says so."""
    import shlex
    import sys

    from rich.console import Console

    from engine.cli.progress import showing_progress
    from engine.experiment.running import run_scenario

    console = Console(stderr=True, quiet=quiet)
    command = shlex.join(["sim", *sys.argv[1:]])
    try:
        with showing_progress(settings.trials, console) as progress:
            return run_scenario(
                asked, settings, out=out, progress=progress, command=command, trials_csv=trials_csv
            )
    except KeyboardInterrupt:
        console.print("Interrupted: the trials run so far are dropped, and nothing was written.")
        raise typer.Exit(INTERRUPTED) from None


def _report(results: "Results", json: bool, quiet: bool) -> None:
    from rich.console import Console

    from engine.cli.summary import print_summary, summarise

    if json:
        from json import dumps

        typer.echo(dumps(summarise(results), indent=2, allow_nan=False))
    elif quiet:
        typer.echo(str(results.folder))
    else:
        print_summary(results, Console(highlight=False))
