from engine.evidence.base_rates import find_base_rate, list_base_rates
from engine.evidence.facts import shipped_facts


def test_counts_give_the_shares_that_their_fact_states() -> None:
    (fact,) = (fact for fact in shipped_facts() if fact.fact_id == "civil_truces")
    for spell, word in (("ceasefire", "truce"), ("accord", "settlement")):
        rate = find_base_rate(spell)
        shares = "/".join(f"{ended / rate.spells:.2f}".lstrip("0") for _, ended in rate.ended)
        assert f"{word} {shares} (n {rate.spells})" in fact.figures
        assert rate.source == fact.source


def test_spells_end_one_after_the_other() -> None:
    for rate in list_base_rates():
        counts = [ended for _, ended in rate.ended]
        assert counts == sorted(counts)
        assert counts[-1] <= rate.spells
