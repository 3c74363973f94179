"""Files that can't be read, each with its place, rule and way out."""

from pathlib import Path

import pytest
from places import MINIMAL

from engine.errors import Problem, ScenarioError
from engine.scenario import Scenario, load_scenario
from engine.scenario.reading import MAX_BYTES, MAX_DEPTH, read_document


def refuse(reference: str | Path) -> Problem:
    """The one problem that loading reports."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(reference)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "scenario.toml"


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("schema = 1\n[start\ndate = 2025-01-01\n", 2, "[start"),
        ("schema = 1\ntitle = \n", 2, "title ="),
        ("schema = 1\nschema = 1\n", 2, "schema = 1"),
        ("schema = 1\n[front]\n[front]\n", 3, "[front]"),
        ("schema = 1\n\n\na = 08\n", 4, "a = 08"),
        ('schema = 1\ntitle = """never closed\n', 3, ""),
        ("schema = 1\ndate = 2025-13-01\n", 2, "date = 2025-13-01"),
        ("schema = \x1b[31m1\n", 1, "schema = \ufffd[31m1"),
    ],
)
def test_broken_toml_is_shown_with_its_line(path: Path, text: str, line: int, value: str) -> None:
    path.write_text(text, encoding="utf-8")
    problem = refuse(path)
    assert problem.place == f"{path}:{line}"
    assert problem.value == value
    assert problem.rule.startswith("is not valid TOML: ")


def test_a_number_with_too_many_digits_is_no_valid_toml(path: Path) -> None:
    path.write_text(f"schema = 1{'0' * 5000}\n")
    assert refuse(path).rule.startswith("is not valid TOML: ")


def test_a_very_large_number_in_hexadecimal_is_shown_cut_short(path: Path) -> None:
    path.write_text(f"schema = 0x{'f' * 5000}\n")
    problem = refuse(path)
    assert "later" in problem.rule
    assert len(problem.value) < 120


def test_bytes_that_are_not_utf8_are_shown_with_their_line(path: Path) -> None:
    path.write_bytes(b'schema = 1\n\ntitle = "K\xf6ln"\n')
    assert refuse(path) == Problem(f"{path}:3", "", "is not UTF-8 text", "save the file as UTF-8")


def test_windows_line_ends_keep_the_lines(path: Path) -> None:
    path.write_bytes(MINIMAL.read_bytes().replace(b"\n", b"\r\n") + b"colour = 1\r\n")
    assert refuse(path).place == f"{path}:{MINIMAL.read_text().count(chr(10)) + 1}"


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    problem = refuse(tmp_path)
    assert problem == Problem(str(tmp_path), "", "is not a file", "name a TOML file or a shipped scenario")


def test_a_missing_file_points_to_the_nearest_name_beside_it(path: Path) -> None:
    path.write_text("schema = 1\n")
    missing = path.with_name("scenaro.toml")
    assert refuse(missing) == Problem(str(missing), "", "does not exist", f'did you mean "{path}"?')


def test_an_unknown_name_points_to_the_nearest_shipped_one() -> None:
    assert refuse("berln") == Problem("berln", "", "is no shipped scenario", 'did you mean "berlin"?')


def test_a_missing_file_of_a_shipped_name_points_to_that_name(tmp_path: Path) -> None:
    problem = refuse(tmp_path / "nowhere" / "berlin.toml")
    assert problem.rule == "does not exist"
    assert problem.way_out == 'the shipped scenario is called "berlin"'


def test_a_name_of_a_file_here_points_to_its_path(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("schema = 1\n")
    monkeypatch.chdir(path.parent)
    assert refuse("scenario").way_out == 'for the file in this folder say "scenario.toml"'


@pytest.mark.parametrize(
    "reference", ["", "a" * 300, "a" * 300 + ".toml", "a\0b", "a\0b.toml", "\udc80", "~/x.toml"]
)
def test_names_that_no_file_can_have_are_refused_as_others(reference: str) -> None:
    assert refuse(reference).rule


def test_a_file_that_may_not_be_read_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(MINIMAL.read_bytes())

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert refuse(path) == Problem(str(path), "", "can't be read: permission denied")


def test_a_file_in_a_closed_folder_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", deny)
    monkeypatch.setattr(Path, "exists", deny)
    problem = refuse(path)
    assert problem.rule == "can't be looked up: [Errno 13] Permission denied"


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(path: Path) -> None:
    text = MINIMAL.read_bytes()
    path.write_bytes(text + b"#" * (MAX_BYTES - len(text)))
    assert isinstance(load_scenario(path), Scenario)
    path.write_bytes(text + b"#" * (MAX_BYTES + 1 - len(text)))
    assert refuse(path) == Problem(str(path), "", "is larger than 1 MB", "a scenario is a short text")


def test_a_byte_order_mark_is_passed_over(path: Path) -> None:
    path.write_text(MINIMAL.read_text(), encoding="utf-8-sig")
    assert load_scenario(path).digest == load_scenario(MINIMAL).digest


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 40}{']' * 40}",
        f"a = {'[' * 100_000}",
        f"a = {'{a=' * 40}1{'}' * 40}",
        f"[{'.'.join('a' * 40)}]",
        f"{'.'.join('a' * 400_000)} = 1",
    ],
)
def test_tables_and_lists_that_nest_too_deep_are_refused(path: Path, text: str) -> None:
    path.write_text(f"{text}\n")
    problem = refuse(path)
    assert problem.place == f"{path}:1"
    assert problem.rule == f"nests deeper than {MAX_DEPTH} levels"


def test_the_deepest_text_that_is_read_is_also_validated(path: Path) -> None:
    path.write_text(MINIMAL.read_text() + f"depth = {'[' * (MAX_DEPTH - 3)}{']' * (MAX_DEPTH - 3)}\n")
    assert refuse(path).rule == "is not a known key"


def test_an_unknown_place_in_a_file_is_that_of_the_table_around_it(path: Path) -> None:
    path.write_text("schema = 1\n[front]\nlength_km = 1\n")
    document = read_document(path)
    assert document.place(("front", "length_km")) == f"{path}:3"
    assert document.place(("front", "blur", "value")) == f"{path}:2"
    assert document.place(("nothing",)) == f"{path}:1"
