"""What a live view is asked for, as the command hands it to the process that serves the page."""

import json
from typing import NamedTuple

ASKED = "SIM_VIEW"
"""Name of the environment's variable."""


class Asked(NamedTuple):
    """What to show.

    Attributes
    ----------
    scenario : str
        A shipped scenario or a TOML file.
    overrides : tuple of str
        Laid over it, as ``KEY=VALUE``.
    levers : tuple of str
        Dotted paths of the values that the page can change; the usual ones where empty.
    seed : int, optional
        Seed of all draws; the scenario's own where absent.
    trial : int
        The trial shown at first.
    """

    scenario: str
    overrides: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    seed: int | None = None
    trial: int = 0


def write_asked(asked: Asked) -> str:
    """Write it as text."""
    return json.dumps(asked)


def read_asked(text: str) -> Asked:
    """Read what `write_asked` wrote."""
    scenario, overrides, levers, seed, trial = json.loads(text)
    return Asked(scenario, tuple(overrides), tuple(levers), seed, trial)
