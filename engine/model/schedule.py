"""The order of phases in a round, the clock's units and the words that codes stand for."""

WEEKS_PER_ROUND = 4
WEEKS_PER_YEAR = 52
ROUNDS_PER_YEAR = 13
DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12
ROUND_YEARS = 1.0 / ROUNDS_PER_YEAR
WEEK_YEARS = 1.0 / WEEKS_PER_YEAR
RECENT_WEEKS = 13
"""Weeks over which incidents are averaged when an outcome is judged: a quarter."""
SURGE_ROUNDS = 6
"""Rounds after signature in which spoilers are most active: the first half year."""

ROUND = ("drift", "talk", "ratify", "judge", "pass_weeks", "attack", "close")
"""What happens in a round, in this order; both drivers follow it."""

DEFENDER, CHALLENGER = 0, 1
SIGNS = (1.0, -1.0)
"""Direction of the front that is each side's victory."""

WAR, TRUCE, ACCORD, DECIDED = 0, 1, 2, 3
PHASES = ("war", "truce", "accord", "decided")

(
    DURABLE_PEACE,
    UNPROVEN_PEACE,
    FROZEN_CONFLICT,
    LOW_LEVEL_WAR,
    RENEWED_WAR,
    NO_AGREEMENT,
    MILITARY_DECISION,
) = range(7)
OUTCOMES = (
    "durable_peace",
    "unproven_peace",
    "frozen_conflict",
    "low_level_war",
    "renewed_war",
    "no_agreement",
    "military_decision",
)

HELD, BY_ATTACK, BY_ESCALATION, BY_LAPSE = range(4)
ENDS = ("held", "attack", "escalation", "lapse")

FREELY, AFTER_AGREEMENT, AFTER_RATIFICATION = range(3)
TRUCE_FIRST, SETTLEMENT_FIRST, PARALLEL = range(3)
