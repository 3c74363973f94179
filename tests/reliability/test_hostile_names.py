"""Names and texts that users write run nothing: not in a spreadsheet, not in a page, not in a terminal."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hostile_texts import NASTY, fuzzing
from hypothesis import given
from hypothesis import strategies as st
from made_folders import run_made
from made_replays import write_replay
from made_sweeps import GRID, write_sweep
from places import MINIMAL

from engine.analysis.replaying.page import write_page
from engine.errors import ScenarioError
from engine.experiment.sweeps.planning import load_sweep
from engine.report.page.writing import write_report
from engine.results.csv_tables import FORMULA_MARKS, write_table
from engine.results.loading import load
from engine.scenario import load_scenario

FORMULA = '=HYPERLINK("http://x","y")'
SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
CELLS = st.one_of(
    st.text(max_size=20), st.sampled_from(NASTY), st.sampled_from(FORMULA_MARKS).map("{}1+1".format)
)


@fuzzing(100)
@given(texts=st.lists(CELLS, min_size=1, max_size=5), number=st.floats(allow_nan=False, allow_infinity=False))
def test_no_cell_of_text_is_a_formula_and_numbers_stay_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], number: float
) -> None:
    path = tmp_path_factory.mktemp("cells") / "table.csv"
    texts = [text.encode("utf-8", "ignore").decode().replace("\x00", "") for text in texts]
    write_table(path, pd.DataFrame({"text": texts, "real": number, "whole": -7}))
    read = pd.read_csv(path, dtype=str, keep_default_na=False, lineterminator="\n")
    assert [float(cell) for cell in read["real"]] == [number] * len(texts)
    assert list(read["whole"]) == ["-7"] * len(texts)
    for cell in read["text"]:
        assert not cell.startswith(FORMULA_MARKS) or is_number(cell), cell


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def write_named(folder: Path, text: str) -> Path:
    """Write a scenario in which a text stands wherever a scenario may say one."""
    shown = json.dumps(text)
    path = folder / "named.toml"
    content = MINIMAL.read_text(encoding="utf-8")
    content = content.replace('"Two invented neighbours"', shown)
    said = re.compile(r'^(meaning|description|source) = ".*"$', flags=re.M)
    content = said.sub(lambda found: f"{found[1]} = {shown}", content)
    path.write_text(content.replace('"assumption: balanced"', shown), encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [FORMULA, "+1", "-cmd|x", "@SUM(1)", "＝1"])
def test_no_table_of_a_run_holds_a_formula(tmp_path: Path, text: str) -> None:
    scenario = load_scenario(write_named(tmp_path, text))
    folder = run_made(scenario, tmp_path / "run", trials=12)
    cells = [
        (path.name, cell)
        for path in folder.glob("*.csv")
        for column, values in pd.read_csv(path, dtype=str, keep_default_na=False).items()
        for cell in [column, *values]
    ]
    assert any(cell == f"'{text}" for _, cell in cells) or is_number(text)
    assert not [each for each in cells if each[1].startswith(FORMULA_MARKS) and not is_number(each[1])]


@pytest.mark.parametrize("name", ["=1+1", "+x", "@x", " x", "", "a\\tb", "x" * 200])
def test_an_axis_that_would_head_a_column_with_a_formula_is_refused(tmp_path: Path, name: str) -> None:
    path = write_sweep(tmp_path, GRID.replace('name = "attribution"', f'name = "{name}"'))
    with pytest.raises(ScenarioError, match="must begin with a letter"):
        load_sweep(path)


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")], attrs


def test_a_script_in_a_text_is_text_in_a_report(tmp_path: Path) -> None:
    folder = run_made(load_scenario(write_named(tmp_path, SCRIPT)), tmp_path / "run", trials=12)
    page = write_report(folder).path.read_text(encoding="utf-8")
    assert "alert(1)" in page
    assert not {"script", "img"} & set(Tags(page).seen)
    assert load(folder).run.title == SCRIPT


def test_a_script_in_a_title_is_text_in_the_page_of_a_replay(tmp_path: Path) -> None:
    replayed, plain = write_replay(tmp_path)
    replayed.stored.scenario.__dict__["title"] = SCRIPT
    write_page(replayed, tmp_path / "hostile.html")
    page = (tmp_path / "hostile.html").read_text(encoding="utf-8")
    assert Tags(page).seen == Tags(plain.read_text(encoding="utf-8")).seen
    (held,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert json.loads(held)["title"] == SCRIPT


@pytest.mark.parametrize("text", ["\u001b[2J", "\u009b2J", "\u202ecba", "a\u0007", "\u0000", "\u200f"])
def test_a_text_that_a_terminal_would_obey_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ScenarioError, match="holds letters that are not printed"):
        load_scenario(write_named(tmp_path, text))
    with pytest.raises(ScenarioError, match="holds letters that are not printed"):
        load_scenario(MINIMAL, [f"issues.territory.meaning={json.dumps(text)}"])
