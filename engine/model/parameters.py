"""Every number that rules read, by name, and the place in a scenario that it comes from."""

from typing import Annotated, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

NEVER = np.inf
"""Week of a date that is not given."""
ABSENT = -1.0
"""Stands for a term, a level, an index or a parliament that a scenario does not name."""


class Parameters(NamedTuple):
    """Every number that rules read, each an array with one axis for each ``{...}`` in its path.

    Words are their positions in the schema, dates are weeks from the start (`NEVER` where absent),
    names are indices (-1 where absent), yes and no are 1 and 0. Parties are ordered defender,
    challenger. Units are those of `engine.scenario.schema`.
    """

    start_phase: Annotated[Floats, "start.phase"]
    start_age: Annotated[Floats, "start.age_rounds"]
    start_front: Annotated[Floats, "start.front"]
    start_duress: Annotated[Floats, "start.duress"]
    start_terms: Annotated[Floats, "start.terms.{issue}"]

    status_quo: Annotated[Floats, "issues.{issue}.status_quo"]
    levels: Annotated[Floats, "issues.{issue}.levels.{level}"]
    power_shift: Annotated[Floats, "issues.{issue}.power_shift"]

    weight: Annotated[Floats, "{party}.positions.{issue}.weight"]
    ideal: Annotated[Floats, "{party}.positions.{issue}.ideal"]
    red_line: Annotated[Floats, "{party}.positions.{issue}.red_line"]
    firmness: Annotated[Floats, "{party}.positions.{issue}.firmness"]
    vulnerability: Annotated[Floats, "{party}.positions.{issue}.vulnerability"]
    aspiration: Annotated[Floats, "{party}.aspiration"]
    patience: Annotated[Floats, "{party}.patience_rounds"]
    concession: Annotated[Floats, "{party}.concession"]
    precision: Annotated[Floats, "{party}.precision"]
    reciprocity: Annotated[Floats, "{party}.reciprocity"]
    walk_out: Annotated[Floats, "{party}.walk_out"]
    cooling: Annotated[Floats, "{party}.cooling_rounds"]
    truce: Annotated[Floats, "{party}.truce"]
    truce_terms: Annotated[Floats, "{party}.truce_terms.{issue}"]
    truce_reluctance: Annotated[Floats, "{party}.truce_reluctance"]
    cost: Annotated[Floats, "{party}.cost"]
    winter_cost: Annotated[Floats, "{party}.winter_cost"]
    weariness: Annotated[Floats, "{party}.weariness"]
    weariness_rate: Annotated[Floats, "{party}.weariness_rate"]
    discount_rate: Annotated[Floats, "{party}.discount_rate"]
    optimism: Annotated[Floats, "{party}.optimism"]
    doubt: Annotated[Floats, "{party}.doubt"]
    weapons: Annotated[Floats, "{party}.weapons"]
    surprise: Annotated[Floats, "{party}.surprise"]
    attack_rate: Annotated[Floats, "{party}.attack_rate"]
    noise: Annotated[Floats, "{party}.temptation_noise"]
    frailty_sd: Annotated[Floats, "{party}.frailty_sd"]
    damage: Annotated[Floats, "{party}.damage"]
    anger: Annotated[Floats, "{party}.anger"]
    retaliation: Annotated[Floats, "{party}.retaliation"]
    laxity: Annotated[Floats, "{party}.laxity"]
    laxity_growth: Annotated[Floats, "{party}.laxity_growth"]
    leader_exit: Annotated[Floats, "{party}.leader_exit_month"]

    home_weight: Annotated[Floats, "{constituency}.weight"]
    veto: Annotated[Floats, "{constituency}.veto"]
    threshold: Annotated[Floats, "{constituency}.threshold"]
    vote_delay: Annotated[Floats, "{constituency}.delay_rounds"]
    needs_truce: Annotated[Floats, "{constituency}.needs_truce"]
    not_before: Annotated[Floats, "{constituency}.not_before"]
    slope: Annotated[Floats, "{constituency}.slope"]
    vote_noise: Annotated[Floats, "{constituency}.noise_sd"]
    spoiler: Annotated[Floats, "{constituency}.spoiler_month"]
    provocation: Annotated[Floats, "{constituency}.provocation"]
    home_weights: Annotated[Floats, "{constituency}.positions.{issue}.weight"]
    home_ideal: Annotated[Floats, "{constituency}.positions.{issue}.ideal"]
    home_red_line: Annotated[Floats, "{constituency}.positions.{issue}.red_line"]
    home_firmness: Annotated[Floats, "{constituency}.positions.{issue}.firmness"]

    voice: Annotated[Floats, "{mediator}.voice"]
    tilt: Annotated[Floats, "{mediator}.tilt"]
    revision: Annotated[Floats, "{mediator}.revision"]
    push: Annotated[Floats, "{mediator}.push"]
    leverage: Annotated[Floats, "{mediator}.leverage.{party_name}"]
    deadline: Annotated[Floats, "{mediator}.deadline"]
    deadline_rounds: Annotated[Floats, "{mediator}.deadline_rounds"]
    deadline_pressure: Annotated[Floats, "{mediator}.deadline_pressure"]

    protects: Annotated[Floats, "{guarantor}.protects"]
    pledge_issue: Annotated[Floats, "{guarantor}.issue"]
    guarantor_party: Annotated[Floats, "{guarantor}.party"]
    family: Annotated[Floats, "{guarantor}.family"]
    in_truce: Annotated[Floats, "{guarantor}.in_truce"]
    reliability: Annotated[Floats, "{guarantor}.reliability"]
    material: Annotated[Floats, "{guarantor}.material"]
    capability: Annotated[Floats, "{guarantor}.capability"]
    belief_protege: Annotated[Floats, "{guarantor}.belief_protege"]
    belief_adversary: Annotated[Floats, "{guarantor}.belief_adversary"]
    belief_strength: Annotated[Floats, "{guarantor}.belief_strength"]
    drift: Annotated[Floats, "{guarantor}.drift_month"]
    elections: Annotated[Floats, "{guarantor}.elections.{election}"]
    election_sd: Annotated[Floats, "{guarantor}.election_sd"]
    term_years: Annotated[Floats, "{guarantor}.term_years"]
    depends_on: Annotated[Floats, "{guarantor}.depends_on"]
    dependence: Annotated[Floats, "{guarantor}.dependence"]
    common_shock: Annotated[Floats, "{guarantor}.common_shock"]
    force_trend: Annotated[Floats, "{guarantor}.force_trend"]
    material_trend: Annotated[Floats, "{guarantor}.material_trend"]
    parliament_support: Annotated[Floats, "{guarantor}.parliament.support"]
    parliament_delay: Annotated[Floats, "{guarantor}.parliament.delay_rounds"]
    parliament_essential: Annotated[Floats, "{guarantor}.parliament.essential"]

    aid_to: Annotated[Floats, "{aid}.to"]
    aid_trend: Annotated[Floats, "{aid}.trend"]
    aid_fatigue: Annotated[Floats, "{aid}.fatigue"]
    funded_until: Annotated[Floats, "{aid}.funded_until"]
    pressure_cost: Annotated[Floats, "{pressure}.costs.{party_name}"]
    pressure_fatigue: Annotated[Floats, "{pressure}.fatigue"]

    length: Annotated[Floats, "front.length_km"]
    hotspot: Annotated[Floats, "front.hotspots.{sector}"]
    hotspot_share: Annotated[Floats, "front.hotspot_share"]
    trend: Annotated[Floats, "front.trend"]
    trend_sd: Annotated[Floats, "front.trend_sd"]
    volatility: Annotated[Floats, "front.volatility"]
    offensive: Annotated[Floats, "front.offensive"]
    blur: Annotated[Floats, "front.blur"]
    blur_effect: Annotated[Floats, "front.blur_effect"]
    zone: Annotated[Floats, "front.zone_km"]
    zone_scale: Annotated[Floats, "front.zone_scale_km"]
    background: Annotated[Floats, "front.background"]
    memory: Annotated[Floats, "front.memory_weeks"]
    contagion: Annotated[Floats, "front.contagion"]
    misattribution: Annotated[Floats, "front.misattribution"]
    forgiveness: Annotated[Floats, "front.forgiveness"]
    cap: Annotated[Floats, "front.intensity_cap"]
    severity: Annotated[Floats, "front.severity"]

    detection: Annotated[Floats, "monitors.detection"]
    attribution: Annotated[Floats, "monitors.attribution"]
    calming: Annotated[Floats, "monitors.calming"]
    restraint: Annotated[Floats, "monitors.restraint"]
    commission: Annotated[Floats, "monitors.commission"]
    commission_restraint: Annotated[Floats, "monitors.commission_restraint"]
    commission_calming: Annotated[Floats, "monitors.commission_calming"]

    order: Annotated[Floats, "sequence.order"]
    fixed_terms: Annotated[Floats, "sequence.fixed_terms"]
    shelf_life: Annotated[Floats, "sequence.shelf_life_rounds"]
    truce_term: Annotated[Floats, "sequence.truce_term_rounds"]
    partial: Annotated[Floats, "sequence.partial_month"]
    partial_rounds: Annotated[Floats, "sequence.partial_rounds"]
    partial_extension: Annotated[Floats, "sequence.partial_extension"]
    partial_relief: Annotated[Floats, "sequence.partial_relief"]

    ripeness: Annotated[Floats, "talks.ripeness"]
    ripeness_pain: Annotated[Floats, "talks.ripeness_pain"]
    ripeness_stalemate: Annotated[Floats, "talks.ripeness_stalemate"]
    resentment: Annotated[Floats, "talks.resentment"]
    spoiler_surge: Annotated[Floats, "talks.spoiler_surge"]
    spill_over: Annotated[Floats, "talks.spill_over"]
    forgetting: Annotated[Floats, "talks.forgetting"]

    durable_years: Annotated[Floats, "outcome.durable_years"]
    quiet: Annotated[Floats, "outcome.quiet_incidents"]
    war_line: Annotated[Floats, "outcome.war_incidents"]
