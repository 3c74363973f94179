"""Which parameter of the schema a name stands for, and which values of a scenario."""

from difflib import get_close_matches
from typing import NamedTuple

from engine.errors import Problem, ScenarioError
from engine.scenario.dictionary import ANY_NAME, Described, describe_parameters
from engine.scenario.finding import suggest
from engine.scenario.scenario import Scenario
from engine.scenario.values import Entry, list_values

SHOWN = 3


class Named(NamedTuple):
    """A parameter, and the path by which it was asked for: with ``*`` where any name will do."""

    described: Described
    path: str


def find_parameter(name: str, others: tuple[str, ...] = ()) -> Named:
    """Parameter that a path with ``*``, a path of a scenario, or the end of one stands for.

    Parameters
    ----------
    name : str
        Such as ``parties.*.cost``, ``parties.russia.cost`` or ``cost``; a last ``.*`` may be left out.
    others : tuple of str
        Further names that may have been meant, for the message alone.

    Raises
    ------
    ScenarioError
        Where it stands for none, with the nearest names, or for several, with all of them.
    """
    parts = tuple(name.split("."))
    for candidates in (_find_whole(parts), _find_whole((*parts, ANY_NAME)), _find_ends(parts)):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            paths = ", ".join(one.described.path for one in candidates)
            rule = f"stands for {len(candidates)} parameters"
            raise ScenarioError(Problem("sim evidence", name, rule, f"say which: {paths}"))
    raise ScenarioError(
        Problem("sim evidence", name, "is not known", _suggest(name, others) or "sim evidence lists all")
    )


def matches(pattern: str, path: str) -> bool:
    """Whether a path is the pattern, with ``*`` for any name."""
    return _fits(tuple(pattern.split(".")), tuple(path.split(".")))


def find_entries(named: Named, scenario: Scenario) -> list[Entry]:
    """Values that a scenario gives to a parameter; none where it leaves it absent.

    Raises
    ------
    ScenarioError
        Where the path has a name that the scenario doesn't, with the nearest.
    """
    entries = list(list_values(scenario.parameters))
    found = [entry for entry in entries if matches(named.path, entry.path)]
    if not found:
        _refuse_unknown_names(named, scenario.name, [entry.path.split(".") for entry in entries])
        whole = named.path.split(f".{ANY_NAME}.")[0]  # a list of tables is one value
        found = [entry for entry in entries if entry.path == whole]
    return found


def _refuse_unknown_names(named: Named, scenario: str, paths: list[list[str]]) -> None:
    """Refuse a name of the scenario's own choice that is none of its names; the last part may be absent."""
    pattern, asked = named.described.path.split("."), named.path.split(".")
    for at, (wanted, name) in enumerate(zip(pattern[:-1], asked, strict=False)):
        if wanted == ANY_NAME != name:
            inside = [path for path in paths if len(path) > at and _fits_start(asked[:at], path)]
            known = tuple(dict.fromkeys(path[at] for path in inside))
            if name not in known:
                rule = f"has no {name} in {scenario}"
                raise ScenarioError(Problem("sim evidence", named.path, rule, suggest(name, known)))


def _fits_start(pattern: list[str], path: list[str]) -> bool:
    return _fits(tuple(pattern), tuple(path[: len(pattern)]))


def _find_whole(parts: tuple[str, ...]) -> list[Named]:
    return [
        Named(one, ".".join(parts)) for one in describe_parameters() if matches(one.path, ".".join(parts))
    ]


def _find_ends(parts: tuple[str, ...]) -> list[Named]:
    """Parameters whose path ends so; the end begins with a key of the schema and may lack a last ``*``."""
    found = []
    for one in describe_parameters():
        path = tuple(one.path.split("."))
        for end in (parts, (*parts, ANY_NAME)):
            before, after = path[: -len(end)], path[-len(end) :]
            if after[0] == end[0] and _fits(after, end):
                found.append(Named(one, ".".join((*before, *end))))
    return found


def _fits(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(pattern) == len(parts) and all(
        part and wanted in (part, ANY_NAME) for wanted, part in zip(pattern, parts, strict=True)
    )


def _suggest(name: str, others: tuple[str, ...]) -> str:
    paths = [one.path for one in describe_parameters()]
    near = get_close_matches(name, [*paths, *others], n=SHOWN)
    if not near:
        keys = {_last_key(path) for path in paths}
        close = get_close_matches(_last_key(name), sorted(keys), n=SHOWN)
        near = [path for key in close for path in paths if _last_key(path) == key]
    return f"nearest: {', '.join(near)}" if near else ""


def _last_key(path: str) -> str:
    return path.removesuffix(f".{ANY_NAME}").rsplit(".", 1)[-1]
