import json
from pathlib import Path

import pandas as pd
import pytest
from places import MINIMAL
from typer.testing import CliRunner, Result

from engine.cli.main import app
from engine.errors import ScenarioError

NORMS = Path(__file__).parents[2] / "examples" / "norms" / "norms.py"
SMALL = ("--points", 32, "--trials-per-point", 2, "--trials", 40, "--seed", 5)


def sim(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_prints_keeps_and_repeats_itself(tmp_path: Path) -> None:
    asked = ("sensitivity", MINIMAL, "--objective", "-war_cost_north", *SMALL)
    done = sim(*asked, "--out", tmp_path / "first")
    assert done.exit_code == 0, done.exception
    for heading in ("What makes trials differ", "Sobol indices", "tornado", "Morris"):
        assert heading in done.stdout
    told = json.loads(sim(*asked, "--json", "--out", tmp_path / "second").stdout)
    assert told["record"]["trials_per_point"] == 2
    assert len(told["rows"]["indices"]) == 7
    for name in ("split", "indices", "tornado", "effects"):
        first, second = ((tmp_path / folder / f"{name}.csv").read_bytes() for folder in ("first", "second"))
        assert first == second
    assert len(told["rows"]["split"]) == 5


def test_quiet_prints_the_folder_alone(tmp_path: Path) -> None:
    done = sim("sensitivity", MINIMAL, "--method", "split", *SMALL, "--quiet", "--out", tmp_path / "kept")
    assert done.stdout.strip() == str(tmp_path / "kept")


def test_a_bad_question_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    done = sim("sensitivity", MINIMAL, "--points", 7, "--out", tmp_path / "kept")
    assert done.exit_code != 0
    assert isinstance(done.exception, ScenarioError)
    assert "--points: 7 must be a power of 2" in str(done.exception)
    assert not (tmp_path / "kept").exists()


@pytest.mark.slow
def test_choices_among_rules_vary_where_a_module_brings_some(tmp_path: Path) -> None:
    """In a new process, since modules are named before the schema is read."""
    import subprocess
    import sys

    words = ["sensitivity", MINIMAL, "--module", NORMS, "--method", "split", "--objective", "-war_cost_north"]
    command = [sys.executable, "-m", "engine.cli.main", *map(str, words), *map(str, SMALL), "--quiet"]
    subprocess.run([*command, "--out", str(tmp_path / "kept")], check=True, timeout=300)
    split = pd.read_csv(tmp_path / "kept" / "split.csv").set_index("source")
    record = json.loads((tmp_path / "kept" / "finding.json").read_text())["record"]
    assert sorted(record["rules"]) == ["parties.north.retaliation_rule", "parties.south.retaliation_rule"]
    assert split.loc["rules", "low"] < split.loc["rules", "high"]
    assert split["share"].sum() == pytest.approx(1.0)
