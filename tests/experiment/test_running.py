import os
from pathlib import Path

import pytest
from made_trials import make_chunk

from engine.errors import ScenarioError, StoreError
from engine.experiment.running import Settings, run_scenario, settle
from engine.scenario import Scenario


def never(*_: object) -> None:
    raise AssertionError("trials ran")


def test_a_run_stores_the_same_bytes_whoever_works(minimal: Scenario, tmp_path: Path) -> None:
    alone = run_scenario(minimal, Settings(30, 2, 1), out=tmp_path / "alone", runner=make_chunk)
    shared = run_scenario(minimal, Settings(30, 2, 2), out=tmp_path / "shared", runner=make_chunk)
    assert alone.run.checksums == shared.run.checksums
    assert (shared.run.trials, shared.run.seed, shared.run.workers) == (30, 2, 2)


def test_another_seed_gives_other_results(minimal: Scenario, tmp_path: Path) -> None:
    runs = [
        run_scenario(minimal, Settings(30, s, 1), out=tmp_path / str(s), runner=make_chunk) for s in (0, 1)
    ]
    assert not runs[0].estimates.equals(runs[1].estimates)


def test_what_is_not_asked_for_is_the_scenarios_own(minimal: Scenario) -> None:
    settings = settle(minimal)
    assert (settings.trials, settings.seed) == (minimal.parameters.run.trials, minimal.parameters.run.seed)
    assert settle(minimal, trials=50).workers == 1
    assert settle(minimal, trials=50, seed=0, workers=3) == Settings(50, 0, 3)


def test_every_setting_that_is_wrong_is_told_at_once(minimal: Scenario) -> None:
    with pytest.raises(ScenarioError) as refusal:
        settle(minimal, trials=0, seed=-1, workers=-2)
    assert str(refusal.value).splitlines() == [
        "--trials: 0 must be at least 1",
        "--workers: -2 must be at least 1",
        "--seed: -1 must lie between 0 and 2^64 - 1",
    ]


def test_an_unwritable_place_is_found_out_before_trials_run(minimal: Scenario, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        run_scenario(minimal, Settings(3, 0, 1), out=tmp_path / "file" / "out", runner=never)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_found_out_before_trials_run(
    minimal: Scenario, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="permission denied"):
        run_scenario(minimal, Settings(3, 0, 1), out=tmp_path / "out", runner=never)


def test_a_run_that_breaks_leaves_nothing(minimal: Scenario, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_scenario(minimal, Settings(3, 0, 1), out=tmp_path / "out", runner=never)
    assert list(tmp_path.iterdir()) == []
