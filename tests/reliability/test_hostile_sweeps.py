"""Whatever a sweep file or the name of a shard says, it is a plan or refused in words."""

from pathlib import Path

import pytest
from hostile_texts import NASTY, SWEEPS, fuzzing, texts, write_beside
from hypothesis import given
from hypothesis import strategies as st
from made_sweeps import GRID, write_sweep
from words import check_words

from engine.errors import ScenarioError
from engine.experiment.sweeps.planning import load_sweep
from engine.experiment.sweeps.sharding import (
    COUNT,
    LEAST,
    STEP,
    TASK,
    find_share,
    read_share,
)
from engine.experiment.sweeps.slurm import Tasks, write_script
from engine.results.sweeps.record import MOST_SHARDS

FEW = [GRID, *(text.replace("points = ", "points = 4 #") for text in SWEEPS)]
"""Sweeps of few points, so that an input takes little."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    write_sweep(place)
    return place


@fuzzing(50)
@given(content=texts(FEW))
def test_a_changed_sweep_file_is_a_plan_or_refused_in_words(folder: Path, content: bytes) -> None:
    path = write_beside(folder, content)
    try:
        sweep = load_sweep(path)
    except ScenarioError as error:
        check_words(error)
    else:
        assert sweep.resolve(0).digest == sweep.plan.points[0].digest


@fuzzing(150)
@given(
    text=st.one_of(st.text(max_size=20), st.sampled_from(NASTY), st.from_regex(r"-?\d{0,9}/[\d٣]{0,9}\s?"))
)
def test_the_name_of_a_shard_is_one_of_its_sweep_or_refused_in_words(text: str) -> None:
    try:
        share = read_share(text)
    except ScenarioError as error:
        check_words(error)
    else:
        assert 1 <= share.number <= share.shares <= MOST_SHARDS


NUMBERS = st.one_of(st.integers(-2, 9).map(str), st.integers().map(str), st.text(max_size=5))


@fuzzing(100)
@given(
    environment=st.fixed_dictionaries(
        {TASK: NUMBERS, COUNT: NUMBERS, LEAST: NUMBERS}, optional={STEP: NUMBERS}
    )
)
def test_the_environment_of_an_array_names_a_shard_or_is_refused(environment: dict[str, str]) -> None:
    try:
        share = find_share(None, environment)
    except ScenarioError as error:
        check_words(error)
    else:
        assert 1 <= share.number <= share.shares <= MOST_SHARDS


@fuzzing(60)
@given(reference=st.one_of(st.text(max_size=20), st.sampled_from(NASTY), st.just("x\nJOB\nrm -r y")))
def test_a_script_for_slurm_has_as_many_lines_whatever_a_sweep_is_called(reference: str) -> None:
    """A line end in a name would end the text that is handed to sbatch, and begin a command."""
    lines = write_script("made", "made", Tasks(2, 1, 10.0, 5)).splitlines()
    try:
        script = write_script(reference, reference, Tasks(2, 1, 10.0, 5))
    except ScenarioError as error:
        check_words(error)
    else:
        assert len(script.splitlines()) == len(lines)
