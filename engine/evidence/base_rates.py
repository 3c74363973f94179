"""How long truces and settlements of the past held, as counts."""

import tomllib
from functools import cache
from typing import NamedTuple

from engine.evidence.facts import shipped_facts
from engine.evidence.tables import read_text


class BaseRate(NamedTuple):
    """Spells of one kind, and how many had ended by when.

    Attributes
    ----------
    spell : str
        ``ceasefire`` or ``accord``: what of a run it is held against.
    which : str
        Which spells of the past.
    spells : int
        How many.
    ended : tuple of (float, int)
        Years since the start, and spells that had ended by then.
    mark, source : str
        How far it was checked, and where it comes from.
    """

    spell: str
    which: str
    spells: int
    ended: tuple[tuple[float, int], ...]
    mark: str
    source: str


@cache
def list_base_rates() -> tuple[BaseRate, ...]:
    """Give all base rates."""
    facts = {fact.fact_id: fact for fact in shipped_facts()}
    return tuple(
        BaseRate(
            spell=each["spell"],
            which=each["which"],
            spells=each["spells"],
            ended=tuple((float(at["years"]), at["count"]) for at in each["ended"]),
            mark=facts[each["fact"]].mark,
            source=facts[each["fact"]].source,
        )
        for each in tomllib.loads(read_text("base_rates.toml"))["rate"]
    )


def find_base_rate(spell: str) -> BaseRate:
    """Give the base rate of a kind of spell; KeyError where there is none."""
    return {rate.spell: rate for rate in list_base_rates()}[spell]
