"""File and line of any path of a scenario, also of what is missing from it."""

from collections.abc import Mapping

from engine.scenario.layering import Leaf
from engine.scenario.lines import Path
from engine.scenario.reading import Document


class Places:
    """Finds who wrote a path, or the nearest table around it."""

    def __init__(self, leaves: Mapping[Path, Leaf], chain: list[Document]) -> None:
        self._leaves = leaves
        self._chain = chain
        self._tables: dict[Path, str] = {}
        for path, leaf in leaves.items():
            for length in range(1, len(path)):
                self._tables.setdefault(path[:length], leaf.origin.where)

    def of(self, path: Path) -> str:
        """``file:line``, ``--set`` or a class of pledges."""
        for length in range(len(path), 0, -1):
            part = path[:length]
            if part in self._leaves:
                return self._leaves[part].place(path)
            for document in self._chain:
                if part in document.lines:
                    return document.place(part)
            if part in self._tables:
                return self._tables[part]
        return self._chain[0].place()
