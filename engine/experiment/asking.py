"""What a run is asked for: a scenario, how much of it and where to, with every problem at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from engine.errors import Problem, ScenarioError
from engine.experiment.settings import Options, Settings, check_options, settle
from engine.results.folder import OUTPUTS, check_free
from engine.results.room import check_room, estimate_room
from engine.scenario import Scenario, load_scenario


def ask(
    reference: str | Path,
    overrides: Sequence[str] = (),
    out: Path | None = None,
    **options: Unpack[Options],
) -> tuple[Scenario, Settings]:
    """Load a scenario and settle how to run it.

    Parameters
    ----------
    reference : str or Path
        A TOML file, or the name of a shipped scenario.
    overrides : sequence of str
        ``a.b.c=VALUE`` each, laid over the file.
    out : Path, optional
        The folder asked for.
    **options
        As `settle` takes them.

    Raises
    ------
    ScenarioError
        With every problem of scenario, overrides, options, folder and room for rows.
    """
    problems: list[Problem] = []
    scenario = settings = None
    try:
        scenario = load_scenario(reference, overrides)
        settings = settle(scenario, **options)
    except ScenarioError as error:
        problems += error.problems
        problems += check_options(options) if scenario is None else ()
    if out is not None:
        problems += check_free(out)
    if scenario and settings and settings.rows:
        needed = estimate_room(scenario, settings.trials, settings.trials_csv)
        problems += check_room(out or OUTPUTS, needed)
    if problems or scenario is None or settings is None:
        raise ScenarioError(*problems)
    return scenario, settings
