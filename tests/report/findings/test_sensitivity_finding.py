from pathlib import Path

import pandas as pd
import pytest
from places import MINIMAL
from told_findings import check_finding

import engine
from engine.analysis.sensitivity.asking import ask_sensitivity
from engine.analysis.sensitivity.drivers import Drivers, find_drivers
from engine.report.findings.sensitivity import find_sensitivity
from engine.report.findings.sensitivity_saying import say_tornado

SMALL = {"points": 32, "trials_per_point": 2, "trials": 40, "seed": 5}
COST = "-war_cost_north"


def find(*arms: object, **options: object) -> Drivers:
    return find_drivers(ask_sensitivity([str(arm) for arm in arms], **SMALL, **options))


def test_a_sensitivity_is_a_whole_finding(tmp_path: Path) -> None:
    finding = find_sensitivity(find(MINIMAL, objective=COST, levers=["front.zone_km=0,20"]))
    folder = check_finding(finding, tmp_path / "kept")
    assert list(finding.tables) == ["split", "indices", "tornado", "effects"]
    assert "dummy" in finding.answer[-1]
    assert "front.zone_km" in (folder / "tornado.csv").read_text()
    for part in finding.parts:
        assert part.draw is not None
        assert part.draw(False).get_figwidth() > part.draw(True).get_figwidth()


@pytest.mark.parametrize("method", ["morris", "sobol", "tornado", "split"])
def test_each_method_stands_alone(tmp_path: Path, method: str) -> None:
    finding = find_sensitivity(find(MINIMAL, objective=COST, method=method))
    check_finding(finding, tmp_path / "kept")
    assert len(finding.parts) == 1


def test_of_two_arms_the_difference_is_asked_about(tmp_path: Path) -> None:
    drivers = find("berlin-budapest", "berlin-alliance", objective="durable_peace", method="tornado")
    finding = find_sensitivity(drivers)
    check_finding(finding, tmp_path / "kept")
    assert finding.title == (
        "What drives the difference in durable peace between two arms, in berlin-budapest and berlin-alliance"
    )


def test_an_outcome_that_never_comes_is_no_certainty(tmp_path: Path) -> None:
    """No trial of `minimal.toml` lives to see durable peace: nothing varies, and nothing is claimed."""
    finding = find_sensitivity(find(MINIMAL, objective="durable_peace"))
    check_finding(finding, tmp_path / "kept")
    assert "there is no variance" in finding.answer[0]
    assert "no indices are given" in finding.answer[1]
    assert (finding.tables["effects"].frame["stands_out"] == "no").all()


def test_no_difference_that_noise_explains_is_called_one() -> None:
    drivers = find(MINIMAL, objective=COST, method="tornado")
    assert drivers.tornado is not None
    quiet = drivers.tornado.assign(stands_out=False)
    assert "None of the" in say_tornado(drivers.question, quiet)
    one = quiet.assign(stands_out=pd.Series([True] + [False] * (len(quiet) - 1)))
    said = say_tornado(drivers.question, one)
    assert said.startswith(f"One at a time, 1 of the {len(quiet)} rows moves")
    assert said.count("95% interval") == 1


def test_a_notebook_is_given_the_same() -> None:
    found = engine.sensitivity(MINIMAL, objective=COST, method="tornado", progress=False, **SMALL)
    assert found.tornado["factor"].tolist()
    assert found.plot.tornado() is not None
