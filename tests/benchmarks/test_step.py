"""What the benchmark of the hot step compares is the same step."""

import numpy as np
import pytest

from benchmarks.step.rows import run_rows, uniforms
from benchmarks.step.setting import Setting, make_setting
from benchmarks.step.step import list_ways, measure_step, refuse_differences, run_kernel
from benchmarks.step.twin import has_compiler
from engine.model import draws
from engine.model.packing import pack
from engine.scenario import Scenario, load_scenario
from engine.simulation.compiled.layout import make_front

TRIALS, WEEKS = 24, 130


@pytest.fixture(scope="module")
def berlin() -> Scenario:
    return load_scenario("berlin")


@pytest.fixture(scope="module")
def setting(berlin: Scenario) -> Setting:
    return make_setting(berlin, 7, TRIALS, WEEKS)


def test_the_kernel_and_numpy_give_the_same_bits(berlin: Scenario, setting: Setting) -> None:
    refuse_differences({"kernel": run_kernel(setting, make_front(pack(berlin))), "NumPy": run_rows(setting)})


@pytest.mark.skipif(not has_compiler(), reason="there is no gcc")
@pytest.mark.parametrize("flags", [(), ("-march=native",)])
def test_the_twin_in_c_gives_the_same_bits(
    berlin: Scenario, setting: Setting, flags: tuple[str, ...]
) -> None:
    ways = list_ways(berlin, setting, *flags)
    refuse_differences({way: ways[way]() for way in ("kernel", "C")})


def test_both_methods_of_the_poisson_quantile_are_met(berlin: Scenario, setting: Setting) -> None:
    first_means = setting.background * np.repeat(setting.laxity[:, 0], setting.post.size, axis=1)
    assert 0.1 < (first_means < 10.0).mean() < 0.9
    assert run_kernel(setting, make_front(pack(berlin))).totals.min() > 0.0


def test_a_difference_of_one_bit_is_refused(berlin: Scenario, setting: Setting) -> None:
    ran = run_rows(setting)
    changed = ran._replace(intensity=np.nextafter(ran.intensity, np.inf))
    with pytest.raises(AssertionError, match="intensity of NumPy differ"):
        refuse_differences({"kernel": ran, "NumPy": changed})


def test_uniforms_over_trials_are_the_addressed_ones() -> None:
    trials = np.array([[0], [17], [2**40 + 3]], dtype=np.uint64)
    who = np.array([1, 2**32 - 1], dtype=np.uint64)
    expected = [[draws.uniform(9**18, int(t), 519, int(w), 11) for w in who] for t in trials[:, 0]]
    assert uniforms(9**18, trials, 519, who, 11).tolist() == expected


def test_every_way_is_timed_in_every_round() -> None:
    measured = measure_step(3, 2, 8)
    assert set(measured.times) >= {"kernel", "NumPy"}
    assert {len(times) for times in measured.times.values()} == {3}
    assert measured.ratios("kernel", "kernel") == [1.0, 1.0, 1.0]
