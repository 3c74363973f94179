"""A search for packages from a notebook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.analysis.objective import DEFAULT
from engine.analysis.searching.asking import BUDGET, FRESH, TRIALS, ask_search, run_search
from engine.notebook.findings import Found
from engine.notebook.running import list_overrides
from engine.notebook.watching import say_compiling, watching
from engine.report.findings.search import say_search


def search(
    scenario: str | Path,
    *,
    levers: Sequence[str] = (),
    objective: str = DEFAULT,
    budget: int = BUDGET,
    trials: int = TRIALS,
    fresh: int = FRESH,
    seed: int | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
) -> Found:
    """Search levers for packages that both sides would sign and that last, as `sim search` does.

    Parameters
    ----------
    scenario : str or Path
        A TOML file, the name of a shipped scenario, or the folder of a run.
    levers : sequence of str
        ``PATH=SETTING,SETTING`` each; terms, pledges and what watches the line if there are none.
    objective : str
        What counts once a package is in force.
    budget, trials, fresh : int
        Packages to try, trials of each, and fresh trials on which the best are judged.
    seed : int, optional
        Seed of all draws; the scenario's own if absent.
    set : mapping or sequence of str, optional
        Values laid over the scenario.
    progress : bool
        Whether to show how far it has come.

    Raises
    ------
    ScenarioError
        With every problem of what was asked for.
    EngineError
        If optuna is not installed.
    """
    asked = ask_search(
        scenario,
        levers,
        list_overrides(set),
        objective=objective,
        seed=seed,
        budget=budget,
        trials=trials,
        fresh=fresh,
    )
    say_compiling(shown=progress)
    with watching(asked.n_judged, asked.scenario.name, "packages", shown=progress) as tick:
        searched = run_search(asked, tick)
    return Found(say_search(asked, searched))
