"""Whatever a command is given, it ends in words, and writes nothing but where it was told to."""

import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_texts import NASTY, SCENARIOS, SWEEPS, fuzzing, paths, texts, values
from hypothesis import given
from hypothesis import strategies as st
from made_sweeps import GRID, write_sweep
from made_trials import MADE_BY_THREADS

import engine
from engine.cli.main import main
from engine.experiment.backends import BACKENDS
from engine.model import compiling

OUTPUTS = ("out", "outputs")
"""Where a command in the sandbox may write: the folder that it is told, or the usual one."""
STATUSES = (0, 1, 2)
UNTOLD = re.compile(r"Traceback|\bat 0x[0-9a-f]{6}|[\x00-\x08\x0e-\x1f\x7f-\x9f\u202e]")
"""What no command may print; typer's own refusals of options are fine."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a sandbox to work in, and things around it that no command may touch."""
    house = tmp_path_factory.mktemp("house")
    for name in ("sandbox", "temporary", "neighbour"):
        (house / name).mkdir()
    (house / "neighbour" / "thesis.txt").write_text("precious")
    (house / "x.toml").write_text('schema = 1\ntitle = "not yours"\n')
    write_sweep(house / "sandbox")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(house / "sandbox")
        patch.setattr(tempfile, "tempdir", str(house / "temporary"))
        patch.setitem(BACKENDS, "kernel", MADE_BY_THREADS)
        patch.setattr(compiling, "is_compiled", lambda: True)
        yield house


def list_files(root: Path) -> dict[str, str]:
    """All files below a folder and what they hold, but for compiled Python and what is in the outputs."""
    found = {}
    for path in root.rglob("*"):
        inside = path.relative_to(root).parts
        if "__pycache__" in inside or (inside[:1] == ("sandbox",) and inside[1:2] and inside[1] in OUTPUTS):
            continue
        content = path.read_bytes() if path.is_file() else b""
        found["/".join(inside)] = hashlib.sha256(content).hexdigest()
    return found


def sim(*arguments: str) -> int:
    """Run the command in this process; give its exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["sim", *arguments])
        try:
            main()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def work(house: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
    """Run a command and check its end, its words and the house."""
    before, ours = list_files(house), list_files(Path(engine.__file__).parent)
    capsys.readouterr()
    status = sim(*arguments)
    said = "".join(capsys.readouterr())
    assert status in STATUSES, arguments
    assert status == 0 or said.strip(), arguments
    assert not UNTOLD.search(said), said
    assert list_files(house) == before, arguments
    assert list_files(Path(engine.__file__).parent) == ours
    for name in OUTPUTS:
        shutil.rmtree(house / "sandbox" / name, ignore_errors=True)


def words() -> st.SearchStrategy[str]:
    """A word of a command line: anything that the system can hand over."""
    free = st.text(max_size=15).filter(lambda text: "\x00" not in text and text.isascii())
    return st.one_of(st.sampled_from([text for text in NASTY if "\x00" not in text]), free)


COMMANDS = (
    *(
        "run {0} --trials 3 --workers 1 --out out",
        "run {0} --trials 3 --workers 1",
        "check {0}",
        "inspect {0}",
    ),
    *("diff {0} hostile.toml", "evidence {0}", "sweep {0} --out out --workers 1", "plan {0}", "show {0}"),
    *(
        "resume {0}",
        "report {0}",
        "replay {0} --trial 0",
        "extend {0} --trials 1",
        "merge {0}",
        "merge out {0}",
    ),
    *(
        "run hostile.toml --trials 3 --workers 1 --out out --set {0}",
        "run hostile.toml --seed {0}",
        "export {0}",
    ),
    *(
        "run hostile.toml --trials {0} --out out",
        "sweep made.toml --shard {0} --out out",
        "slurm {0} --tasks 2",
    ),
    *("run hostile.toml --workers {0} --trials 3 --out out", "sweep made.toml --dask {0} --out out", "{0}"),
)


@fuzzing(40)
@given(command=st.sampled_from(COMMANDS), word=words())
def test_any_word_in_a_command_ends_in_words(
    house: Path, capsys: pytest.CaptureFixture[str], command: str, word: str
) -> None:
    (house / "sandbox" / "hostile.toml").write_text((house / "sandbox" / "minimal.toml").read_text())
    work(house, capsys, *(part.replace("{0}", word) for part in command.split()))


@fuzzing(25)
@given(
    content=texts(SCENARIOS),
    override=st.tuples(paths(), values()).map("=".join).filter(lambda text: "\x00" not in text),
    command=st.sampled_from(("check", "inspect", "run --trials 3 --workers 1 --out out", "run --trials 2")),
)
def test_a_hostile_scenario_writes_nothing_outside(
    house: Path, capsys: pytest.CaptureFixture[str], content: bytes, override: str, command: str
) -> None:
    (house / "sandbox" / "hostile.toml").write_bytes(content)
    name, *options = command.split()
    work(house, capsys, name, "hostile.toml", *options, *(["--set", override] if name == "run" else []))


@fuzzing(15)
@given(content=texts([GRID, *SWEEPS[:1]]))
def test_a_hostile_sweep_writes_nothing_outside(
    house: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (house / "sandbox" / "hostile.toml").write_bytes(content)
    work(house, capsys, "sweep", "hostile.toml", "--workers", "1", "--trials", "2", "--out", "out")


@pytest.mark.parametrize(
    "name", ["...toml", "....toml", ".toml", "-x.toml", "a b.toml", "=1.toml", "ü\u202e.toml"]
)
def test_a_strange_name_of_a_file_leads_to_no_strange_folder(
    house: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = house / "sandbox" / name
    path.write_text((house / "sandbox" / "minimal.toml").read_text())
    try:
        work(house, capsys, "run", f"./{name}", "--trials", "3", "--workers", "1")
    finally:
        path.unlink()
