"""The page of a replay holds all of it, needs no network, and moves in a browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from places import MINIMAL

from engine.analysis.replaying.encoding import TABLES, encode_replay
from engine.analysis.replaying.page import write_page
from engine.analysis.replaying.replay import Replay, replay
from engine.errors import StoreError
from engine.experiment.running import Settings, run_scenario
from engine.scenario import load_scenario

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    folder = tmp_path_factory.mktemp("page") / "accord"
    scenario = load_scenario(MINIMAL, ["start.phase=accord", "guarantors.ally.issue=guarantees"])
    run_scenario(scenario, Settings(3, 4, 1), out=folder)
    return replay(folder, 1)


@pytest.fixture(scope="module")
def page(replayed: Replay, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "trial.html"
    write_page(replayed, path)
    return path


def test_the_page_holds_the_replay_and_loads_nothing(replayed: Replay, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    held, told = json.loads(data), encode_replay(replayed)
    assert {name: held[name] for name in TABLES} == {
        name: json.loads(json.dumps(told[name])) for name in TABLES
    }
    assert "default-src 'none'" in text
    assert set(re.findall(r"https?://[^\"'\s]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe)|src=|@import|url\(", text)


def test_a_page_goes_over_no_file(replayed: Replay, page: Path) -> None:
    with pytest.raises(StoreError, match="exists"):
        write_page(replayed, page)


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium")
@pytest.mark.parametrize(("place", "week"), [("50", 50), ("play", 103)])
def test_it_scrubs_and_plays_in_a_browser(replayed: Replay, page: Path, place: str, week: int) -> None:
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000"]
    profile = f"--user-data-dir={page.parent / place}"
    done = subprocess.run(
        [*command, profile, "--dump-dom", f"file://{page}#{place}"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    row = replayed.weeks[replayed.weeks["week"] == week].iloc[0]
    (now,) = re.findall(r'<span id="now">(.*?)</span>', done.stdout)
    assert now.startswith(f"{row['date']}: {row['phase']}, front")
    later = re.findall(r'<li class="later">', done.stdout)
    assert len(later) == (replayed.events["week"] > week).sum()
    assert "believed by north" in done.stdout
