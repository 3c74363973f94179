"""Listening to a model: what happened, week by week and round by round."""

from collections.abc import Mapping
from typing import Any

from engine.model.packing import Packed
from engine.model.parameters import Floats
from engine.model.rules import guarantees
from engine.model.schedule import ACCORD, PHASES, TRUCE
from engine.simulation.luck import Luck
from engine.simulation.model import PeaceTalks
from engine.simulation.told import Told

ONLY_IF_DONE = ("walks out", "loses leader", "orders attack", "provokes")
"""Decisions taken anew each week or round, which are news only when they fall."""
SILENT = ("comes", "week passes", "round ends", "incidents")
"""What is told and is no event."""


class Recorder:
    """Plays one trial and keeps all that it tells.

    Attributes
    ----------
    model : PeaceTalks
        The trial, at its beginning.
    told : list of Told
        Events, in order.
    decisions : list of Told
        What a draw decided and an actor or the world could have done otherwise, in order.
    weeks, rounds, beliefs, incidents : list of dict
        Rows: one a week; one a round; one a round, party and guarantor; one a week and sector.
    """

    def __init__(
        self, packed: Packed, seed: int, trial: int, row: Floats | None = None, luck: Luck | None = None
    ) -> None:
        self.told: list[Told] = []
        self.decisions: list[Told] = []
        self.weeks: list[Mapping[str, Any]] = []
        self.rounds: list[Mapping[str, Any]] = []
        self.beliefs: list[Mapping[str, Any]] = []
        self.incidents: list[Mapping[str, Any]] = []
        self.model = PeaceTalks(packed, seed, trial, row, luck=luck, listener=self.hear)

    def hear(self, told: Told) -> None:
        """Take one thing that the model tells."""
        if told.kind == "week passes":
            self._note_week()
        elif told.kind == "incidents":
            self._note_incidents()
        elif told.kind == "round ends":
            self._note_round()
        if told.kind in ONLY_IF_DONE and not told.facts["done"]:
            return
        if told.stream is not None and told.kind != "comes":
            self.decisions.append(told)
        if told.kind not in SILENT:
            self.told.append(told)

    def _note_week(self) -> None:
        model = self.model
        phase = PHASES[model.phase]
        self.weeks.append({"week": model.week, "date": model.date, "phase": phase, "front": model.front})

    def _note_incidents(self) -> None:
        week, sectors = self.model.week, self.model.names.sectors
        for ours, theirs, sector in zip(*self.model.line, sectors, strict=True):
            fired = ours.fired + theirs.fired
            self.incidents.append({"week": week, "sector": sector, "incidents": fired})

    def _note_round(self) -> None:
        model = self.model
        row: dict[str, Any] = {
            "round": model.round,
            "week": model.week,
            "date": model.date,
            "phase": PHASES[model.phase],
            "front": model.front,
            "trend": model.trend,
            "recent_incidents": model.recent_incidents,
        }
        for party in model.parties:
            judged = model.phase in (TRUCE, ACCORD)
            row[f"temptation_{party.name}"] = party.temptation if judged else float("nan")
            row[f"trend_believed_by_{party.name}"] = party.trend_mean
            row[f"weariness_{party.name}"] = party.weariness
        for k, issue in enumerate(model.names.issues):
            row[f"term_{issue}"] = float("nan") if model.terms is None else model.terms[k]
        self.rounds.append(row)
        self.beliefs += [
            {
                "round": model.round,
                "week": model.week,
                "guarantor": guarantor.name,
                "party": party.name,
                "believed": guarantees.believed(*party.beliefs[guarantor.index]),
                "reliability": guarantor.reliability,
            }
            for guarantor in model.guarantors
            for party in model.parties
        ]
