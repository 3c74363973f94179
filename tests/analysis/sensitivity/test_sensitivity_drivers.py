import numpy as np
import pytest
from places import MINIMAL

from engine.analysis.sensitivity import playing
from engine.analysis.sensitivity.asking import DUMMY, ask_sensitivity, set_lever
from engine.analysis.sensitivity.drivers import Drivers, count_trials, find_drivers
from engine.analysis.sensitivity.playing import play_design
from engine.analysis.sensitivity.salib import design_indices
from engine.analysis.simulating import simulate
from engine.errors import EngineError, ScenarioError
from engine.model.packing import pack
from engine.scenario import load_scenario

SMALL = {"points": 32, "trials_per_point": 2, "trials": 60, "seed": 5}
IDLE_LEVER = "monitors.commission"
IDLE = "sequence.partial_extension"
NOTHING_READ = [
    "monitors.commission_restraint=0",
    "monitors.commission_calming=0",
    "sequence.partial_month=0",
    f'{IDLE}={{ dist = "uniform", low = 0, high = 1, source = "assumption: test" }}',
]
"""With these a commission changes nothing, and truces in part, of which there are none, are not extended."""
COST = "-war_cost_north"


@pytest.fixture(scope="module")
def found() -> tuple[Drivers, int]:
    levers = [f"{IDLE_LEVER}=0,1", "front.zone_km=0,20"]
    question = ask_sensitivity([MINIMAL], NOTHING_READ, objective=COST, levers=levers, **SMALL)
    ticks: list[int] = []
    return find_drivers(question, ticks.append), sum(ticks)


def test_all_that_is_asked_for_is_found_in_as_many_trials_as_told(found: tuple[Drivers, int]) -> None:
    drivers, ticks = found
    question = drivers.question
    assert ticks == count_trials(question)
    assert question.factors[-1] == DUMMY
    assert drivers.indices is not None
    assert drivers.effects is not None
    for table in (drivers.indices.table, drivers.effects):
        assert set(table["factor"]) == set(question.factors)


def test_what_does_nothing_moves_nothing_at_all(found: tuple[Drivers, int]) -> None:
    drivers, _ = found
    assert drivers.tornado is not None
    tornado = drivers.tornado.set_index("factor")
    for factor in (IDLE_LEVER, IDLE):
        assert tornado.loc[factor, ["gain", "first_gain", "second_gain"]].tolist() == [0.0, 0.0, 0.0]
        assert not tornado.loc[factor, "stands_out"]
    assert tornado.loc["front.trend", "gain"] != 0.0
    assert drivers.effects is not None
    assert drivers.effects.set_index("factor").loc[IDLE, ["mu_star", "mu", "sigma"]].tolist() == [
        0.0,
        0.0,
        0.0,
    ]


def test_the_ends_of_a_bar_are_runs_with_the_value_set(found: tuple[Drivers, int]) -> None:
    drivers, _ = found
    path = "guarantors.ally.capability"
    scenario = load_scenario(MINIMAL, NOTHING_READ)
    ends = [float(scenario.value_at(path).quantile(np.array([share]))[0]) for share in (0.05, 0.95)]
    means = [
        drivers.question.objective.measure(
            simulate(load_scenario(MINIMAL, [*NOTHING_READ, f"{path}={end!r}"]), 60, 5)
        ).mean()
        for end in ends
    ]
    assert drivers.tornado is not None
    row = drivers.tornado.set_index("factor").loc[path]
    assert row["gain"] == pytest.approx(means[1] - means[0], abs=1e-12)


def test_the_points_of_a_row_share_their_luck_and_rows_have_their_own() -> None:
    question = ask_sensitivity([MINIMAL], NOTHING_READ, objective=COST, method="sobol", **SMALL)
    cube = design_indices(question.factors, 32, 1)
    idle, dummy = question.factors.index(IDLE), len(question.factors) - 1
    cube[:, :, : dummy - 1] = 0.5
    cube[:, :, dummy - 1] = 0.5
    measured = play_design(question, cube)
    assert (measured[:, 1 + idle] == measured[:, 0]).all()
    assert (measured[:, 1 + dummy] == measured[:, -1]).all()  # both deal luck anew
    assert not (measured[:, 1 + dummy] == measured[:, 0]).all()
    assert len(np.unique(measured[:, 0])) > 16  # at one point: rows differ by luck alone


def test_the_difference_between_two_arms_is_taken_trial_by_trial() -> None:
    options = {"objective": "-war_cost_ukraine", "method": "sobol", **SMALL}
    both = ask_sensitivity(["berlin-budapest", "berlin-alliance"], **options)
    each = [ask_sensitivity([name], **options) for name in ("berlin-budapest", "berlin-alliance")]
    cube = design_indices(both.factors, 32, 1)[:1, :3]
    first, second = (play_design(question, cube) for question in each)
    assert np.array_equal(play_design(both, cube), second - first)


def test_one_failed_trial_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    question = ask_sensitivity([MINIMAL], objective=COST, method="sobol", **SMALL)
    real = playing.run_points

    def fail(*arguments: object) -> np.ndarray:
        values = real(*arguments)
        values[0, 0] = np.nan
        return values

    monkeypatch.setattr(playing, "run_points", fail)
    with pytest.raises(EngineError, match=r"is no number \(NaN\) in \d+ of"):
        find_drivers(question)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        ask_sensitivity(
            ["no-such-place", MINIMAL, "berlin"],
            method="guess",
            points=100,
            trials_per_point=1,
            levers=["front.zone_km=3", "front.trend=0,1"],
        )
    told = str(refused.value)
    for part in (
        "no-such-place",
        "more than the two",
        "guess",
        "a power of 2",
        "must be at least 2",
        "PATH=VALUE,VALUE",
        "is not declared a lever",
    ):
        assert part in told


def test_settings_that_make_no_scenario_are_refused_before_anything_is_played() -> None:
    with pytest.raises(ScenarioError, match="--levers"):
        ask_sensitivity([MINIMAL], levers=["front.zone_km=0,-3"])


CORRELATED = (
    'correlations=[{ between = ["front.trend", "guarantors.ally.capability"], rho = 0.5, '
    'source = "assumption: test" }]'
)


@pytest.mark.parametrize(
    ("overrides", "method", "said"),
    [
        ([CORRELATED], "all", "vary independently"),
        (["run.sampling=sobol"], "tornado", "no independent trials"),
        (["front.trend=0"], "all", ""),
    ],
)
def test_what_indices_do_not_hold_for_is_refused(overrides: list[str], method: str, said: str) -> None:
    if not said:
        fixed = [f"{path}=0.5" for path in load_scenario(MINIMAL).uncertain if path != "front.trend"]
        overrides, said = [*overrides, *fixed], "no uncertain value"
    with pytest.raises(ScenarioError, match=said):
        ask_sensitivity([MINIMAL], overrides, method=method)


def test_correlated_unknowns_have_a_tornado_and_a_split() -> None:
    question = ask_sensitivity([MINIMAL], [CORRELATED], objective=COST, method="split", **SMALL)
    split = find_drivers(question).split
    assert split is not None
    assert split.table["share"].sum() == pytest.approx(1.0)


def test_a_pledge_brings_its_class_along_as_a_lever() -> None:
    lever = "guarantors.ally.pledge=assurance,alliance_troops"
    (read,) = ask_sensitivity([MINIMAL], method="split", levers=[lever], **SMALL).levers
    weak, strong = (set_lever(load_scenario(MINIMAL), read.path, setting) for setting in read.settings)
    path = "guarantors.ally.capability"
    means = [pack(scenario).distribution_of(path).mean() for scenario in (weak, strong)]
    assert means[0] < means[1]
