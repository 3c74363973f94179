"""How results show themselves in a notebook."""

import re
from pathlib import Path

import pytest
from made_folders import run_made, sweep_made
from made_sweeps import GRID, write_sweep
from made_trials import MADE_BY_THREADS, load_minimal

import engine
from engine.experiment.backends import BACKENDS
from engine.notebook.runs import RunResults
from engine.results.loading import load
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES

EVIL = "<script>alert('x')</script> & \"co\""


@pytest.fixture(autouse=True)
def _made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


def test_a_run_says_answer_count_intervals_and_where_it_comes_from(minimal: Scenario, tmp_path: Path) -> None:
    run = RunResults(load(run_made(minimal, tmp_path / "out", trials=200)))
    shown = run._repr_html_()
    assert "of the trials end in durable peace" in shown
    assert "200 trials of" in shown
    assert "not a forecast" in shown
    assert f"scenario minimal {run.run.digest[:12]}" in shown
    for outcome in OUTCOMES:
        assert f">{outcome.replace('_', ' ')}</td>" in shown
    assert len(re.findall(r">[\d.]+% to [\d.]+%</td>", shown)) == len(OUTCOMES)


def test_zero_of_n_is_said_with_its_bound(minimal: Scenario, tmp_path: Path) -> None:
    run = RunResults(load(run_made(minimal, tmp_path / "out", trials=3)))
    assert ">none</td>" in run._repr_html_()
    assert ">0%<" not in run._repr_html_()
    assert "below" in run._repr_html_()


def test_names_from_users_are_escaped_everywhere(tmp_path: Path) -> None:
    text = GRID.replace('"Made up"', f"'''{EVIL}'''").replace('"attribution"', f"'''x{EVIL}'''")
    swept = engine.sweep(write_sweep(tmp_path, text), out=f"{tmp_path}/<b>", progress=False)
    scenario = tmp_path / "minimal.toml"
    scenario.write_text(f"title = '''{EVIL}'''\n{re.sub('title = .*', '', scenario.read_text())}")
    runs = [engine.run(scenario, trials=5, out=f"{tmp_path}/<i>{n}", progress=False) for n in (1, 2)]
    many = engine.load(f"{tmp_path}/<i>*")
    for each in (swept, *runs, many, runs[0].compare(runs[1])):
        shown = each._repr_html_()
        assert not re.search(r"<(script|b|i)>", shown)
        assert re.search(r"&lt;(script|b|i)&gt;", shown)


def test_a_sweep_shows_each_point_with_its_interval(tmp_path: Path) -> None:
    found = engine.load(sweep_made(tmp_path, tmp_path / "out"))
    shown = found._repr_html_()
    assert shown.count("<tr>") == 7
    assert "all share their draws" in shown
    assert ">attribution</th>" in shown


def test_trials_on_sobol_points_show_no_intervals(tmp_path: Path) -> None:
    run = RunResults(load(run_made(load_minimal("run.sampling=sobol"), tmp_path / "out", trials=16)))
    assert "no intervals are given" in run._repr_html_()


def test_results_show_themselves_in_a_console_too(minimal: Scenario, tmp_path: Path) -> None:
    run = RunResults(load(run_made(minimal, tmp_path / "out")))
    assert repr(run).startswith("Two invented neighbours: 60 trials, seed 1. ")
    assert repr(run.compare(run)).count("no difference shown") == len(OUTCOMES)


def test_a_run_and_a_sweep_write_their_page(minimal: Scenario, tmp_path: Path) -> None:
    run = RunResults(load(run_made(minimal, tmp_path / "run")))
    assert run.report() == tmp_path / "run" / "report.html"
    swept = engine.load(sweep_made(tmp_path, tmp_path / "sweep"))
    assert swept.report("page.html") == Path("page.html")
    assert all(
        "<html" in path.read_text()[:200] for path in (tmp_path / "run" / "report.html", Path("page.html"))
    )
