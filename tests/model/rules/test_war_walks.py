"""Simulated weekly wars end as often, as late and at the discount that the formulas say."""

import numba
import numpy as np
import pytest

from engine.model import streams
from engine.model.draws import key_of, uniform
from engine.model.rules.war import advance, barrier, exit_chances, prevails, war_years

WEEK_YEARS = 1 / 52
N_WARS = 20_000
LONGEST_WEEKS = 60_000


@numba.njit
def fight_wars(key, n_wars, trend, front, volatility):
    """Weeks until the front reaches an end, negative where it is the challenger's."""
    weeks = np.zeros(n_wars)
    for war in range(n_wars):
        position = front
        for week in range(LONGEST_WEEKS):
            draw = uniform(key, war, week, 0, streams.COMBAT)
            position += advance(draw, trend, volatility, WEEK_YEARS)
            if abs(position) >= 1.0:
                weeks[war] = (week + 1) if position > 0 else -(week + 1)
                break
    return weeks


@pytest.mark.parametrize(
    ("trend", "front", "volatility", "rate"),
    [(0.0, 0.0, 0.5, 0.1), (0.1, 0.2, 0.4, 0.24), (-0.3, 0.3, 0.6, 0.12), (0.05, -0.5, 0.3, 0.05)],
)
def test_weekly_wars_end_as_the_formulas_with_a_corrected_barrier_say(trend, front, volatility, rate):
    weeks = fight_wars(key_of(0), N_WARS, trend, front, volatility)
    years, won = np.abs(weeks) * WEEK_YEARS, weeks > 0
    assert (weeks != 0).all()
    edge = barrier(volatility, WEEK_YEARS)
    samples = {
        prevails(trend, front, volatility, edge): won,
        war_years(trend, front, volatility, edge): years,
        exit_chances(trend, front, rate, volatility, edge)[0]: won * np.exp(-rate * years),
        exit_chances(trend, front, rate, volatility, edge)[1]: ~won * np.exp(-rate * years),
    }
    # 3 standard errors: a false alarm in 27 of 10,000 seeds for each of the three means of each war. What
    # the correction leaves of the discreteness is of the order of a step's variance, s^2 / 52 < .007.
    for expected, sample in samples.items():
        assert abs(sample.mean() - expected) < 3 * sample.std(ddof=1) / N_WARS**0.5


def test_without_the_correction_the_formula_for_the_length_of_a_war_is_plainly_wrong():
    years = np.abs(fight_wars(key_of(0), N_WARS, 0.0, 0.0, 0.5)) * WEEK_YEARS
    error = years.std(ddof=1) / N_WARS**0.5
    # Uncorrected 4 years; the corrected 4.33 are 13 standard errors away.
    assert abs(years.mean() - war_years(0.0, 0.0, 0.5, 1.0)) > 8 * error
