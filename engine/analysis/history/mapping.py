"""The one mapping from what was known of an agreement at signature to a scenario, the same for every case.

What no code says is the base scenario's, whose few shared numbers are calibrated to base rates and not to
these cases.
"""

import re
from collections.abc import Iterator

from engine.analysis.history.codes import (
    ARCHETYPES,
    BASE,
    CHALLENGER,
    DEFENDER,
    EVEN,
    MAX_GUARANTORS,
    NAME,
    OPEN_ENDED_YEARS,
    PLEDGES,
    SETTLEMENTS,
    SHIFT_A_YEAR,
    SHIFT_SD,
    WATCHES,
    WITH_TROOPS,
    ZONE_KM,
    Settlement,
    Watch,
)
from engine.evidence.cases import Case
from engine.scenario.layering import Leaf
from engine.scenario.pledges import pledge_defaults
from engine.scenario.writing import write_text, write_value


def write_case(case: Case) -> str:
    """Write the scenario of a case as a TOML text that extends the shipped base."""
    settlement, watch = SETTLEMENTS[case.settlement_kind], WATCHES[case.monitor_type]
    prize = EVEN + EVEN * case.terms_imbalance
    lines = [
        f"# {case.name} ({case.start.year}).",
        "# Written by the one mapping of `sim backtest`: what was known at signature and nothing after it.",
        "# No number here is chosen for this case.",
        "",
        "schema = 1",
        f'extends = "{BASE}"',
        f"title = {write_text(f'{case.name}, {case.start.year}')}",
        f"description = {write_text(_describe(case))}",
        "",
        "[start]",
        f"date = {case.start.isoformat()}",
        f'phase = "{settlement.phase}"',
        f"terms = {{ prize = {write_value(prize)}, order = {write_value(settlement.order)} }}",
        _source(f"settlement_kind = {case.settlement_kind}, terms_imbalance = {case.terms_imbalance:g}"),
        "",
        "[issues]",
        f"prize = {{ status_quo = {write_value(prize)} }}",
        _source(f"terms_imbalance = {case.terms_imbalance:g}; the challenger is the side that has less"),
        "",
    ]
    for party in (DEFENDER, CHALLENGER):
        lines += _write_party(party, case, settlement)
    lines += _write_front(case)
    lines += _write_monitors(case, settlement, watch)
    if settlement.term_rounds:
        lines += ["[sequence]", f"truce_term_rounds = {write_value(settlement.term_rounds)}"]
        lines += [_source(f"settlement_kind = {case.settlement_kind}: to be renewed every quarter"), ""]
    for name, facts, source in _list_guarantors(case, watch):
        lines += [f"[guarantors.{name}]"]
        lines += [f"{key} = {write_value(value)}" for key, value in facts.items()]
        lines += [_source(source), ""]
    return "\n".join(lines).rstrip() + "\n"


def name_case(case: Case) -> str:
    """Name the scenario of a case: that of its archetype, else its code in small letters."""
    if case.case_id in ARCHETYPES:
        return ARCHETYPES[case.case_id]
    return "".join(mark if mark.isascii() and mark.isalnum() else "-" for mark in case.case_id.lower())


def _describe(case: Case) -> str:
    return (
        f"As coded at signature: {_say(case.settlement_kind)}, guarantee {_say(case.guarantee_class)}, "
        f"monitors {_say(case.monitor_type)}, {'a' if case.zone else 'no'} zone, sharpness of the front "
        f"{case.front_sharpness:g}, imbalance of the terms {case.terms_imbalance:g}. The deal is judged as "
        "signed: there are no further talks under it."
    )


def _say(code: str) -> str:
    return code.replace("_", " ")


def _name_guarantor(named: str, number: int, taken: set[str]) -> str:
    """Name a guarantor in the scenario as the file does, by its number where that is no name of its own."""
    words = re.findall(r"[a-z0-9]+", named.partition("(")[0].lower() or named.lower())
    name = "_".join(words)
    return name if NAME.fullmatch(name) and name not in taken else f"guarantor_{number}"


def _source(codes: str) -> str:
    return f"source = {write_text(f'assumption: the mapping of {codes}')}"


def _write_party(party: str, case: Case, settlement: Settlement) -> Iterator[str]:
    shifted = case.expected_shift and party == CHALLENGER
    if settlement.laxity_growth is None and not shifted:
        return
    yield f"[parties.{party}]"
    if settlement.laxity_growth is not None:
        yield f"laxity_growth = {write_value(settlement.laxity_growth)}"
    if shifted:
        mean = write_value(SHIFT_A_YEAR * case.expected_shift)
        yield f'weapons = {{ dist = "normal", mean = {mean}, sd = {SHIFT_SD}, low = -0.5, high = 0.5 }}'
    codes = f"settlement_kind = {case.settlement_kind}" + (
        f", expected_shift = {case.expected_shift:g}" if shifted else ""
    )
    yield _source(f"{codes}; armies that part need no order to hold fire" if not shifted else codes)
    yield ""


def _write_front(case: Case) -> Iterator[str]:
    yield "[front]"
    yield f"blur = {write_value(round(1.0 - case.front_sharpness, 6))}"
    if case.zone:
        yield f"zone_km = {write_value(ZONE_KM)}"
    yield _source(f"front_sharpness = {case.front_sharpness:g}, dmz = {int(case.zone)} (zones of 5-10 km)")
    yield ""


def _write_monitors(case: Case, settlement: Settlement, watch: Watch) -> Iterator[str]:
    yield "[monitors]"
    yield f"detection = {write_value(watch.detection)}"
    yield f"attribution = {write_value(watch.attribution)}"
    yield f"commission = {write_value(max(settlement.commission, watch.commission))}"
    yield _source(f"monitor_type = {case.monitor_type}, settlement_kind = {case.settlement_kind}")
    yield ""


def _list_guarantors(case: Case, watch: Watch) -> Iterator[tuple[str, dict[str, object], str]]:
    """List the guarantors: those named, each with its pledge to the defender, and the mission's troops."""
    if case.guarantee_class != "none":
        pledge = PLEDGES[case.guarantee_class]
        pledge = WITH_TROOPS.get(pledge, pledge) if case.combat_troops else pledge
        source = f"guarantee_class = {case.guarantee_class}, troops = {int(case.combat_troops)}"
        attackers = case.belligerents.partition("-")[0]
        taken: set[str] = set()
        for number, named in enumerate(case.guarantors[:MAX_GUARANTORS], start=1):
            facts = _pledge(pledge, DEFENDER)
            if named.strip("()") in attackers:
                facts["party"] = CHALLENGER
            elif named.startswith("("):
                continue
            name = _name_guarantor(named, number, taken)
            taken.add(name)
            yield name, facts, f"{source}; guarantors: {named}"
    if watch.pledge:
        for party in (DEFENDER, CHALLENGER):
            source = f"monitor_type = {case.monitor_type}: its troops stand between"
            yield f"mission_for_{party}", _pledge(watch.pledge, party), source


def _pledge(pledge: str, protects: str) -> dict[str, object]:
    """Say a pledge: for good, in a truce too, and believed as far as its class has been honoured.

    The doubts that the class's defaults carry are those of after Budapest and Minsk.
    """
    reliability = pledge_defaults(pledge)["reliability"]
    assert isinstance(reliability, Leaf)
    return {
        "pledge": pledge,
        "protects": protects,
        "in_truce": True,
        "term_years": OPEN_ENDED_YEARS,
        "belief_protege": reliability.value,
        "belief_adversary": reliability.value,
    }
