"""The tables of evidence that come with the package: columns, rows, sources and licences."""

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from engine.evidence.cases import GUARANTEE_CLASSES, MONITOR_TYPES, SETTLEMENT_KINDS

_WORDS = {
    ("cases", "settlement_kind"): SETTLEMENT_KINDS,
    ("cases", "guarantee_class"): GUARANTEE_CLASSES,
    ("cases", "monitor_type"): MONITOR_TYPES,
}


class Column(NamedTuple):
    """One column of a table.

    Attributes
    ----------
    name, meaning : str
        Its heading, and what stands in it.
    words : tuple of str
        Words among which a cell is one; empty where anything goes.
    needed : bool
        Whether a file of one's own must have it.
    hindsight : bool
        Whether it was known only later; such a column is never an input of a back-test.
    shipped : bool
        Whether the package's own table has it.
    """

    name: str
    meaning: str
    words: tuple[str, ...] = ()
    needed: bool = False
    hindsight: bool = False
    shipped: bool = True


class EvidenceTable(NamedTuple):
    """One table; what is not said of its columns is said of the whole.

    Attributes
    ----------
    name, file, title : str
        Its name in the command, its file, and what it holds.
    coded, sources, licence, weakness : str
        By whom and how, from what, under which licence, and what to doubt.
    columns : tuple of Column
        In the order of the file; those that are not shipped last.
    """

    name: str
    file: str
    title: str
    coded: str
    sources: str
    licence: str
    weakness: str
    columns: tuple[Column, ...]

    @property
    def hindsight(self) -> tuple[str, ...]:
        """Names of the columns that no back-test may use as input."""
        return tuple(column.name for column in self.columns if column.hindsight)


@cache
def list_tables() -> tuple[EvidenceTable, ...]:
    """All tables, the cases first."""
    described = tomllib.loads(read_text("tables.toml"))
    return tuple(_describe(name, table) for name, table in described.items())


def table_named(name: str) -> EvidenceTable:
    """The table of a name; KeyError where there is none."""
    return {table.name: table for table in list_tables()}[name]


@cache
def read_rows(table: EvidenceTable) -> tuple[tuple[str, ...], ...]:
    """Cells of a table's rows, in the order of its shipped columns."""
    names = [column.name for column in table.columns if column.shipped]
    reader = csv.DictReader(read_text(table.file).splitlines(), strict=True)
    return tuple(tuple(row[name] for name in names) for row in reader)


def read_text(file: str) -> str:
    """Text of a file of this folder."""
    return resources.files("engine.evidence").joinpath(file).read_text("utf-8")


def _describe(name: str, described: dict[str, Any]) -> EvidenceTable:
    texts = {key: text for key, text in described.items() if key != "columns"}
    headings = next(csv.reader([read_text(texts["file"]).split("\n", 1)[0].rstrip("\r")]))
    columns = [
        Column(key, **facts, words=_WORDS.get((name, key), ()), shipped=key in headings)
        for key, facts in described["columns"].items()
    ]
    return EvidenceTable(name=name, columns=tuple(columns), **texts)
