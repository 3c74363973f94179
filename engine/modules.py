"""Rules from outside the package: of files that a user names, and of installed packages that announce theirs.

No scenario can name a file of code. Modules are found once for each process, before the schema is declared,
whose words they extend; so `SIM_MODULES` must be set, or `use` called, before that.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from engine.errors import Problem, ScenarioError

Rule: TypeAlias = Callable[..., Any]

VARIABLE = "SIM_MODULES"
"""Files of modules, parted as in PATH; worker processes find them there."""
GROUP = "ceasefire_engine.rules"
"""Entry points of installed packages that announce a module."""
KINDS = ("retaliation", "escalation")
"""Decisions for which a scenario can choose among rules."""
STANDARD = "standard"
"""Name of the rule that the model brings, for every kind."""
ANNOUNCED = "RULES"
WAY_OUT = 'RULES = {"retaliation": {"my_norm": my_norm}}'
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_loaded: list[str] = []


class Module(NamedTuple):
    """A module and the rules that it announces.

    Attributes
    ----------
    name : str
        Stem of the file, or the dotted name of an installed module.
    place : str
        Its file.
    digest : str
        SHA-256 of its text, shortened.
    rules : mapping of str to mapping of str to callable
        By kind and name.
    """

    name: str
    place: str
    digest: str
    rules: Mapping[str, Mapping[str, Rule]]


def use(files: Sequence[Path]) -> None:
    """Name files of modules for this process and its workers, beside those that are named already.

    Raises
    ------
    ScenarioError
        If a file is wrong, or if other modules are in use already.
    """
    named = _list_named()
    for file in files:
        path = str(file.resolve())
        if os.pathsep in path:
            raise ScenarioError(Problem("--module", path, f'must have no "{os.pathsep}" in its path'))
        if path not in named:
            named.append(path)
    if _loaded and _loaded != [os.pathsep.join(named)]:
        way_out = f"set {VARIABLE} before Python starts, or start it again"
        raise ScenarioError(Problem("--module", ", ".join(map(str, files)), "comes too late", way_out))
    if named:
        os.environ[VARIABLE] = os.pathsep.join(named)
    load_modules()


@cache
def load_modules() -> tuple[Module, ...]:
    """Load the modules that are named or installed, once; raises as `read_modules` does."""
    named = _list_named()
    _loaded[:] = [os.pathsep.join(named)]
    return read_modules(named)


def read_modules(files: Sequence[str]) -> tuple[Module, ...]:
    """Read modules of files, and those of installed packages.

    Raises
    ------
    ScenarioError
        With everything wrong with them.
    """
    modules: list[Module] = []
    problems: list[Problem] = []
    for load, named in [*((_load_file, path) for path in files), *_list_installed()]:
        try:
            modules.append(load(named))
        except ScenarioError as error:
            problems += error.problems
    problems += _find_clashes(modules)
    if problems:
        raise ScenarioError(*problems)
    return tuple(modules)


def list_rules(kind: str) -> tuple[tuple[str, Module], ...]:
    """List the rules of a kind from outside by name, each with its module."""
    return tuple(sorted((name, module) for module in load_modules() for name in module.rules.get(kind, {})))


def list_names(kind: str) -> tuple[str, ...]:
    """Names of all rules of a kind, the model's own first; their positions are their codes."""
    return (STANDARD, *(name for name, _ in list_rules(kind)))


def digest_modules() -> dict[str, str]:
    """Digest of each module in use, by name."""
    return {module.name: module.digest for module in load_modules()}


def _list_named() -> list[str]:
    return [path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]


def _list_installed() -> list[tuple[Callable[[Any], Module], Any]]:
    found = importlib.metadata.entry_points(group=GROUP)
    return [(_load_installed, point) for point in sorted(found, key=lambda point: point.value)]


def _load_file(path: str) -> Module:
    place = Path(path)
    if not place.is_file():
        raise ScenarioError(Problem("--module", path, "is no file", "name a Python file"))
    spec = importlib.util.spec_from_file_location(f"sim_module_{place.stem}", place)
    loader = spec.loader if spec else None
    if spec is None or loader is None:
        raise ScenarioError(Problem("--module", path, "is no Python file", "its name must end in .py"))
    code = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = code
    _run(path, lambda: loader.exec_module(code))
    return _read(place.stem, path, code)


def _load_installed(point: importlib.metadata.EntryPoint) -> Module:
    code = _run(f"entry point {point.name} = {point.value}", point.load)
    return _read(point.value, str(getattr(code, "__file__", "")), code)


def _run(place: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except Exception as error:
        where = _say_line(place, error)
        rule = f"does not load: {type(error).__name__}: {_say_briefly(error)}"
        way_out = "rules take and give numbers alone; docs/extending.md says what compiles"
        raise ScenarioError(Problem(where, "", rule, way_out)) from error


def _say_briefly(error: BaseException) -> str:
    """Give the first line that says something; numba begins with the stage at which it failed."""
    lines = [line.strip() for line in re.sub("\x1b\\[[0-9;]*m", "", str(error)).splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith("Failed in nopython mode")), "")


def _say_line(place: str, error: BaseException) -> str:
    """Name the last line of the module's own file at which it failed."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == place:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"{place}:{line}" if line else place


def _read(name: str, place: str, code: Any) -> Module:
    announced = getattr(code, ANNOUNCED, None)
    if not isinstance(announced, dict) or not announced:
        raise ScenarioError(Problem(place, ANNOUNCED, "must announce rules by kind and name", WAY_OUT))
    problems = [problem for kind, rules in announced.items() for problem in _check(place, kind, rules)]
    if problems:
        raise ScenarioError(*problems)
    text = Path(place).read_bytes()
    return Module(name, place, hashlib.sha256(text).hexdigest()[:16], announced)


def _check(place: str, kind: object, rules: object) -> Iterator[Problem]:
    shown = f"{ANNOUNCED}[{kind!r}]"
    if kind not in KINDS:
        yield Problem(place, shown, f"must be one of {', '.join(KINDS)}")
    elif not isinstance(rules, dict) or not rules:
        yield Problem(place, shown, "must be a table of rules by name", WAY_OUT)
    else:
        for name in rules:
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                rule = "must be a name: lower-case letters, digits and _, at most 40, a letter first"
                yield Problem(place, f"{shown}[{name!r}]", rule)
            elif name == STANDARD:
                yield Problem(place, f"{shown}[{name!r}]", "is the name of the model's own rule", "rename it")


def _find_clashes(modules: Sequence[Module]) -> Iterator[Problem]:
    by_name: dict[str, Module] = {}
    by_rule: dict[tuple[str, str], Module] = {}
    for module in modules:
        if module.name in by_name:
            rule = f"has the name of {by_name[module.name].place}"
            yield Problem(module.place, module.name, rule, "rename one of the files")
        by_name[module.name] = module
        for kind, rules in module.rules.items():
            for name in rules:
                if (kind, name) in by_rule:
                    rule = f"is announced by {by_rule[kind, name].place} too"
                    yield Problem(module.place, f"{kind} rule {name}", rule, "rename one of them")
                by_rule[kind, name] = module
