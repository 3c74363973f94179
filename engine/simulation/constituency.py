"""A public, parliament or army at home: votes on agreements, and may harbour spoilers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.model import streams
from engine.model.rules import incidents, outcome, ratification
from engine.model.schedule import MONTHS_PER_YEAR, TRUCE, WEEKS_PER_YEAR
from engine.simulation.actor import Actor
from engine.simulation.party import Party
from engine.simulation.positions import Positions

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks

WEEK_MONTHS = MONTHS_PER_YEAR / WEEKS_PER_YEAR


class Constituency(Actor):
    """One constituency of a party, with weights and red lines of its own."""

    def __init__(self, model: PeaceTalks, index: int, party: Party, name: str) -> None:
        super().__init__(model, f"constituency/{party.name}/{name}")
        p = model.parameters
        self.party, self.name = party, name
        self.positions = Positions(
            p.home_ideal[index], p.home_red_line[index], p.home_weights[index], p.home_firmness[index]
        )
        self.weight, self.veto = float(p.home_weight[index]), bool(p.veto[index])
        self.threshold, self.delay = float(p.threshold[index]), float(p.vote_delay[index])
        self.needs_truce, self.not_before = bool(p.needs_truce[index]), float(p.not_before[index])
        self.slope, self.noise_sd = float(p.slope[index]), float(p.vote_noise[index])
        self.provocation = math.floor(float(p.provocation[index]) + 0.5)
        monthly, surge = float(p.spoiler[index]), float(p.spoiler_surge[0])
        self.provoke_chances = tuple(
            outcome.over_time(incidents.provocation_chance(monthly, surge, near), WEEK_MONTHS)
            for near in (False, True)
        )
        self.status_quo_worth = self.worth_of(p.status_quo.tolist())
        self.support = 0.0

    def worth_of(self, terms: Sequence[float]) -> float:
        """Utility of terms to this constituency."""
        return self.positions.worth_of(terms)

    def can_vote(self, agreed_round: int) -> bool:
        """Whether its vote can be held this round: delay, date and martial law permitting."""
        model = self.model
        return (
            model.round - agreed_round >= self.delay
            and model.week >= self.not_before
            and (not self.needs_truce or model.phase == TRUCE)
        )

    def ratifies(self, terms: Sequence[float]) -> bool:
        """Hold the vote."""
        gain = self.worth_of(terms) - self.status_quo_worth
        self.support = ratification.support(gain, self.slope, self.noise_sd, self.draw(streams.VOTE))
        carried = ratification.carries(self.support, self.threshold)
        self.model.tell(
            "votes",
            self.address,
            streams.VOTE,
            done=carried,
            support=self.support,
            threshold=self.threshold,
            gain=gain,
        )
        return carried

    def provokes(self, near_signing: bool) -> bool:
        """Whether its spoiler wing stages a provocation this week."""
        return self.decides("provokes", streams.PROVOKE, self.provoke_chances[near_signing])

    def provoked_sector(self, n_sectors: int) -> int:
        """Where it stages the provocation."""
        return int(self.draw(streams.PROVOKED_SECTOR) * n_sectors)
