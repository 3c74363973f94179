"""Whether the rules from outside the package are those with which a folder was made."""

from collections.abc import Mapping
from pathlib import Path

from engine.errors import Problem, StoreError
from engine.modules import digest_modules


def list_other_modules(recorded: Mapping[str, str], folder: Path) -> list[Problem]:
    """List modules that are absent, changed, or beside those that a folder was made with.

    Parameters
    ----------
    recorded : mapping of str to str
        Digests of its modules by name.
    """
    used, problems = digest_modules(), []
    for name in sorted(recorded.keys() | used.keys()):
        then, now = recorded.get(name), used.get(name)
        if then == now:
            continue
        if now is None:
            rule = f"was made with the rules of module {name} ({then}), which is absent"
            way_out = f"--module {name}.py, where that file is"
        elif then is None:
            rule, way_out = f"was made without the rules of module {name} ({now})", "leave it out"
        else:
            rule = f"was made with module {name} {then}, which is {now} now"
            way_out = "restore its file, or run again"
        problems.append(Problem(str(folder), "", rule, way_out))
    return problems


def refuse_other_modules(recorded: Mapping[str, str], folder: Path) -> None:
    """Refuse a folder that was made with other modules.

    Raises
    ------
    StoreError
        With every module that is absent, changed, or beside them.
    """
    if problems := list_other_modules(recorded, folder):
        raise StoreError(*problems)


def join_sources(sources: str, modules: Mapping[str, str]) -> str:
    """Say in one text what decides the results of a trial: the model's sources and the modules."""
    return " ".join([sources, *(f"{name} {digest}" for name, digest in sorted(modules.items()))])
