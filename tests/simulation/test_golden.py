"""Golden trials: the same bits on every Python, machine and backend.

To record them anew, in a commit that says why the world changed: ``python tests/simulation/test_golden.py``.
"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from engine.scenario import load_scenario
from engine.simulation import kernel, trials
from engine.simulation.records import Chunk, columns

GOLDEN = Path(__file__).parents[1] / "golden"
EVERYTHING = Path(__file__).parents[1] / "scenarios" / "everything.toml"
TRIALS = {"berlin": 6, "berlin-budapest": 6, "berlin-article5": 6, "korea-1953": 6, str(EVERYTHING): 12}


def write_trials(reference: str, run_chunk: Callable[..., Chunk]) -> str:
    """Write every recorded number exactly, a column a line, a trial a field."""
    scenario = load_scenario(reference)
    chunk = run_chunk(scenario, scenario.parameters.run.seed, 0, TRIALS[reference])
    lines = [(column.name, chunk.values[:, i]) for i, column in enumerate(columns(scenario))]
    lines += [(path, chunk.draws[:, i]) for i, path in enumerate(scenario.uncertain)]
    lines += [(f"phase_in_round_{i}", chunk.phases[:, i]) for i in range(0, chunk.phases.shape[1], 13)]
    return "".join(f"{name},{','.join(float(value).hex() for value in values)}\n" for name, values in lines)


@pytest.mark.parametrize("driver", [kernel, trials], ids=["kernel", "mesa"])
@pytest.mark.parametrize("reference", TRIALS)
def test_golden_trials_come_out_bit_for_bit(reference: str, driver: ModuleType) -> None:
    recorded = (GOLDEN / f"{Path(reference).stem}.csv").read_text()
    assert write_trials(reference, driver.run_chunk) == recorded


if __name__ == "__main__":
    for each in TRIALS:
        (GOLDEN / f"{Path(each).stem}.csv").write_text(write_trials(each, trials.run_chunk))
