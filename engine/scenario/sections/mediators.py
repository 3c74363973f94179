"""Those who draft, press and set deadlines."""

import datetime

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Quantity


class Mediator(Table):
    """One that drafts, presses and sets deadlines."""

    voice: Quantity = parameter(
        1.0,
        "1",
        "Its share in the drafting, relative to the other mediators.",
        low=0,
        high=100,
        lever=True,
        source="assumption: equal voices",
    )
    tilt: Quantity = parameter(
        0.5,
        "1",
        "Weight that its draft gives to the defender.",
        low=0.01,
        high=0.99,
        lever=True,
        source="assumption: neutral",
    )
    revision: Quantity = parameter(
        0.1,
        "1",
        "Share of the way that its tilt moves toward whoever alone rejected.",
        low=0,
        high=1,
        source="assumption (Fisher: single negotiating text)",
    )
    push: Quantity = parameter(
        0.3,
        "1",
        "How much it adds to the readiness to meet, in logits.",
        low=-5,
        high=5,
        lever=True,
        source="assumption: mediation success 33-45% (Bercovitch)",
    )
    leverage: dict[Name, Quantity] = parameter(
        dict, "1", "Utility it can promise or threaten, by party.", low=-2, high=2, lever=True
    )
    deadline: datetime.date | None = parameter(None, "date", "Its deadline.", lever=True)
    deadline_rounds: Quantity = parameter(
        3.0,
        "rounds",
        "Rounds before the deadline in which it presses.",
        low=0,
        high=130,
        lever=True,
        source="assumption: a quarter",
    )
    deadline_pressure: Quantity = parameter(
        0.15,
        "1",
        "Utility by which it presses both parties in those rounds.",
        low=0,
        high=2,
        lever=True,
        source="assumption: +.15 acceptance",
    )
