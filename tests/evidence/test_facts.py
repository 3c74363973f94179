"""Facts: each with a mark and a source, and none that says other than the data or bears on nothing."""

import re
from typing import get_args

import pytest

from engine.errors import EngineError
from engine.evidence.challenges import count_challenges
from engine.evidence.facts import MARKS, OF_PLEDGE, facts_on, read_facts, shipped_facts
from engine.scenario.dictionary import describe_parameters
from engine.scenario.pledges import pledge_defaults
from engine.scenario.sections.guarantors import PledgeClass

CLASSES = get_args(PledgeClass)
BY_HAND = {
    "assurance": (0, 8),
    "political": (0.5, 6),
    "treaty_multilateral": (1, 5),
    "treaty_bilateral": (15, 30),
    "alliance_troops": (7, 8),
    "peacekeepers": (1, 8),
}
GOOD = """
[[fact]]
id = "one"
subject = "war"
statement = "Wars end"
mark = "memory"
source = "a book"
parameters = ["front.trend"]
"""


def refuse(text: str) -> list[str]:
    with pytest.raises(EngineError) as caught:
        read_facts(text)
    return [str(problem) for problem in caught.value.problems]


def test_every_fact_has_a_mark_a_source_and_a_statement() -> None:
    facts = shipped_facts()
    assert len(facts) > 60
    assert all(fact.mark in MARKS and fact.source and fact.statement for fact in facts)
    assert {fact.mark for fact in facts} == set(MARKS)


def test_every_fact_bears_on_parameters_that_exist() -> None:
    known = {one.path for one in describe_parameters()} | {f"{OF_PLEDGE}{pledge}" for pledge in CLASSES}
    assert not [(fact.fact_id, path) for fact in shipped_facts() for path in set(fact.parameters) - known]


def test_challenges_by_class_are_those_counted_by_hand() -> None:
    assert {count.commitment: count[1:] for count in count_challenges()} == BY_HAND


def test_counts_alone_move_a_uniform_prior_by_one_a_challenge() -> None:
    betas = {count.commitment: count.beta for count in count_challenges()}
    assert betas["assurance"] == (1, 9)
    assert betas["political"] == (1.5, 6.5)
    assert betas["treaty_bilateral"] == (16, 16)


def test_facts_state_the_counts_of_the_table() -> None:
    stated = {fact.counted.commitment: (fact.figures, fact.mark) for fact in shipped_facts() if fact.counted}
    assert stated == {
        commitment: (f"{honoured:g} of {called}", "computed")
        for commitment, (honoured, called) in BY_HAND.items()
    }


@pytest.mark.parametrize("pledge", CLASSES)
def test_counts_in_the_sources_of_a_pledge_class_are_those_of_its_facts(pledge: str) -> None:
    written = set(re.findall(r"\d*\.?\d+ of \d+", pledge_defaults(pledge)["reliability"].origin.source))
    counted = {fact.figures for fact in facts_on(f"{OF_PLEDGE}{pledge}") if fact.counted}
    assert written <= counted
    assert counted
    assert written or pledge == "article5_style_with_force"


def test_a_good_fact_is_read_as_it_stands() -> None:
    (fact,) = read_facts(GOOD)
    assert fact == ("one", "war", "Wars end", "", "memory", "a book", ("front.trend",), None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "a book"\n', "", "source must be given"),
        ('source = "a book"', 'source = " "', "source = ' ' must be a text"),
        ('mark = "memory"', 'mark = "sure"', f"must be one of {', '.join(MARKS)}"),
        ('subject = "war"', 'subject = "wars"', "must be one of berlin,"),
        ('id = "one"', 'id = "one"\nnumber = "3"', "number is not a known key"),
        ('parameters = ["front.trend"]', "parameters = [3]", "must be a list of texts"),
        ('mark = "memory"', 'mark = "memory"\ncounted = "pacts"', "must be one of assurance,"),
        ('mark = "memory"', 'mark = "memory"\ncounted = "political"\nfigures = "1 of 2"', "are counted"),
    ],
)
def test_a_bad_fact_is_refused_by_name(old: str, new: str, said: str) -> None:
    (problem,) = refuse(GOOD.replace(old, new))
    assert problem.startswith("facts.toml: fact one: ")
    assert said in problem


def test_every_problem_of_the_facts_is_said_at_once() -> None:
    problems = refuse(GOOD + GOOD + '[facts]\nid = "two"\n[[fact]]\nid = "three"')
    assert "facts.toml: facts is not a known key" in problems[0]
    assert "has the id of another fact" in problems[1]
    assert len(problems) == 7
