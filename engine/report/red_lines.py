"""What parties say they will not cross, from the scenario that a run's folder holds."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.errors import ScenarioError, StoreError
from engine.results.loading import Results
from engine.results.store import SCENARIO
from engine.scenario import Scenario, load_scenario
from engine.scenario.distributions import Distribution


class RedLine(NamedTuple):
    """One party's limit on one issue.

    Attributes
    ----------
    party, issue : str
        Whose, and on what.
    term : float or None
        The term; None where it is drawn anew in each trial.
    upward : bool
        Whether terms above it are acceptable, rather than those below.
    """

    party: str
    issue: str
    term: float | None
    upward: bool


def load_asked(results: Results) -> Scenario:
    """Load the resolved scenario of a run.

    Raises
    ------
    StoreError
        If this engine no longer reads it.
    """
    try:
        return load_scenario(results.folder / SCENARIO)
    except ScenarioError as error:
        raise StoreError(*error.problems) from error


def list_red_lines(scenario: Scenario) -> Iterator[RedLine]:
    """Give the red lines of the parties themselves, not of those who ratify, in the file's order."""
    for name, party in scenario.parameters.parties.items():
        for issue, position in party.positions.items():
            limit, ideal = position.red_line, position.ideal
            if limit is None:
                continue
            term = None if isinstance(limit, Distribution) else float(limit)
            wanted = 1.0 if isinstance(ideal, Distribution) or ideal is None else float(ideal)
            yield RedLine(name, issue, term, wanted >= (0.5 if term is None else term))
