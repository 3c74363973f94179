import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.results.exact import LARGEST, fix, join, split

VALUES = st.integers(-LARGEST, LARGEST)


@given(st.lists(VALUES, max_size=20))
def test_limbs_that_are_summed_stand_for_the_sum_of_the_integers(values: list[int]) -> None:
    limbs = split(np.array(values, dtype=np.int64), 2).sum(axis=0)
    assert join(limbs) == sum(values)


@given(st.lists(VALUES, max_size=20))
def test_limbs_of_squares_stand_for_a_sum_that_no_longer_fits_64_bits(values: list[int]) -> None:
    array = np.array(values, dtype=np.int64)
    assert join(split(array * array, 3).sum(axis=0)) == sum(value * value for value in values)


def test_the_limbs_of_ten_thousand_million_trials_do_not_overflow() -> None:
    fullest = split(np.array([LARGEST**2 - 1]), 3)[0]
    assert int(fullest.max()) * 10**10 < 2**63


@given(arrays(np.float64, 5, elements=st.floats(0, 1)))
def test_a_fixed_number_is_within_half_a_unit_of_the_number(values: np.ndarray) -> None:
    assert np.abs(fix(values, 2**30) / 2**30 - values).max() <= 2.0**-31


def test_what_did_not_happen_adds_nothing_and_what_is_too_large_saturates() -> None:
    assert fix(np.array([np.nan, 1e300, -1e300]), 1).tolist() == [0, LARGEST, -LARGEST]
