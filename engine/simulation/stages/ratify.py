"""Ratification: veto players and guarantors' parliaments vote, each when its lock opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.simulation.model import PeaceTalks


def ratify(model: PeaceTalks) -> None:
    """Hold the votes that are due on the pending agreement; bring it into force once all have passed."""
    agreement = model.agreement
    if agreement is None:
        return
    for constituency in model.constituencies:
        if constituency.address in agreement.passed or not constituency.veto:
            continue
        if not constituency.can_vote(agreement.round):
            continue
        if not constituency.ratifies(agreement.terms):
            model.lose_agreement(rejected_by=constituency.party.side)
            return
        agreement.passed.add(constituency.address)
    for guarantor in model.guarantors:
        if guarantor.address in agreement.passed | agreement.void or not guarantor.must_ratify(
            agreement.terms
        ):
            continue
        if model.round - agreement.round < guarantor.parliament_delay:
            continue
        if guarantor.ratifies():
            agreement.passed.add(guarantor.address)
        elif guarantor.essential:
            model.lose_agreement(rejected_by=None)
            return
        else:
            agreement.void.add(guarantor.address)
    if not votes_left(model):
        model.begin_accord()
    elif model.round - agreement.round >= model.parameters.shelf_life[0]:
        model.agreement = None
        model.ledger.agreements_lapsed += 1
        model.tell("agreement lapses")


def votes_left(model: PeaceTalks) -> bool:
    """Whether any vote on the pending agreement is still to be held."""
    agreement = model.agreement
    assert agreement is not None
    held = agreement.passed | agreement.void
    return any(c.veto and c.address not in held for c in model.constituencies) or any(
        g.must_ratify(agreement.terms) and g.address not in held for g in model.guarantors
    )
