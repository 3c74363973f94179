"""Choices among arms from a notebook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.analysis.arms import ask_arms
from engine.analysis.choosing.choosing import choose as choose_among
from engine.analysis.choosing.choosing import count_played, value_unknowns
from engine.analysis.objective import DEFAULT, parse_objective
from engine.notebook.findings import Found
from engine.notebook.running import list_overrides
from engine.notebook.watching import say_compiling, watching
from engine.report.findings.choose import Settings, say_choice
from engine.report.findings.value import say_value


def value(
    *arms: str | Path,
    objective: str = DEFAULT,
    trials: int | None = None,
    states: int = 200,
    replicates: int = 100,
    seed: int | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
) -> Found:
    """Say what knowing each unknown is worth to who chooses among arms, as `sim value` does.

    Parameters
    ----------
    *arms : str or Path
        TOML files, names of shipped scenarios, or folders of runs; two or more.
    objective : str
        What counts, more being better.
    trials, seed : int, optional
        Trials that all arms share; those of the first arm where absent.
    states, replicates : int
        States of the unknowns, and trials of each in every arm, for the worth of knowing everything.
    set : mapping or sequence of str
        Values laid over all scenarios.
    progress : bool
        Whether to show how far it has come.

    Returns
    -------
    found : Found
        Tables ``unknowns``, ``groups``, ``perfect`` and ``arms``.
    """
    asked = ask_arms(arms, list_overrides(set), trials=trials, seed=seed, least=2)
    wanted = parse_objective(objective, asked.arms[0].scenario)
    say_compiling(shown=progress)
    with watching(count_played(asked, states, replicates), "value", shown=progress) as tick:
        valued = value_unknowns(asked, wanted, states, replicates, tick)
    return Found(say_value(asked, wanted, valued, states, replicates))


def choose(
    *arms: str | Path,
    objective: str = DEFAULT,
    satisfice: float | None = None,
    alpha: float = 0.05,
    trials: int | None = None,
    states: int = 200,
    replicates: int = 100,
    seed: int | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),  # noqa: A002
    progress: bool = True,
) -> Found:
    """Say which arm holds up across the unknowns, and what would reverse the ranking, as `sim choose` does.

    Parameters
    ----------
    *arms : str or Path
        TOML files, names of shipped scenarios, or folders of runs; two or more.
    objective : str
        What counts, more being better.
    satisfice : float, optional
        What an arm must be worth in a state to satisfy; the mean of the first arm where absent.
    alpha : float
        Share of the states that count as the worst.
    trials, seed : int, optional
        Trials that all arms share; those of the first arm where absent.
    states, replicates : int
        States of the unknowns, and trials of each in every arm.
    set : mapping or sequence of str
        Values laid over all scenarios.
    progress : bool
        Whether to show how far it has come.

    Returns
    -------
    found : Found
        Tables ``criteria``, ``reversals``, ``joint``, ``arms`` and ``states``.
    """
    asked = ask_arms(arms, list_overrides(set), trials=trials, seed=seed, least=2)
    wanted = parse_objective(objective, asked.arms[0].scenario)
    say_compiling(shown=progress)
    with watching(count_played(asked, states, replicates), "choose", shown=progress) as tick:
        chosen = choose_among(asked, wanted, states, replicates, satisfice, alpha, tick)
    return Found(say_choice(asked, wanted, chosen, Settings(states, replicates, alpha)))
