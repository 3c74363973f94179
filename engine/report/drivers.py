"""Which uncertain assumptions an outcome goes along with, from the rows of trials."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from scipy.special import ndtri

from engine.report.wording import say_name
from engine.results.loading import Results
from engine.results.reading import reading
from engine.results.store import TRIALS

MOST_TRIALS = 20_000
FEWEST_TRIALS = 100
SHOWN = 3


class Driver(NamedTuple):
    """One uncertain value and how an outcome goes along with it.

    Attributes
    ----------
    path, source : str
        Its dotted path, and what it rests on.
    correlation, low, high : float
        Rank correlation of its draws with whether the outcome came, and its interval.
    """

    path: str
    source: str
    correlation: float
    low: float
    high: float


def list_drivers(results: Results, outcome: str = "durable_peace") -> list[Driver]:
    """Rank the uncertain values by how an outcome goes along with them; none that noise explains.

    Spearman's correlation over the first 20,000 trials at most, with Fisher's interval, its level divided
    by the number of values tried (Bonferroni). No rows, or hardly any trials, give none. A correlation sees
    effects that rise or fall throughout, and no interactions.
    """
    if not results.run.rows:
        return []
    stated = results.assumptions.set_index("path")["source"]
    paths = list_uncertain(results)
    trials = _read_first(results, ["outcome", *paths])
    if len(trials) < FEWEST_TRIALS or not paths:
        return []
    came = (trials["outcome"] == outcome).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = trials[paths].rank().corrwith(came).to_numpy(float).tolist()
    half = float(ndtri(1 - 0.025 / len(paths))) / math.sqrt(len(trials) - 3)
    found = [
        Driver(path, str(stated.get(path, "")), value, *_bound(value, half))
        for path, value in zip(paths, correlations, strict=True)
        if not math.isnan(value) and abs(value) < 1
    ]
    clear = [driver for driver in found if driver.low > 0 or driver.high < 0]
    return sorted(clear, key=lambda driver: -abs(driver.correlation))


def list_uncertain(results: Results) -> list[str]:
    """List the paths of the values that were drawn anew for each trial."""
    drawn = results.dictionary[results.dictionary["table"] == "trials"]["column"]
    return [str(column) for column in drawn if "." in str(column)]


def say_drivers(results: Results, outcome: str = "durable_peace") -> str:
    """Say which uncertain values an outcome goes along with most, or why that can't be said."""
    uncertain = len(list_uncertain(results))
    if not uncertain:
        return "No value of the scenario is uncertain."
    if not results.run.rows:
        return f"{uncertain:,} values are uncertain; without rows of trials none can be said to stand out."
    drivers = list_drivers(results, outcome)[:SHOWN]
    if not drivers:
        return f"None of the {uncertain:,} uncertain values stands out over these trials."
    said = [
        f"{driver.path} (higher: {'more' if driver.correlation > 0 else 'less'} often)" for driver in drivers
    ]
    listed = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
    return (
        f"{uncertain:,} values are drawn anew in each trial, and the others held at one number; of those "
        f"drawn {say_name(outcome)} goes along most with {listed}."
    )


def _read_first(results: Results, columns: list[str]) -> pd.DataFrame:
    """Read the first trials that ran to their end."""
    with reading(results.folder / TRIALS):
        batches = pq.ParquetFile(results.folder / TRIALS).iter_batches(MOST_TRIALS, columns=columns)
        trials: pd.DataFrame = next(iter(batches)).to_pandas()
    return trials[trials["outcome"].notna()]


def _bound(correlation: float, half: float) -> tuple[float, float]:
    middle = math.atanh(correlation)
    return math.tanh(middle - half), math.tanh(middle + half)
