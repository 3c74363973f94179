"""Where each value of a scenario comes from."""

from typing import NamedTuple

from engine.scenario.lines import Path

ASSUMPTION = "assumption"


class Origin(NamedTuple):
    """Who wrote a value, and what it rests on.

    Attributes
    ----------
    where : str
        ``file:line``, ``default``, ``--set`` or a class of pledges.
    source : str
        What the value rests on; empty where nobody says.
    """

    where: str
    source: str = ""

    @property
    def assumed(self) -> bool:
        """Whether no real source stands behind the value."""
        return not self.source or self.source.startswith(ASSUMPTION)

    @property
    def reason(self) -> str:
        """Why it is assumed."""
        return self.source.removeprefix(ASSUMPTION).lstrip(": ") or "no source given"


def dotted(path: Path) -> str:
    """Write a path of keys with dots."""
    return ".".join(str(key) for key in path)
