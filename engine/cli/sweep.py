"""The commands that run a sweep, here, on a cluster or in shards."""

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.run import Dask, Json, Quiet, Workers

SweepFile = Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped sweep.")]
Trials = Annotated[int | None, typer.Option(help="Trials of each point; the file's own if absent.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (sweep, merge):
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
) -> None:
    """Bring the shards of a sweep together, as if one machine had run them all."""
    from engine.cli.sweeping import report_sweep
    from engine.results.sweeps.sharding import merge_shards

    merge_shards(folder, others or ())
    report_sweep(folder, json, quiet)


def _say_command() -> str:
    import shlex
    import sys

    return shlex.join(["sim", *sys.argv[1:]])
