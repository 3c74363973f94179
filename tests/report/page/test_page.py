"""A page loads nothing, runs nothing, escapes what users write, and can be read by everyone."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from reading import Reading

from engine.analysis.replaying.stored import open_source
from engine.analysis.telling import list_telling
from engine.report.answer import NOTE, say_answer
from engine.report.page.rendering import MARK, render
from engine.report.page.run_page import make_run_page
from engine.report.page.sweep_page import make_sweep_page
from engine.report.sweep_answer import say_sweep_answer
from engine.report.wording import say_name
from engine.results.loading import Results, load
from engine.results.sweeps.loading import SweepResults

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)> $x^{$ \\frac $"


@pytest.fixture(scope="module")
def run_text(made_folder: Path) -> str:
    return render(make_run_page(load(made_folder)))


@pytest.fixture(scope="module")
def sweep_text(grid: SweepResults) -> str:
    return render(make_sweep_page(grid))


@pytest.fixture(params=["run", "sweep"])
def text(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_text"))


def test_nothing_is_loaded_and_nothing_runs(text: str) -> None:
    page = Reading(text)
    assert not page.find(
        "script", "link", "img", "image", "iframe", "object", "embed", "video", "audio", "base"
    )
    for element in page.elements:
        for key, value in element.attributes.items():
            assert not key.startswith("on"), element
            if key in ("href", "src", "action", "srcset", "data"):
                assert value.startswith("#"), element
            if "url(" in value:
                assert "url(#" in value, element
    assert "@import" not in text
    (policy,) = (each for each in page.find("meta") if each.attributes.get("http-equiv"))
    assert policy.attributes["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_every_reference_leads_somewhere_and_no_id_is_given_twice(text: str) -> None:
    page = Reading(text)
    ids = Counter(each.attributes["id"] for each in page.elements if "id" in each.attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    for element in page.elements:
        named = [element.attributes["href"][1:]] if "href" in element.attributes else []
        named += element.attributes.get("aria-labelledby", "").split()
        named += re.findall(r"url\(#([^)]+)\)", " ".join(element.attributes.values()))
        assert set(named) <= set(ids), element


def test_headings_go_down_by_one_at_most_from_a_single_first(text: str) -> None:
    levels = [int(each.tag[1]) for each in Reading(text).find("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_language_and_a_way_past_the_head(text: str) -> None:
    page = Reading(text)
    (root,) = page.find("html")
    assert root.attributes["lang"] == "en"
    for landmark in ("main", "header", "footer", "nav"):
        assert len(page.find(landmark)) == 1
    assert page.find("a")[0].attributes["href"] == "#answer"


def test_every_figure_has_alternative_text_a_caption_and_a_table(text: str) -> None:
    figures = re.findall(r"<figure .*?</figure>", text, re.S)
    assert len(figures) == len(Reading(text).find("figure")) >= 2
    for figure in figures:
        page = Reading(figure)
        drawings = page.find("svg")
        assert len(drawings) == 2
        assert all(each.attributes["role"] == "img" for each in drawings)
        assert len(page.find("title")) == len(page.find("desc")) == 2
        assert page.text_in("title").strip()
        assert page.text_in("figcaption").strip()
        assert page.find("details")
        assert page.find("table")
        assert page.find("text"), "letters are letters, not outlines"


def test_tables_have_captions_and_scopes(text: str) -> None:
    page = Reading(text)
    tables = page.find("table")
    assert len(page.find("caption")) == len(tables)
    assert {each.attributes.get("scope") for each in page.find("th")} == {"col", "row"}


def test_a_run_opens_with_what_it_is_not_and_the_terminals_answer(results: Results, run_text: str) -> None:
    page = Reading(run_text)
    assert " ".join(page.text_in("header").split()).endswith(NOTE)
    words = " ".join(page.text_in("main").split())
    assert words.startswith(f"The answer {say_answer(results)}")


def test_a_run_lists_its_telling_trials_each_with_the_command_that_replays_it(
    results: Results, made_folder: Path, run_text: str
) -> None:
    words = " ".join(Reading(run_text).text_in("main").split())
    telling = list_telling(open_source(made_folder))
    assert telling
    for each in telling:
        assert f"{each.what}{each.trial}{say_name(each.outcome)}" in words
        assert f"sim replay . --trial {each.trial}" in words
    results.run = results.run.model_copy(update={"rows": False})
    assert "sim replay ." not in render(make_run_page(results))


def test_a_sweep_opens_with_the_terminals_answer(grid: SweepResults, sweep_text: str) -> None:
    words = " ".join(Reading(sweep_text).text_in("main").split())
    assert words.startswith(f"The answer {say_sweep_answer(grid)}")


def test_a_sweep_words_no_difference_that_its_interval_covers(grid: SweepResults, sweep_text: str) -> None:
    table = grid.differences[grid.differences["outcome"] == "durable_peace"]
    covered = ((table["low"] <= 0) & (table["high"] >= 0)).sum()
    assert covered
    assert sweep_text.count("Durable peace shows no difference between") == covered


def test_every_assumption_stands_with_its_source(results: Results, run_text: str) -> None:
    cells = {text for inside, text in Reading(run_text).texts if inside[-1:] in (("td",), ("th",))}
    assert set(results.assumptions["path"]) <= cells
    assert set(results.assumptions["source"]) - {""} <= cells


def test_names_of_users_are_escaped_everywhere(results: Results) -> None:
    results.run = results.run.model_copy(update={"title": HOSTILE, "scenario": HOSTILE, "command": HOSTILE})
    results.terms = results.terms.assign(meaning=HOSTILE)
    results.guarantors = results.guarantors.assign(guarantor=HOSTILE)
    results.assumptions = results.assumptions.assign(source=HOSTILE, value=HOSTILE)
    page = Reading(render(make_run_page(results)))
    assert not page.find("script", "img")
    assert not any(key.startswith("on") for each in page.elements for key in each.attributes)
    assert HOSTILE in page.text_in("h1")
    assert HOSTILE[:17] in page.text_in("svg")
    assert HOSTILE in page.text_in("td")


def test_the_same_run_gives_the_same_page(results: Results, run_text: str) -> None:
    assert render(make_run_page(results)) == run_text


def test_a_page_says_near_its_beginning_who_wrote_it(text: str) -> None:
    assert MARK in text[:1000]
