"""A guarantor: its true reliability, what it can do, and how it answers when called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.model import streams
from engine.model.parameters import ABSENT
from engine.model.rules import guarantees
from engine.model.schedule import MONTHS_PER_YEAR, ROUNDS_PER_YEAR, WEEKS_PER_YEAR
from engine.simulation.actor import Actor

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks

ROUND_MONTHS = MONTHS_PER_YEAR / ROUNDS_PER_YEAR


class Guarantor(Actor):
    """One guarantor. Nobody sees its reliability; parties have beliefs of their own."""

    def __init__(self, model: PeaceTalks, index: int, name: str) -> None:
        super().__init__(model, f"guarantor/{name}")
        p = model.parameters
        self.index, self.name = index, name
        self.protects, self.party = int(p.protects[index]), int(p.guarantor_party[index])
        self.in_truce = bool(p.in_truce[index])
        self.issue, self.family = int(p.pledge_issue[index]), float(p.family[index])
        self.reliability, self.material = float(p.reliability[index]), float(p.material[index])
        self.capability = float(p.capability[index])
        self.believed_by_protege = float(p.belief_protege[index])
        self.believed_by_adversary = float(p.belief_adversary[index])
        self.belief_strength = float(p.belief_strength[index])
        self.drift_sd = float(p.drift[index]) * math.sqrt(ROUND_MONTHS)
        self.elections, self.election_sd = set(p.elections[index].tolist()), float(p.election_sd[index])
        self.term_weeks = float(p.term_years[index]) * WEEKS_PER_YEAR
        self.leader, self.dependence = int(p.depends_on[index]), float(p.dependence[index])
        self.common_shock = float(p.common_shock[index])
        self.force_trend, self.material_trend = float(p.force_trend[index]), float(p.material_trend[index])
        self.parliament_support = float(p.parliament_support[index])
        self.parliament_delay = float(p.parliament_delay[index])
        self.essential = bool(p.parliament_essential[index] > 0.0)
        self.ratified = False
        self.came = self.helped = False
        self.times_called = self.times_honoured = self.times_helped = 0

    def prior(self, side: int) -> tuple[float, float]:
        """One party's initial Beta belief about its reliability."""
        mean = self.believed_by_protege if side == self.protects else self.believed_by_adversary
        return mean * self.belief_strength, (1.0 - mean) * self.belief_strength

    def in_force(self) -> bool:
        """Whether its pledge is part of the accord or truce in force and its term has not ended."""
        return self.ratified and self.model.week - self.model.signed_week < self.term_weeks

    def covers(self, terms: Sequence[float] | None) -> float:
        """Capability that its pledge binds under these terms, or in a bare truce."""
        return guarantees.binding_capability(self.capability, self.pledged(terms))

    def pledged(self, terms: Sequence[float] | None) -> float:
        """How far the terms contain its pledge, in [0, 1]; in a bare truce, whether it stands there."""
        if terms is None:
            return float(self.in_truce)
        return 1.0 if self.issue == ABSENT else terms[self.issue]

    def must_ratify(self, terms: Sequence[float]) -> bool:
        """Whether its parliament votes on these terms."""
        return self.parliament_support != ABSENT and self.pledged(terms) > 0.0

    def ratifies(self) -> bool:
        """Whether its parliament ratifies the pledge."""
        return self.decides("parliament votes", streams.PARLIAMENT, self.parliament_support)

    def drift(self, first_week: int, last_week: int) -> None:
        """Let its true reliability walk for a round, and jump at the elections held in it."""
        self.reliability = guarantees.drift(self.reliability, self.drift_sd, self.draw(streams.DRIFT))
        for week in range(first_week, last_week + 1):
            if week in self.elections:
                jump = self.model.luck.uniform(week, self.who, streams.ELECTION)
                self.reliability = guarantees.drift(self.reliability, self.election_sd, jump)

    def answer(self, attacker: int, shock: float, leader_failed: bool) -> None:
        """Answer the call: with force, with material support, or not at all."""
        self.times_called += 1
        self.came = self.helped = False
        if self.party == attacker:
            return
        chance = guarantees.reliability_called(
            self.reliability, shock, self.common_shock, leader_failed, self.dependence
        )
        self.came = guarantees.honour(self.draw(streams.HONOUR), chance)
        why = {"chance": chance, "reliability": self.reliability}
        self.model.tell("honours", self.address, streams.HONOUR, done=self.came, **why)
        if not self.came:
            self.helped = self.decides("helps", streams.MATERIAL, self.material)
        self.times_honoured += self.came
        self.times_helped += self.helped

    def trend_brought(self, terms: Sequence[float] | None) -> float:
        """Change of the military trend that its answer brings to its protege. [1/year]."""
        return guarantees.trend_brought(
            self.came, self.helped, self.covers(terms), self.force_trend, self.material_trend
        )
