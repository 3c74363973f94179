"""The example notebooks, read, and run in a folder of their own with few trials."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from places import TESTS

EXAMPLES = TESTS.parent / "examples"
FEW = {"decide": 120}
"""Trials of notebooks that need more than `FEWEST`."""
FEWEST = 60
SECONDS = 300
"""For a cell that compiles the model."""


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def execute(path: Path, folder: Path) -> NotebookNode:
    notebook = read(path)
    (asked,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    asked.source = re.sub(r"trials = \d+", f"trials = {FEW.get(path.stem, FEWEST)}", asked.source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(TESTS.parent))
        NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def count_figures(notebook: NotebookNode) -> int:
    return sum(".plot." in cell.source for cell in notebook.cells)
