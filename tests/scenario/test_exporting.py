"""A resolved scenario as one file that loads back to the same digest."""

import tomllib
from pathlib import Path

import pytest
from places import EVERYTHING, MINIMAL

from engine.scenario import Scenario, load_scenario
from engine.scenario.finding import shipped_names
from engine.scenario.values import list_values

CORRELATED = [
    'monitors.detection={ dist = "beta", a = 2, b = 3 }',
    'correlations=[{ between = ["front.trend", "monitors.detection"], rho = -0.3 }]',
]


def export(scenario: Scenario, folder: Path) -> Scenario:
    path = folder / "exported.toml"
    path.write_text(scenario.to_toml(), encoding="utf-8")
    return load_scenario(path)


def check(scenario: Scenario, folder: Path) -> Scenario:
    """What must hold of every export."""
    exported = export(scenario, folder)
    assert exported.digest == scenario.digest
    assert exported.parents == ()
    assert (exported.title, exported.description) == (scenario.title, scenario.description)
    assert dict_of(exported) == dict_of(scenario)
    sources = {path: origin.source for path, origin in scenario.origins.items()}
    texts = {entry.path for entry in list_values(scenario.parameters) if entry.facts.unit == "text"}
    for path, origin in exported.origins.items():
        assert path in texts or origin.source == sources[path]
    assert exported.to_toml() == scenario.to_toml()
    return exported


def dict_of(scenario: Scenario) -> dict[str, object]:
    return {entry.path: entry.value for entry in list_values(scenario.parameters)}


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_loads_back_the_same(name: str, tmp_path: Path) -> None:
    check(load_scenario(name), tmp_path)


@pytest.mark.parametrize("path", [MINIMAL, EVERYTHING], ids=["minimal", "everything"])
def test_a_scenario_of_the_tests_loads_back_the_same(path: Path, tmp_path: Path) -> None:
    check(load_scenario(path), tmp_path)


def test_correlations_load_back_the_same(minimal: Scenario, tmp_path: Path) -> None:
    scenario = load_scenario(MINIMAL, CORRELATED)
    exported = check(scenario, tmp_path)
    assert exported.parameters.correlations == scenario.parameters.correlations
    assert len(exported.parameters.correlations) == 1
    assert scenario.digest != minimal.digest


@pytest.mark.parametrize(
    "override",
    [
        'front.trend={ p5 = -0.1, "p33.33333333333" = 0, "p99.9" = 0.1 }',
        "front.trend={ choice = [0.1, -0.1, 1e-9], weights = [0.2, 0.3, 0.5] }",
        'sequence.order={ choice = ["truce_first", "parallel"] }',
        "sequence.fixed_terms={ choice = [true, false], weights = [1, 3] }",
        "monitors.detection=0.1234567890123456789",
        "monitors.detection=1e-300",
        "monitors.detection=-0.0",
        "front.intensity_cap=1e6",
        "run.seed=18446744073709551615",
        'parties.north.cost={ dist = "lognormal", median = 0.18, sigma = 0.4, high = 2 }',
        'parties.north.cost={ value = 0.18, source = "a \\"book\\" \\t \\n ä" }',
        'parties.north.cost={ dist = "triangular", low = 0, mode = 0.18, high = 2 }',
        "guarantors.ally.elections=[2025-11-04, 2027-11-04]",
    ],
)
def test_every_kind_of_value_loads_back_the_same(override: str, tmp_path: Path) -> None:
    check(load_scenario(MINIMAL, [override]), tmp_path)


def test_titles_of_many_lines_load_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "titled.toml"
    text = MINIMAL.read_text().replace("Two invented neighbours", 'A \\"title\\"\\n\\twith \\\\ and é')
    path.write_text(text, encoding="utf-8")
    assert check(load_scenario(path), tmp_path).title == 'A "title"\n\twith \\ and é'


def test_an_export_writes_every_value(minimal: Scenario) -> None:
    written = tomllib.loads(minimal.to_toml())
    for entry in list_values(minimal.parameters):
        if entry.value == ():
            continue
        node = written
        for key in entry.path.split("."):
            node = node[key]
        assert node is not None


def test_the_seed_and_the_trials_leave_the_digest_but_are_exported(tmp_path: Path) -> None:
    scenario = load_scenario(MINIMAL, ["run.seed=5", "run.trials=6"])
    assert scenario.digest == load_scenario(MINIMAL).digest
    assert export(scenario, tmp_path).parameters.run == scenario.parameters.run


def test_the_way_of_drawing_belongs_to_the_digest() -> None:
    sobol = load_scenario(MINIMAL, ['run.sampling="sobol"'])
    assert sobol.digest != load_scenario(MINIMAL).digest
