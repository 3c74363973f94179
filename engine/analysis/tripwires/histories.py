"""What had happened by the end of each of the first months of a trial's first ceasefire.

Records are totals at the horizon. Draws are addressed by trial and week, so that the same trials with a
shorter horizon are the beginning of the same histories: what a trial counts in a span of rounds is the
difference between two horizons.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from engine.analysis.discovery.boxes import Flags
from engine.analysis.simulating import Trials
from engine.experiment.executors import count_cpus
from engine.model.parameters import Floats
from engine.scenario import Scenario
from engine.simulation.kernel import run_without_twins
from engine.simulation.records import ENDS, WEEKS_PER_ROUND, WEEKS_PER_YEAR

HELD = float(ENDS.index("held"))


class Observable(NamedTuple):
    """Something that can be watched under a ceasefire.

    Attributes
    ----------
    name, unit, meaning : str
        What it is called, counted in, and says.
    """

    name: str
    unit: str
    meaning: str


COUNTED = (
    Observable("incidents", "incidents", "Incidents along the line since the ceasefire began."),
    Observable("crises", "crises", "Crises since it began."),
    Observable("provocations", "provocations", "Provocations by spoilers since it began."),
    Observable("attacks_reversed", "attacks", "Attacks broken off, once guarantors came, since it began."),
    Observable("drafts", "drafts", "Drafts tabled since it began."),
    Observable("walk_outs", "walk-outs", "Times that a party left the table since it began."),
    Observable("agreements", "agreements", "Drafts that both parties accepted since it began."),
    Observable("ratifications_lost", "votes", "Agreements that were voted down since it began."),
    Observable("agreements_lapsed", "agreements", "Agreements that lapsed unratified since it began."),
    Observable("calls", "calls", "Times that guarantors were called since it began."),
    Observable("calls_honoured", "calls", "Times that guarantors honoured a call with force since it began."),
)
OTHERS = (
    Observable("incidents_last_month", "incidents", "Incidents along the line in the last month alone."),
    Observable("front_moved", "1", "How far the front moved since it began, where 1 is victory."),
    Observable("accord", "1", "Whether an accord is in force, 1 or 0, rather than a truce."),
)
OBSERVABLES = COUNTED + OTHERS


class Histories(NamedTuple):
    """The first ceasefires of trials, month by month; months are rounds of four weeks.

    Attributes
    ----------
    watched : mapping of int to ndarray, shape (n_observables, n_trials)
        By month, what had been observed by its end; NaN where no ceasefire had lasted so long, or where the
        months after it are not seen.
    began : ndarray, shape (n_trials,)
        Round in which the ceasefire began; NaN where none did.
    weeks, ends : ndarray, shape (n_trials,)
        How long it held, and what ended it, an index into `ENDS`.
    rounds : int
        Horizon.
    """

    watched: Mapping[int, Floats]
    began: Floats
    weeks: Floats
    ends: Floats
    rounds: int

    def holds_after(self, months: int) -> Flags:
        """Say for each trial whether its ceasefire still holds after so many months."""
        still = (self.weeks > months * WEEKS_PER_ROUND) | (self.ends == HELD)
        return np.asarray((self.began + months <= self.rounds) & still)

    def is_seen(self, months: int) -> Flags:
        """Say for each trial whether the horizon leaves so many months of its ceasefire to be seen."""
        return np.asarray(self.began + months <= self.rounds)

    def ends_within(self, after: int, months: int, ends: Sequence[int]) -> Flags:
        """Say for each trial whether its ceasefire ends in some way in so many months after others."""
        first, last = after * WEEKS_PER_ROUND, (after + months) * WEEKS_PER_ROUND
        return np.asarray((self.weeks > first) & (self.weeks <= last) & np.isin(self.ends, ends))


def trace_histories(
    scenario: Scenario,
    seed: int,
    n_trials: int,
    months: Sequence[int],
    within: int,
    tick: Callable[[int], None] | None = None,
) -> Histories:
    """Play trials to every horizon that is needed to see their ceasefires' first months.

    Parameters
    ----------
    months : sequence of int
        Months after whose end the ceasefires are looked at, from 1 on.
    within : int
        Months after these that must be seen too.
    tick : callable, optional
        Called with the number of trials whose ceasefires have been seen since it was last called.
    """
    rounds = scenario.parameters.clock.rounds
    whole = play_to(scenario, rounds, seed, n_trials)
    began = np.fmin(whole.column("first_truce_round"), whole.column("ratification_round"))
    weeks, ends = whole.column("ceasefire_weeks"), whole.column("ceasefire_end")
    spans = sorted({0, *months, *(month - 1 for month in months)})
    wanted = {span: began + span for span in spans}
    last = rounds - within
    horizons = sorted({int(each) for span in wanted.values() for each in span if 0 < each <= last})
    seen = {span: np.full((len(OBSERVABLES), n_trials), np.nan) for span in spans}
    for span in spans:
        seen[span][:, wanted[span] == 0] = 0.0

    def look(horizon: int) -> Floats:
        return observe(play_to(scenario, horizon, seed, n_trials))

    with ThreadPoolExecutor(count_cpus()) as pool:
        for horizon, observed in zip(horizons, pool.map(look, horizons), strict=True):
            for span in spans:
                here = wanted[span] == horizon
                seen[span][:, here] = observed[:, here]
            if tick is not None:
                tick(int((wanted[spans[-1]] == horizon).sum()))
    histories = Histories({}, began, weeks, ends, rounds)
    watched = {
        month: _watch(
            seen[0],
            seen[month - 1],
            seen[month],
            histories.holds_after(month) & histories.is_seen(month + within),
        )
        for month in months
    }
    return histories._replace(watched=watched)


def play_to(scenario: Scenario, rounds: int, seed: int, n_trials: int) -> Trials:
    """Play trials to a horizon of so many rounds: the beginning of what a longer one plays."""
    parameters = scenario.parameters
    clock = parameters.clock.model_copy(update={"rounds": rounds})
    shorter = replace(scenario, parameters=parameters.model_copy(update={"clock": clock}))
    chunk = run_without_twins(shorter, seed, 0, n_trials)
    return Trials(shorter, chunk.values, chunk.draws)


def observe(trials: Trials) -> Floats:
    """Give all observables of trials at their horizon, shape (n_observables, n_trials): totals and states."""
    guarantors = trials.scenario.parameters.guarantors
    years = range(1, 1 + -(-trials.scenario.parameters.clock.rounds * WEEKS_PER_ROUND // WEEKS_PER_YEAR))
    nothing = np.zeros(len(trials.values))
    summed = {
        "incidents": sum((trials.column(f"incidents_year_{year}") for year in years), nothing),
        "calls": sum((trials.column(f"called_{name}") for name in guarantors), nothing),
        "calls_honoured": sum((trials.column(f"honoured_{name}") for name in guarantors), nothing),
    }
    rows = [summed[each.name] if each.name in summed else trials.column(each.name) for each in COUNTED]
    accord = (~np.isnan(trials.column("ratification_round"))).astype(np.float64)
    return np.stack([*rows, summed["incidents"], trials.column("front"), accord])


def _watch(began: Floats, before: Floats, now: Floats, holding: Flags) -> Floats:
    """Turn totals at the ceasefire's begin, a month ago and now into what is observed of it."""
    watched = now - began
    last_month, front, accord = (len(COUNTED) + place for place in range(len(OTHERS)))
    watched[last_month] = now[last_month] - before[last_month]
    watched[front] = np.abs(watched[front])
    watched[accord] = now[accord]
    return np.where(holding, watched, np.nan)
