"""The record of a run in its folder, read and written."""

from pathlib import Path

from pydantic import ValidationError

from engine.errors import Problem, StoreError
from engine.results.disk import writing_aside
from engine.results.provenance import STORE_SCHEMA, Run
from engine.results.reading import read_json

RUN = "run.json"


def write_record(folder: Path, run: Run) -> None:
    """Write a run's record, whole or not at all."""
    with writing_aside(folder / RUN) as aside:
        aside.write_text(run.model_dump_json(by_alias=True, indent=2) + "\n", encoding="utf-8")


def read_record(folder: Path) -> Run:
    """Read a run's record.

    Raises
    ------
    StoreError
        If the folder holds none, or one that a later engine wrote or that is not right.
    """
    record = folder / RUN
    if not folder.is_dir():
        raise StoreError(
            Problem("output folder", str(folder), "is no folder", "name the folder that sim run wrote")
        )
    if ".part-" in folder.resolve().name or not record.is_file():
        rule = f"holds no run: there is no {RUN} in it"
        raise StoreError(Problem("output folder", str(folder), rule, "name the folder that sim run wrote"))
    stated = read_json(record)
    refuse_newer(stated, record)
    try:
        return Run.model_validate(stated)
    except ValidationError as error:
        raise StoreError(say_broken(error, record, "a run")) from error


def refuse_newer(stated: object, path: Path) -> None:
    """Refuse a record that a later engine wrote.

    Raises
    ------
    StoreError
        If it is one.
    """
    schema = stated.get("schema") if isinstance(stated, dict) else None
    if isinstance(schema, int) and schema > STORE_SCHEMA:
        rule = f"is newer than this engine reads, which is schema {STORE_SCHEMA}"
        raise StoreError(Problem(str(path), f"schema {schema}", rule, "upgrade the engine"))


def say_broken(error: ValidationError, path: Path, kind: str) -> Problem:
    """Say which parts of a record are not as a run, or a sweep, records them."""
    broken = (".".join(map(str, each["loc"])) or "the record" for each in error.errors())
    return Problem(str(path), ", ".join(broken), f"is not as {kind} records it", "restore it or run again")
