"""Which parameter a name stands for."""

import pytest

from engine.errors import ScenarioError
from engine.scenario.dictionary import describe_parameters
from engine.scenario.naming import find_parameter, matches


@pytest.mark.parametrize(
    ("name", "path", "asked"),
    [
        ("parties.*.cost", "parties.*.cost", "parties.*.cost"),
        ("parties.russia.cost", "parties.*.cost", "parties.russia.cost"),
        ("laxity_growth", "parties.*.laxity_growth", "parties.*.laxity_growth"),
        ("truce_terms", "parties.*.truce_terms.*", "parties.*.truce_terms.*"),
        ("mediators.germany.leverage", "mediators.*.leverage.*", "mediators.germany.leverage.*"),
        ("leverage.russia", "mediators.*.leverage.*", "mediators.*.leverage.russia"),
        (
            "constituencies.public.slope",
            "parties.*.constituencies.*.slope",
            "parties.*.constituencies.public.slope",
        ),
        ("*.cost", "parties.*.cost", "parties.*.cost"),
        ("front.blur", "front.blur", "front.blur"),
        ("blur", "front.blur", "front.blur"),
    ],
)
def test_a_name_stands_for_a_path(name: str, path: str, asked: str) -> None:
    named = find_parameter(name)
    assert (named.described.path, named.path) == (path, asked)


def test_every_path_stands_for_itself() -> None:
    for one in describe_parameters():
        assert find_parameter(one.path).described.path == one.path


@pytest.mark.parametrize(
    "name", ["", ".", "*", "parties", "parties..cost", "parties.*", "russia", "front.*", " "]
)
def test_what_is_no_parameter_is_refused(name: str) -> None:
    with pytest.raises(ScenarioError, match="sim evidence"):
        find_parameter(name)


def test_other_names_are_among_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="nearest: peacekeepers"):
        find_parameter("peacekepers", ("peacekeepers",))


def test_a_pattern_matches_names_but_not_other_lengths() -> None:
    assert matches("a.*.c", "a.b.c")
    assert not matches("a.*.c", "a.b.d")
    assert not matches("a.*", "a.b.c")
    assert not matches("a.b", "a.*")
