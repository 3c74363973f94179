import json
import math
from pathlib import Path

import pandas as pd
import pytest
from told_findings import check_finding

from engine.cli.findings import tell
from engine.errors import ScenarioError
from engine.notebook.findings import Found
from engine.report.figures.canvas import make_figure, say_nothing
from engine.report.findings.finding import Finding, Part, Table
from engine.report.findings.keeping import keep_finding
from engine.report.findings.showing import join_intervals


def make(title: str = "Which is better", name: str = "=cmd") -> Finding:
    frame = pd.DataFrame({"arm": ["a", name], "mean": [0.25, math.nan], "trials": [8, 9]})
    table = Table("Means", frame, {"arm": "Arm.", "mean": "Mean.", "trials": "Trials."})
    return Finding(
        kind="compare",
        name="a",
        title=title,
        about="2 trials, seed 1",
        answer=("Neither is told apart.",),
        parts=(
            Part(
                "means",
                "Means",
                ("Two arms.",),
                ("means",),
                lambda narrow: say_nothing(make_figure(1.0, narrow), "nothing"),
                "Means. As told.",
            ),
        ),
        tables={"means": table},
        record={"seed": 1, "arms": [{"name": "a"}]},
    )


def test_a_finding_is_kept_whole_and_told_alike_everywhere(tmp_path: Path) -> None:
    folder = check_finding(make(), tmp_path / "kept")
    assert "'=cmd" in (folder / "means.csv").read_text()  # a spreadsheet would run it


def test_what_users_name_is_escaped_on_the_page_and_in_notebooks(tmp_path: Path) -> None:
    hostile = make(title="<script>alert(1)</script>", name="<img src=x>")
    folder = keep_finding(hostile, tmp_path / "kept")
    for text in ((folder / "report.html").read_text(), Found(hostile)._repr_html_()):
        assert "<script" not in text
        assert "<img" not in text


def test_a_finding_never_goes_over_another(tmp_path: Path) -> None:
    folder = keep_finding(make(), tmp_path / "kept")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ScenarioError, match="never overwritten"):
        keep_finding(make(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_finding_whose_figure_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(narrow: bool) -> None:
        raise RuntimeError("no figure")

    finding = make()
    broken = finding._replace(parts=(finding.parts[0]._replace(draw=fail),))
    with pytest.raises(RuntimeError):
        keep_finding(broken, tmp_path / "kept")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("json_asked", [False, True])
def test_a_finding_is_printed_for_readers_and_for_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], json_asked: bool
) -> None:
    tell(make(), tmp_path / "kept", json=json_asked, quiet=False)
    printed = capsys.readouterr().out
    if json_asked:
        told = json.loads(printed)
        assert told["rows"]["means"][1] == {"arm": "=cmd", "mean": None, "trials": 9}
    else:
        assert "Neither is told apart." in printed
        assert "0.250" in printed


def test_a_notebook_names_what_was_found() -> None:
    found = Found(make())
    assert "means" in dir(found)
    assert "means" in dir(found.plot)
    assert found.plot.means() is not None
    with pytest.raises(AttributeError, match="there are means"):
        _ = found.medians


def test_an_interval_stands_with_its_estimate_where_it_is_read() -> None:
    frame = pd.DataFrame(
        {
            "arm": ["a", "b"],
            "mean": [0.5, 0.25],
            "mean_low": [0.4, math.nan],
            "mean_high": [0.6, math.nan],
            "difference": [0.0, -0.1],
            "low": [-0.2, -0.3],
            "high": [0.2, 0.1],
            "trials": [8, 9],
        }
    )
    shown = join_intervals(frame)
    assert list(shown.columns) == ["arm", "mean", "difference", "trials"]
    assert list(shown["mean"]) == ["0.500 (0.400 to 0.600)", "0.250"]
    assert list(shown["difference"]) == ["0 (-0.200 to 0.200)", "-0.100 (-0.300 to 0.100)"]
    assert list(shown["trials"]) == [8, 9]
