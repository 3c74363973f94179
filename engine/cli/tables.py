"""Tables of text: fitted to a terminal, or whole and plain for files and pipes."""

from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

GAP = 2


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their headings; only a terminal breaks lines, and nothing is cut off."""
    cells = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(_fit(headings, cells))
        return
    lines = [tuple(headings), *cells]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    for line in lines:
        padded = (cell.ljust(width + GAP) for cell, width in zip(line, widths, strict=True))
        typer.echo("".join(padded).rstrip())


def _fit(headings: Sequence[str], cells: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, GAP, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    return table
