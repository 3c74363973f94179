"""What stands in folders, as objects: a run, a sweep, or many."""

import glob
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from engine.errors import Problem, ScenarioError, StoreError
from engine.notebook.collections import Runs, Sweeps
from engine.notebook.naming import name_apart
from engine.notebook.runs import RunResults
from engine.notebook.sweeps import SweptResults
from engine.results.peeking import peek
from engine.results.record import RUN
from engine.results.sweeps.peeking import peek_sweep
from engine.results.sweeps.record import is_sweep

if TYPE_CHECKING:
    from engine.notebook.mesa_style import MesaFrames

Loaded: TypeAlias = RunResults | SweptResults | Runs | Sweeps


@overload
def load(path: str | Path, *, style: Literal["tidy"] = "tidy") -> Loaded: ...
@overload
def load(path: str | Path, *, style: Literal["mesa"]) -> "MesaFrames": ...
def load(path: str | Path, *, style: str = "tidy") -> "Loaded | MesaFrames":
    """Load a run, a sweep, or all that a pattern finds; unfinished ones as far as they are.

    Parameters
    ----------
    path : str or Path
        A folder that `sim run` or `sim sweep` wrote, or a pattern such as ``outputs/berlin*``.
    style : str
        ``mesa`` gives a run's trials under the names of Mesa's ``batch_run``, as `RunResults.to_mesa` does.

    Returns
    -------
    RunResults, SweptResults, Runs, Sweeps or MesaFrames
        One object for a folder. For a pattern, however many folders it finds, a collection, whose tables have
        a column ``run`` (or ``sweep``) in front.

    Raises
    ------
    ScenarioError
        If there is no such style, or none of a sweep or a pattern.
    StoreError
        If a folder holds neither, was changed, is of a newer engine, or a pattern finds none or both kinds.
    """
    if style != "tidy":
        return _load_for_mesa(path, style)
    if _is_pattern(path):
        return _load_all(str(path))
    return load_sweep(path) if is_sweep(Path(path)) else load_run(path)


def load_run(path: str | Path) -> RunResults:
    """Load one run; raises as `load`."""
    return RunResults(peek(path))


def load_sweep(path: str | Path) -> SweptResults:
    """Load one sweep; raises as `load`."""
    return SweptResults(peek_sweep(path))


def _load_for_mesa(path: str | Path, style: str) -> "MesaFrames":
    if style != "mesa":
        raise ScenarioError(Problem("engine.load", f"style = {style!r}", 'must be "tidy" or "mesa"'))
    if _is_pattern(path) or is_sweep(Path(path)):
        rule = 'is no single run, which style = "mesa" is for'
        raise ScenarioError(Problem("engine.load", str(path), rule, "load it as it is"))
    return load_run(path).to_mesa()


def _load_all(pattern: str) -> Runs | Sweeps:
    folders = [Path(found) for found in sorted(glob.glob(pattern)) if (Path(found) / RUN).is_file()]
    sweeps = [folder for folder in folders if is_sweep(folder)]
    if not folders:
        rule = "finds no folder of a run or sweep"
        raise StoreError(Problem("engine.load", pattern, rule, "name folders that sim wrote"))
    if sweeps and len(sweeps) < len(folders):
        other = next(folder for folder in folders if folder not in sweeps)
        rule = f"finds both sweeps ({sweeps[0]}) and runs ({other})"
        raise StoreError(Problem("engine.load", pattern, rule, "load them apart"))
    if sweeps:
        return Sweeps(name_apart([load_sweep(folder) for folder in sweeps]))
    return Runs(name_apart([load_run(folder) for folder in folders]))


def _is_pattern(path: str | Path) -> bool:
    return glob.has_magic(str(path)) and not Path(path).exists()
