"""A finding: sentences, tables and figures, and how they came about."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import pandas as pd
from matplotlib.figure import Figure

from engine.report.answer import INTERVALS

Draw: TypeAlias = Callable[[bool], Figure]
"""Draws a figure; the argument says whether it is for a phone."""


class Table(NamedTuple):
    """A tidy table.

    Attributes
    ----------
    caption : str
        What it says.
    frame : DataFrame
        Its rows; plain numbers and words, NaN where there is none.
    meanings : mapping of str to str
        What each column says, with its unit in brackets.
    columns : tuple of str
        Those that are shown to readers; all if empty. Its file has all.
    """

    caption: str
    frame: pd.DataFrame
    meanings: Mapping[str, str]
    columns: tuple[str, ...] = ()

    @property
    def shown(self) -> pd.DataFrame:
        """What readers are shown of it."""
        return self.frame[list(self.columns)] if self.columns else self.frame


class Part(NamedTuple):
    """One of the things that a finding says.

    Attributes
    ----------
    name : str
        Its id: lower case, words joined by hyphens.
    heading : str
        Its heading.
    texts : tuple of str
        Sentences, each true by the tables beneath.
    tables : tuple of str
        Names of the finding's tables that belong here.
    draw : callable, optional
        Draws its figure.
    caption : str
        What the figure shows and how to read it; its first sentence is its title.
    folded : tuple of str
        Names of tables that belong here but are too long to read: only the page has them, folded.
    """

    name: str
    heading: str
    texts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    draw: Draw | None = None
    caption: str = ""
    folded: tuple[str, ...] = ()


class Finding(NamedTuple):
    """What an analysis says.

    Attributes
    ----------
    kind : str
        The command that makes it: ``compare``, ``sensitivity``.
    name : str
        What its folder is named after, beside its kind.
    title, about : str
        Its heading, and the line under it: trials, seed, objective.
    answer : tuple of str
        The answer in a sentence or two, with intervals.
    parts : tuple of Part
        What it says in detail; the first has the figure that stands beside the answer.
    tables : mapping of str to Table
        All tables by the names of their files.
    record : mapping of str to object
        How it was made, in plain numbers, words, lists and tables.
    premises : str
        What its intervals are, or why it has none.
    """

    kind: str
    name: str
    title: str
    about: str
    answer: tuple[str, ...]
    parts: tuple[Part, ...]
    tables: Mapping[str, Table]
    record: Mapping[str, Any]
    premises: str = INTERVALS
