from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from engine.analysis.arms import ask_arms, play_arms
from engine.analysis.choosing.unknowns import find_unknowns, play_unknowns
from engine.errors import ScenarioError

TIED = (
    'schema = 1\nextends = "berlin-article5"\n[[correlations]]\n'
    'between = ["parties.russia.weapons", "parties.ukraine.weapons"]\nrho = 0.6\n'
    'source = "assumption: made up"\n'
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_trials_with_their_own_unknowns_given_are_the_trials_themselves() -> None:
    asked = ask_arms(["berlin-article5", "berlin-donbas"], trials=60, seed=3)
    unknowns = find_unknowns(asked)
    given = play_unknowns(unknowns, unknowns.draw(0, 60), 0)
    for ours, theirs in zip(given, play_arms(asked), strict=True):
        assert np.array_equal(ours.values, theirs.values, equal_nan=True)
        assert np.array_equal(ours.draws, theirs.draws)


def test_an_unknown_that_one_arm_holds_fixed_is_an_unknown_of_the_others(tmp_path: Path) -> None:
    text = (
        'schema = 1\nextends = "berlin-article5"\n[front]\ntrend = { value = 0.0, source = "assumption" }\n'
    )
    asked = ask_arms(["berlin-article5", write(tmp_path, "fixed", text)], trials=20, seed=3)
    unknowns = find_unknowns(asked)
    assert unknowns.value_at(1, "front.trend", 1.0) == "not drawn"
    assert isinstance(unknowns.value_at(0, "front.trend", 1.0), float)
    given = play_unknowns(unknowns, unknowns.draw(0, 20), 0)
    for ours, theirs in zip(given, play_arms(asked), strict=True):
        assert np.array_equal(ours.values, theirs.values, equal_nan=True)


def test_what_is_correlated_with_a_fixed_unknown_moves_along(tmp_path: Path) -> None:
    """The other's scores are 0.6 times that held, and its own residual; 5 standard errors."""
    tied = write(tmp_path, "tied", TIED)
    unknowns = find_unknowns(ask_arms([tied, write(tmp_path, "same", TIED)], trials=10, seed=3))
    uniforms = unknowns.draw(0, 4000)
    fixed = unknowns.fix(uniforms, {"parties.russia.weapons": 2.0})
    held, other = (unknowns.paths.index(f"parties.{side}.weapons") for side in ("russia", "ukraine"))
    assert fixed[:, held] == pytest.approx(ndtr(2.0))
    scores = ndtri(fixed[:, other])
    assert scores.mean() == pytest.approx(1.2, abs=5 * 0.8 / np.sqrt(4000))
    assert scores.std() == pytest.approx(0.8, abs=5 * 0.8 / np.sqrt(8000))
    rest = [place for place in range(len(unknowns.paths)) if place not in (held, other)]
    assert np.array_equal(fixed[:, rest], uniforms[:, rest])


def test_arms_whose_unknowns_are_not_the_same_draws_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="otherwise than another arm"):
        find_unknowns(ask_arms(["berlin-article5", write(tmp_path, "tied", TIED)], trials=10))
    sobol = ask_arms(["berlin-article5", "berlin-donbas"], ['run.sampling="sobol"'], trials=10)
    with pytest.raises(ScenarioError, match="no interval holds"):
        find_unknowns(sobol)
