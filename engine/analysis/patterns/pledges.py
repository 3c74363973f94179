"""P8, P9 and P17: what pledges deter, whether they are honoured, and Budapest."""

import numpy as np

from engine.analysis.history.archetypes import DYAD, with_pledge
from engine.analysis.history.mapping import name_case
from engine.analysis.patterns.bench import Bench, fails, ratio, share
from engine.analysis.simulating import Trials
from engine.evidence.cases import read_cases, shipped_cases
from engine.simulation.records import WEEKS_PER_YEAR

MINOR = 0.1
"""Local effect K of a minor power's forces; an assumption. [1]"""
CLASSES = (
    ("assurance", False),
    ("political", False),
    ("treaty_multilateral", False),
    ("treaty_bilateral", False),
    ("alliance_troops", True),
)
"""Guarantee classes and whether troops come with them, in the order of their record."""
FIVE_YEARS = "clock.rounds=65"
BUDAPEST, SHIFT_THAT_CAME = "budapest-1994", 0.5
"""The case, and how far power shifted against Ukraine by its coding in hindsight. [1]"""


def measure_pacts(bench: Bench) -> list[float]:
    """P8: attacks on a state at peace that has a pact, within five years and over the same trials.

    A guarantor is called whenever its protege is attacked, so that one who could do nothing counts the
    attacks on a state without a pact. A major power's pact is an alliance with troops in place, as most
    since 1946 have been.
    """
    treaty = with_pledge(DYAD, "treaty_bilateral")
    none, minor = (bench.run(treaty, FIVE_YEARS, f"guarantors.ally.capability={k}") for k in (0, MINOR))
    major = bench.run(with_pledge(DYAD, "alliance_troops", troops=True), FIVE_YEARS)
    targeted = share(none.happened("called_ally"))
    return [ratio(share(trials.happened("called_ally")), targeted) for trials in (major, minor)]


def measure_honour(bench: Bench) -> list[float]:
    """P9: equally many pledges of each class."""
    runs = [bench.run(with_pledge(DYAD, name, troops)) for name, troops in CLASSES]
    called = np.array([trials.column("called_ally").sum() for trials in runs])
    honoured = np.array([trials.column("honoured_ally").sum() for trials in runs])
    types = [trials.drawn("guarantors.ally.reliability").mean() for trials in runs]
    pooled = honoured.sum() / called.sum()
    return [
        float(np.diff(honoured / called).min()),
        float(pooled),
        float(np.mean(types) - pooled),
    ]


def measure_budapest(bench: Bench) -> list[float]:
    """P17: the Budapest Memorandum as coded, and with the shift of power that came after it."""
    trials = bench.run_shipped(BUDAPEST)
    memorandum = next(each.case for each in read_cases(shipped_cases()) if name_case(each.case) == BUDAPEST)
    shifted = bench.run(memorandum._replace(expected_shift=SHIFT_THAT_CAME))
    names = list(trials.scenario.parameters.guarantors)
    called = sum(trials.column(f"called_{name}").sum() for name in names)
    honoured = sum(trials.column(f"honoured_{name}").sum() for name in names)
    return [
        _median_years(trials),
        ratio(fails(shifted, 20), fails(trials, 20)),
        ratio(float(honoured), float(called)),
    ]


def _median_years(trials: Trials) -> float:
    """Median time to collapse; the horizon where fewer than half collapse by then. [years]."""
    if fails(trials, trials.years()) < 1 / 2:
        return trials.years()
    weeks = np.where(trials.failed(), trials.column("ceasefire_weeks"), np.inf)
    return float(np.median(weeks)) / WEEKS_PER_YEAR
