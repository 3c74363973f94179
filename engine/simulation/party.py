"""A belligerent: comes to the table, judges drafts, orders attacks, escalates or holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.model import streams
from engine.model.choices import rules_of
from engine.model.rules import guarantees, leadership, outcome, talks, utility, war
from engine.model.rules.incidents import recommit, slacken
from engine.model.schedule import (
    AFTER_AGREEMENT,
    FREELY,
    MONTHS_PER_YEAR,
    ROUND_YEARS,
    ROUNDS_PER_YEAR,
    SIGNS,
    WEEK_YEARS,
)
from engine.simulation.actor import Actor
from engine.simulation.positions import Positions

if TYPE_CHECKING:
    from engine.simulation.constituency import Constituency
    from engine.simulation.guarantor import Guarantor
    from engine.simulation.model import PeaceTalks


def in_order(values: Sequence[float]) -> float:
    """Sum in the order given, as compiled loops do; Python's own sum compensates since 3.12."""
    total = 0.0
    for value in values:
        total += value
    return total


class Party(Actor):
    """One of the two belligerents.

    What it carries: war weariness, a Normal belief about the military trend, a Beta belief about each
    guarantor, its clock of talks and its temptation. All of these are its own perception.
    """

    def __init__(self, model: PeaceTalks, side: int, name: str) -> None:
        super().__init__(model, f"party/{name}")
        p = model.parameters
        self.side, self.name, self.sign = side, name, SIGNS[side]
        self.positions = Positions(p.ideal[side], p.red_line[side], p.weight[side], p.firmness[side])
        self.vulnerability = p.vulnerability[side].tolist()
        self.aspiration, self.patience = float(p.aspiration[side]), float(p.patience[side])
        self.concession, self.precision = float(p.concession[side]), float(p.precision[side])
        self.reciprocity, self.walk_out = float(p.reciprocity[side]), float(p.walk_out[side])
        self.cooling = float(p.cooling[side])
        self.truce, self.truce_terms = int(p.truce[side]), p.truce_terms[side].tolist()
        self.truce_reluctance = float(p.truce_reluctance[side])
        self.basic_cost, self.winter_cost = float(p.cost[side]), float(p.winter_cost[side])
        self.pressures = in_order(p.pressure_cost[:, side].tolist())
        self.weariness_rate, self.discount_rate = float(p.weariness_rate[side]), float(p.discount_rate[side])
        self.attack_rate = float(p.attack_rate[side])
        self.head_start = war.surprise_advance(
            float(p.surprise[side]),
            float(p.blur[0]),
            float(p.blur_effect[0]),
            float(p.zone[0]),
            float(p.zone_scale[0]),
        )
        self.noise, self.damage, self.anger = (
            float(p.noise[side]),
            float(p.damage[side]),
            float(p.anger[side]),
        )
        self.retaliation, self.weapons = float(p.retaliation[side]), float(p.weapons[side])
        self.retaliate = rules_of("retaliation")[int(p.retaliation_rule[side])]
        self.escalation_chance = rules_of("escalation")[int(p.escalation_rule[side])]
        self.fresh_laxity, self.slackening = float(p.laxity[side]), model.slackening[side]
        self.exit_chance = outcome.over_time(float(p.leader_exit[side]), MONTHS_PER_YEAR / ROUNDS_PER_YEAR)

        self.frailty = float(p.frailty_sd[side]) * model.standard_normal(self.who, streams.FRAILTY)
        self.weariness = float(p.weariness[side])
        self.trend_mean = float(p.trend[0]) + self.sign * float(p.optimism[side])
        self.trend_variance = float(p.doubt[side]) * float(p.doubt[side])
        self.priors = [guarantor.prior(side) for guarantor in model.guarantors]
        self.beliefs = [list(prior) for prior in self.priors]
        self.rounds_talked = 0
        self.back_at_table = 0.0
        self.asked = self.asking = math.nan
        self.conceded = 0.0
        self.laxity = self.fresh_laxity
        self.duress = 0.0
        self.war_worth = self.gross = self.deterred = self.temptation = math.nan
        self.war_cost = 0.0

        self.status_quo_worth = self.worth_of(p.status_quo.tolist())
        self.other: Party
        self.worst_worth: float
        self.constituencies: list[Constituency] = []

    def meet(self, other: Party) -> None:
        """Learn who the adversary is, and what its victory would be worth."""
        self.other = other
        self.worst_worth = self.worth_of(other.positions.ideals)

    # What things are worth

    def worth_of(self, terms: Sequence[float]) -> float:
        """Utility of terms."""
        return self.positions.worth_of(terms)

    def worth_of_line(self) -> float:
        """Utility of the line as it stands, without terms."""
        return utility.front_utility(self.sign * self.model.front, self.status_quo_worth, self.worst_worth)

    def judged_as_leader(self, terms: Sequence[float]) -> float:
        """Utility of a draft as its leader judges it, with those who weigh on it at home."""
        weight = weighted = 0.0
        for constituency in self.constituencies:
            if constituency.weight > 0.0:
                weight += constituency.weight
                weighted += constituency.weight * constituency.worth_of(terms)
        return utility.leader_utility(self.worth_of(terms), weight, weighted)

    def exposed_by(self, terms: Sequence[float]) -> float:
        """Advantage in a later war that its concessions hand to the adversary."""
        exposed = 0.0
        for k, term in enumerate(terms):
            exposed += utility.exposure(term, self.positions.ideals[k], self.vulnerability[k])
        return exposed

    def cost_now(self) -> float:
        """Cost of war in this week's season. [1/year]."""
        winter = self.winter_cost if self.model.is_winter() else 0.0
        return war.cost_of_war(self.basic_cost, self.pressures, winter, self.model.relief(), self.weariness)

    def worth_of_war(self, viewer: Party, gained: float = 0.0) -> float:
        """Its value of war as `viewer` sees it: the viewer's belief about the trend, this party's stakes.

        Parameters
        ----------
        gained : float
            Advance with which the war begins: its head start, where it would strike first. [1]
        """
        own_front = war.struck_first(self.sign * self.model.front, gained)
        return war.war_value(
            self.model.room,
            self.sign * viewer.trend_mean,
            math.sqrt(viewer.trend_variance),
            own_front,
            self.discount_rate,
            self.model.volatility,
            self.model.edge,
            utility.front_utility(own_front, self.status_quo_worth, self.worst_worth),
            self.worst_worth,
            war.cost_of_war(
                self.basic_cost,
                self.pressures,
                self.winter_cost * self.model.winter_share,
                0.0,
                self.weariness,
            ),
        )

    def deterrence_seen_by(self, viewer: Party, terms: Sequence[float] | None, in_force_only: bool) -> float:
        """Loss that this party faces from its victim's guarantors, by the viewer's beliefs about them."""
        uncovered = 1.0
        for guarantor in self.model.guarantors:
            if guarantor.protects != self.other.side or guarantor.party == self.side:
                continue
            if in_force_only and not guarantor.in_force():
                continue
            alpha, beta = viewer.beliefs[guarantor.index]
            uncovered = guarantees.left_uncovered(
                uncovered, guarantees.believed(alpha, beta), guarantor.covers(terms)
            )
        return guarantees.deterrence(self.damage, uncovered)

    # Talks

    def comes_to_table(self, pain: float, still: float, push: float) -> bool:
        """Whether it comes to the table this round."""
        p = self.model.parameters
        chance = talks.readiness(
            float(p.ripeness[0]), float(p.ripeness_pain[0]), pain, float(p.ripeness_stalemate[0]), still, push
        )
        return self.decides("comes", streams.CONVENE, chance) and self.model.round >= self.back_at_table

    def prepare(self) -> None:
        """Form the value of war and the aspiration with which it sits down."""
        self.war_worth = self.worth_of_war(self)
        returned = self.reciprocity * self.other.conceded
        self.asking = talks.aspiration(
            self.aspiration,
            self.war_worth,
            float(self.rounds_talked),
            self.patience,
            self.concession,
            returned,
        )

    def sit_down(self) -> None:
        """Note how far its aspiration came down since the last round of talks."""
        self.conceded = 0.0 if math.isnan(self.asked) else max(0.0, self.asked - self.asking)
        self.asked = self.asking

    def restart_clock(self) -> None:
        """Begin the talks anew, as after a collapse, a new leader or a successful offensive."""
        self.rounds_talked = 0
        self.asked = math.nan
        self.conceded = 0.0

    def expects_compliance(self, terms: Sequence[float] | None) -> float:
        """Chance that the adversary will comply with terms, or with a bare truce."""
        other = self.other
        return talks.compliance(
            other.deterrence_seen_by(self, terms, in_force_only=False),
            other.worth_of_war(self, other.head_start),
            0.0 if terms is None else self.exposed_by(terms),
            other.worth_of_line() if terms is None else other.worth_of(terms),
            other.noise,
        )

    def accepts_draft(self, terms: Sequence[float], leverage: float) -> bool:
        """Whether it accepts a draft."""
        why = {
            "complies": self.expects_compliance(terms),
            "utility": self.judged_as_leader(terms),
            "war": self.war_worth,
            "exposed": self.exposed_by(terms),
            "leverage": leverage,
        }
        value = talks.deal_value(**why)
        chance = talks.acceptance(value, self.asking, self.precision)
        return self.decides("accepts draft", streams.RESPOND, chance, value=value, asked=self.asking, **why)

    def grants_bare_truce(self) -> bool:
        """Whether it holds fire before there is any agreement."""
        return self.truce == FREELY

    def accepts_truce(self, leverage: float) -> bool:
        """Whether it accepts, or renews, a truce without terms."""
        complies, utility = self.expects_compliance(None), self.worth_of_line()
        value = talks.deal_value(complies, utility, self.war_worth, 0.0, leverage)
        asked = self.war_worth + self.truce_reluctance
        chance = talks.acceptance(value, asked, self.precision)
        why = {"value": value, "asked": asked, "complies": complies, "utility": utility}
        return self.decides(
            "accepts truce", streams.TRUCE, chance, war=self.war_worth, leverage=leverage, **why
        )

    def grants_truce_after(self, terms: Sequence[float]) -> bool:
        """Whether an agreement on these terms, not yet ratified, is enough for it to hold fire."""
        if self.truce != AFTER_AGREEMENT:
            return self.truce == FREELY
        for k, asked in enumerate(self.truce_terms):
            if asked >= 0.0 and not talks.gives_enough(terms[k], asked, self.positions.ideals[k]):
                return False
        return True

    def walks_out(self) -> bool:
        """Whether it leaves the table after rejecting a draft."""
        return self.decides("walks out", streams.WALK_OUT, self.walk_out)

    def loses_leader(self) -> bool:
        """Whether its leader leaves office this round."""
        return self.decides("loses leader", streams.LEADER_EXIT, self.exit_chance)

    # War and ceasefire

    def learn_trend(self, moved: float) -> None:
        """Learn from a week of fighting, and pay for it."""
        volatility = self.model.volatility
        left = war.doubt_left(self.trend_variance, volatility, WEEK_YEARS)
        self.trend_mean = war.trend_learnt(self.trend_mean, left, moved, volatility, WEEK_YEARS)
        self.trend_variance = left
        self.war_cost += self.cost_now() * WEEK_YEARS
        self.weariness += self.weariness_rate * WEEK_YEARS

    def judge(self) -> None:
        """Weigh the ceasefire against breaking it, by its own beliefs."""
        model = self.model
        terms = model.terms
        self.war_worth = self.worth_of_war(self, self.head_start)
        self.gross = leadership.gross_temptation(
            self.war_worth,
            0.0 if terms is None else self.other.exposed_by(terms),
            self.worth_of_line() if terms is None else self.worth_of(terms),
            self.frailty,
            float(model.parameters.resentment[0]),
            self.duress,
        )
        self.deterred = self.deterrence_seen_by(self, terms, in_force_only=True)
        self.temptation = self.gross - self.deterred

    def orders_attack(self) -> bool:
        """Whether it orders a renewed attack this round."""
        chance = leadership.attack_chance(self.attack_rate, self.temptation, self.noise)
        return self.decides("orders attack", streams.ATTACK, chance, gross=self.gross, deterred=self.deterred)

    def escalates(self, calming: float, commission: float) -> bool:
        """Whether its leadership answers a crisis by attacking."""
        chance = self.escalation_chance(self.temptation, self.anger, self.noise, calming, commission)
        return self.decides("escalates", streams.ESCALATE, chance, gross=self.gross, deterred=self.deterred)

    def backs_down(self, uncovered: float, anger: float) -> bool:
        """Whether it breaks off its attack, now that it knows who came; anger is that of its order."""
        suffered = guarantees.deterrence(self.damage, uncovered)
        chance = leadership.back_down_chance(self.gross + anger, self.deterred, suffered, self.noise)
        return self.decides(
            "backs down", streams.BACK_DOWN, chance, expected=self.deterred, suffered=suffered
        )

    def order_to_hold(self) -> None:
        """Give its units a fresh order to hold fire."""
        self.laxity = self.fresh_laxity

    def let_slacken(self) -> None:
        """Let the order to hold fire wear off for a round."""
        self.laxity = slacken(self.laxity, self.slackening)

    def renew_order(self, commission: float) -> None:
        """Renew the order after a contained crisis, as far as a joint commission works."""
        self.laxity = recommit(self.laxity, self.fresh_laxity, commission)

    # Beliefs about guarantors

    def learn_conduct(self, called: Guarantor, honoured: bool) -> None:
        """Update the belief about a guarantor that was called, and about its family."""
        spill = float(self.model.parameters.spill_over[0])
        for guarantor in self.model.guarantors:
            if guarantor is called:
                weight = 1.0
            elif guarantor.family == called.family:
                weight = spill
            else:
                continue
            self.beliefs[guarantor.index][0 if honoured else 1] += weight

    def forget_conduct(self) -> None:
        """Let all beliefs about guarantors return a little to their priors."""
        share = guarantees.share_forgotten(float(self.model.parameters.forgetting[0]), ROUND_YEARS)
        for belief, prior in zip(self.beliefs, self.priors, strict=True):
            belief[0] = guarantees.forgotten(belief[0], prior[0], share)
            belief[1] = guarantees.forgotten(belief[1], prior[1], share)
