"""Two worlds that must be the same: trial by trial, or in their means."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.verification.checks import Check, Floats, error_of, exactly
from engine.analysis.verification.worlds import Sample
from engine.model.schedule import DURABLE_PEACE, MILITARY_DECISION, NO_AGREEMENT, RENEWED_WAR

FAMILY = "symmetry"
ERRORS = 4
"""Standard errors of a difference that is none: a false alarm at one seed in 16,000 for each comparison."""

SAME = "the same trials, bit for bit"


class Law(NamedTuple):
    """A number of a trial whose mean two worlds share.

    Attributes
    ----------
    name, column : str
        What it is called, and the column that it is taken from.
    code : int or None
        Code of which the share is taken, instead of the number itself.
    """

    name: str
    column: str
    code: int | None = None

    def take(self, sample: Sample) -> Floats:
        """Take the number of every trial; 0 where the thing did not happen."""
        column = sample.column(self.column)
        return (
            np.nan_to_num(column) if self.code is None else np.asarray(column == self.code, dtype=np.float64)
        )


LAWS = (
    Law("durable peace", "outcome", DURABLE_PEACE),
    Law("renewed war", "outcome", RENEWED_WAR),
    Law("no agreement", "outcome", NO_AGREEMENT),
    Law("military decision", "outcome", MILITARY_DECISION),
    Law("agreements", "agreements"),
    Law("weeks of the first ceasefire", "ceasefire_weeks"),
    Law("crises", "crises"),
)


def compare_means(name: str, ours: Floats, theirs: Floats) -> Check:
    """Compare means by the trials' own differences, as the two worlds share some draws."""
    difference = theirs - ours
    within = ERRORS * error_of(difference)
    return Check(
        FAMILY,
        name,
        f"{ours.mean():.4g}",
        float(theirs.mean()),
        f"{within:.2g}, {ERRORS} standard errors of the paired difference",
        bool(abs(difference.mean()) <= within),
    )


def compare_trials(
    name: str, ours: Sample, theirs: Sample, *, only: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Check:
    """Compare recorded numbers of the same trials bit by bit, column by column.

    Parameters
    ----------
    only : tuple of str, optional
        Columns to compare; those of the first world where absent.
    without : tuple of str, optional
        Columns of these that are left out.
    """
    compared = [column for column in only or ours.names if column not in without]
    differing = {
        f"different {column}": int((~same(ours.column(column), theirs.column(column))).sum())
        for column in compared
    }
    return exactly(FAMILY, name, SAME, differing, len(ours.values))


def compare_renamed(name: str, ours: Sample, theirs: Sample) -> Check:
    """Compare all recorded numbers of the same trials by their place, as columns go by other names."""
    differing = int((~same(ours.values, theirs.values)).any(axis=1).sum())
    return exactly(FAMILY, name, SAME, {"different trials": differing}, len(ours.values))


def same(ours: Floats, theirs: Floats) -> NDArray[np.bool_]:
    """Where numbers are equal, or both absent."""
    return np.asarray((ours == theirs) | (np.isnan(ours) & np.isnan(theirs)))
