"""The Mesa model: one trial, one round a step."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import numpy as np
from mesa import Agent, DataCollector, Model

from engine.model import streams
from engine.model.arithmetic import normal_quantile
from engine.model.drawing import draw_rows
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats
from engine.model.rules import incidents, outcome, war
from engine.model.schedule import (
    ACCORD,
    CHALLENGER,
    DAYS_PER_WEEK,
    DECIDED,
    DEFENDER,
    HELD,
    MONTHS_PER_YEAR,
    OUTCOMES,
    PHASES,
    RECENT_WEEKS,
    ROUND,
    TRUCE,
    WAR,
    WEEK_YEARS,
    WEEKS_PER_ROUND,
    WEEKS_PER_YEAR,
)
from engine.scenario import Scenario, load_scenario
from engine.simulation.constituency import Constituency
from engine.simulation.guarantor import Guarantor
from engine.simulation.ledger import Ledger
from engine.simulation.luck import Luck
from engine.simulation.mediator import Mediator
from engine.simulation.monitors import Monitors
from engine.simulation.party import Party, in_order
from engine.simulation.stages import attack, drift, ratify, talk, weeks
from engine.simulation.stages.talk import draft
from engine.simulation.told import Listener, Told
from engine.simulation.unit import Unit

STAGES = {
    "drift": drift.drift,
    "talk": talk.talk,
    "ratify": ratify.ratify,
    "judge": attack.judge,
    "pass_weeks": weeks.pass_weeks,
    "attack": attack.attack,
}
"""The function of each phase of a round but the last, `close`."""


@dataclass
class Agreement:
    """A draft that both parties accepted, until it is ratified, voted down or lapses."""

    terms: list[float]
    round: int
    pressures: list[float]
    passed: set[str] = field(default_factory=set)
    void: set[str] = field(default_factory=set)


class PeaceTalks(Model):  # type: ignore[misc]
    """One trial of a scenario.

    Each step is one round of four weeks: drift, talk, ratify, judge, pass weeks, attack, close. All
    randomness is addressed by seed, trial, week, actor and stream; Mesa's generators are not used.

    Parameters
    ----------
    scenario : str, Scenario or Packed
        What to run.
    rng : int, optional
        Seed of all draws, under Mesa's name for it; the scenario's own where absent.
    trial : int
        Number of the trial.
    row : ndarray, optional
        The trial's parameters as `engine.model.drawing.draw_rows` made them, to save drawing again.
    replicate : int
        Which of the trials with these parameters: 0 is the trial itself, 1 its twin, with the trial's
        parameters and draws of its own for all that happens.
    luck : Luck, optional
        Draws to use in place of those of the seed, the trial and the replicate.
    listener : callable, optional
        Called with a `Told` for each thing that happens.
    """

    def __init__(
        self,
        scenario: str | Scenario | Packed = "berlin",
        rng: int | None = None,
        trial: int = 0,
        row: Floats | None = None,
        replicate: int = 0,
        luck: Luck | None = None,
        listener: Listener | None = None,
    ) -> None:
        super().__init__(rng=0)
        if isinstance(scenario, str):
            scenario = load_scenario(scenario)
        self.packed = pack(scenario) if isinstance(scenario, Scenario) else scenario
        seed = self.packed.scenario.parameters.run.seed if rng is None else rng
        self.names = self.packed.names
        self.trial = trial
        self.luck = Luck(key_of(seed, replicate), trial) if luck is None else luck
        self.key = self.luck.key
        self.listener = listener
        self.who = self.names.who()
        self.parameters = self.packed.parameters(
            draw_rows(self.packed, seed, trial, 1)[0][0] if row is None else row
        )
        self._set_the_stage()
        self._create_agents()
        self._start()
        self.datacollector = DataCollector(
            model_reporters={
                "phase": lambda m: PHASES[m.phase],
                "front": "front",
                "outcome": lambda m: OUTCOMES[m.outcome()],
                "recent_incidents": "recent_incidents",
            }
        )
        # Mesa up to 3.4.1 keeps every model alive as a key of Agent._ids.
        getattr(Agent, "_ids", {}).pop(self, None)

    def _set_the_stage(self) -> None:
        p = self.parameters
        scenario = self.packed.scenario.parameters
        self.round = self.week = 0
        self.rounds = scenario.clock.rounds
        self.start_date: datetime.date = scenario.start.date
        self.winter_share = len(set(scenario.clock.winter_months)) / MONTHS_PER_YEAR
        self.volatility, self.severity = float(p.volatility[0]), float(p.severity[0])
        self.room = np.empty(war.WAR_VALUE_ROOM)
        self.edge = war.barrier(self.volatility, WEEK_YEARS)
        self.front = self.remembered_front = float(p.start_front[0])
        self.trend = float(p.trend[0]) + float(p.trend_sd[0]) * self.standard_normal(
            self.who["world"], streams.TREND
        )
        self.aid = [1.0] * len(self.names.aid)
        self.pressure_fatigue = in_order(p.pressure_fatigue.tolist())
        self.partial_rounds_left = 0.0
        self.agreement: Agreement | None = None
        self.terms: list[float] | None = None
        self.signed_week = self.renewed_week = self.ceasefire_week = self.accord_week = 0
        self.recent_incidents = 0.0
        self.attacked = self.had_ceasefire = self.began_in_accord = False
        self.slackening = [
            incidents.laxity_growth(
                float(growth),
                float(p.detection[0]),
                float(p.restraint[0]),
                float(p.commission[0]),
                float(p.commission_restraint[0]),
            )
            for growth in p.laxity_growth
        ]
        self.ledger = Ledger(terms=[float("nan")] * len(self.names.issues))
        self.ledger.incidents = [0.0] * -(-self.rounds * WEEKS_PER_ROUND // WEEKS_PER_YEAR)

    def _create_agents(self) -> None:
        names = self.names
        self.guarantors = [Guarantor(self, i, name) for i, name in enumerate(names.guarantors)]
        self.parties = [Party(self, side, name) for side, name in enumerate(names.parties)]
        self.parties[0].meet(self.parties[1])
        self.parties[1].meet(self.parties[0])
        self.constituencies = [
            Constituency(self, i, self.parties[side], name)
            for i, (side, name) in enumerate(names.constituencies)
        ]
        for constituency in self.constituencies:
            constituency.party.constituencies.append(constituency)
        self.mediators = [Mediator(self, i, name) for i, name in enumerate(names.mediators)]
        self.monitors = Monitors(self, names.sectors)
        self.line = [
            [Unit(self, party, s, name, self._background(s)) for s, name in enumerate(names.sectors)]
            for party in self.parties
        ]
        self.units = [unit for side in self.line for unit in side]
        self.unit_addresses = np.array([unit.who for unit in self.units], dtype=np.uint64)
        self.unit_row = np.empty(len(self.units))

    def _background(self, sector: int) -> float:
        p = self.parameters
        share = incidents.sector_share(
            bool(p.hotspot[sector]),
            in_order(p.hotspot.tolist()),
            float(len(p.hotspot)),
            float(p.hotspot_share[0]),
        )
        return incidents.background(
            float(p.background[0]),
            float(p.length[0]),
            share,
            float(p.blur[0]),
            float(p.blur_effect[0]),
            float(p.zone[0]),
            float(p.zone_scale[0]),
        )

    def _start(self) -> None:
        p = self.parameters
        self.phase = WAR
        start, duress = int(p.start_phase[0]), [float(p.start_duress[0])] * len(self.parties)
        if start == WAR:
            return
        if start == ACCORD:
            self.agreement = Agreement(draft(self), 0, duress)
            self.begin_accord()
            self.began_in_accord = True
        else:
            self.begin_truce(duress)
        self.signed_week = -int(p.start_age[0]) * WEEKS_PER_ROUND
        for party in self.parties:
            for _ in range(int(p.start_age[0])):
                party.let_slacken()

    # One round

    def step(self) -> None:
        """Run one round; the model stops running at its horizon, or when one side has prevailed."""
        for stage in ROUND[:-1]:
            STAGES[stage](self)
        self.close()
        self.datacollector.collect(self)

    def tell(self, kind: str, actor: str = "world", stream: int | None = None, **facts: object) -> None:
        """Tell who listens that something happened; in runs of many trials nobody does."""
        if self.listener is not None:
            self.listener(Told(kind, self.week, actor, stream, facts))

    def close(self) -> None:
        """Record the phase, and move on to the next round."""
        self.ledger.phases.append(self.phase)
        self.tell("round ends")
        self.round += 1
        self.week = self.round * WEEKS_PER_ROUND
        if self.phase == DECIDED or self.round >= self.rounds:
            self.running = False

    # Draws and dates

    def draw(self, stream: int) -> float:
        """Draw the world's own uniform of one stream for the current week."""
        return self.luck.uniform(self.week, self.who["world"], stream)

    def standard_normal(self, who: int, stream: int) -> float:
        """Draw a standard normal of week 0, for what is drawn once a trial."""
        return normal_quantile(self.luck.uniform(0, who, stream))

    @property
    def date(self) -> datetime.date:
        """First day of the current week."""
        return self.start_date + datetime.timedelta(days=DAYS_PER_WEEK * self.week)

    def is_winter(self) -> bool:
        """Whether the current week begins in a winter month."""
        return bool(self.packed.winter[self.week])

    # What the stages do to the world

    def relief(self) -> float:
        """Share of winter strikes that a partial truce stops now."""
        return float(self.parameters.partial_relief[0]) if self.partial_rounds_left > 0.0 else 0.0

    def pressure_on(self, side: int) -> float:
        """Utility that all mediators together promise or threaten one party now."""
        return in_order([mediator.presses(side) for mediator in self.mediators])

    def bend_trend(self, change: float) -> None:
        """Change the true trend by something that everybody sees. [1/year]."""
        self.trend += change
        for party in self.parties:
            party.trend_mean += change

    def agree(self, terms: list[float], pressures: list[float]) -> None:
        """Note an agreement, and hold fire at once if both sides grant a truce on it."""
        self.agreement = Agreement(terms, self.round, pressures)
        self.ledger.agreements += 1
        self.ledger.terms = list(terms)
        self.note_once("agreement_round")
        self.tell("agreement", terms=tuple(terms))
        if self.phase == WAR and all(party.grants_truce_after(terms) for party in self.parties):
            self.begin_truce(pressures)

    def lose_agreement(self, rejected_by: int | None) -> None:
        """Drop an agreement that was voted down; the text moves toward the side whose voters rejected it."""
        self.agreement = None
        self.ledger.ratifications_lost += 1
        self.tell("agreement voted down")
        if rejected_by is not None:
            for mediator in self.mediators:
                mediator.revise(rejected_by)

    def begin_truce(self, pressures: list[float]) -> None:
        """Order all units to hold fire, without terms."""
        self.phase = TRUCE
        self.ledger.truces += 1
        self.note_once("first_truce_round")
        self.ceasefire_week = self.renewed_week = self.week
        for guarantor in self.guarantors:
            guarantor.ratified = guarantor.in_truce
        self._order_to_hold(pressures)
        self.tell("truce")

    def begin_accord(self) -> None:
        """Bring the pending agreement into force."""
        agreement = self.agreement
        assert agreement is not None
        self.agreement = None
        had_truce = self.phase == TRUCE
        self.phase = ACCORD
        self.terms = agreement.terms
        self.ledger.terms = list(agreement.terms)
        self.accord_week = self.week
        self.note_once("ratification_round")
        for guarantor in self.guarantors:
            guarantor.ratified = guarantor.address not in agreement.void
        if not had_truce:
            self.ceasefire_week = self.week
        self._order_to_hold(agreement.pressures)
        self.tell("accord", terms=tuple(agreement.terms))

    def _order_to_hold(self, pressures: list[float]) -> None:
        self.signed_week = self.week
        self.had_ceasefire = True
        for party, pressure in zip(self.parties, pressures, strict=True):
            party.duress = pressure
            party.order_to_hold()

    def end_ceasefire(self, how: int) -> None:
        """Let the war resume."""
        weeks_held = self.week + 1 - self.ceasefire_week
        self.ledger.end_spell("ceasefire", weeks_held, how)
        if self.phase == ACCORD:
            self.ledger.end_spell("accord", self.week + 1 - self.accord_week, how)
        self.note_once("collapse_round")
        self.tell("ceasefire ends", how=how, weeks_held=weeks_held)
        self.phase = WAR
        self.terms = self.agreement = None
        self.recent_incidents = 0.0
        for guarantor in self.guarantors:
            guarantor.ratified = False
        for party in self.parties:
            party.restart_clock()
        self.order_units_back()

    def order_units_back(self) -> None:
        """Order every unit to stop answering."""
        for unit in self.units:
            unit.order_back()

    def decide_if_over(self) -> None:
        """End the war if the front has reached either end."""
        if abs(self.front) >= 1.0:
            self.phase = DECIDED
            self.agreement = None
            self.note_once("decision_round")
            self.tell("victory", self.parties[CHALLENGER if self.front < 0.0 else DEFENDER].address)

    def note_incidents(self, total: float) -> None:
        """Count a week's incidents."""
        self.tell("incidents", total=total)
        self.ledger.incidents[self.week // WEEKS_PER_YEAR] += total
        weeks_held = float(self.week - self.ceasefire_week + 1)
        self.recent_incidents = incidents.recent_incidents(
            self.recent_incidents, total, weeks_held, float(RECENT_WEEKS)
        )

    def note_once(self, event: str) -> None:
        """Record the round of a thing that happens for the first time."""
        if getattr(self.ledger, event) != getattr(self.ledger, event):
            setattr(self.ledger, event, float(self.round))

    # What came out

    def weeks_in_accord(self) -> int:
        """Age of the accord in force, from its signature."""
        return self.week - self.signed_week if self.phase == ACCORD else 0

    def outcome(self) -> int:
        """Class of the trial if it ended now."""
        p = self.parameters
        return outcome.classify(
            self.phase,
            self.had_ceasefire,
            self.recent_incidents,
            self.weeks_in_accord() / WEEKS_PER_YEAR,
            float(p.quiet[0]),
            float(p.war_line[0]),
            float(p.durable_years[0]),
        )

    def record(self) -> dict[str, float]:
        """Every recorded column of this trial, by name."""
        ledger = self.ledger
        if self.phase in (TRUCE, ACCORD):
            ledger.end_spell("ceasefire", self.week - self.ceasefire_week, HELD)
        if self.phase == ACCORD:
            ledger.end_spell("accord", self.week - self.accord_week, HELD)
        found = {name: float(value) for name, value in vars(ledger).items() if not isinstance(value, list)}
        found |= {f"war_cost_{party.name}": party.war_cost for party in self.parties}
        found |= {f"term_{issue}": ledger.terms[k] for k, issue in enumerate(self.names.issues)}
        found |= {f"incidents_year_{year + 1}": count for year, count in enumerate(ledger.incidents)}
        for guarantor in self.guarantors:
            found[f"called_{guarantor.name}"] = float(guarantor.times_called)
            found[f"honoured_{guarantor.name}"] = float(guarantor.times_honoured)
            found[f"helped_{guarantor.name}"] = float(guarantor.times_helped)
        found |= {"front": self.front, "outcome": float(self.outcome()), "status": 0.0}
        return found
