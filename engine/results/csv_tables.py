"""Tables as CSV that reads back bit for bit, and runs nothing in a spreadsheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from engine.errors import Problem, StoreError
from engine.results.dictionary import Field, fields_of
from engine.results.reading import reading

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With which a cell begins that a spreadsheet may run; the wide ones in East Asian settings."""
_TYPES = {"text": pa.string(), "integer": pa.int64(), "real": pa.float64()}


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write one table; floats in the fewest digits that give them back."""
    safe = table.copy()
    for column in safe.select_dtypes(exclude="number"):
        safe[column] = [_defuse(cell) for cell in safe[column]]
    safe.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Read one table of a run with the types that the dictionary declares; raises as `read_fields`."""
    return read_fields(path, fields_of(table))


def read_fields(path: Path, fields: Sequence[Field]) -> pd.DataFrame:
    """Read a table that has certain columns.

    Raises
    ------
    StoreError
        If it can't be read, has other columns, or lacks a count.
    """
    types = {field.column: _TYPES[field.type] for field in fields}
    convert = pa.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=False)
    parse = pa.csv.ParseOptions(newlines_in_values=True)
    with reading(path):
        read = pa.csv.read_csv(path, convert_options=convert, parse_options=parse)
        frame: pd.DataFrame = read.to_pandas()
    counts = [field.column for field in fields if field.type == "integer"]
    if read.column_names != list(types) or frame[counts].isna().any(axis=None):
        rule = "has not the columns that were written"
        raise StoreError(Problem("output folder", str(path), rule, "restore it or run again"))
    return frame


def _defuse(cell: Any) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n")  # a lone one would begin a row
    if not text.startswith(FORMULA_MARKS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
