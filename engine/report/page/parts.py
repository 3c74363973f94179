"""What a page is made of: tables of text, figures with a table under them, and sections."""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from engine.report.page.svg import write_svg


class Grid(NamedTuple):
    """A table of text; its first column names the rows.

    Attributes
    ----------
    caption : str
        What it says.
    headings : tuple of str
        Names of its columns.
    rows : tuple of tuple of str
        Its cells.
    numbers : frozenset of int
        Columns that hold numbers.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


class Plate(NamedTuple):
    """A figure with its caption and the table that it was drawn from.

    Attributes
    ----------
    name : str
        Its id in the page.
    caption : str
        What it shows and how to read it.
    wide, narrow : Markup
        SVG for a page and for a phone.
    grids : tuple of Grid
        The same in numbers.
    """

    name: str
    caption: str
    wide: Markup
    narrow: Markup
    grids: tuple[Grid, ...]


class Section(NamedTuple):
    """A section of a page.

    Attributes
    ----------
    name, heading : str
        Its id and its heading.
    level : int
        Rank of its heading, 2 or 3.
    texts : tuple of str
        Paragraphs.
    plate : Plate, optional
        A figure.
    grids : tuple of Grid
        Tables, open.
    folded : tuple of Grid
        Tables that a reader opens.
    """

    name: str
    heading: str
    level: int
    texts: tuple[str, ...] = ()
    plate: Plate | None = None
    grids: tuple[Grid, ...] = ()
    folded: tuple[Grid, ...] = ()


class Page(NamedTuple):
    """All that a page says.

    Attributes
    ----------
    title, about : str
        Its heading and the line under it.
    question : str
        What is asked, in the words of the scenario; nothing where it has none.
    answer : tuple of str
        The answer in a sentence or two, and how sure it is.
    premises : str
        The assumptions under which it holds, the few that matter most.
    details : tuple of str
        More about these.
    note : str
        What the numbers are not.
    plate : Plate
        The figure beside the answer.
    sections : tuple of Section
        Everything else.
    """

    title: str
    about: str
    question: str
    answer: tuple[str, ...]
    premises: str
    details: tuple[str, ...]
    note: str
    plate: Plate
    sections: tuple[Section, ...]


def draw_plate(
    name: str, caption: str, draw: Callable[..., Figure], grids: Sequence[Grid], **options: Any
) -> Plate:
    """Draw a figure wide and narrow; its title is the first sentence of the caption."""
    title, _, rest = caption.partition(". ")
    wide, narrow = (
        write_svg(draw(narrow=narrow, **options), f"{name}-{size}", title, rest or caption)
        for size, narrow in (("wide", False), ("narrow", True))
    )
    return Plate(name, caption, wide, narrow, tuple(grids))


def make_grid(caption: str, table: pd.DataFrame, headings: Sequence[str] = ()) -> Grid:
    """Make a table of text from a table; shares and other numbers with three digits after the point."""
    numbers = frozenset(
        place for place, kind in enumerate(table.dtypes) if pd.api.types.is_numeric_dtype(kind)
    )
    rows = tuple(tuple(say_cell(cell) for cell in row) for row in table.itertuples(index=False))
    return Grid(caption, tuple(headings or map(str, table.columns)), rows, numbers)


def say_cell(cell: Any) -> str:
    """Write a cell; nothing where it is empty."""
    if isinstance(cell, bool | str):
        return str(cell)
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:.3f}" if cell != round(cell) else f"{cell:g}"
    return str(cell)
