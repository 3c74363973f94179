"""The command `sim`."""

import sys

import typer

from engine.cli import backtest, calibrate, evidence, run, scenarios, sweep, verify
from engine.errors import EngineError, ScenarioError

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="sim",
    help="Scenarios of peace talks, guarantees and ceasefires: conditional comparisons, never a forecast.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
run.register(app)
sweep.register(app)
backtest.register(app)
calibrate.register(app)
scenarios.register(app)
evidence.register(app)
verify.register(app)


def main() -> None:
    """Run the command; an error of the engine becomes a message and an exit status."""
    try:
        app()
    except EngineError as error:
        typer.echo(str(error), err=True)
        sys.exit(BAD_INPUT if isinstance(error, ScenarioError) else FAILED)
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
