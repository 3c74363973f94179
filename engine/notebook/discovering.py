"""Boxes of conditions from a notebook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.analysis.discovery.asking import ask_boxes, find_boxes
from engine.analysis.discovery.cases import Where
from engine.analysis.objective import DEFAULT
from engine.notebook.findings import Found
from engine.notebook.running import list_overrides
from engine.notebook.watching import say_compiling, watching
from engine.report.findings.discovery import tell_discovery


def discover(
    *arms: str | Path,
    objective: str = DEFAULT,
    where: Where | None = None,
    coverage: float | None = None,
    trials: int | None = None,
    seed: int | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
) -> Found:
    """Find conditions under which an outcome holds or fails more often, as `sim discover` does.

    Parameters
    ----------
    *arms : str or Path
        TOML files, names of shipped scenarios, or folders of runs; where there are several, the arm is one of
        the conditions.
    objective : str
        An outcome, several with + between them, or a limit to a recorded number.
    where : str, optional
        ``holds`` or ``fails``; the rarer of the two if absent.
    coverage : float, optional
        Choose PRIM's densest box with at least this share of the cases; that of the largest gain if absent.
    trials, seed : int, optional
        Trials of each arm, and the seed of all draws; those of the first arm if absent.
    set : mapping or sequence of str, optional
        Values laid over all arms.
    progress : bool
        Whether to show how far it has come.

    Raises
    ------
    ScenarioError
        With every problem of what was asked for.
    EngineError
        If scikit-learn is not installed.
    """
    sought = ask_boxes(
        arms,
        list_overrides(set),
        objective=objective,
        where=where,
        coverage=coverage,
        trials=trials,
        seed=seed,
    )
    say_compiling(shown=progress)
    n_trials = len(sought.asked.arms) * sought.asked.trials
    with watching(n_trials, f"trials of {', '.join(sought.asked.names)}", shown=progress) as tick:
        found = find_boxes(sought, tick)
    return Found(tell_discovery(sought, found))
