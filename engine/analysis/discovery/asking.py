"""What discovery is asked, from the arms to the boxes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from engine.analysis.arms import Asked, ask_arms
from engine.analysis.discovery.cases import Where, play_cases, refuse_undiscoverable
from engine.analysis.discovery.discovering import Discovery, discover, repeat_luck
from engine.analysis.objective import Objective, parse_objective
from engine.errors import Problem, ScenarioError


class Sought(NamedTuple):
    """What is sought.

    Attributes
    ----------
    asked : Asked
        Arms, each over so many trials of its own.
    objective : Objective
        What holds or fails.
    where : str, optional
        Which of the two is of interest; the rarer where absent.
    coverage : float, optional
        Least coverage of PRIM's box; that of the largest gain is chosen where absent.
    """

    asked: Asked
    objective: Objective
    where: Where | None
    coverage: float | None


def ask_boxes(
    references: Sequence[str | Path],
    overrides: Sequence[str],
    *,
    objective: str,
    where: Where | None = None,
    coverage: float | None = None,
    trials: int | None = None,
    seed: int | None = None,
) -> Sought:
    """Settle what is sought, and refuse what can't be; raises as `ask_arms` does."""
    if coverage is not None and not 0 < coverage <= 1:
        raise ScenarioError(Problem("--coverage", f"{coverage:g}", "must lie above 0 and not above 1"))
    asked = ask_arms(references, overrides, trials=trials, seed=seed)
    wanted = parse_objective(objective, asked.arms[0].scenario)
    refuse_undiscoverable(asked, wanted)
    return Sought(asked, wanted, where, coverage)


def find_boxes(sought: Sought, tick: Callable[[int], None] | None = None) -> Discovery:
    """Play all trials and search them for boxes.

    Raises
    ------
    ScenarioError
        If the objective holds or fails too rarely to learn anything.
    EngineError
        If scikit-learn is not installed.
    """
    cases = play_cases(sought.asked, sought.objective, sought.where, tick)
    found = discover(cases, sought.asked.seed, sought.coverage)
    return repeat_luck(sought.asked, sought.objective, found)
