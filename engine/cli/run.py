"""The commands that run a scenario and show what came out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from engine.cli.compiling import announce_compilation
from engine.cli.modules import Modules

if TYPE_CHECKING:
    from engine.results.loading import Results
    from engine.results.store import Store


Folder = Annotated[Path, typer.Argument(help="A folder that sim run or sim sweep wrote.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the summary.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the folder alone, and no progress.")]
Workers = Annotated[int | None, typer.Option(help="Processes or threads; every CPU that pays if absent.")]
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler: its address, its file, or a kind of queue."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (run, resume, extend, show):
        app.command()(command)


def run(
    scenario: Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped scenario.")],
    trials: Annotated[
        int | None,
        typer.Option(help="Trials to run; the scenario's own, or what --precision takes, if absent."),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            help="Stop once the 95% interval of every outcome's share is narrower than this, end to end."
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all draws; the scenario's own if absent.")] = None,
    overrides: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Lay a value over the scenario.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder; outputs/SCENARIO if absent.")] = None,
    workers: Workers = None,
    rows: Annotated[bool, typer.Option(help="Keep a row for each trial in trials.parquet.")] = True,
    trials_csv: Annotated[bool, typer.Option("--trials-csv", help="Write trials.csv too.")] = False,
    backend: Annotated[
        Literal["kernel", "mesa"],
        typer.Option(help="Compiled loops, or Mesa's agents: far slower, the same numbers."),
    ] = "kernel",
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Run a scenario's trials, store the tables in a folder and print a summary."""
    from engine.experiment.asking import ask

    asked, settings = ask(
        scenario,
        overrides or (),
        out,
        trials=trials,
        seed=seed,
        workers=workers,
        backend=backend,
        rows=rows,
        trials_csv=trials_csv,
        precision=precision,
    )
    announce_compilation(quiet)
    from engine.experiment.running import begin

    store = begin(asked, settings, out=out, command=_say_command())
    _report(_work(store, settings.workers, quiet), json, quiet)


def resume(
    folder: Folder,
    workers: Workers = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Of a sweep: run what failed, and no more.")
    ] = False,
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="Of a sweep: one shard alone.")] = None,
    dask: Dask = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Go on with a run or a sweep that was stopped or killed."""
    from engine.results.sweeps.record import is_sweep

    if is_sweep(folder):
        from engine.cli.sweeping import resume_sweep

        return resume_sweep(folder, workers, failed, shard, dask, json, quiet)
    _refuse_of_sweeps(folder, {"--failed": failed, "--shard": shard, "--dask": dask})
    announce_compilation(quiet)
    from engine.experiment.running import reopen
    from engine.experiment.settings import refuse_wrong

    refuse_wrong(workers=workers)
    store = reopen(folder)
    for path in store.damaged:
        typer.echo(f"{path} was damaged and is removed; its trials run again.", err=True)
    return _report(_work(store, workers, quiet), json, quiet)


def _refuse_of_sweeps(folder: Path, options: dict[str, object]) -> None:
    from engine.errors import Problem, ScenarioError

    given = [option for option, value in options.items() if value]
    if given:
        raise ScenarioError(
            *(Problem(each, str(folder), "is for sweeps, and this is a run") for each in given)
        )


def extend(
    folder: Folder,
    trials: Annotated[int, typer.Option(help="Trials to add to those that it has.")],
    workers: Workers = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Add trials to a complete run; the trials that it has stay as they are."""
    announce_compilation(quiet)
    from engine.experiment import running
    from engine.experiment.settings import refuse_wrong

    refuse_wrong(trials=trials, workers=workers)
    store = running.extend(folder, trials, _say_command())
    _report(_work(store, workers, quiet), json, quiet)


def show(
    folder: Folder,
    json: Json = False,
    module: Modules = None,
) -> None:
    """Print the summary of a stored run or sweep again."""
    from engine.results.sweeps.record import is_sweep

    if is_sweep(folder):
        from engine.cli.sweeping import show_sweep

        return show_sweep(folder, json)
    from engine.results.loading import load

    return _report(load(folder), json, quiet=False)


def _work(store: "Store", workers: int | None, quiet: bool) -> "Results":
    """Run what a store is missing, with progress on stderr."""
    from rich.console import Console

    from engine.cli.stopping import stopping_kindly
    from engine.experiment.progress import showing_progress
    from engine.experiment.running import complete
    from engine.results.finishing import tidy
    from engine.results.loading import load

    console = Console(stderr=True, quiet=quiet)
    with store, stopping_kindly(store):
        n_trials = max(store.run.trials, store.run.most_trials)
        n_there = store.run.trials - store.count_missing()
        if store.run.status == "complete":
            done = f"{store.folder} is complete: it has all of its {store.run.trials:,} trials."
            console.print(done, soft_wrap=True)
            tidy(store)
            return load(store.folder)
        if n_there:
            console.print(f"{n_there:,} of {n_trials:,} trials are there already.")
        with showing_progress(n_trials, console, n_there=n_there) as progress:
            return complete(store, workers, progress)


def _say_command() -> str:
    import shlex
    import sys

    return shlex.join(["sim", *sys.argv[1:]])


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
