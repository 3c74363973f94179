"""Trials worth reading: the typical one of each end, the strangest, and the likest that ended otherwise."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from engine.analysis.replaying.stored import Source
from engine.errors import Problem, ScenarioError, StoreError
from engine.simulation.records import OUTCOMES, Floats, columns

COLLAPSE = "collapse"
CLASSES = (*OUTCOMES, COLLAPSE)
"""What a typical trial can be asked of: the ends, and the trials in which a ceasefire collapsed."""
PEACE = ("durable_peace", "unproven_peace", "frozen_conflict")
"""Ends in which no war is fought; all others are on the side of war."""
COMPARED = 2000
"""Most trials of a class that are compared with each other, evenly spaced over it; all of a smaller one."""
EXTREMES = (
    ("ceasefire_weeks", "shortest first ceasefire that broke", False),
    ("ceasefire_weeks", "longest first ceasefire that broke", True),
    ("crises", "most crises under a ceasefire", True),
    ("attacks_reversed", "most attacks broken off", True),
    ("drafts", "most drafts", True),
)


class Telling(NamedTuple):
    """A trial worth reading.

    Attributes
    ----------
    of : str
        One of `CLASSES`; nothing for extremes of all trials.
    what : str
        Why it is worth reading.
    trial : int
        Its number.
    outcome : str
        How it ended.
    trials : int
        Trials of the class, or all that can be extreme.
    """

    of: str
    what: str
    trial: int
    outcome: str
    trials: int


def list_telling(source: Source) -> list[Telling]:
    """List the trials worth reading.

    Typical is the medoid of a class: the trial with the least mean distance to the others. Strangest is
    the one farthest from it, and the likest that ended otherwise is the nearest to it on the other side
    of peace and war, or of held and collapsed. Distances are Euclidean over all recorded numbers, each
    standardised, counts by their logarithm first. A round of what never came is the horizon.

    Raises
    ------
    StoreError
        If no rows are kept.
    """
    ends = _read(source, ["outcome", "collapse_round", "ceasefire_end"])
    outcomes = np.array(ends["outcome"].cast(pa.string()).to_pylist(), dtype=object)
    members = {name: _members(name, ends, outcomes) for name in CLASSES}
    others = {name: _others(name, ends, outcomes) for name in CLASSES}
    sampled = {name: _thin(trials) for name, trials in members.items()}
    against = {name: _thin(trials) for name, trials in others.items()}
    needed = np.unique(np.concatenate([*sampled.values(), *against.values()]))
    places = _standardise(source, needed)
    found = []
    for name, trials in sampled.items():
        if trials.size:
            chosen = _choose(trials, against[name], needed, places)
            found += [
                Telling(name, what, trial, outcomes[trial], members[name].size) for what, trial in chosen
            ]
    return found + list(_list_extremes(source, outcomes))


def find_typical(source: Source, of: str) -> int:
    """Give the number of the typical trial of a class.

    Raises
    ------
    ScenarioError
        If there is no such class, or no trial in it.
    StoreError
        If no rows are kept.
    """
    if of not in CLASSES:
        raise ScenarioError(Problem("--typical", of, f"must be one of {', '.join(CLASSES)}"))
    for each in list_telling(source):
        if each.of == of:
            return each.trial
    raise ScenarioError(Problem("--typical", of, "is how no trial of this run ends"))


def _choose(
    trials: NDArray[np.int64], others: NDArray[np.int64], needed: NDArray[np.int64], places: Floats
) -> Iterator[tuple[str, int]]:
    own = places[np.searchsorted(needed, trials)]
    medoid = int(np.argmin(cdist(own, own).mean(axis=1)))
    yield "typical", int(trials[medoid])
    if trials.size > 1:
        yield "strangest", int(trials[np.argmax(cdist(own[[medoid]], own))])
    if others.size:
        away = cdist(own[[medoid]], places[np.searchsorted(needed, others)])
        yield "likest to the typical one that ended otherwise", int(others[np.argmin(away)])


def _list_extremes(source: Source, outcomes: NDArray[np.object_]) -> Iterator[Telling]:
    table = _read(source, ["ceasefire_end", *dict.fromkeys(column for column, _, _ in EXTREMES)])
    words = table["ceasefire_end"].cast(pa.string())
    broke = words.is_valid().to_numpy() & (words.to_numpy(zero_copy_only=False) != "held")
    for column, what, largest in EXTREMES:
        values = table[column].to_numpy().astype(float)
        can = broke if column == "ceasefire_weeks" else values > 0
        if can.any():
            ranked = np.where(can, values if largest else -values, -np.inf)
            trial = int(np.argmax(ranked))
            yield Telling("", what, trial, outcomes[trial], int(can.sum()))


def _members(name: str, ends: pa.Table, outcomes: NDArray[np.object_]) -> NDArray[np.int64]:
    chosen = _collapsed(ends) if name == COLLAPSE else outcomes == name
    return np.flatnonzero(chosen)


def _others(name: str, ends: pa.Table, outcomes: NDArray[np.object_]) -> NDArray[np.int64]:
    if name == COLLAPSE:
        had = ends["ceasefire_end"].is_valid().to_numpy()
        return np.flatnonzero(had & ~_collapsed(ends))
    rest = [end for end in OUTCOMES if (end in PEACE) != (name in PEACE)]
    return np.flatnonzero(np.isin(outcomes.astype(str), rest))


def _collapsed(ends: pa.Table) -> NDArray[np.bool_]:
    collapsed: NDArray[np.bool_] = ends["collapse_round"].is_valid().to_numpy()
    return collapsed


def _thin(trials: NDArray[np.int64]) -> NDArray[np.int64]:
    """Take at most `COMPARED` of them, evenly spaced."""
    if trials.size <= COMPARED:
        return trials
    return trials[np.linspace(0, trials.size - 1, COMPARED).astype(np.int64)]


def _standardise(source: Source, trials: NDArray[np.int64]) -> Floats:
    """Place trials by their recorded numbers, shape (n_trials, n_columns)."""
    named = [column for column in columns(source.scenario) if column.kind != "code"]
    horizon = source.scenario.parameters.clock.rounds
    places = np.empty((trials.size, len(named)))
    for place, column in enumerate(named):
        values = _read(source, [column.name]).take(trials)[column.name].to_numpy().astype(float)
        if column.kind == "count":
            values = np.log1p(values)
        absent = {"round": float(horizon), "number": _mean(values)}.get(column.kind, 0.0)
        values = np.where(np.isnan(values), absent, values)
        spread = values.std()
        places[:, place] = (values - values.mean()) / spread if spread > 0 else 0.0
    return places


def _mean(values: Floats) -> float:
    return float(np.nanmean(values)) if not np.isnan(values).all() else 0.0


def _read(source: Source, names: list[str]) -> pa.Table:
    if source.rows is None:
        rule = "keeps no rows of trials"
        raise StoreError(Problem("output folder", str(source.folder), rule, "run again with --rows"))
    return pa.parquet.read_table(source.rows, columns=names, partitioning=None)
