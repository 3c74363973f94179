"""The command that says what drives an objective."""

from typing import Annotated

import typer

from engine.cli.findings import Arms, Json, Out, Overrides, Quiet, Seed, Trials, Wanted, showing_work, tell
from engine.cli.modules import Modules

Method = Annotated[
    str,
    typer.Option(
        help="sobol (indices), morris (effects), tornado, split (of the variance by its sources), or all."
    ),
]
Points = Annotated[
    int | None,
    typer.Option(help="Base points of the indices, a power of 2, 512 if absent; effects take an eighth."),
]
TrialsPerPoint = Annotated[
    int | None,
    typer.Option(
        help="Trials at each point of the indices and effects, 64 if absent; noise falls with them."
    ),
]
Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--levers",
        "--lever",
        metavar="PATH=VALUE,VALUE",
        help="A lever and its settings, for the tornado and the split; may be given several times.",
    ),
]


def sensitivity(
    arms: Arms,
    objective: Wanted = None,
    method: Method = "all",
    points: Points = None,
    trials_per_point: TrialsPerPoint = None,
    levers: Levers = None,
    trials: Trials = None,
    seed: Seed = None,
    overrides: Overrides = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Say what drives an objective of an arm, or its difference between two: unknowns, levers, rules, chance.

    Trials are played at points all over the unknowns. With the default numbers that is two and a half
    million trials of Berlin and takes about two minutes on two quiet cores; two arms take twice as long.
    """
    from engine.analysis.sensitivity.asking import ask_sensitivity
    from engine.analysis.sensitivity.drivers import count_trials, find_drivers
    from engine.report.findings.sensitivity import find_sensitivity

    question = ask_sensitivity(
        arms,
        overrides or (),
        objective=objective,
        method=method,
        levers=levers or (),
        points=points,
        trials_per_point=trials_per_point,
        trials=trials,
        seed=seed,
    )
    with showing_work(count_trials(question), quiet=quiet or json) as tick:
        drivers = find_drivers(question, tick)
    tell(find_sensitivity(drivers), out, json=json, quiet=quiet)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(sensitivity)
