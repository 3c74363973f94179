"""Mutation testing of the rules: change them one operation at a time, and see whether their tests notice.

Run it from the project's folder with the extra `mutation`: ``python -m benchmarks.mutation``. Fails where a
mutant survives that `docs/mutation.md` does not explain.

mutmut passes over functions with decorators, and compiling each mutant would take seconds. So it runs in a
copy of the engine whose rules are plain Python; the arithmetic that they call stays compiled.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULES = Path("engine/model/rules")
TESTS = Path("tests/model/rules")
EXPLAINED = ROOT / "docs" / "mutation.md"
DECORATOR = re.compile(r"^@(?:inlined_)?rule\n(?=def )", re.MULTILINE)
CAUGHT = ("killed", "timeout")
SETTINGS = """\
[tool.mutmut]
source_paths = ["engine"]
only_mutate = ["engine/model/rules/*"]
use_git_change_detection = false

[tool.pytest.ini_options]
filterwarnings = ["error"]
"""
CONFTEST = '''\
"""A mutant is caught by any example; there is no need of the smallest."""

from hypothesis import Phase, settings

settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None)
settings.load_profile("mutants")
'''


def main() -> None:
    """Make the copy, run mutmut in it, and print the score of each file and what survived."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workers", type=int, default=1, help="mutants at a time")
    options.add_argument("--keep", type=Path, help="folder for the copy, to ask mutmut about single mutants")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.keep or Path(passing)
        copy_plain(folder)
        run_mutmut(folder, "run", "--max-children", str(asked.workers))
        statuses = read_statuses(folder)
        survivors = {
            name: changed_line(folder, name) for name, status in statuses.items() if status not in CAUGHT
        }
        print_scores(statuses)
    text = fold(EXPLAINED.read_text())
    unexplained = [name for name, line in survivors.items() if f"`{line}`" not in text]
    for name, line in survivors.items():
        print(f"{name}: {statuses[name]}{', NOT EXPLAINED' if name in unexplained else ''}\n    {line}")
    sys.exit(1 if unexplained else 0)


def copy_plain(folder: Path) -> None:
    """Copy the engine and the tests of its rules into a folder, the rules as plain Python."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "engine", folder / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / TESTS).mkdir(parents=True)
    for path in sorted((folder / RULES).glob("[a-z]*.py")):
        path.write_text(DECORATOR.sub("", path.read_text()))
        for test in (ROOT / TESTS).glob(f"test_{path.stem}*.py"):
            if "numba" not in test.read_text():
                shutil.copy(test, folder / TESTS)
    (folder / "tests" / "conftest.py").write_text(CONFTEST)
    (folder / "pyproject.toml").write_text(SETTINGS)


def run_mutmut(folder: Path, *words: str) -> str:
    """Run a command of mutmut in the copy; what `run` says goes to the terminal, the rest is returned."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(folder.resolve() / "compiled")}
    shown = None if words[0] == "run" else subprocess.PIPE
    command = [sys.executable, "-m", "mutmut", *words]
    done = subprocess.run(command, cwd=folder, env=environment, stdout=shown, text=True, check=True)
    return done.stdout or ""


def read_statuses(folder: Path) -> dict[str, str]:
    """Read what became of each mutant."""
    rows = [line.strip() for line in run_mutmut(folder, "results", "--all", "true").splitlines()]
    return dict(row.split(": ") for row in rows if row)


def changed_line(folder: Path, mutant: str) -> str:
    """Give the line of code that makes a mutant."""
    difference = run_mutmut(folder, "show", mutant).splitlines()
    return fold(" ".join(row[1:] for row in difference if row.startswith("+") and not row.startswith("+++")))


def fold(text: str) -> str:
    """Write all white space as single spaces."""
    return " ".join(text.split())


def print_scores(statuses: dict[str, str]) -> None:
    """Print the mutants and the share caught of each file of rules, and of all."""
    print(f"\n{'file':16}{'mutants':>8}{'caught':>8}{'score':>9}")
    files = Counter(name.split(".x_")[0].rsplit(".", 1)[1] for name in statuses)
    caught = Counter(
        name.split(".x_")[0].rsplit(".", 1)[1] for name, status in statuses.items() if status in CAUGHT
    )
    for file, total in [*sorted(files.items()), ("all", files.total())]:
        n_caught = caught.total() if file == "all" else caught[file]
        print(f"{file:16}{total:8}{n_caught:8}{n_caught / total:9.1%}")


if __name__ == "__main__":
    main()
