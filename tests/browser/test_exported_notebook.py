"""An exported notebook, opened with no network."""

from pathlib import Path
from typing import Any

import pytest
from nbconvert import HTMLExporter
from notebooks import EXAMPLES, count_figures, execute

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of zmq and tornado in threads

WIDTHS = "return [...document.images].map(image => image.complete ? image.naturalWidth : 0)"


def test_its_figures_are_seen_offline(browser: Any, tmp_path: Path) -> None:
    notebook = execute(EXAMPLES / "berlin.ipynb", tmp_path)
    page = tmp_path / "berlin.html"
    page.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    browser.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    browser.get(page.as_uri())
    widths = browser.execute_script(WIDTHS)
    assert len(widths) >= count_figures(notebook) >= 2
    assert min(widths) > 300
