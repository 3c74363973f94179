"""The command `sim`."""

import os
import sys
import threading

import typer

from engine.cli import (
    backtest,
    calibrate,
    choose,
    compare,
    discover,
    evidence,
    explain,
    replay,
    report,
    run,
    scenarios,
    search,
    sensitivity,
    sweep,
    tripwires,
    value,
    verify,
    view,
)
from engine.errors import EngineError, ScenarioError

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130
STOPPED = (INTERRUPTED, 143)
"""Exit statuses of what was told to stop."""
SECONDS_TO_LEAVE = 3.0

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
replay.register(app)
explain.register(app)
compare.register(app)
sensitivity.register(app)
report.register(app)
choose.register(app)
value.register(app)
search.register(app)
discover.register(app)
tripwires.register(app)
backtest.register(app)
calibrate.register(app)
scenarios.register(app)
evidence.register(app)
verify.register(app)
view.register(app)


def main() -> None:
    """Run the command; an error of the engine becomes a message and an exit status."""
    try:
        app()
    except SystemExit as end:
        if end.code in STOPPED:
            _leave_soon(end.code)
        raise
    except EngineError as error:
        typer.echo(str(error), err=True)
        sys.exit(BAD_INPUT if isinstance(error, ScenarioError) else FAILED)
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        _leave_soon(INTERRUPTED)
        sys.exit(INTERRUPTED)


def _leave_soon(status: int) -> None:
    """End within seconds whatever happens: Python waits at exit for abandoned workers, rarely for ever.

    What a stopped run keeps is on disk by then, and workers end with their parent.
    """
    last_call = threading.Timer(SECONDS_TO_LEAVE, os._exit, (status,))
    last_call.daemon = True
    last_call.start()


if __name__ == "__main__":
    main()
