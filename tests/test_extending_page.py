"""Every command and file of the page on rules of one's own is as printed, and prints what is shown."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NORMS = ROOT / "examples" / "norms"
PAGE = (ROOT / "docs" / "extending.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
(SHOWN,) = re.findall(r"```text\n(.*?)```", PAGE, re.S)
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.S)
TABLES = re.findall(r"```toml\n(.*?)```", PAGE, re.S)


def run(folder: Path, words: list[str]) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(NORMS, tmp_path_factory.mktemp("page") / "norms"))


@pytest.mark.slow
def test_the_commands_of_the_page_run_one_after_the_other_and_print_what_it_shows(folder: Path) -> None:
    assert COMMANDS[0] == "cd examples/norms"
    sims = COMMANDS[1:]
    assert len(sims) == 8
    for command in sims:
        printed = run(folder, ["-m", "engine.cli.main", *shlex.split(command)[1:]])
        if command.startswith("sim sweep"):
            assert printed == SHOWN
        if command.startswith("sim replay"):
            assert "it equals its stored row to the last bit" in printed


def test_the_rule_of_the_page_stands_in_the_example(folder: Path) -> None:
    rule, notebook = SNIPPETS
    text = (NORMS / "norms.py").read_text()
    decorated = re.search(r"@rule.*?\n\n\n", rule, re.S)
    assert decorated
    assert decorated[0].strip() in text
    (folder / "page.py").write_text(rule)
    assert "10 of 10" in run(folder, ["-m", "engine.cli.main", "verify", "--module", "norms.py", "--quiet"])
    assert "5 of 5" in run(folder, ["-m", "engine.cli.main", "verify", "--module", "page.py", "--quiet"])
    told = "from engine.scenario import load_scenario\nprint(load_scenario('grim.toml').title)\n"
    assert "forget nothing" in run(folder, ["-c", notebook + told])


def test_the_scenario_of_the_page_is_the_example() -> None:
    assert tomllib.loads(TABLES[0]) == tomllib.loads((NORMS / "grim.toml").read_text())
    assert "ceasefire_engine.rules" in tomllib.loads(TABLES[1])["project"]["entry-points"]
