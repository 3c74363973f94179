"""What is asked of tripwires, from the scenario to the wires."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from engine.analysis.arms import Asked, ask_arms
from engine.analysis.tripwires.histories import Histories, trace_histories
from engine.analysis.tripwires.wires import FEWEST, Tripwires, find_tripwires, list_landmarks
from engine.errors import Problem, ScenarioError
from engine.model.schedule import ENDS

By: TypeAlias = Literal["collapse", "attack", "escalation", "lapse"]

MONTHS = (1, 2, 3, 6, 12)
WITHIN = 12


class Watched(NamedTuple):
    """What is asked.

    Attributes
    ----------
    asked : Asked
        One arm and its trials.
    by : str
        What is to be foretold: any collapse, or one cause of it.
    months : tuple of int
        Months after which ceasefires are looked at.
    within : int
        Months within which they collapse or hold.
    """

    asked: Asked
    by: By
    months: tuple[int, ...]
    within: int


def ask_tripwires(
    reference: str | Path,
    overrides: Sequence[str] = (),
    *,
    by: By = "collapse",
    months: Sequence[int] = MONTHS,
    within: int = WITHIN,
    trials: int | None = None,
    seed: int | None = None,
) -> Watched:
    """Settle what is asked, and refuse what can't be; raises as `ask_arms` does."""
    asked = ask_arms([reference], overrides, trials=trials, seed=seed)
    scenario = asked.arms[0].scenario
    rounds, problems = scenario.parameters.clock.rounds, []
    if scenario.parameters.run.sampling == "sobol":
        rule = "makes trials depend on each other, so that none can be held out"
        problems.append(Problem(asked.names[0], "run.sampling = sobol", rule, "--set run.sampling=random"))
    if not months or min(months) < 1:
        problems.append(Problem("--months", ",".join(map(str, months)), "must be months from 1 on"))
    elif within < 1:
        problems.append(Problem("--within", str(within), "must be a month or more"))
    elif max(months) + within > rounds:
        rule = f"goes beyond the horizon of {rounds} months with the {within} months after it"
        problems.append(Problem("--months", str(max(months)), rule, "look earlier, or raise clock.rounds"))
    if problems:
        raise ScenarioError(*problems)
    return Watched(asked, by, tuple(sorted(set(months))), within)


def watch(watched: Watched, tick: Callable[[int], None] | None = None) -> tuple[Histories, Tripwires]:
    """Play the trials' histories and search them for wires.

    Raises
    ------
    ScenarioError
        If too few ceasefires collapse, or too few hold.
    """
    asked, by, months, within = watched
    histories = trace_histories(asked.arms[0].scenario, asked.seed, asked.trials, months, within, tick)
    ends = list(range(1, len(ENDS))) if by == "collapse" else [ENDS.index(by)]
    learnt, held_out = (list(list_landmarks(histories, within, ends, half)) for half in (0, 1))
    found = find_tripwires(learnt, held_out, asked.seed)
    if found is None:
        rule = f"comes to fewer than {FEWEST} ceasefires, or to all but so few, in a half of the trials"
        raise ScenarioError(Problem("--by", by, rule, "ask for more trials or other months"))
    return histories, found
