"""Every example notebook runs from top to bottom, is stored without outputs, and exports with its figures."""

import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from notebooks import EXAMPLES, count_figures, execute, read

NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of zmq and tornado in threads


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    return execute(request.param, tmp_path_factory.mktemp(request.param.stem))


def list_outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def test_a_notebook_runs_and_says_nothing_on_stderr(executed: NotebookNode) -> None:
    streams = [each for each in list_outputs(executed) if each.output_type == "stream"]
    said = "".join(each.text for each in streams if each.name == "stderr")
    assert re.sub("Compiling the model.*\n", "", said) == ""
    assert all(len(each.text) < 2000 for each in streams)


def test_what_was_run_leaves_one_line_of_its_progress(executed: NotebookNode) -> None:
    shown = [each.data["text/plain"] for each in list_outputs(executed) if "data" in each]
    lines = [line for line in shown if re.search(r": (ran|stopped after) ", line)]
    assert all(re.fullmatch(r"[\w -]+: ran [\d,]+ \w+ in [\d.]+ s", line) for line in lines)
    ran = sum("engine.run(" in cell.source or "engine.sweep(" in cell.source for cell in executed.cells)
    assert len(lines) >= min(ran, 1)


def test_its_figures_are_in_the_exported_page_and_need_nothing_from_elsewhere(executed: NotebookNode) -> None:
    page, _ = HTMLExporter().from_notebook_node(executed)
    n_drawn = count_figures(executed)
    images = re.findall(r'<img[^>]* src="([^"]{0,40})', page)
    assert n_drawn >= 2
    assert len(images) >= n_drawn
    assert all(source.startswith("data:image/") for source in images)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    assert path.read_text().endswith("}\n")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_its_numbers_are_not(path: Path) -> None:
    prose = "".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    assert re.search(r"[Nn]ot a forecast|invented numbers imply, and no more", prose)


def test_all_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "berlin",
        "cluster-sweep",
        "decide",
        "guarantees",
        "your-own-conflict",
    ]
