"""The table of trials, one row each, written as they come in row groups of one size."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from engine.results.aggregate import Floats
from engine.scenario import Scenario
from engine.simulation.records import Chunk, Column, columns

ROW_GROUP = 65_536
"""Rows of a group; fixed, so that the file does not show how the work was cut."""


class TrialWriter:
    """Writes trials.parquet from rows in the order of their trials.

    Parameters
    ----------
    path : Path
        The file.
    scenario : Scenario
        Names the columns.
    """

    def __init__(self, path: Path, scenario: Scenario) -> None:
        self._waiting = tabulate_nothing(scenario)
        self._writer = pa.parquet.ParquetWriter(path, self._waiting.schema, compression="zstd")

    def write(self, rows: pa.Table) -> None:
        """Take the rows of the trials that follow those written so far."""
        self._waiting = pa.concat_tables([self._waiting, rows])
        while len(self._waiting) >= ROW_GROUP:
            self._write_group()

    def close(self) -> None:
        """Write what waits and close the file."""
        if len(self._waiting):
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        self._writer.write_table(self._waiting[:ROW_GROUP].combine_chunks(), ROW_GROUP)
        self._waiting = self._waiting[ROW_GROUP:]


def tabulate_rows(chunk: Chunk, scenario: Scenario) -> pa.Table:
    """Give a row for each trial: its number, what it recorded and what was drawn for it."""
    arrays = {"trial": pa.array(np.arange(chunk.first, chunk.first + len(chunk.values)))}
    for place, column in enumerate(columns(scenario)):
        arrays[column.name] = _word(column, chunk.values[:, place])
    for place, path in enumerate(scenario.uncertain):
        arrays[path] = pa.array(chunk.draws[:, place], from_pandas=True)
    return pa.table(arrays)


def tabulate_nothing(scenario: Scenario) -> pa.Table:
    """Give the table of no trials, which has every column and its type."""
    return tabulate_rows(make_nothing(scenario), scenario)


def make_nothing(scenario: Scenario) -> Chunk:
    """Make the records of no trials."""
    n_rounds, n_drawn = scenario.parameters.clock.rounds, len(scenario.uncertain)
    return Chunk(
        0,
        values=np.empty((0, len(columns(scenario)))),
        phases=np.empty((0, n_rounds), np.uint8),
        draws=np.empty((0, n_drawn)),
        twins=np.empty(0, np.int8),
    )


def read_rows(parquet: Path, scenario: Scenario, n_trials: int) -> Iterator[pa.Table]:
    """Read the first trials of a written table back, a row group at a time, as they were tabulated."""
    template = tabulate_nothing(scenario)
    with pa.parquet.ParquetFile(parquet) as source:
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group)[: max(0, n_trials)]
            n_trials -= len(rows)
            yield pa.table(
                {each.name: _recover(rows[each.name], template[each.name]) for each in template.schema}
            )


def count_rows(parquet: Path) -> int:
    """Count the rows of a table of trials; none where there is no such table, or no whole one."""
    try:
        return int(pa.parquet.read_metadata(parquet).num_rows)
    except (OSError, pa.ArrowException):
        return 0


def write_csv(parquet: Path, csv: Path) -> None:
    """Copy the table of trials to a CSV, a group at a time."""
    source = pa.parquet.ParquetFile(parquet)
    words = [
        pa.field(each.name, pa.string()) if pa.types.is_dictionary(each.type) else each
        for each in source.schema_arrow
    ]
    schema = pa.schema(words)
    with pa.csv.CSVWriter(csv, schema) as writer:
        for group in range(source.num_row_groups):
            writer.write_table(source.read_row_group(group).cast(schema))


def _word(column: Column, values: Floats) -> pa.Array:
    """Give a recorded number its type: codes become words, what counts becomes integers, NaN nothing."""
    if column.kind == "number":
        return pa.array(values, from_pandas=True)
    whole = pa.array(np.rint(values), from_pandas=True).cast(pa.int64())
    if column.kind == "code":
        return pa.DictionaryArray.from_arrays(whole.cast(pa.int8()), pa.array(column.codes))
    return whole


def _recover(read: pa.ChunkedArray, template: pa.ChunkedArray) -> pa.Array:
    """Give a column that was read the codes that it was written with."""
    whole = read.combine_chunks() if read.num_chunks != 1 else read.chunk(0)
    if not pa.types.is_dictionary(template.type):
        return whole
    codes = template.chunk(0).dictionary
    places = pa.compute.index_in(whole.cast(pa.string()), value_set=codes)
    return pa.DictionaryArray.from_arrays(places.cast(pa.int8()), codes)
