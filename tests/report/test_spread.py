import numpy as np
import pandas as pd
import pytest

from engine.report.spread import spread_over_assumptions

COLUMNS = ["outcome", "variance", "epistemic", "epistemic_low", "epistemic_high"]


def spread_of(*values: float) -> list[float]:
    (row,) = spread_over_assumptions(pd.DataFrame([("peace", *values)], columns=COLUMNS)).to_numpy()
    return [float(cell) for cell in row[1:]]


def test_a_chance_of_a_tenth_or_nine_tenths_with_even_odds_spreads_by_four_tenths() -> None:
    # Mean .5, so the variance of the outcome is .25; that of the chance is .16, .64 of it.
    assert spread_of(0.25, 0.64, 0.49, 0.81) == pytest.approx([0.4, 0.35, 0.45])


def test_without_uncertain_parameters_nothing_spreads() -> None:
    assert spread_of(0.25, 0.0, 0.0, 0.0) == [0, 0, 0]
    assert spread_of(0.0, 0.0, 0.0, 0.0) == [0, 0, 0]


def test_what_never_came_spreads_by_nobody_knows_what() -> None:
    assert np.isnan(spread_of(0.0, np.nan, 0.0, 1.0)).all()
    assert np.isnan(spread_of(0.0, 0.0, 0.0, 1.0)).all()
