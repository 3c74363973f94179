"""95% intervals hold the truth in at least 94 of 100 simulations, less three errors of the simulation.

A setting whose coverage is exactly 94% fails by chance in .13% of seeds; the seed is fixed. With the
reduced size the error is 1 to 3.8 points; COVERAGE_REPLICATIONS=20000 gives the size that
benchmarks/coverage.py prints.
"""

import os
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from coverage_studies import STUDIES, Study

REPLICATIONS = int(os.environ.get("COVERAGE_REPLICATIONS", "0"))
REDUCED = {
    "survival": 100,
    "stopped_differences": 200,
    "means": 400,
    "differences": 1000,
    "given": 300,
    "gains": 400,
    "restricted": 300,
}


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.__name__.removeprefix("study_"))
def test_intervals_cover(study: Callable[[np.random.Generator, int], Iterator[Study]]) -> None:
    reduced = REDUCED.get(study.__name__.removeprefix("study_"), 3000)
    size = round(REPLICATIONS * STUDIES[study]) or reduced
    found = list(study(np.random.default_rng(1), size))
    assert found
    assert not [f"{each.interval}, {each.setting}: {each.coverage:.3f}" for each in found if not each.holds]


def test_a_study_that_undercovers_is_found() -> None:
    assert Study("", "", 9_400, 10_000).holds
    assert not Study("", "", 9_300, 10_000).holds
