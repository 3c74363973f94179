"""A resolved scenario."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from engine.scenario.distributions import Distribution
from engine.scenario.origins import Origin
from engine.scenario.schema import SCHEMA, Parameters
from engine.scenario.values import TEXT, Value, encode, find_value, list_values

ASKED_ANEW = ("run.trials", "run.seed")
"""Values that each run settles and records for itself."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """Who talks, about what, with which pledges: every value resolved, and where it comes from.

    Attributes
    ----------
    name : str
        Stem of the file's name.
    title, description : str
        What it calls itself.
    parameters : Parameters
        Every parameter, validated.
    recorded : dict
        Origin of each value, by dotted path.
    parents : tuple of str
        Names of the scenarios that it extends, nearest first.
    """

    name: str
    title: str
    description: str
    parameters: Parameters
    recorded: dict[str, Origin]
    parents: tuple[str, ...] = ()

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Where each value comes from, by dotted path."""
        return MappingProxyType(self.recorded)

    @cached_property
    def uncertain(self) -> tuple[str, ...]:
        """Dotted paths of the values that are distributions, sorted."""
        entries = list_values(self.parameters)
        return tuple(sorted(entry.path for entry in entries if isinstance(entry.value, Distribution)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that results depend on: not of titles, sources, file names, trials or seed."""
        content = [
            (entry.path, encode(entry.value))
            for entry in list_values(self.parameters)
            if entry.facts.unit != TEXT and entry.path not in ASKED_ANEW
        ]
        canonical = json.dumps({"schema": SCHEMA, "values": content}, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def value_at(self, path: str) -> Value:
        """Value at a dotted path; KeyError where there is none."""
        return find_value(self.parameters, path)

    def to_toml(self) -> str:
        """Write every value and its source as one scenario file that extends nothing."""
        from engine.scenario.exporting import write_scenario

        return write_scenario(self)
