"""What `extends` brings, and where it may not lead."""

from pathlib import Path

import pytest
from places import MINIMAL

from engine.errors import Problem, ScenarioError
from engine.scenario import Distribution, load_scenario


@pytest.fixture
def child(tmp_path: Path) -> Path:
    """A file beside and above copies of the minimal scenario."""
    (tmp_path / "sub").mkdir()
    for name in ("parent.toml", "sub/deeper.toml"):
        (tmp_path / name).write_bytes(MINIMAL.read_bytes())
    return tmp_path / "child.toml"


def extend(child: Path, parent: str, text: str = "") -> Path:
    child.write_text(f'schema = 1\nextends = "{parent}"\n{text}')
    return child


def refuse(path: Path) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_a_variant_changes_what_it_says_and_nothing_else(child: Path) -> None:
    text = "[monitors]\ndetection = 0.9\n[parties.north.positions.territory]\nred_line = 0.3\n"
    variant, parent = load_scenario(extend(child, "parent.toml", text)), load_scenario(MINIMAL)
    changed = {path for path in variant.origins if not same(variant, parent, path)}
    assert changed == {"monitors.detection", "parties.north.positions.territory.red_line"}
    assert variant.digest != parent.digest


def same(one: object, other: object, path: str) -> bool:
    try:
        return bool(one.value_at(path) == other.value_at(path))  # type: ignore[attr-defined]
    except KeyError:
        return False


def test_an_empty_variant_has_the_digest_of_what_it_extends(child: Path) -> None:
    scenario = load_scenario(extend(child, "parent.toml"))
    assert scenario.digest == load_scenario(MINIMAL).digest
    assert scenario.name == "child"
    assert scenario.parents == ("parent",)


def test_titles_are_those_of_the_nearest_file_that_has_one(child: Path) -> None:
    assert load_scenario(extend(child, "parent.toml")).title == "Two invented neighbours"
    child.write_text('schema = 1\nextends = "parent.toml"\ntitle = "Mine"\n')
    assert load_scenario(child).title == "Mine"


def test_a_distribution_is_replaced_as_a_whole(child: Path) -> None:
    text = '[front]\ntrend = { dist = "normal", mean = 0.1, sd = 0.05 , low = -3, high = 3 }\n'
    trend = load_scenario(extend(child, "parent.toml", text)).value_at("front.trend")
    assert isinstance(trend, Distribution)
    assert trend.support() == (-3, 3)
    assert (
        load_scenario(extend(child, "parent.toml", "[front]\ntrend = 0.1\n")).value_at("front.trend") == 0.1
    )


def test_a_list_is_replaced_as_a_whole(child: Path) -> None:
    text = '[front]\nsectors = ["centre", "coast"]\n'
    assert load_scenario(extend(child, "parent.toml", text)).value_at("front.sectors") == ("centre", "coast")


def test_a_shipped_scenario_is_extended_by_its_name(child: Path) -> None:
    scenario = load_scenario(extend(child, "berlin", "[monitors]\ndetection = 0.9\n"))
    assert scenario.parents == ("berlin",)
    assert scenario.value_at("monitors.detection") == 0.9


def test_a_chain_is_followed_to_its_end(child: Path) -> None:
    (child.parent / "middle.toml").write_text('schema = 1\nextends = "berlin"\n[run]\ntrials = 7\nseed = 8\n')
    scenario = load_scenario(extend(child, "middle.toml", "[run]\nseed = 9\n"))
    assert scenario.parents == ("middle", "berlin")
    assert (scenario.value_at("run.trials"), scenario.value_at("run.seed")) == (7, 9)


@pytest.mark.parametrize(
    "reference", ["parent.toml", "./parent.toml", "sub/deeper.toml", "sub/./deeper.toml"]
)
def test_a_relative_path_in_the_own_folder_or_below_is_followed(child: Path, reference: str) -> None:
    assert load_scenario(extend(child, reference)).digest == load_scenario(MINIMAL).digest


def test_a_relative_path_does_not_hang_on_where_one_stands(
    child: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    extend(child, "sub/deeper.toml")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert load_scenario(child).parents == ("deeper",)
    monkeypatch.chdir(child.parent)
    assert load_scenario("child.toml").parents == ("deeper",)


@pytest.mark.parametrize(
    "reference",
    [
        "../parent.toml",
        "sub/../parent.toml",
        "sub/../../x.toml",
        "/etc/passwd",
        "/x.toml",
        "sub\\\\deeper.toml",
    ],
)
def test_a_path_that_could_leave_the_folder_is_refused(child: Path, reference: str) -> None:
    problem = refuse(extend(child, reference))
    assert problem.place == f"{child}:2"
    assert problem.value == f'extends = "{reference}"'
    assert problem.rule == "must stay in the file's own folder or below"
    assert problem.way_out == "copy the file there"


def test_a_link_out_of_the_folder_is_refused(child: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "parent.toml").write_bytes(MINIMAL.read_bytes())
    (child.parent / "link.toml").symlink_to(outside / "parent.toml")
    (child.parent / "folder").symlink_to(outside)
    for reference in ("link.toml", "folder/parent.toml"):
        assert refuse(extend(child, reference)).rule == "leads out of the file's own folder"


def test_a_link_inside_the_folder_is_followed(child: Path) -> None:
    (child.parent / "link.toml").symlink_to(child.parent / "sub" / "deeper.toml")
    assert load_scenario(extend(child, "link.toml")).parents == ("link",)


def test_a_link_to_itself_is_refused(child: Path) -> None:
    (child.parent / "loop.toml").symlink_to(child.parent / "loop.toml")
    assert refuse(extend(child, "loop.toml")).place == f"{child}:2"


def test_a_cycle_is_refused_with_its_names(child: Path) -> None:
    other = child.parent / "other.toml"
    extend(other, "child.toml")
    problem = refuse(extend(child, "other.toml"))
    assert problem.place == f"{other}:2"
    assert problem.rule == f"closes a cycle: {child} -> {other} -> {child}"
    assert refuse(extend(child, "child.toml")).rule == f"closes a cycle: {child} -> {child}"


def test_a_cycle_through_a_link_is_refused(child: Path) -> None:
    (child.parent / "link.toml").symlink_to(child)
    assert refuse(extend(child, "link.toml")).rule.startswith("closes a cycle")


@pytest.mark.parametrize(
    ("reference", "rule", "way_out"),
    [
        ("berln", "names no shipped scenario", 'did you mean "berlin"?'),
        ("parent", "names no shipped scenario", 'for the file beside this one write "parent.toml"'),
        ("parnt.toml", "names no file", 'did you mean "parent.toml"?'),
        ("a" * 300, "names no shipped scenario", None),
        ("sub/", "names no file", None),
        ("a" * 300 + ".toml", "can't be looked up", None),
        ("", "must be the name of a shipped scenario or a relative path", ""),
        ("a\\u0000.toml", "holds letters that are not printed", "leave them out"),
    ],
)
def test_a_parent_that_is_not_there_is_refused_with_the_nearest_name(
    child: Path, reference: str, rule: str, way_out: str | None
) -> None:
    problem = refuse(extend(child, reference))
    assert problem.place == f"{child}:2"
    assert problem.rule.startswith(rule)
    assert way_out is None or problem.way_out == way_out


@pytest.mark.parametrize("value", ["3", "true", '["berlin"]', "{ name = 1 }", "2025-01-01"])
def test_extends_must_be_a_text(child: Path, value: str) -> None:
    child.write_text(f"schema = 1\nextends = {value}\n")
    assert refuse(child).rule == "must be the name of a shipped scenario or a relative path"


@pytest.mark.parametrize(
    ("line", "rule", "way_out"),
    [
        (
            "schema = 2",
            "is of a later engine; this one reads up to schema 1",
            "install a newer version of the engine",
        ),
        ("schema = 0", "must be a whole number from 1", "write schema = 1"),
        ("schema = -1", "must be a whole number from 1", "write schema = 1"),
        ("schema = 1.0", "must be a whole number from 1", "write schema = 1"),
        ("schema = true", "must be a whole number from 1", "write schema = 1"),
        ('schema = "1"', "must be a whole number from 1", "write schema = 1"),
        ("", "must be given", "write schema = 1 on top"),
    ],
)
def test_a_schema_that_this_engine_does_not_read_explains_itself(
    child: Path, line: str, rule: str, way_out: str
) -> None:
    child.write_text(MINIMAL.read_text().replace("schema = 1", line, 1))
    problem = refuse(child)
    assert problem.place == f"{child}:{2 if line else 1}"
    assert (problem.rule, problem.way_out) == (rule, way_out)


def test_a_later_schema_of_a_parent_is_refused_at_the_parent(child: Path) -> None:
    parent = child.parent / "parent.toml"
    parent.write_text("# later\nschema = 2\nnew_key = 1\n")
    assert refuse(extend(child, "parent.toml")).place == f"{parent}:2"


def test_a_wrong_value_of_a_parent_is_reported_at_the_parent(child: Path) -> None:
    parent = child.parent / "parent.toml"
    parent.write_text(MINIMAL.read_text().replace("length_km = 300", "length_km = 0"))
    problem = refuse(extend(child, "parent.toml"))
    line = parent.read_text().split("\n").index("length_km = 0") + 1
    assert problem.place == f"{parent}:{line}"
