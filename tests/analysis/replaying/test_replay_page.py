"""The page of a replay holds all of it and needs no network."""

import json
import re
from pathlib import Path

import pytest
from made_replays import write_replay

from engine.analysis.replaying.encoding import TABLES, encode_replay
from engine.analysis.replaying.page import write_page
from engine.analysis.replaying.replay import Replay
from engine.errors import StoreError


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Replay, Path]:
    return write_replay(tmp_path_factory.mktemp("page"))


def test_the_page_holds_the_replay_and_loads_nothing(written: tuple[Replay, Path]) -> None:
    replayed, page = written
    text = page.read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    held, told = json.loads(data), encode_replay(replayed)
    assert {name: held[name] for name in TABLES} == {
        name: json.loads(json.dumps(told[name])) for name in TABLES
    }
    assert "default-src 'none'" in text
    assert set(re.findall(r"https?://[^\"'\s]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe)|src=|@import|url\(", text)


def test_a_page_goes_over_no_file(written: tuple[Replay, Path]) -> None:
    replayed, page = written
    with pytest.raises(StoreError, match="exists"):
        write_page(replayed, page)
