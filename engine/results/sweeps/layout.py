"""What stands where in the folder of a sweep."""

import zipfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from engine.errors import Problem, ScenarioError, StoreError
from engine.results.csv_tables import write_table
from engine.results.reading import reading
from engine.results.sweeps.pile import Bundle
from engine.scenario import Scenario
from engine.scenario.loading import load_text
from engine.scenario.reading import MAX_BYTES
from engine.scenario.sweep import Key, Plan, Share

SWEEP = "sweep.toml"
SCENARIOS = "scenarios.zip"
POINTS = "points.csv"
AXES = "axes.csv"
OUTCOMES = "outcomes.csv"
ESTIMATES = "estimates.csv"
DIFFERENCES = "differences.csv"
DICTIONARY = "dictionary.csv"
AGGREGATES = "aggregates.zip"
DATASET = "trials"
PARTS = "parts"
SHARDS = "shards"
FIXED = (SWEEP, SCENARIOS, POINTS, AXES)
"""Files that say what is asked; they are there before a trial has run."""


def name_shard(folder: Path, share: Share) -> Path:
    """Name the one file of a finished share."""
    digits = len(str(share.shares))
    return folder / SHARDS / f"shard-{share.number:0{digits}d}-of-{share.shares}.zip"


def name_work(folder: Path, share: Share) -> Path:
    """Name the folder in which a share keeps its parts until it is finished."""
    return folder / PARTS if share.shares == 1 else name_shard(folder, share).with_suffix("")


def name_rows(folder: Path, point: int) -> Path:
    """Name the file of the rows of a point's trials."""
    return folder / DATASET / f"point={point}" / "part-0.parquet"


def name_scenario(point: int) -> str:
    """Name the scenario of a point within the file of all."""
    return f"{point:08d}.toml"


def write_points(path: Path, plan: Plan) -> None:
    """Write the table of points: a row each, a column for each axis."""
    names = ["point", "scenario", *(axis.name for axis in plan.axes), "digest"]
    rows = [(point.number, point.scenario, *point.values, point.digest) for point in plan.points]
    write_table(path, pd.DataFrame(rows, columns=names))


def write_axes(path: Path, plan: Plan) -> None:
    """Write the table of axes: a row for each value that an axis sets."""
    rows = [(axis.name, *key) for axis in plan.axes for key in axis.keys]
    write_table(path, pd.DataFrame(rows, columns=["axis", "key", "kind", "unit", "meaning"]))


def read_points(folder: Path) -> pd.DataFrame:
    """Read the table of points; axes of numbers become numbers."""
    convert = pa.csv.ConvertOptions(
        column_types={"scenario": pa.string(), "digest": pa.string()}, strings_can_be_null=False
    )
    parse = pa.csv.ParseOptions(newlines_in_values=True)
    path = folder / POINTS
    with reading(path):
        points: pd.DataFrame = pa.csv.read_csv(path, convert_options=convert, parse_options=parse).to_pandas()
        numbered = points["point"].tolist() == list(range(len(points)))
    if not numbered or not {"scenario", "digest"} <= set(points):
        rule = "has not the columns and points that were written"
        raise StoreError(Problem("output folder", str(path), rule, "restore it or run again"))
    return points


def read_axes(folder: Path) -> list[tuple[str, list[Key]]]:
    """Read the names of the axes and what they set."""
    axes: dict[str, list[Key]] = {}
    with reading(folder / AXES):
        rows = pd.read_csv(folder / AXES, keep_default_na=False, dtype=str).itertuples(index=False)
        for axis, path, kind, unit, meaning in rows:
            axes.setdefault(axis, []).append(Key(path, kind, unit, meaning))
    return list(axes.items())


def read_digests(folder: Path, n_points: int) -> list[str]:
    """Read the digests of the points' scenarios, in order."""
    digests = [str(digest) for digest in read_points(folder)["digest"]]
    if len(digests) != n_points:
        rule = f"has {len(digests):,} points, and the sweep has {n_points:,}"
        raise StoreError(Problem("output folder", str(folder / POINTS), rule, "restore it or run again"))
    return digests


def write_scenarios(path: Path, scenarios: Iterable[tuple[str, str]]) -> None:
    """Write scenarios, each resolved in full, into one file; names and texts."""
    bundle = Bundle(path, pressed=True)
    for name, text in scenarios:
        bundle.add(name, text)
    bundle.close()


def read_scenario_text(folder: Path, point: int) -> str:
    """Read the resolved scenario of a point, as TOML.

    Raises
    ------
    StoreError
        If the file of scenarios is not what was written.
    """
    path = folder / SCENARIOS
    with reading(path), zipfile.ZipFile(path) as bundle:
        found = bundle.getinfo(name_scenario(point))
        if found.file_size > MAX_BYTES:
            rule = f"holds a scenario of point {point} that is larger than 1 MB"
            raise StoreError(Problem("output folder", str(path), rule, "restore it or run again"))
        return bundle.read(found).decode("utf-8")


@lru_cache(maxsize=8)
def parse_scenario(text: str) -> Scenario:
    """Read a resolved scenario; the last few are kept.

    Raises
    ------
    StoreError
        If it is none.
    """
    try:
        return load_text(text)
    except ScenarioError as error:
        raise StoreError(*error.problems) from error
