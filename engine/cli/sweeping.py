"""Sweeps at work behind the commands: progress, stops, and what is printed in the end."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from engine.experiment.sweeps.running import Cluster
    from engine.results.sweeps.store import SweepStore


def work_on_sweep(
    store: "SweepStore", workers: int | None, dask: str | None, quiet: bool, failed_alone: bool = False
) -> Path:
    """Run what a share of a sweep is missing, with progress on stderr; give the folder or the shard."""
    from rich.console import Console

    from engine.cli.stopping import stopping_sweep_kindly
    from engine.experiment.progress import showing_progress
    from engine.experiment.sweeps.running import complete_sweep

    console = Console(stderr=True, quiet=quiet)
    with store, stopping_sweep_kindly(store):
        for path in store.damaged:
            typer.echo(f"{path} was damaged and is removed; its trials run again.", err=True)
        n_there = store.n_trials - store.count_missing()
        if n_there:
            console.print(f"{n_there:,} of {store.n_trials:,} trials are there already.")
        with showing_progress(store.n_trials, console, n_there=n_there) as progress:
            return complete_sweep(store, _open(workers, dask), progress, failed_alone=failed_alone)


def resume_sweep(
    folder: Path,
    workers: int | None,
    failed: bool,
    shard: str | None,
    dask: str | None,
    json: bool,
    quiet: bool,
) -> None:
    """Go on with a sweep: a shard of it, or all that is missing."""
    from engine.cli.compiling import announce_compilation
    from engine.experiment.settings import refuse_wrong
    from engine.experiment.sweeps.cluster import check_dask
    from engine.experiment.sweeps.sharding import check_share, list_unfinished, read_share
    from engine.results.sweeps.finishing import tidy_sweep
    from engine.results.sweeps.opening import reopen_sweep
    from engine.results.sweeps.record import read_sweep_record
    from engine.results.sweeps.sharding import merge_shards

    refuse_wrong(workers=workers)
    check_dask(dask, workers)
    run = read_sweep_record(folder)
    if run.status == "complete":
        if not quiet:
            typer.echo(f"{folder} is complete.", err=True)
        tidy_sweep(folder)
        return report_sweep(folder, json, quiet)
    asked = None if shard is None else check_share(read_share(shard), run.shards, folder)
    if dask is None:
        announce_compilation(quiet)
    done = folder
    for share in list_unfinished(folder, run.shards) if asked is None else [asked]:
        done = work_on_sweep(reopen_sweep(folder, share), workers, dask, quiet, failed)
    if run.shards > 1 and asked is None:
        merge_shards(folder)
        done = folder
    return report_sweep(done, json, quiet)


def show_sweep(folder: Path, json: bool) -> None:
    """Print the summary of a stored sweep again."""
    report_sweep(folder, json, quiet=False)


def report_sweep(done: Path, json: bool, quiet: bool) -> None:
    """Print what came out: a summary of the whole, or where the shard is."""
    from json import dumps

    from rich.console import Console

    from engine.cli.sweep_summary import print_sweep, summarise_sweep
    from engine.results.sweeps.loading import load_sweep_results

    if done.is_file():
        about: dict[str, Any] = {"shard": str(done), "bytes": done.stat().st_size}
        typer.echo(dumps(about, indent=2) if json else str(done))
        return
    results = load_sweep_results(done)
    if json:
        typer.echo(dumps(summarise_sweep(results), indent=2, allow_nan=False))
    elif quiet:
        typer.echo(str(results.folder))
    else:
        print_sweep(results, Console(highlight=False))


def _open(workers: int | None, dask: str | None) -> "Cluster":
    if dask is not None:
        from engine.experiment.sweeps.cluster import dask_cluster

        return dask_cluster(dask, workers)
    from engine.experiment.sweeps.running import settle_sweep_workers, threads

    return threads(settle_sweep_workers(workers))
