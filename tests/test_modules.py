"""Rules from outside the package: what is refused, what is recorded, and how they are found."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.analysis.verification import contract
from engine.analysis.verification.contract import CONTRACTS
from engine.errors import ScenarioError
from engine.model.choices import OWN, RETALIATION, address_of, find_addresses, rules_of
from engine.model.compiling import rule
from engine.modules import GROUP, KINDS, STANDARD, VARIABLE, list_names, read_modules, use

ROOT = Path(__file__).parents[1]
NORMS = ROOT / "examples" / "norms"
ARGUMENTS = ", ".join(f"{name}: float" for name in CONTRACTS["retaliation"].grid)
DECORATED = "from engine.model.compiling import rule\n\n\n@rule\n"


def module(folder: Path, name: str, body: str, arguments: str = ARGUMENTS, head: str = DECORATED) -> str:
    path = folder / f"{name}.py"
    path.write_text(
        f"{head}def f({arguments}) -> float:\n    return {body}\n\nRULES = {{'retaliation': {{'f': f}}}}\n"
    )
    return str(path)


def sim(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | environment
    words = ("-m", "engine.cli.main", *words)
    return subprocess.run([sys.executable, *words], cwd=folder, env=known, capture_output=True, text=True)


def test_without_modules_the_models_own_rules_are_the_only_ones() -> None:
    for kind in KINDS:
        assert list_names(kind) == (STANDARD,)
        assert rules_of(kind) == (OWN[kind],)
    assert find_addresses().tolist() == [[0], [0]]
    assert KINDS[RETALIATION] == "retaliation"


@pytest.mark.parametrize("kind", KINDS)
def test_a_contract_tries_every_argument_of_its_kind(kind: str) -> None:
    own = OWN[kind].py_func
    assert tuple(CONTRACTS[kind].grid) == own.__code__.co_varnames[: own.__code__.co_argcount]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RULES = {", "does not load: SyntaxError"),
        ("import nosuch", ":1: does not load: ModuleNotFoundError: No module named 'nosuch'"),
        ("x = 1", "RULES must announce rules by kind and name"),
        ("RULES = {}", "RULES must announce rules by kind and name"),
        ("RULES = {'honour': {'f': 1}}", "RULES['honour'] must be one of retaliation, escalation"),
        ("RULES = {'retaliation': 3}", "must be a table of rules by name"),
        ("RULES = {'retaliation': {'A-b': 1}}", "must be a name: lower-case letters"),
        ("RULES = {'retaliation': {'standard': 1}}", "is the name of the model's own rule (rename it)"),
        (f"{DECORATED}def f(a: float, b):\n    return a", "the rule f must say the type of b, the result"),
    ],
)
def test_a_module_that_is_not_right_is_refused_with_what_is_wrong(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text)
    with pytest.raises(ScenarioError) as refused:
        read_modules([str(path)])
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)


def test_all_that_is_wrong_with_several_modules_is_said_at_once(tmp_path: Path) -> None:
    first = module(tmp_path, "first", "here", head="")
    (tmp_path / "sub").mkdir()
    same_name = module(tmp_path / "sub", "first", "here", head="")
    with pytest.raises(ScenarioError) as refused:
        read_modules([first, str(tmp_path / "nosuch.py"), same_name])
    assert [problem.rule.split(" /")[0] for problem in refused.value.problems] == [
        "is no file",
        "has the name of",
        "is announced by",
    ]


def test_modules_that_come_after_the_schema_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=f"comes too late .set {VARIABLE} before Python starts"):
        use([Path(module(tmp_path, "late", "here"))])


@pytest.mark.parametrize(
    ("body", "arguments", "head", "said"),
    [
        ("here", ARGUMENTS, "", "retaliation rule f is not compiled (decorate it with"),
        ("x", "x: float", DECORATED, "retaliation rule f(x: float) -> float must "),
        ("{}[here]", ARGUMENTS, DECORATED, "mine.py:4: does not load: TypingError"),
    ],
)
def test_a_rule_that_can_not_be_called_ends_a_run_before_anything_is_written(
    tmp_path: Path, body: str, arguments: str, head: str, said: str
) -> None:
    mine = module(tmp_path, "mine", body, arguments, head)
    done = sim(tmp_path, "run", "berlin", "--module", mine, "--trials", "5")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "outputs").exists()


def test_a_scenario_whose_rule_no_module_brings_is_refused_with_the_way_out(tmp_path: Path) -> None:
    done = sim(tmp_path, "check", str(NORMS / "grim.toml"))
    assert done.returncode == 2
    assert "grim.toml:7: parties.russia.retaliation_rule = \"grim\" must be one of 'standard'" in done.stderr
    assert "(name the file of another rule with --module)" in done.stderr


def test_a_folder_goes_on_only_with_its_modules(tmp_path: Path) -> None:
    text = (NORMS / "norms.py").read_text()
    (tmp_path / "norms.py").write_text(text)
    ran = sim(
        tmp_path, "run", str(NORMS / "grim.toml"), "--module", "norms.py", "--trials", "5", "--out", "o"
    )
    assert ran.returncode == 0, ran.stderr
    (name,) = json.loads((tmp_path / "o" / "run.json").read_text())["modules"]
    assert name == "norms"
    for command in (["replay", "o", "--trial", "1"], ["extend", "o", "--trials", "5"]):
        absent = sim(tmp_path, *command)
        assert (absent.returncode, "module norms (" in absent.stderr) == (1, True)
        assert "which is absent" in absent.stderr
    assert (
        sim(tmp_path, "extend", "o", "--trials", "5", SIM_MODULES=str(tmp_path / "norms.py")).returncode == 0
    )
    (tmp_path / "norms.py").write_text(text.replace("20.0", "30.0"))
    changed = sim(tmp_path, "replay", "o", "--trial", "1", "--module", "norms.py")
    assert changed.returncode == 1
    assert "was made with module norms " in changed.stderr


def test_slurm_names_the_module_for_tasks_and_merge_which_needs_it(
    tmp_path: Path,
) -> None:
    named, sweep = ("--module", str(NORMS / "norms.py")), str(NORMS / "norms.toml")
    script = sim(tmp_path, "slurm", sweep, "--tasks", "2", "--exactly", "--trials", "4", *named).stdout
    commands = [line for line in script.splitlines() if line.startswith(("sim sweep", "sim merge"))]
    assert [" ".join(named) in line for line in commands] == [True, True]
    for shard in ("1/2", "2/2"):
        words = ("sweep", sweep, "--trials", "4", "--shard", shard, "--out", "o", "--quiet")
        assert sim(tmp_path, *words, *named).returncode == 0
    refused = sim(tmp_path, "merge", "o")
    assert (refused.returncode, "which is absent (--module norms.py" in refused.stderr) == (1, True)
    assert sim(tmp_path, "merge", "o", *named).returncode == 0


def test_an_installed_package_announces_its_rules_by_an_entry_point(tmp_path: Path) -> None:
    (tmp_path / "my_norms.py").write_text((NORMS / "norms.py").read_text())
    about = tmp_path / "my_norms-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my-norms\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\nnorms = my_norms\n")
    path = os.pathsep.join([str(ROOT), str(tmp_path)])
    done = sim(tmp_path, "run", str(NORMS / "grim.toml"), "--trials", "5", "--out", "o", PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    assert list(json.loads((tmp_path / "o" / "run.json").read_text())["modules"]) == ["my_norms"]


def judge(monkeypatch: pytest.MonkeyPatch, found: object) -> dict[str, bool]:
    """Judge a rule by its contract, but for the trials, whose words are those that Python began with."""
    monkeypatch.setattr(contract, "rules_of", lambda kind: (OWN[kind], found))
    address = address_of(found)
    monkeypatch.setattr(contract, "find_addresses", lambda: np.array([[0, address], [0, 0]]))
    monkeypatch.setattr(
        contract, "_compare_drivers", lambda *_: contract.exactly("", "drivers agree", "", {}, 1)
    )
    checks = contract.check_rule("retaliation", "f", 1, 1)
    return {check.name.removeprefix("retaliation rule f "): check.passed for check in checks}


@rule
def beyond(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    return norm * here


@rule
def by_luck(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    return min(cap, np.random.random() * here)  # noqa: NPY002


@rule
def undefined(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    return min(here / norm, cap)


@rule
def fair(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    return min(cap, norm * here)


@pytest.mark.parametrize(
    ("found", "failing"),
    [
        (fair, set()),
        (beyond, {"stays in range"}),
        (undefined, {"stays in range"}),
        (OWN["retaliation"], {"is a rule of its own"}),
        (by_luck, {"depends on its arguments alone", "is the same in compiled code"}),
    ],
)
def test_the_contract_finds_what_is_wrong_with_a_rule(
    monkeypatch: pytest.MonkeyPatch, found: object, failing: set[str]
) -> None:
    judged = judge(monkeypatch, found)
    assert len(judged) == 5
    assert {name for name, passed in judged.items() if not passed} == failing


def test_verify_judges_the_rules_of_a_module_and_ends_with_1_if_one_fails(tmp_path: Path) -> None:
    done = sim(tmp_path, "verify", "--module", module(tmp_path, "mine", "here"), "--trials", "4", "--quiet")
    assert done.returncode == 1
    assert "exceptions in 3,888 cases, the first at current = 0, memory_weeks = 1, norm = 0" in done.stdout
    assert ", where it gives 20" in done.stdout
    assert "4 of 5 checks hold." in done.stdout
    refused = sim(tmp_path, "verify", "--module", "mine.py", "--only", "levers")
    assert (refused.returncode, "leave it or --module out" in refused.stderr) == (2, True)
