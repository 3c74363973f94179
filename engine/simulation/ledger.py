"""The record of one trial as it happens."""

from dataclasses import dataclass, field

from engine.model.schedule import HELD

NEVER = float("nan")


@dataclass
class Ledger:
    """What one trial has recorded so far; rounds and weeks are NaN until the thing happens.

    The names are those of `engine.simulation.records.columns`.
    """

    first_truce_round: float = NEVER
    agreement_round: float = NEVER
    ratification_round: float = NEVER
    first_crisis_round: float = NEVER
    first_attack_round: float = NEVER
    collapse_round: float = NEVER
    decision_round: float = NEVER
    ceasefire_weeks: float = NEVER
    ceasefire_end: float = NEVER
    accord_weeks: float = NEVER
    accord_end: float = NEVER
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
    bargaining_range: float = NEVER
    binding_issue: float = NEVER
    terms: list[float] = field(default_factory=list)
    incidents: list[float] = field(default_factory=list)
    phases: list[int] = field(default_factory=list)

    def end_spell(self, spell: str, weeks: float, how: int = HELD) -> None:
        """Note how long the first spell (`ceasefire` or `accord`) held, if none is noted yet."""
        if self.__dict__[f"{spell}_end"] != self.__dict__[f"{spell}_end"]:
            setattr(self, f"{spell}_weeks", weeks)
            setattr(self, f"{spell}_end", float(how))
