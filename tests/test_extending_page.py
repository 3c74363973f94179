"""Every command and file of the page on rules of one's own is as printed, and prints what is shown."""

import os
import re
import shlex
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
FILES = {"norms.py": SNIPPETS[0], "grim.toml": TABLES[0], "norms.toml": TABLES[1]}


def run(folder: Path, words: list[str]) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page")
    for name, text in FILES.items():
        (place / name).write_text(text)
    return place


@pytest.mark.slow
def test_the_commands_of_the_page_run_one_after_the_other_and_print_what_it_shows(folder: Path) -> None:
    assert COMMANDS[0] == "mkdir norms && cd norms"
    sims = COMMANDS[1:]
    assert len(sims) == 8
    for command in sims:
        printed = run(folder, ["-m", "engine.cli.main", *shlex.split(command)[1:]])
        if command.startswith("sim sweep"):
            assert printed == SHOWN
        if command.startswith("sim replay"):
            assert "it equals its stored row to the last bit" in printed


def test_the_files_of_the_page_are_those_of_the_example() -> None:
    assert {name: (NORMS / name).read_text() for name in FILES} == FILES
    assert {path.name for path in NORMS.iterdir() if path.is_file()} == FILES.keys()


def test_the_rules_of_the_page_stand_every_check(folder: Path) -> None:
    assert "10 of 10 checks hold." in PAGE
    printed = run(folder, ["-m", "engine.cli.main", "verify", "--module", "norms.py"])
    assert printed.endswith("10 of 10 checks hold.\n")


def test_a_notebook_uses_the_rules_as_the_page_says(folder: Path) -> None:
    told = "from engine.scenario import load_scenario\nprint(load_scenario('grim.toml').title)\n"
    assert "forget nothing" in run(folder, ["-c", SNIPPETS[1] + told])


def test_the_page_names_the_entry_points_group() -> None:
    assert "ceasefire_engine.rules" in tomllib.loads(TABLES[2])["project"]["entry-points"]
