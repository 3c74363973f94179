"""P16 and P18: the back-test, and the archetypes of Minsk II, Korea and Cyprus."""

import numpy as np

from engine.analysis.history.backtest import run_backtest
from engine.analysis.patterns.bench import Bench, fails, share
from engine.analysis.verification.levers import FAMILY as LEVERS
from engine.analysis.verification.verifying import FAMILIES, N_TRIALS, verify
from engine.evidence.cases import HORIZONS, read_cases, shipped_cases
from engine.simulation.records import WEEKS_PER_YEAR

EARLY_YEARS, ABOVE_LINE = 5, 2


def measure_backtest(bench: Bench) -> list[float]:
    """P16: climatology's Brier score less the engine's."""
    done = run_backtest(read_cases(shipped_cases()), min(bench.n_trials, 2000), bench.seed)
    gains = {verdict.years: verdict.contests[0].brier_gain.value for verdict in done.verdicts}
    return [gains[years] for years in HORIZONS]


def measure_archetypes(bench: Bench) -> list[float]:
    """P18: a year is one of low-level war where its incidents reach the war line all year round."""
    minsk = bench.run_shipped("minsk-2015-measured")
    line = minsk.scenario.parameters.outcome.war_incidents
    assert isinstance(line, float)
    bad = np.zeros(bench.n_trials)
    for year in range(1, EARLY_YEARS + 1):
        lasting = minsk.column("ceasefire_weeks") >= WEEKS_PER_YEAR * year
        bad += lasting & (minsk.column(f"incidents_year_{year}") >= line * WEEKS_PER_YEAR)
    return [
        share(bad >= ABOVE_LINE),
        1 - fails(minsk, 1),
        fails(minsk, 20),
        1 - fails(bench.run_shipped("korea-1953"), 20),
        1 - fails(bench.run_shipped("cyprus-1974"), 20),
    ]


def measure_levers(bench: Bench) -> list[float]:
    """P19: the lever checks of `sim verify`."""
    family = next(family for family in FAMILIES if family.name == LEVERS)
    checks = list(verify((family,), N_TRIALS))
    return [share(np.array([check.passed for check in checks]))]
