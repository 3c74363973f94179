import datetime
from pathlib import Path

import pytest
from made_sweeps import GRID, write_sweep

from engine.errors import ScenarioError
from engine.experiment.sweeps.finding import list_shipped
from engine.experiment.sweeps.planning import Sweep, load_sweep
from engine.scenario import load_scenario

HEAD = 'schema = 1\n[sweep]\nscenario = "minimal.toml"\n'
AXIS = '[[axes]]\nkey = "monitors.attribution"\n'


def complain(folder: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as told:
        load_sweep(write_sweep(folder, text))
    return str(told.value)


def load(folder: Path, text: str = GRID) -> Sweep:
    return load_sweep(write_sweep(folder, text))


def test_a_grid_has_every_combination_and_the_last_axis_goes_round_fastest(tmp_path: Path) -> None:
    plan = load(tmp_path).plan
    values = [point.values for point in plan.points]
    assert values == [(a, z) for a in ("0.2", "0.8") for z in ("0", "5", "10")]
    assert (plan.trials, plan.seed) == (30, 7)
    assert len({point.digest for point in plan.points}) == 6


def test_a_point_is_the_scenario_with_its_values_and_nothing_else(tmp_path: Path) -> None:
    sweep = load(tmp_path)
    alone = load_scenario(tmp_path / "minimal.toml", ["monitors.attribution=0.8", "front.zone_km=5"])
    assert sweep.resolve(4).digest == sweep.plan.points[4].digest == alone.digest


def test_levers_and_uncertainties_are_marked_from_the_schema(tmp_path: Path) -> None:
    text = GRID.replace("front.zone_km", "front.trend").replace("[0, 5, 10]", "[0.0, 0.01]")
    (attribution, trend) = load(tmp_path, text).plan.axes
    assert [key.kind for axis in (attribution, trend) for key in axis.keys] == ["lever", "uncertainty"]


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    text = GRID.replace("grid", "table").replace("[0, 5, 10]", "[0, 5]")
    assert [point.values for point in load(tmp_path, text).plan.points] == [("0.2", "0"), ("0.8", "5")]
    assert "equally many values" in complain(tmp_path, GRID.replace("grid", "table"))


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_points_that_fill_the_space_have_one_in_each_stratum(tmp_path: Path, design: str) -> None:
    text = f'{HEAD}design = "{design}"\npoints = 16\nseed = 3\n{AXIS}low = 0.0\nhigh = 0.8\n'
    values = [float(point.values[0]) for point in load(tmp_path, text).plan.points]
    assert sorted(int(value / 0.05) for value in values) == list(range(16))
    assert values == [float(point.values[0]) for point in load(tmp_path, text).plan.points]
    other = load(tmp_path, text.replace("seed = 3", "seed = 4")).plan.points
    assert values != [float(point.values[0]) for point in other]


def test_timed_levers_are_dates(tmp_path: Path) -> None:
    text = f"""{HEAD}design = "grid"
[[axes]]
key = "start.date"
low = 2025-01-01
high = 2025-01-31
steps = 4
"""
    points = load(tmp_path, text).plan.points
    assert [point.values[0] for point in points] == [f"2025-01-{day}" for day in ("01", "11", "21", "31")]
    assert load(tmp_path, text).resolve(1).value_at("start.date") == datetime.date(2025, 1, 11)


def test_a_star_stands_for_every_name_and_words_are_values_too() -> None:
    sweep = load_sweep("classes-and-belief")
    axis = sweep.plan.axes[0]
    assert len(axis.keys) == 7
    assert {key.path.split(".")[2] for key in axis.keys} == {"pledge"}
    last = sweep.resolve(34)
    assert last.value_at("guarantors.japan.pledge") == "alliance_troops"
    assert last.value_at("guarantors.japan.belief_adversary") == 0.9


def test_arms_are_scenarios_by_name(tmp_path: Path) -> None:
    assert [point.scenario for point in load_sweep("guarantee-ladder").plan.points] == [
        "berlin-budapest",
        "berlin-bilateral",
        "berlin-article5",
        "berlin-force",
        "berlin-alliance",
    ]


@pytest.mark.parametrize("name", list_shipped())
def test_shipped_sweeps_have_points_that_all_differ(name: str) -> None:
    points = load_sweep(name).plan.points
    assert len({point.digest for point in points}) == len(points) > 1


WRONG = [
    (GRID.replace("design", "desgin"), r'made.toml:6: desgin is not a known key (did you mean "design"?)'),
    (GRID.replace('"grid"', '"gird"'), 'made.toml:6: design = "gird" must be one of'),
    (GRID.replace("schema = 1", "schema = 2"), "made.toml:1: schema must be 1"),
    (GRID.replace("minimal.toml", "minimum.toml"), "made.toml:5: minimum.toml is no file beside the sweep"),
    (GRID.replace("minimal.toml", "/etc/passwd"), "must stay in the sweep's own folder or below"),
    (GRID.replace("minimal.toml", "../x.toml"), "must stay in the sweep's own folder or below"),
    (GRID.replace('"minimal.toml"', '"berlni"'), "made.toml:5: berlni is no shipped scenario"),
    (GRID.replace("trials = 30", "trials = 0"), "made.toml:7: trials = 0 must be a whole number from 1"),
    (GRID.replace("trials = 30", "trials = 30\npoints = 4"), "made.toml:8: points = 4 is for lhs and sobol"),
    (
        GRID.replace("monitors.attribution", "monitors.atribution"),
        'made.toml:12: monitors.atribution is no key of minimal (did you mean "monitors.attribution"?)',
    ),
    (GRID.replace("monitors.attribution", "monitors"), "made.toml:12: monitors is no value (it has "),
    (GRID.replace("monitors.attribution", "run.trials"), "run.trials can't differ between points"),
    (GRID.replace("[0.2, 0.8]", "[0.2, 1.8]"), "made.toml:13: monitors.attribution = 1.8 must lie in [0, 1]"),
    (GRID.replace("[0.2, 0.8]", "[0.2, 0.2]"), "is both point 0 and point 3"),
    (GRID.replace("[0.2, 0.8]", "[]"), "made.toml:13: values = [] must be a list of at least one value"),
    (GRID.replace("[0.2, 0.8]", "[0.2]\nlow = 1"), "made.toml:14: low stands beside values"),
    (
        GRID.replace('"attribution"', '"front.zone_km"').replace(
            'key = "front', 'name = "front.zone_km"\nkey = "front'
        ),
        "is the name of two axes",
    ),
    (f'{HEAD}design = "sobol"\npoints = 6\n{AXIS}low = 0\nhigh = 1\n', "must be a power of 2"),
    (f'{HEAD}design = "lhs"\n{AXIS}low = 0\nhigh = 1\n', "points must be given for lhs"),
    (f'{HEAD}design = "grid"\n{AXIS}low = 1\nhigh = 0\nsteps = 3\n', "high = 0 must be above low"),
    (f'{HEAD}design = "grid"\n{AXIS}low = 0\nhigh = 1\n', "steps must be a whole number from 2"),
    (f'{HEAD}design = "grid"\n', "[[axes]] must be given for grid"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in complain(tmp_path, text)


def test_several_problems_are_told_at_once(tmp_path: Path) -> None:
    text = GRID.replace("[0.2, 0.8]", "[1.2, 1.8]").replace("[0, 5, 10]", "[-1, 5, 10]")
    assert len(complain(tmp_path, text).splitlines()) == 3
