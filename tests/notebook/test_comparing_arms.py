"""Arms compared over the same draws."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_folders import begin_made, run_made
from made_trials import MADE_BY_THREADS, load_minimal
from places import MINIMAL

import engine
from engine.errors import ScenarioError, StoreError
from engine.experiment.backends import BACKENDS
from engine.notebook.runs import RunResults
from engine.results.paired import Flips, difference
from engine.scenario import Scenario


@pytest.fixture(autouse=True)
def _made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)


@pytest.fixture
def one(minimal: Scenario, tmp_path: Path) -> RunResults:
    return load(run_made(minimal, tmp_path / "one"))


def load(folder: Path) -> RunResults:
    found = engine.load(folder)
    assert isinstance(found, RunResults)
    return found


def shift(run: RunResults) -> None:
    """Let every trial that ended in renewed war end in durable peace, and no other."""
    trials = run.trials
    trials.loc[trials["outcome"] == "renewed_war", "outcome"] = "durable_peace"


def test_differences_are_counted_trial_by_trial(one: RunResults, minimal: Scenario, tmp_path: Path) -> None:
    other = load(run_made(minimal, tmp_path / "two"))
    wars = int((other.trials["outcome"] == "renewed_war").sum())
    shift(other)
    rows = one.compare(other).outcomes.set_index("outcome")
    peace, n = rows.loc["durable_peace"], int((one.trials["status"] == "done").sum())
    assert 0 < wars < n
    assert (peace["arm"], peace["reference"], peace["trials"]) == ("two", "one", n)
    assert (peace["here_alone"], peace["there_alone"]) == (wars, 0)
    both = round(peace["there"] * n)
    assert tuple(peace[["difference", "low", "high"]]) == difference(Flips(both, wars, 0, n - both - wars))
    assert peace["difference"] == pytest.approx(peace["here"] - peace["there"])
    assert (peace["claim"], rows.loc["renewed_war", "claim"]) == ("more often", "less often")
    assert rows.loc["no_agreement", "claim"] == "no difference shown"


def test_a_run_does_not_differ_from_itself(one: RunResults) -> None:
    rows = one.compare(one).outcomes
    assert (rows["difference"] == 0).all()
    assert (rows["claim"] == "no difference shown").all()
    assert ((rows["low"] < 0) & (rows["high"] > 0)).all()


def test_on_sobol_points_nothing_is_claimed(tmp_path: Path) -> None:
    scenario = load_minimal("run.sampling=sobol")
    runs = [load(run_made(scenario, tmp_path / name, trials=16)) for name in ("a", "b")]
    rows = runs[0].compare(runs[1]).outcomes
    assert rows["low"].isna().all()
    assert (rows["claim"] == "no interval").all()


def test_what_is_not_paired_is_refused_and_named(one: RunResults, minimal: Scenario, tmp_path: Path) -> None:
    other = load(run_made(minimal, tmp_path / "other", trials=40, seed=2))
    with pytest.raises(StoreError) as refusal:
        one.compare(other)
    seed, trials = str(refusal.value).splitlines()
    assert "seed 2 is not that of" in seed
    assert "run it with seed=1" in seed
    assert "trials 40 is not that of" in trials
    bare = load(run_made(minimal, tmp_path / "bare", rows=False))
    with pytest.raises(StoreError, match="keeps no rows, which differences are counted from"):
        one.compare(bare)


def test_an_unfinished_run_is_compared_over_what_it_has(
    one: RunResults, minimal: Scenario, tmp_path: Path
) -> None:
    part = load(begin_made(minimal, tmp_path / "part", [(20, 25)]))
    found = one.compare(part)
    done = one.trials["status"][20:45] == "done"
    assert (found.outcomes["trials"] == done.sum()).all()
    assert "part is unfinished: 25 of 60 trials" in repr(found)
    assert (found.outcomes["difference"] == 0).all()


def test_scenarios_are_run_over_the_draws_of_the_first_and_what_differs_is_listed(tmp_path: Path) -> None:
    variant = tmp_path / "variant.toml"
    (tmp_path / "minimal.toml").write_text(MINIMAL.read_text())
    variant.write_text(
        'schema = 1\nextends = "minimal.toml"\n[front]\nzone_km = 9\n[run]\nseed = 5\ntrials = 7\n'
    )
    found = engine.compare("minimal.toml", variant, trials=20, progress=False)
    assert list(found.arms) == ["minimal", "variant"]
    assert {(run.run.trials, run.run.seed) for run in found.arms.values()} == {(20, 0)}
    zone = found.changes.set_index("path").loc["front.zone_km"]
    assert (zone["arm"], zone["here"], zone["there"]) == ("variant", "9", "0")
    assert isinstance(found.outcomes, pd.DataFrame)
    assert np.isfinite(found.outcomes["difference"]).all()


def test_folders_results_and_scenarios_mix(one: RunResults) -> None:
    found = engine.compare(one, "one", MINIMAL, progress=False)
    assert len(found.arms) == 3
    assert len(found.outcomes) == 14
    assert found.arms["minimal"].run.trials == 60


def test_one_arm_is_no_comparison() -> None:
    with pytest.raises(ScenarioError, match="needs at least two"):
        engine.compare(MINIMAL, progress=False)
