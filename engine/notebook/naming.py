"""Names that tell several results apart."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar


class Foldered(Protocol):
    """What stands in a folder."""

    @property
    def folder(self) -> Path:
        """Where it stands."""


F = TypeVar("F", bound=Foldered)


def name_apart(results: Sequence[F]) -> dict[str, F]:
    """Name results by their folders; by their whole paths where two are called alike, else by number."""
    counts = Counter(each.folder.name for each in results)
    named: dict[str, F] = {}
    for each in results:
        name = each.folder.name if counts[each.folder.name] == 1 else str(each.folder)
        number = 2
        while name in named:
            name, number = f"{each.folder} ({number})", number + 1
        named[name] = each
    return named
