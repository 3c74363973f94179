"""The live view, driven in headless Chromium: step, play, a lever; no request goes elsewhere."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

PATIENCE = 60.0
ARROW_RIGHT = "\ue014"
"""As the WebDriver standard encodes the key."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-open", "--port", str(port), "--trial", "3", "--lever", "front.zone_km"]
    command = [sys.executable, "-m", "engine.cli.main", "view", "berlin", *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(address))
        yield address
        server.terminate()


def answers(address: str) -> bool:
    try:
        with urlopen(address) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def wait_for(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def find_button(browser: Any, word: str) -> Any:
    return next(
        button for button in browser.find_elements("tag name", "button") if word in button.text.upper()
    )


def shown(browser: Any) -> str:
    return browser.find_element("tag name", "body").text


def test_it_steps_plays_and_takes_a_lever_with_nothing_from_elsewhere(
    browser: Any, address: str, tmp_path: Path
) -> None:
    browser.get(address)
    wait_for(lambda: "STEP" in shown(browser).upper() and browser.find_elements("tag name", "img"))
    find_button(browser, "STEP").click()
    wait_for(lambda: "round 1:" in shown(browser))
    assert len(browser.find_elements("tag name", "img")) >= 5

    find_button(browser, "▶").click()
    wait_for(lambda: "round 4:" in shown(browser))
    find_button(browser, "❚❚").click()
    assert "A draft is tabled" in shown(browser)

    thumb = browser.find_elements("css selector", ".v-slider__thumb-container")[-1]
    thumb.send_keys(ARROW_RIGHT)
    find_button(browser, "RESET").click()
    wait_for(lambda: "round 4:" not in shown(browser))
    find_button(browser, "STEP").click()
    wait_for(lambda: "Changed: front.zone_km=" in shown(browser))

    browser.save_screenshot(str(tmp_path / "live-view.png"))
    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }
    assert asked
    assert [url for url in asked if not url.startswith((address, f"blob:{address}", "data:"))] == []
