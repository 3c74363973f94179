"""Writing the page of a run or a sweep, over an older page but over nothing else."""

from pathlib import Path
from typing import NamedTuple

from engine.errors import Problem, ScenarioError
from engine.report.page.parts import Page
from engine.report.page.rendering import MARK, render
from engine.report.page.run_page import make_run_page
from engine.report.page.sweep_page import make_sweep_page
from engine.results.disk import writing_aside
from engine.results.folder import explaining_disk_errors
from engine.results.loading import Results, load
from engine.results.sweeps.loading import load_sweep_results
from engine.results.sweeps.record import is_sweep

REPORT = "report.html"
HEAD = 1000
"""Letters at the beginning of a file within which a page of ours says that it is one."""


class Written(NamedTuple):
    """A page that was written.

    Attributes
    ----------
    path : Path
        Where.
    size : int
        Its size. [bytes]
    page : Page
        What it says.
    """

    path: Path
    size: int
    page: Page


def write_report(folder: Path, out: Path | None = None) -> Written:
    """Write the page of a folder's run or sweep, whole or not at all.

    Parameters
    ----------
    folder : Path
        A folder that holds a run or a sweep; no file of it is changed.
    out : Path, optional
        The file; report.html in the folder, which counts as none of the run's own, if absent.

    Raises
    ------
    ScenarioError
        If something stands in its place that is no page of ours.
    StoreError
        If the folder holds no whole run or sweep, or the disk does not allow it.
    """
    path = out or folder / REPORT
    results = load_sweep_results(folder) if is_sweep(folder) else load(folder)
    refuse_others(path)
    page = make_run_page(results) if isinstance(results, Results) else make_sweep_page(results)
    text = render(page).encode()
    with explaining_disk_errors(path.parent), writing_aside(path) as aside:
        aside.write_bytes(text)
    return Written(path, len(text), page)


def refuse_others(path: Path) -> None:
    """Refuse to write over a file that is no page of ours.

    Raises
    ------
    ScenarioError
        If one stands there.
    """
    if path.is_dir():
        raise ScenarioError(Problem("--out", str(path), "is a folder, not a file", "name a file"))
    if not path.parent.is_dir():
        raise ScenarioError(
            Problem("--out", str(path), "lies in no folder that is there", "make the folder first")
        )
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        if MARK not in file.read(HEAD):
            rule = "exists and is no report, so that it is not overwritten"
            raise ScenarioError(Problem("--out", str(path), rule, "name another file"))
