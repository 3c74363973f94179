"""Sizes are bounded with a message before anything takes long."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from places import MINIMAL

from engine.errors import ScenarioError
from engine.experiment.settings import MOST_WORKERS, settle
from engine.scenario import Scenario, load_scenario
from engine.scenario.loading import MOST_PROBLEMS
from engine.scenario.reading import MAX_VALUES

TEXT = MINIMAL.read_text(encoding="utf-8")


def say_all(values: Iterable[object]) -> str:
    return f"[{', '.join(map(str, values))}]"


MOST_64, MANY = "at most 64 entries", f"holds more than {MAX_VALUES:,} values"
LONG = [
    (
        TEXT.replace('["west", "centre", "east"]', say_all(f'"s{each}"' for each in range(65))),
        "at most 64 entries",
    ),
    (TEXT.replace('["centre"]', say_all(f'"h{each}"' for each in range(65))), MOST_64),
    (TEXT.replace("rounds = 26", f"winter_months = {say_all([1] * 13)}"), "at most 12 entries"),
    (TEXT.replace("rounds = 26", "rounds = 1000000000"), "must lie in [1, 2600] rounds"),
    (
        TEXT + "".join(f"[parties.south.constituencies.c{each}]\nweight = 0\n" for each in range(17)),
        "at most 16 entries",
    ),
    (
        TEXT + '[[correlations]]\nbetween = ["front.trend", "x"]\nrho = 0.5\n' * 257,
        "at most 256 entries",
    ),
    (TEXT + f"x = {say_all(range(MAX_VALUES))}", MANY),
    (
        TEXT.replace("rounds = 26", f"winter_months = {say_all([1] * 300_000)}"),
        "holds more than 20,000 values",
    ),
    (TEXT + "".join(f"k{each} = 1\n" for each in range(3000)), f"has {3000 - MOST_PROBLEMS:,} problems more"),
]


@pytest.mark.parametrize(("text", "said"), LONG)
def test_more_than_anybody_needs_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "long.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path)
    assert said in str(refused.value)
    assert len(refused.value.problems) <= MOST_PROBLEMS + 1


def test_more_workers_than_a_machine_has_are_refused(minimal: Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"--workers: 1,025 must be at most 1,024"):
        settle(minimal, workers=MOST_WORKERS + 1)
