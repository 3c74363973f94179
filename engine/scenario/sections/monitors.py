"""Those who watch a ceasefire, and the commission in which the parties settle incidents."""

from engine.scenario.declaring import Table, parameter
from engine.scenario.quantity import Quantity


class Monitors(Table):
    """The monitoring mission and the parties' joint commission."""

    detection: Quantity = parameter(
        0.0,
        "1",
        "Chance that the mission detects a sector's incidents in a week.",
        low=0,
        high=1,
        lever=True,
        source="none / OSCE-like / US-led sensors: .3 / .6 / .85 (judgement)",
    )
    attribution: Quantity = parameter(
        0.0,
        "1",
        "Chance that it attributes what it detected.",
        low=0,
        high=1,
        lever=True,
        source="none / OSCE-like / US-led sensors: .2 / .35 / .7 (judgement)",
    )
    calming: Quantity = parameter(
        0.5,
        "1",
        "Share of crises that full attribution averts: leaders seldom clash over an incident whose author "
        "is known.",
        low=0,
        high=1,
        source="assumption: monitors cut large violence, hardly minor; observers' hazard ratio .90",
    )
    restraint: Quantity = parameter(
        0.5,
        "1",
        "Share of the growth of laxity that full detection takes away.",
        low=0,
        high=1,
        source="assumption: growth 16% a month with measures against 15% a week without",
    )
    commission: Quantity = parameter(
        0.0,
        "1",
        "Standing of a joint commission: 0 none, 1 works.",
        low=0,
        high=1,
        lever=True,
        source="assumption: none unless a scenario says so",
    )
    commission_restraint: Quantity = parameter(
        0.5,
        "1",
        "Share of the growth of laxity that a working commission takes away.",
        low=0,
        high=1,
        source="assumption",
    )
    commission_calming: Quantity = parameter(
        0.3,
        "1",
        "Share of escalations in a crisis that a working commission takes away.",
        low=0,
        high=1,
        source="hazard ratio of a joint commission .70",
    )
