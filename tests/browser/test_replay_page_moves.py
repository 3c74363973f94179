"""The page of a replay, scrubbed and played in headless Chromium."""

import re
import subprocess
from pathlib import Path

import pytest
from made_replays import write_replay

from engine.analysis.replaying.replay import Replay


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Replay, Path]:
    return write_replay(tmp_path_factory.mktemp("page"))


@pytest.mark.parametrize(("place", "week"), [("50", 50), ("play", 103)])
def test_it_scrubs_and_plays(written: tuple[Replay, Path], chromium: str, place: str, week: int) -> None:
    replayed, page = written
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    done = subprocess.run(
        [chromium, *options, f"--user-data-dir={page.parent / place}", f"{page.as_uri()}#{place}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    row = replayed.weeks[replayed.weeks["week"] == week].iloc[0]
    (now,) = re.findall(r'<span id="now">(.*?)</span>', done.stdout)
    assert now.startswith(f"{row['date']}: {row['phase']}, front")
    later = re.findall(r'<li class="later">', done.stdout)
    assert len(later) == (replayed.events["week"] > week).sum()
    assert "believed by north" in done.stdout
