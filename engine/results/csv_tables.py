"""Tables as CSV that reads back bit for bit, and runs nothing in a spreadsheet."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from engine.results.dictionary import fields_of

_TYPES = {"text": pa.string(), "integer": pa.int64(), "real": pa.float64()}


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write one table; floats in the fewest digits that give them back."""
    safe = table.copy()
    for column in safe.select_dtypes(exclude="number"):
        safe[column] = [_defuse(cell) for cell in safe[column]]
    safe.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Read one table with the types that the dictionary declares."""
    types = {field.column: _TYPES[field.type] for field in fields_of(table)}
    convert = pa.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=False)
    parse = pa.csv.ParseOptions(newlines_in_values=True)
    frame: pd.DataFrame = pa.csv.read_csv(path, convert_options=convert, parse_options=parse).to_pandas()
    return frame


def _defuse(cell: Any) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    text = str(cell)
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
