"""A live view takes rules from modules, as the command hands them to the process that serves it."""

import json
import os
import subprocess
import sys
from pathlib import Path

NORMS = Path(__file__).parents[3] / "examples" / "norms"
WATCH = """
import json
from engine.report.view.controls import list_controls
from engine.report.view.watched import watch
from engine.scenario import load_scenario
from engine.simulation.records import columns
from engine.simulation.trials import run_chunk

scenario = load_scenario("grim.toml")
(rule,) = list_controls(scenario, ("parties.russia.retaliation_rule",))
watched = watch("grim.toml", (), [rule], 4, 2)
model, other = watched(), watched(**{rule.name: "standard"})
while model.running:
    model.step()
record, row = model.record(), run_chunk(scenario, 4, 2, 1).values[0]
watched_row = [repr(float(record[column.name])) for column in columns(scenario)]
same = watched_row == [repr(float(value)) for value in row]
print(json.dumps([rule.value, rule.words, same, other.changed]))
"""


def test_a_rule_of_a_module_is_watched_and_can_be_changed_for_another() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCH],
        cwd=NORMS,
        env=os.environ | {"SIM_MODULES": str(NORMS / "norms.py"), "PYTHONPATH": str(NORMS.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    value, words, same, changed = json.loads(done.stdout)
    assert value == "grim"
    assert {"standard", "grim"} <= set(words)
    assert same
    assert changed == ['parties.russia.retaliation_rule="standard"']
