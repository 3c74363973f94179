"""The table of trials, one row each, written as they come in row groups of one size."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from engine.results.aggregate import Floats
from engine.scenario import Scenario
from engine.simulation.records import Chunk, Column, columns

ROW_GROUP = 65_536
"""Rows of a group; fixed, so that the file does not show how the work was cut."""


class TrialWriter:
    """Writes trials.parquet from chunks in the order of their trials.

    Parameters
    ----------
    path : Path
        The file.
    scenario : Scenario
        Names the columns.
    """

    def __init__(self, path: Path, scenario: Scenario) -> None:
        self._columns = columns(scenario)
        self._drawn = tuple(scenario.uncertain)
        self._waiting: list[tuple[int, Floats, Floats]] = []
        self._n_waiting = 0
        nothing = np.empty((0, len(self._columns))), np.empty((0, len(self._drawn)))
        schema = self._tabulate(0, *nothing).schema
        self._writer = pa.parquet.ParquetWriter(path, schema, compression="zstd")

    def write(self, chunk: Chunk) -> None:
        """Take the trials that follow those written so far."""
        self._waiting.append((chunk.first, chunk.values, chunk.draws))
        self._n_waiting += len(chunk.values)
        if self._n_waiting >= ROW_GROUP:
            self._write_groups(ROW_GROUP)

    def close(self) -> None:
        """Write what waits and close the file."""
        if self._n_waiting:
            self._write_groups(1)
        self._writer.close()

    def _write_groups(self, smallest: int) -> None:
        first = self._waiting[0][0]
        values = np.concatenate([values for _, values, _ in self._waiting])
        draws = np.concatenate([draws for _, _, draws in self._waiting])
        while len(values) >= smallest:
            self._writer.write_table(self._tabulate(first, values[:ROW_GROUP], draws[:ROW_GROUP]), ROW_GROUP)
            first, values, draws = first + ROW_GROUP, values[ROW_GROUP:], draws[ROW_GROUP:]
        self._waiting = [(first, values, draws)] if len(values) else []
        self._n_waiting = len(values)

    def _tabulate(self, first: int, values: Floats, draws: Floats) -> pa.Table:
        arrays = {"trial": pa.array(np.arange(first, first + len(values)))}
        arrays |= {column.name: _word(column, values[:, place]) for place, column in enumerate(self._columns)}
        arrays |= {
            path: pa.array(draws[:, place], from_pandas=True) for place, path in enumerate(self._drawn)
        }
        return pa.table(arrays)


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
