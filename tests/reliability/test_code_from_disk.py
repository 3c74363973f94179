"""Nothing that is read from disk is run, but for rules that the user names, and numba's own cache."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from made_folders import begin_made
from places import TESTS

from engine.errors import StoreError
from engine.results.opening import reopen
from engine.results.peeking import peek
from engine.scenario import Scenario

ENGINE = TESTS.parent / "engine"
RUNNING = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "exec_module",
    "run_path",
    "run_module",
    "system",
    "popen",
}
UNPICKLING = {
    "pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "marshal",
    "shelve",
    "read_pickle",
    "to_pickle",
}
ALLOWED = {("modules.py", "exec_module")}
"""The file of rules that a user names with ``--module``."""


def list_calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path, node, ast.unparse(node.func).rsplit(".", 1)[-1]


def test_no_text_is_run() -> None:
    """Regular expressions are compiled by `re.compile`; that is the one other thing of the name."""
    found = {
        (path.relative_to(ENGINE).as_posix(), name)
        for path, node, name in list_calls()
        if name in RUNNING and ast.unparse(node.func) != "re.compile"
    }
    assert found == ALLOWED


def test_nothing_is_unpickled() -> None:
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names.append(node.module or "")
            if isinstance(node, ast.Attribute):
                names.append(node.attr)
            assert not UNPICKLING & {part for name in names for part in name.split(".")}, path


def test_arrays_are_loaded_without_objects() -> None:
    loads = [node for _, node, _ in list_calls() if ast.unparse(node.func) in ("np.load", "numpy.load")]
    assert len(loads) >= 2
    for node in loads:
        said = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        assert said.get("allow_pickle") == "False"


class Trap:
    """An object whose unpickling leaves a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("use", [peek, lambda folder: reopen(folder).close()])
def test_an_object_in_a_part_is_not_brought_to_life(minimal: Scenario, tmp_path: Path, use: object) -> None:
    folder, mark = begin_made(minimal, tmp_path / "run", [(0, 5)]), tmp_path / "mark"
    (part,) = (folder / "parts").iterdir()
    np.savez(part, of=np.array([Trap(mark)], dtype=object), allow_pickle=True)
    content = part.read_bytes()
    with suppress(StoreError):  # which peeking says; resuming removes the part and runs its trials again
        use(folder)
    assert not mark.exists()
    np.load(BytesIO(content), allow_pickle=True)["of"]
    assert mark.exists()
