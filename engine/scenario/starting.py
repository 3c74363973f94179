"""A new scenario file to start from."""

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from engine.errors import Problem, ScenarioError, StoreError
from engine.scenario.finding import SUFFIX, find_scenario, is_name, shipped_folder, shipped_names
from engine.scenario.loading import load_scenario
from engine.scenario.scenario import Scenario
from engine.scenario.schema import SCHEMA
from engine.scenario.values import list_values
from engine.scenario.writing import write_key, write_text, write_value

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
TEMPLATE = "template.toml"
MAX_EXAMPLES = 4
EXTENDING = """\
# What differs from {parent}: only what this file says; all else is as it stands there.
# `sim inspect {file} --origin` shows every value, `sim schema` all that may be said.
# Go on with `sim check {file}`, `sim diff {reference} {file}`, `sim run {file}`.

schema = {schema}
extends = {extends}
title = {title}
description = "Say here which question this scenario asks."

# Some of what somebody at the table could choose, as it stands there. Take off the # and change it;
# say what your value rests on, or "assumption: why".
"""


def start_scenario(folder: Path, name: str, parent: str | None = None) -> Path:
    """Write NAME.toml, complete in itself or extending another scenario; never over a file.

    Raises
    ------
    ScenarioError
        If the name won't do, the file exists, or the parent is wrong or out of reach.
    StoreError
        If the file can't be written.
    """
    _check_name(name)
    text = _read_template(name) if parent is None else _extend(folder, name, parent)
    path = folder / f"{name}{SUFFIX}"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ScenarioError(Problem(str(path), "", "exists already", "choose another name")) from None
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        raise StoreError(Problem(str(path), "", f"can't be written: {reason}")) from wrong
    return path


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        rule = "must be a name of lower-case letters, digits, _ and -, without folder or ending"
        near = re.sub(r"[^a-z0-9_-]+", "-", Path(name).stem.lower()).strip("-_")[:64]
        raise ScenarioError(Problem("NAME", write_text(name), rule, f'such as "{near or "my-talks"}"'))
    if name in shipped_names():
        raise ScenarioError(Problem("NAME", name, "is a shipped scenario", "choose another name"))


def _read_template(name: str) -> str:
    text = resources.files("engine.scenario").joinpath(TEMPLATE).read_text("utf-8")
    return text.replace(TEMPLATE, f"{name}{SUFFIX}")


def _extend(folder: Path, name: str, parent: str) -> str:
    extends = _refer(find_scenario(parent), folder)
    inherited = load_scenario(parent)
    heading = EXTENDING.format(
        parent=inherited.name,
        reference=extends,
        file=f"{name}{SUFFIX}",
        schema=SCHEMA,
        extends=write_text(extends),
        title=write_text(f"{name}, after {inherited.title or inherited.name}"),
    )
    return heading + "".join(_write_examples(inherited))


def _refer(path: Path, folder: Path) -> str:
    """Name a parent as `extends` wants it."""
    real, inside = path.resolve(), folder.resolve()
    if real.is_relative_to(shipped_folder().resolve()):
        return real.stem
    if not real.is_relative_to(inside):
        rule = "must be a shipped scenario, or a file in this folder or below"
        raise ScenarioError(Problem("--from", str(path), rule, "copy the file here"))
    relative = real.relative_to(inside).as_posix()
    return f"./{relative}" if is_name(relative) else relative


def _write_examples(inherited: Scenario) -> Iterator[str]:
    """Write the first lever that the scenario sets in each of a few tables, commented out."""
    seen: list[str] = []
    for path, value, facts in list_values(inherited.parameters):
        *table, key = path.split(".")
        if facts.lever and inherited.origins[path].where != "default" and table[0] not in seen:
            seen.append(table[0])
            header = ".".join(write_key(part) for part in table)
            yield f"\n# [{header}]\n# {write_key(key)} = {write_value(value)}  # {facts.meaning}\n"
            yield '# source = "assumption: why"\n'
        if len(seen) == MAX_EXAMPLES:
            return
