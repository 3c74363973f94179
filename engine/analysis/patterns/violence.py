"""P7, P11, P12 and P15: incidents, clashes and wars; what monitors cut."""

import numpy as np

from engine.analysis.history.archetypes import DYAD, REFERENCE
from engine.analysis.patterns.bench import Bench, ratio, share
from engine.analysis.simulating import Trials
from engine.model.schedule import ACCORD, TRUCE
from engine.scenario import load_scenario
from engine.simulation.model import PeaceTalks
from engine.simulation.records import ENDS, ROUNDS_PER_YEAR, Floats

DONBAS, KASHMIR = "minsk-2015-measured", "kashmir-2003-measured"
WATCHED_TRIALS = 60
"""Trials of the Mesa model in which every unit is watched."""
FRESH_ROUNDS = 6
"""Rounds over which a fresh truce is averaged, as the five months after July 2020 were."""
GROWTH_ROUNDS = (6, 13)
"""Rounds between which growth is read: after retaliation has caught up, before it levels off."""
BUSIEST = 4
YEARS = 5
KASHMIR_YEARS = (4, 13)
"""Years between which growth along the Line of Control is read."""
KASHMIR_AGE = 17


def measure_severity(bench: Bench) -> list[float]:
    """P7: two states at peace; force is any incident, a fatal clash a crisis or attack, war a collapse.

    The three are nested, so that their order is no finding; their levels are.
    """
    trials = bench.run(DYAD, "clock.rounds=65")
    force = sum(trials.column(f"incidents_year_{year}") for year in range(1, YEARS + 1)) > 0
    fatal = trials.happened("crises") | trials.happened("attacks")
    return [share(np.asarray(force)), share(fatal), share(trials.failed())]


def measure_donbas(bench: Bench) -> list[float]:
    """P11: every unit of the Minsk II line, watched in the Mesa model while the ceasefire lasts."""
    held, loose = (_watch(bench.seed, *laxity) for laxity in ((), _UNRESTRAINED))
    totals = held.sum(axis=(1, 2))
    first, last = GROWTH_ROUNDS
    growth = (totals[last] / totals[first]) ** (1 / (last - first))
    sectors = held.sum(axis=(0, 1))
    return [
        float(loose.sum(axis=(1, 2))[last] / totals[:FRESH_ROUNDS].mean()),
        float(growth ** (13 / 12) - 1),
        float(np.sort(sectors)[-BUSIEST:].sum() / sectors.sum()),
    ]


_UNRESTRAINED = ("parties.defender.laxity=1", "parties.challenger.laxity=1")


def measure_line_of_control(bench: Bench) -> list[float]:
    """P12: years counted only in trials whose ceasefire lasted through them."""
    trials = bench.run_shipped(KASHMIR)
    years = np.array([_incidents(trials, year) for year in range(1, KASHMIR_AGE + 1)])
    first, last = KASHMIR_YEARS
    old = bench.run_shipped(KASHMIR, f"start.age_rounds={KASHMIR_AGE * ROUNDS_PER_YEAR}")
    return [
        float(years[:3].sum() / years.sum()),
        float((years[last - 1] / years[first - 1]) ** (1 / (last - first)) - 1),
        ratio(_incidents(old, 1), years[0]),
    ]


def measure_monitors(bench: Bench) -> list[float]:
    """P15: the truce between two states, without and with observers."""
    bare = bench.run(REFERENCE)
    watched = bench.run(REFERENCE._replace(monitors=True, monitor_type="un_observers"))
    minor = 1 - ratio(_later_incidents(watched, bare), _later_incidents(bare, watched))
    large = 1 - ratio(share(_escalated(watched)), share(_escalated(bare)))
    return [minor, large - minor]


def _watch(seed: int, *overrides: str) -> Floats:
    """Mean incidents of each unit in the last week of each round, over ceasefires that last.

    Returns
    -------
    ndarray, shape (n_rounds, 2, n_sectors)
        Incidents by round, side and sector. [incidents/week]
    """
    n_rounds = GROWTH_ROUNDS[1] + 1
    scenario = load_scenario(DONBAS, [*overrides, f"clock.rounds={n_rounds}"])
    seen = []
    for trial in range(WATCHED_TRIALS):
        model = PeaceTalks(scenario, seed, trial)
        weeks = []
        while model.running:
            model.step()
            weeks.append([[unit.fired for unit in side] for side in model.line])
        if model.phase in (TRUCE, ACCORD) and not model.ledger.attacks:
            seen.append(weeks)
    return np.asarray(np.mean(seen, axis=0))


def _incidents(trials: Trials, year: int) -> float:
    lasting = trials.column("ceasefire_weeks") >= 52 * year
    return float(trials.column(f"incidents_year_{year}")[lasting].mean())


def _later_incidents(trials: Trials, other: Trials) -> float:
    """Incidents of years 2 to 5 in trials whose ceasefire lasts through them in both arms."""
    lasting = ~trials.fails_by(YEARS) & ~other.fails_by(YEARS)
    years = (trials.column(f"incidents_year_{year}")[lasting].mean() for year in range(2, YEARS + 1))
    return float(sum(years))


def _escalated(trials: Trials) -> np.ndarray:
    by_escalation = trials.column("ceasefire_end") == ENDS.index("escalation")
    return np.asarray(by_escalation & trials.fails_by(YEARS))
