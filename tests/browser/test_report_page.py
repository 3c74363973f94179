"""The page in a real browser.

SIM_SCREENSHOTS names a folder for the pictures; else they stay with pytest's other temporary files.
"""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_sweeps import write_sweep
from made_trials import MADE, MADE_BY_THREADS

from engine.experiment.backends import BACKENDS
from engine.experiment.running import Settings, run_scenario
from engine.experiment.sweeps.planning import load_sweep
from engine.experiment.sweeps.running import begin_sweep, complete_sweep, threads
from engine.report.page.writing import write_report
from engine.scenario import load_scenario

WIDTHS = (1400, 400)
SMALLEST = 9.0
"""Least size of letters in a figure. [CSS pixels]"""
SEEN = """
const shown = [];
for (const figure of document.querySelectorAll("figure")) {
  for (const svg of figure.querySelectorAll("svg")) {
    const box = svg.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const scale = box.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].map(text => {
      const at = text.getBoundingClientRect();
      return {said: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
              out: Math.max(box.left - at.left, at.right - box.right,
                            box.top - at.top, at.bottom - box.bottom)};
    });
    shown.push({figure: figure.id, left: box.left, right: box.right, height: box.height, texts: texts});
  }
}
return {figures: [...document.querySelectorAll("figure")].map(figure => figure.id), shown: shown,
        across: document.documentElement.scrollWidth, letters: getComputedStyle(document.body).color,
        paper: getComputedStyle(document.documentElement).backgroundColor};
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    run = run_scenario(load_scenario("berlin"), Settings(300, 4, 1), out=folder / "run", backend=MADE).folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
        with begin_sweep(load_sweep(write_sweep(folder)), out=folder / "sweep") as store:
            sweep = complete_sweep(store, threads(1))
    return {"run": write_report(run).path, "sweep": write_report(sweep).path}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("SIM_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def show(browser: Any, pages: dict[str, Path], pictures: Path) -> Callable[..., dict[str, Any]]:
    def show(kind: str, width: int, *, dark: bool = False, media: str = "screen") -> dict[str, Any]:
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": scheme})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get_log("performance")
        browser.get(pages[kind].as_uri())
        seen: dict[str, Any] = browser.execute_script(SEEN)
        name = f"{kind}-{width}{'-dark' if dark else ''}{'-print' if media == 'print' else ''}.png"
        taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": False})
        (pictures / name).write_bytes(base64.b64decode(taken["data"]))
        return seen

    return show


def level(colour: str) -> float:
    """Lightness of a computed colour, from 0 to 1."""
    return sum(int(part) for part in colour.split("(")[1].rstrip(")").split(",")[:3]) / 765


@pytest.mark.parametrize("kind", ["run", "sweep"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_figure_is_seen_and_read_and_nothing_runs_over(
    show: Callable[..., dict[str, Any]], kind: str, width: int
) -> None:
    seen = show(kind, width)
    assert [each["figure"] for each in seen["shown"]] == seen["figures"]
    assert len(seen["figures"]) == (6 if kind == "run" else 2)
    assert seen["across"] <= width
    for figure in seen["shown"]:
        assert figure["left"] >= 0
        assert figure["right"] <= width
        assert figure["height"] > 100
        assert figure["texts"]
        assert min(text["size"] for text in figure["texts"]) >= SMALLEST
        assert [text["said"] for text in figure["texts"] if text["out"] > 1] == []


@pytest.mark.parametrize("kind", ["run", "sweep"])
def test_the_page_asks_for_nothing_and_the_console_is_silent(
    show: Callable[..., dict[str, Any]], browser: Any, pages: dict[str, Path], kind: str
) -> None:
    show(kind, 1400)
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [
        each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"
    ]
    assert sent == [pages[kind].as_uri()]
    assert browser.get_log("browser") == []


def test_the_console_would_speak_and_requests_would_be_seen(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text('<script>console.error("loud")</script><img src="missing.png">')
    browser.get_log("performance")
    browser.get(page.as_uri())
    assert any("loud" in entry["message"] for entry in browser.get_log("browser"))
    assert any("missing.png" in entry["message"] for entry in browser.get_log("performance"))


@pytest.mark.parametrize("kind", ["run", "sweep"])
@pytest.mark.parametrize("width", WIDTHS)
def test_light_and_dark_follow_the_reader(show: Callable[..., dict[str, Any]], kind: str, width: int) -> None:
    light, dark = show(kind, width), show(kind, width, dark=True)
    assert level(light["paper"]) > 0.95 > 0.2 > level(light["letters"])
    assert level(dark["paper"]) < 0.15 < 0.8 < level(dark["letters"])


def test_print_shows_the_tables_and_hides_the_ways_around(
    show: Callable[..., dict[str, Any]], browser: Any
) -> None:
    script = "return [...document.querySelectorAll('details table')].map(table => table.checkVisibility())"
    show("run", 1400)
    assert set(browser.execute_script(script)) == {False}
    show("run", 1400, media="print")
    assert set(browser.execute_script(script)) == {True}
    assert browser.execute_script("return document.querySelector('nav').offsetHeight") == 0
