"""Making the folder of a run, and taking it up again."""

import shutil
from pathlib import Path

import pandas as pd

from engine.errors import ScenarioError, StoreError
from engine.results.assumptions import state_values
from engine.results.csv_tables import write_table
from engine.results.dictionary import fields_of
from engine.results.folder import choose_folder, explaining_disk_errors, make_aside, publish
from engine.results.lock import Lock
from engine.results.modules import refuse_other_modules
from engine.results.provenance import Run, list_differences
from engine.results.record import read_record, write_record
from engine.results.repairing import repair
from engine.results.store import PARTS, SCENARIO, Store
from engine.scenario import Scenario, load_scenario

ASSUMPTIONS = "assumptions.csv"


def create(scenario: Scenario, run: Run, out: Path | None = None) -> Store:
    """Make the folder of a new run, which can be resumed from the moment that it is there.

    Parameters
    ----------
    scenario : Scenario
        What is to run.
    run : Run
        The record of a run of which nothing is done.
    out : Path, optional
        The folder; one named after the scenario, numbered if taken, where absent.

    Raises
    ------
    ScenarioError
        If the folder asked for holds anything already.
    StoreError
        If the disk does not allow it.
    """
    chosen = choose_folder(out, scenario.name)
    aside = make_aside(chosen)
    try:
        with explaining_disk_errors(chosen):
            lock = Lock(aside)
            (aside / PARTS).mkdir()
            (aside / SCENARIO).write_text(scenario.to_toml(), encoding="utf-8")
            _write_assumptions(aside / ASSUMPTIONS, scenario)
            write_record(aside, run)
            folder = publish(aside, chosen)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return Store(folder, scenario, run, lock)


def reopen(folder: Path) -> Store:
    """Hold the folder of a run that was begun.

    Raises
    ------
    StoreError
        If it holds no run, another process holds it, or it is unfinished and this engine would not
        go on as it began.
    """
    read_record(folder)
    with explaining_disk_errors(folder):
        lock = Lock(folder)
        try:
            run = read_record(folder)
            refuse_other_modules(run.modules, folder)
            scenario = _load_scenario(folder / SCENARIO)
            if run.status == "unfinished":
                refuse_differences(run, scenario, folder)
            store = Store(folder, scenario, run, lock)
            if run.status == "unfinished":
                store.parts.mkdir(exist_ok=True)
                repair(store)
        except BaseException:
            lock.release(folder)
            raise
    return store


def refuse_differences(run: Run, scenario: Scenario, folder: Path) -> None:
    """Refuse to go on with a run that another engine began, or from another scenario.

    Raises
    ------
    StoreError
        With everything that differs, as it was and as it is.
    """
    if problems := list_differences(run, scenario, folder):
        raise StoreError(*problems)


def _write_assumptions(path: Path, scenario: Scenario) -> None:
    """Write what each value rests on while it is known: the folder's own scenario no longer names files."""
    names = [field.column for field in fields_of("assumptions")]
    write_table(path, pd.DataFrame(list(state_values(scenario)), columns=names))


def _load_scenario(path: Path) -> Scenario:
    try:
        return load_scenario(path)
    except ScenarioError as error:
        raise StoreError(*error.problems) from error
