"""The command that opens a live view of one trial in the browser."""

from typing import Annotated

import typer

from engine.cli.modules import Modules

NEEDED = ("solara", "solara-server", "solara-assets")
PORTS = 65535


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(view)


def view(
    scenario: Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped scenario.")],
    overrides: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Lay a value over the scenario.")
    ] = None,
    lever: Annotated[
        list[str] | None, typer.Option("--lever", metavar="KEY", help="A value that the page can change.")
    ] = None,
    trial: Annotated[int, typer.Option(min=0, help="The trial that is shown at first.")] = 0,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all draws.")] = None,
    port: Annotated[int, typer.Option(min=1, max=PORTS, help="Port on this machine.")] = 8765,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Whether to open the browser.")
    ] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but problems.")] = False,
    module: Modules = None,
) -> None:
    """Watch one trial in the browser: step, play, move levers. Needs the extra `view`; works offline."""
    import os
    import sys

    from engine.report.view.asking import ASKED, Asked, write_asked
    from engine.report.view.controls import list_controls
    from engine.scenario import load_scenario

    asked = Asked(scenario, tuple(overrides or ()), tuple(lever or ()), seed, trial)
    list_controls(load_scenario(asked.scenario, asked.overrides), asked.levers)
    _refuse_without_server()
    if not quiet:
        typer.echo(f"Serving on http://127.0.0.1:{port}; stop it with Ctrl-C.", err=True)
    command = [sys.executable, "-m", "solara", "run", "engine.report.view.app", "--production"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--open" if open_browser else "--no-open"]
    os.execve(sys.executable, command, os.environ | {ASKED: write_asked(asked)})


def _refuse_without_server() -> None:
    from importlib.metadata import distributions

    from engine.errors import EngineError, Problem

    there = {found.name.lower() for found in distributions()}
    if absent := [name for name in NEEDED if name not in there]:
        rule = f"needs {' and '.join(absent)}"
        raise EngineError(Problem("sim view", "", rule, "pip install 'ceasefire-engine[view]'"))
