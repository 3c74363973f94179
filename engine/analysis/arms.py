"""Arms: scenarios that are played over the same trials, to be compared or analysed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.analysis.replaying.stored import open_source
from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError, StoreError
from engine.experiment.executors import count_cpus
from engine.experiment.settings import refuse_wrong
from engine.model.packing import Packed, pack
from engine.results.provenance import digest_sources
from engine.results.record import RUN
from engine.scenario import Scenario, load_scenario
from engine.simulation.kernel import run_packed
from engine.simulation.records import Chunk

CHUNK = 2048
"""Trials that are played at a time."""
MOST_TRIALS = 200_000
"""Trials of one arm whose records are kept in memory."""


class Arm(NamedTuple):
    """One of several scenarios over the same trials.

    Attributes
    ----------
    name : str
        What tells it apart.
    scenario : Scenario
        What is played.
    """

    name: str
    scenario: Scenario


class Asked(NamedTuple):
    """Arms, and the trials that they share.

    Attributes
    ----------
    arms : tuple of Arm
        The first is the reference where one is needed.
    trials, seed : int
        Trials 0 to trials - 1 of the seed.
    """

    arms: tuple[Arm, ...]
    trials: int
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the arms."""
        return tuple(arm.name for arm in self.arms)


def ask_arms(
    references: Sequence[str | Path],
    overrides: Sequence[str] = (),
    *,
    trials: int | None = None,
    seed: int | None = None,
    least: int = 1,
) -> Asked:
    """Find arms by their names, and settle which trials they share.

    Parameters
    ----------
    references : sequence of str or Path
        TOML files, names of shipped scenarios, or folders of complete runs. A folder stands for its scenario,
        whose trials are played anew: the same to the bit.
    overrides : sequence of str
        ``a.b.c=VALUE`` each, laid over every scenario.
    trials, seed : int, optional
        Those of the first arm if absent.
    least : int
        Arms that there must be.

    Raises
    ------
    ScenarioError
        With every problem of the scenarios and options, and if trials would not be paired.
    StoreError
        If a folder can't be read, or another engine made it.
    """
    refuse_wrong(trials=trials, seed=seed)
    problems: list[Problem] = []
    arms: list[Arm] = []
    for reference in references:
        try:
            arm, its_trials, its_seed = _open(reference, overrides)
        except ScenarioError as error:
            problems += error.problems
            continue
        if any(other.name == arm.name for other in arms):
            problems.append(Problem("arms", arm.name, "is named twice", "name each arm once"))
        trials = its_trials if trials is None else trials
        seed = its_seed if seed is None else seed
        arms.append(arm)
    if len(references) < least:
        problems.append(Problem("arms", f"{len(references)}", f"needs at least {least}", "name more of them"))
    if trials is not None and trials > MOST_TRIALS:
        rule = f"is more than the {MOST_TRIALS:,} that are held in memory"
        problems.append(Problem("--trials", f"{trials:,}", rule, "ask for fewer"))
    sampling = {arm.scenario.parameters.run.sampling for arm in arms}
    if len(sampling) > 1:
        rule = "differs between arms, so that their trials are not paired"
        problems.append(Problem("run.sampling", " and ".join(sorted(sampling)), rule, "give all the same"))
    if problems or trials is None or seed is None:
        raise ScenarioError(*problems)
    return Asked(tuple(arms), trials, seed)


def play_arms(asked: Asked, tick: Callable[[int], None] | None = None) -> list[Trials]:
    """Play the trials of all arms over all CPUs.

    Parameters
    ----------
    tick : callable, optional
        Called with the number of trials that were played since it was last called.

    Returns
    -------
    trials : list of Trials
        Of each arm, in order; row i of each is trial i.
    """
    return play_scenarios([arm.scenario for arm in asked.arms], asked.seed, 0, asked.trials, tick)


def play_scenarios(
    scenarios: Sequence[Scenario],
    seed: int,
    first: int,
    n_trials: int,
    tick: Callable[[int], None] | None = None,
) -> list[Trials]:
    """Play trials first .. first + n_trials - 1 of scenarios over all CPUs; in the scenarios' order."""
    firsts = range(first, first + n_trials, CHUNK)
    sizes = [min(CHUNK, first + n_trials - start) for start in firsts]

    def run(packed: Packed, start: int, size: int) -> Chunk:
        chunk = run_packed(packed, seed, start, size)
        if tick is not None:
            tick(size)
        return chunk

    played = []
    with ThreadPoolExecutor(count_cpus()) as pool:
        waiting = []
        for scenario in scenarios:
            packed = pack(scenario)
            waiting.append(
                [pool.submit(run, packed, start, size) for start, size in zip(firsts, sizes, strict=True)]
            )
        for scenario, futures in zip(scenarios, waiting, strict=True):
            chunks = [future.result() for future in futures]
            values = np.concatenate([chunk.values for chunk in chunks])
            played.append(Trials(scenario, values, np.concatenate([chunk.draws for chunk in chunks])))
    return played


def _open(reference: str | Path, overrides: Sequence[str]) -> tuple[Arm, int, int]:
    """Open one arm; give its own number of trials and its own seed too."""
    folder = Path(reference)
    if not (folder / RUN).is_file():
        scenario = load_scenario(reference, overrides)
        run = scenario.parameters.run
        return Arm(scenario.name, scenario), run.trials, run.seed
    if overrides:
        rule = "is laid over scenarios, and this is the folder of a run"
        raise ScenarioError(Problem("--set", str(folder), rule, "name the scenario instead"))
    source = open_source(folder)
    if source.run.sources != digest_sources():
        rule = "was made by another engine, so that its trials would come out otherwise"
        raise StoreError(Problem(str(folder), source.run.engine, rule, "run it again"))
    return Arm(folder.resolve().name, source.scenario), source.run.trials, source.run.seed
