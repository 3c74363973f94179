"""What the class of a pledge brings, and what goes over it."""

from pathlib import Path
from typing import get_args

import pytest
from places import MINIMAL

from engine.errors import ScenarioError
from engine.scenario import Distribution, load_scenario
from engine.scenario.sections.guarantors import PledgeClass

CLASSES = get_args(PledgeClass)
BROUGHT = ("reliability", "material", "capability", "belief_protege", "belief_adversary")


def mean(value: object) -> float:
    return value.mean() if isinstance(value, Distribution) else float(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("pledge", CLASSES)
def test_every_class_brings_sourced_defaults(pledge: str) -> None:
    scenario = load_scenario(MINIMAL, [f"guarantors.ally.pledge={pledge}"])
    for key in BROUGHT:
        origin = scenario.origins[f"guarantors.ally.{key}"]
        assert origin.where == f"pledge class {pledge}"
        assert origin.source
        assert origin.reason != "no source given"


def test_stronger_classes_are_more_reliable() -> None:
    order = ("assurance", "political", "multilateral_treaty", "bilateral_treaty", "article5_style")
    order += ("article5_style_with_force", "alliance_troops")
    means = [
        mean(
            load_scenario(MINIMAL, [f"guarantors.ally.pledge={pledge}"]).value_at(
                "guarantors.ally.reliability"
            )
        )
        for pledge in order
    ]
    assert means == sorted(means)
    assert len(set(means)) == len(means)


@pytest.mark.parametrize("pledge", CLASSES)
def test_beliefs_start_below_the_class_and_the_protege_believes_less(pledge: str) -> None:
    scenario = load_scenario(MINIMAL, [f"guarantors.ally.pledge={pledge}"])
    truth, protege, adversary = (
        mean(scenario.value_at(f"guarantors.ally.{key}"))
        for key in ("reliability", "belief_protege", "belief_adversary")
    )
    # Class mean times the means of Beta(4, 6) and Beta(6, 4); bounds of the file are rounded to four digits.
    assert protege == pytest.approx(0.4 * truth, abs=1e-4)
    assert adversary == pytest.approx(0.6 * truth, abs=1e-4)


def test_an_explicit_value_goes_over_the_class() -> None:
    scenario = load_scenario(MINIMAL, ["guarantors.ally.reliability=0.3"])
    assert scenario.value_at("guarantors.ally.reliability") == 0.3
    assert scenario.origins["guarantors.ally.reliability"].where == "--set"
    assert scenario.origins["guarantors.ally.material"].where == "pledge class bilateral_treaty"


def test_a_distribution_of_the_class_is_replaced_as_a_whole() -> None:
    override = 'guarantors.ally.reliability={ dist = "uniform", low = 0.1, high = 0.2 }'
    value = load_scenario(MINIMAL, [override]).value_at("guarantors.ally.reliability")
    assert isinstance(value, Distribution)
    assert value.support() == (0.1, 0.2)


def test_a_variant_that_changes_the_class_gets_the_new_defaults_and_keeps_explicit_values(
    tmp_path: Path,
) -> None:
    text = MINIMAL.read_text().replace('issue = "guarantees"\n', 'issue = "guarantees"\ncapability = 0.33\n')
    (tmp_path / "parent.toml").write_text(text)
    child = tmp_path / "child.toml"
    child.write_text('schema = 1\nextends = "parent.toml"\n[guarantors.ally]\npledge = "assurance"\n')
    scenario = load_scenario(child)
    expected = load_scenario(MINIMAL, ["guarantors.ally.pledge=assurance"])
    assert scenario.value_at("guarantors.ally.capability") == 0.33
    for key in set(BROUGHT) - {"capability"}:
        path = f"guarantors.ally.{key}"
        assert scenario.value_at(path) == expected.value_at(path)
        assert scenario.origins[path].where == "pledge class assurance"


def test_an_unknown_class_is_one_problem_and_not_six() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(MINIMAL, ["guarantors.ally.pledge=assurence"])
    (problem,) = caught.value.problems
    assert problem.way_out == 'did you mean "assurance"?'


def test_a_guarantor_without_a_class_is_one_problem() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(MINIMAL, ["guarantors.friend.protects=north"])
    (problem,) = caught.value.problems
    assert problem.value == "guarantors.friend.pledge"
    assert problem.rule == "must be given"
