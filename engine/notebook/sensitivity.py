"""What drives an objective, in a notebook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.notebook.findings import Found
from engine.notebook.running import list_overrides
from engine.notebook.watching import say_compiling, watching


def sensitivity(
    *arms: str | Path,
    objective: str | None = None,
    method: str = "all",
    levers: Sequence[str] = (),
    points: int | None = None,
    trials_per_point: int | None = None,
    trials: int | None = None,
    seed: int | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
) -> Found:
    """Say what drives an objective of an arm, or its difference between two arms.

    Parameters
    ----------
    *arms : str or Path
        A scenario, or two: names of shipped ones, TOML files or folders of runs.
    objective : str, optional
        What counts, more being better; ``durable_peace`` if absent.
    method : str
        ``all``, ``sobol``, ``morris``, ``tornado`` or ``split``.
    levers : sequence of str
        ``PATH=VALUE,VALUE`` each, for the tornado and the split.
    points, trials_per_point : int, optional
        Base points of the indices, a power of 2, and trials at each.
    trials, seed : int, optional
        Trials of the tornado and the split, and the seed of all; those of the first arm if absent.
    set : mapping or sequence of str
        Values laid over all arms.
    progress : bool
        Whether to show how far it has come.

    Raises
    ------
    ScenarioError
        With every problem of the arms and of what is asked.
    """
    from engine.analysis.sensitivity.asking import ask_sensitivity
    from engine.analysis.sensitivity.drivers import count_trials, find_drivers
    from engine.report.findings.sensitivity import find_sensitivity

    question = ask_sensitivity(
        arms,
        list_overrides(set),
        objective=objective,
        method=method,
        levers=levers,
        points=points,
        trials_per_point=trials_per_point,
        trials=trials,
        seed=seed,
    )
    say_compiling(shown=progress)
    with watching(count_trials(question), " and ".join(question.asked.names), shown=progress) as tick:
        return Found(find_sensitivity(find_drivers(question, tick)))
