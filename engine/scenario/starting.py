"""A new scenario file to start from."""

import re
from importlib import resources
from pathlib import Path

from engine.errors import Problem, ScenarioError, StoreError
from engine.scenario.finding import SUFFIX, shipped_names, suggest
from engine.scenario.schema import SCHEMA
from engine.scenario.writing import write_text

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

EXTENDING = """\
# What this file does not say is as in {parent}: `sim inspect {parent} --origin` prints every value and its source.

schema = {schema}
extends = {parent_text}
title = {title}

# Take the # off what should change, or write other parameters; `sim schema` lists them all.
# Then: sim check {name}.toml, and sim diff {parent} {name}.toml

# [monitors]
# detection = 0.85
# attribution = 0.7
# source = "assumption: sensors along the whole line"

# [front]
# zone_km = {{ p5 = 2, p50 = 6, p95 = 12, low = 0, source = "assumption: a zone of a few kilometres" }}
"""


def start_scenario(folder: Path, name: str, parent: str | None) -> Path:
    """Write NAME.toml, extending a shipped scenario or complete in itself.

    Raises
    ------
    ScenarioError
        If the name is no name, the file exists or no such scenario is shipped.
    StoreError
        If the file can't be written.
    """
    name = name.removesuffix(SUFFIX)
    if not NAME.fullmatch(name):
        raise ScenarioError(Problem("NAME", name, "must be of letters, digits, - and _", "such as my-talks"))
    if parent is not None and parent not in shipped_names():
        raise ScenarioError(
            Problem("--from", parent, "is no shipped scenario", suggest(parent, shipped_names()))
        )
    path = folder / f"{name}{SUFFIX}"
    text = _extend(name, parent) if parent else _read_template()
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ScenarioError(Problem(str(path), "", "exists already", "choose another name")) from None
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        raise StoreError(Problem(str(path), "", f"can't be written: {reason}")) from wrong
    return path


def _extend(name: str, parent: str) -> str:
    title = write_text(f"{name.replace('-', ' ').replace('_', ' ').capitalize()}, after {parent}")
    return EXTENDING.format(
        name=name, parent=parent, parent_text=write_text(parent), schema=SCHEMA, title=title
    )


def _read_template() -> str:
    return resources.files("engine.scenario").joinpath("template.toml").read_text("utf-8")
