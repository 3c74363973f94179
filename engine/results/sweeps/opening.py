"""Making the folder of a sweep, and joining one that is there."""

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

from engine.errors import Problem, ScenarioError, StoreError
from engine.results.folder import OUTPUTS, check_free, choose_folder, explaining_disk_errors, make_aside
from engine.results.folder import publish as publish_new
from engine.results.modules import list_other_modules
from engine.results.sweeps.layout import (
    AXES,
    PARTS,
    POINTS,
    SCENARIOS,
    SHARDS,
    SWEEP,
    name_scenario,
    write_axes,
    write_points,
    write_scenarios,
)
from engine.results.sweeps.record import (
    SweepRun,
    is_sweep,
    list_mixtures,
    read_sweep_record,
    write_sweep_record,
)
from engine.results.sweeps.store import SweepStore
from engine.scenario import Scenario
from engine.scenario.sweep import WHOLE, Plan, Share


def create_sweep(
    plan: Plan, scenarios: Iterable[Scenario], run: SweepRun, share: Share = WHOLE, out: Path | None = None
) -> SweepStore:
    """Make the folder of a sweep, or join it as one of its shards, and hold a share of it.

    Parameters
    ----------
    plan : Plan
        What is asked.
    scenarios : iterable of Scenario
        That of each point, in order; read where the folder is new.
    run : SweepRun
        The record of a sweep of which nothing is done.
    share : Share
        Which part of the work is this process's.
    out : Path, optional
        The folder; one named after the sweep, numbered if taken by another, where absent.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything but the same sweep cut into the same shards.
    StoreError
        If the disk does not allow it, or another process holds the share.
    """
    if share.shares > 1:
        folder = out or OUTPUTS / plan.name
        if not is_sweep(folder):
            if problems := list(check_free(folder)):
                raise ScenarioError(*problems)
            _write_shared(folder, plan, scenarios, run)
        return SweepStore(folder, _join(folder, run), share)
    chosen = choose_folder(out, plan.name)
    aside = _write_aside(chosen, plan, scenarios, run)
    return SweepStore(publish_new(aside, chosen), run, share)


def reopen_sweep(folder: Path, share: Share | None = None) -> SweepStore:
    """Hold a share of a sweep that was begun, by default the whole.

    Raises
    ------
    StoreError
        If the folder holds no sweep, another process holds it, or this engine would not go on as it began.
    """
    run = read_sweep_record(folder)
    refuse_other_engine(run, folder)
    if run.shards != (share or WHOLE).shares:
        rule = f"is cut into {run.shards} shards"
        raise StoreError(Problem("output folder", str(folder), rule, f"say --shard I/{run.shards}"))
    return SweepStore(folder, run, share or WHOLE)


def refuse_other_engine(run: SweepRun, folder: Path) -> None:
    """Refuse to go on with a sweep that another engine began.

    Raises
    ------
    StoreError
        With everything that differs, as it was and as it is.
    """
    import engine
    from engine.results.provenance import digest_sources

    compared = (
        ("engine", run.engine, engine.__version__),
        ("sources of the model", run.sources, digest_sources()),
    )
    problems = [
        Problem(
            "output folder",
            str(folder),
            f"was begun with {what} {then}, and this is {now}",
            "use the engine that began it, or run again",
        )
        for what, then, now in compared
        if then != now
    ]
    problems += list_other_modules(run.modules, folder)
    if problems and run.status == "unfinished":
        raise StoreError(*problems)


def _join(folder: Path, run: SweepRun) -> SweepRun:
    """Give the record of a folder that other shards began, if it is of the same sweep."""
    found = read_sweep_record(folder)
    if found.status == "complete":
        rule = "is complete: its shards are merged"
        raise ScenarioError(Problem("--out", str(folder), rule, f"sim show {folder}"))
    problems = list_mixtures(found, run, "this sweep")
    if found.shards != run.shards:
        rule = f"is cut into {found.shards} shards, and this is one of {run.shards}"
        way_out = f"say --shard N/{found.shards}, or name another folder"
        problems.append(Problem("--shard", str(folder), rule, way_out))
    if problems:
        raise ScenarioError(*problems)
    return found


def _write_shared(folder: Path, plan: Plan, scenarios: Iterable[Scenario], run: SweepRun) -> None:
    """Make the folder of a sweep unless another shard is first; both then have the same one."""
    aside = _write_aside(folder, plan, scenarios, run)
    try:
        with explaining_disk_errors(folder):
            aside.rename(folder.absolute())
    except StoreError as error:
        cause = error.__cause__
        shutil.rmtree(aside, ignore_errors=True)
        taken = isinstance(cause, OSError) and cause.errno in (errno.ENOTEMPTY, errno.EEXIST)
        if not taken or not is_sweep(folder):
            raise


def _write_aside(folder: Path, plan: Plan, scenarios: Iterable[Scenario], run: SweepRun) -> Path:
    aside = make_aside(folder)
    try:
        with explaining_disk_errors(folder):
            (aside / (PARTS if run.shards == 1 else SHARDS)).mkdir()
            (aside / SWEEP).write_text(plan.text, encoding="utf-8")
            texts = ((name_scenario(number), each.to_toml()) for number, each in enumerate(scenarios))
            write_scenarios(aside / SCENARIOS, texts)
            write_points(aside / POINTS, plan)
            write_axes(aside / AXES, plan)
            write_sweep_record(aside, run)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return aside
