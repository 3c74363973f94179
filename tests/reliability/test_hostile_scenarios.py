"""Whatever a scenario file or a value laid over it says, it is a scenario or refused in words."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hostile_texts import SCENARIOS, fuzzing, paths, texts, values, write_beside
from hypothesis import given
from hypothesis import strategies as st
from places import EVERYTHING, MINIMAL
from words import check_words

from engine.errors import ScenarioError
from engine.scenario import Scenario, load_scenario
from engine.scenario.loading import load_text
from engine.simulation.kernel import run_without_twins

ROUNDS = "clock.rounds=4"


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """Compile the kernel, which may take longer than any input may."""
    run_without_twins(load_scenario(MINIMAL, [ROUNDS]), 1, 0, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def judge(load: Callable[[], Scenario]) -> None:
    """Load a scenario: it is refused in words, or reads back as itself and its trials run to their end."""
    try:
        scenario = load()
    except ScenarioError as error:
        check_words(error)
        return
    assert load_text(scenario.to_toml()).digest == scenario.digest
    with suppress(ScenarioError):
        run_without_twins(load_text(scenario.to_toml(), overrides=[ROUNDS]), 1, 0, 2)


@fuzzing(120)
@given(content=texts(SCENARIOS))
def test_a_changed_scenario_file_is_a_scenario_or_refused_in_words(folder: Path, content: bytes) -> None:
    path = write_beside(folder, content)
    judge(lambda: load_scenario(path))


@fuzzing(100)
@given(override=st.tuples(paths(), values()).map("=".join), base=st.sampled_from([MINIMAL, EVERYTHING]))
def test_a_value_laid_over_a_scenario_is_read_or_refused_in_words(override: str, base: Path) -> None:
    judge(lambda: load_scenario(base, [override]))


@fuzzing(100)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_refused_in_words(folder: Path, content: bytes) -> None:
    path = write_beside(folder, content)
    with suppress(ScenarioError):
        load_scenario(path)
