"""The record of one trial as it happens."""

from dataclasses import dataclass, field

from engine.model.schedule import HELD

NOT_YET = float("nan")


@dataclass
class Ledger:
    """What one trial has recorded so far; rounds and weeks are NaN until the thing happens.

    The names are those of `engine.simulation.records.columns`.
    """

    first_truce_round: float = NOT_YET
    agreement_round: float = NOT_YET
    ratification_round: float = NOT_YET
    first_crisis_round: float = NOT_YET
    first_attack_round: float = NOT_YET
    collapse_round: float = NOT_YET
    decision_round: float = NOT_YET
    ceasefire_weeks: float = NOT_YET
    ceasefire_end: float = NOT_YET
    accord_weeks: float = NOT_YET
    accord_end: float = NOT_YET
    drafts: int = 0
    walk_outs: int = 0
    agreements: int = 0
    ratifications_lost: int = 0
    agreements_lapsed: int = 0
    truces: int = 0
    partial_truces: int = 0
    provocations: int = 0
    crises: int = 0
    attacks: int = 0
    attacks_reversed: int = 0
    bargaining_range: float = NOT_YET
    binding_issue: float = NOT_YET
    terms: list[float] = field(default_factory=list)
    incidents: list[float] = field(default_factory=list)
    phases: list[int] = field(default_factory=list)

    def end_spell(self, spell: str, weeks: float, how: int = HELD) -> None:
        """Note how long the first spell (`ceasefire` or `accord`) held, if none is noted yet."""
        if self.__dict__[f"{spell}_end"] != self.__dict__[f"{spell}_end"]:
            setattr(self, f"{spell}_weeks", weeks)
            setattr(self, f"{spell}_end", float(how))
