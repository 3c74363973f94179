"""Tripwires from a notebook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.analysis.tripwires.asking import MONTHS, WITHIN, By, ask_tripwires, watch
from engine.notebook.findings import Found
from engine.notebook.running import list_overrides
from engine.notebook.watching import say_compiling, watching
from engine.report.findings.tripwires import tell_tripwires


def tripwires(
    arm: str | Path,
    *,
    by: By = "collapse",
    months: Sequence[int] = MONTHS,
    within: int = WITHIN,
    trials: int | None = None,
    seed: int | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
) -> Found:
    """Find what in the first months of a ceasefire foretells its collapse, as `sim tripwires` does.

    Parameters
    ----------
    arm : str or Path
        A TOML file, the name of a shipped scenario, or the folder of a run.
    by : str
        What is to be foretold: any ``collapse``, or one by ``attack``, ``escalation`` or ``lapse``.
    months : sequence of int
        Months, of four weeks, after which ceasefires are looked at.
    within : int
        Months within which they collapse or hold.
    trials, seed : int, optional
        Trials, and the seed of all draws; the arm's own if absent.
    set : mapping or sequence of str, optional
        Values laid over the arm.
    progress : bool
        Whether to show how far it has come.

    Raises
    ------
    ScenarioError
        With every problem of what was asked for.
    """
    watched = ask_tripwires(
        arm, list_overrides(set), by=by, months=months, within=within, trials=trials, seed=seed
    )
    say_compiling(shown=progress)
    n_trials = watched.asked.trials
    with watching(n_trials, f"trials of {watched.asked.names[0]}", shown=progress) as tick:
        histories, found = watch(watched, tick)
    return Found(tell_tripwires(watched, histories, found))
