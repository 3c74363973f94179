"""The commands that run a sweep, here, on a cluster or in shards."""

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.modules import Modules
from engine.cli.run import Dask, Json, Quiet, Workers

SweepFile = Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped sweep.")]
Trials = Annotated[int | None, typer.Option(help="Trials of each point; the file's own if absent.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (sweep, merge, plan, slurm, warmup):
        app.command()(command)


def sweep(
    sweep: SweepFile,
    trials: Trials = None,
    out: Annotated[Path | None, typer.Option(help="A new folder; outputs/SWEEP if absent.")] = None,
    workers: Workers = None,
    rows: Annotated[bool, typer.Option(help="Keep a row for each trial, in a dataset by point.")] = True,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Run one of N shares; in a Slurm array, the task's own if absent."),
    ] = None,
    dask: Dask = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Run every point of a sweep over the same trials and store tidy tables."""
    from engine.cli.compiling import announce_compilation
    from engine.cli.sweeping import report_sweep, work_on_sweep
    from engine.experiment.sweeps.checking import check_sweep
    from engine.experiment.sweeps.running import begin_sweep
    from engine.experiment.sweeps.sharding import find_share

    share = find_share(shard)
    found = check_sweep(sweep, share, trials=trials, out=out, rows=rows, workers=workers, dask=dask)
    if dask is None:
        announce_compilation(quiet)
    store = begin_sweep(found, out=out, share=share, rows=rows, workers=workers or 1, command=_say_command())
    report_sweep(work_on_sweep(store, workers, dask, quiet), json, quiet)


def merge(
    folder: Annotated[Path, typer.Argument(help="A folder of shards, in which the whole will stand.")],
    others: Annotated[list[Path] | None, typer.Argument(help="Other folders with shards of it.")] = None,
    json: Json = False,
    quiet: Quiet = False,
    module: Modules = None,
) -> None:
    """Bring the shards of a sweep together, as if one machine had run them all."""
    from engine.cli.sweeping import report_sweep
    from engine.results.sweeps.sharding import merge_shards

    merge_shards(folder, others or ())
    report_sweep(folder, json, quiet)


def plan(
    sweep: SweepFile,
    trials: Trials = None,
    rows: Annotated[bool, typer.Option(help="Whether a row is kept for each trial.")] = True,
    json: Json = False,
    module: Modules = None,
) -> None:
    """Tell what a sweep will take, from a probe: points, time, disk, and the precision that it buys."""
    from engine.cli.compiling import announce_compilation
    from engine.cli.sweep_forecast import print_forecast, summarise_forecast
    from engine.experiment.sweeps.planning import load_sweep
    from engine.experiment.sweeps.probing import forecast

    found = load_sweep(sweep, trials)
    announce_compilation(json)
    foreseen = forecast(found, rows)
    if json:
        from json import dumps

        typer.echo(dumps(summarise_forecast(foreseen), indent=2))
    else:
        print_forecast(found.plan, foreseen)


def slurm(
    sweep: SweepFile,
    tasks: Annotated[int, typer.Option(help="Most tasks of the array; fewer if they would be short.")],
    trials: Trials = None,
    out: Annotated[Path | None, typer.Option(help="The shared folder; outputs/SWEEP if absent.")] = None,
    rows: Annotated[bool, typer.Option(help="Keep a row for each trial.")] = True,
    cpus: Annotated[int, typer.Option(help="CPUs of each task.")] = 1,
    exactly: Annotated[bool, typer.Option("--exactly", help="As many tasks, however short.")] = False,
    minutes: Annotated[int | None, typer.Option(help="Time of a task, if not as foreseen.")] = None,
    sbatch: Annotated[
        list[str] | None,
        typer.Option(metavar="OPTION", help="Of sbatch, such as --partition=long."),
    ] = None,
    module: Modules = None,
) -> None:
    """Print a script that runs a sweep as a Slurm array and merges it; submit it with bash."""
    from engine.cli.compiling import announce_compilation
    from engine.experiment.sweeps.planning import load_sweep
    from engine.experiment.sweeps.probing import forecast
    from engine.experiment.sweeps.slurm import size_tasks, write_script
    from engine.results.folder import OUTPUTS

    found = load_sweep(sweep, trials)
    announce_compilation(quiet=False)
    sized = size_tasks(forecast(found, rows), tasks, cpus)
    if exactly:
        sized = sized._replace(tasks=tasks, seconds=sized.seconds * sized.tasks / tasks)
    elif sized.tasks < tasks:
        note = f"{sized.tasks} tasks rather than {tasks}, each worth half an hour; --exactly has {tasks}"
        typer.echo(note, err=True)
    folder = str(out or OUTPUTS / found.plan.name)
    script = write_script(
        sweep,
        folder,
        sized,
        trials=trials,
        rows=rows,
        options=sbatch or (),
        minutes=minutes,
        modules=[str(each.resolve()) for each in module or ()],
    )
    typer.echo(script, nl=False)


def warmup(quiet: Quiet = False) -> None:
    """Compile the model, before an array of tasks would all do so at once."""
    from time import monotonic

    from engine.cli.compiling import announce_compilation
    from engine.experiment.backends import run_on_kernel
    from engine.scenario import load_scenario

    began = monotonic()
    announce_compilation(quiet)
    run_on_kernel(load_scenario("berlin"), 0, 0, 1)
    if not quiet:
        typer.echo(f"The model is compiled for this machine ({monotonic() - began:.1f} s).")


def _say_command() -> str:
    import shlex
    import sys

    return shlex.join(["sim", *sys.argv[1:]])
