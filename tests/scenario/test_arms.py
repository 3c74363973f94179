"""The arms of Berlin stand to one another as theory says, over the same trials.

Each is judged by the mean of a paired difference, two standard errors from zero; the seed is fixed. Were
there no difference, a test would pass by chance in one of forty seeds.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.scenario import load_scenario
from engine.simulation.kernel import run_chunk
from engine.simulation.records import OUTCOMES, columns

pytestmark = pytest.mark.usefixtures("without_twins")

N_TRIALS = 3000
SEED = 1994
DEADLINE_ROUND = 7
ROUNDS_A_YEAR = 13
FROM_THE_WAR = ("start.phase=war", "sequence.fixed_terms=true")


@pytest.fixture(scope="module", autouse=True)
def _forget_trials() -> Iterator[None]:
    yield
    run_arm.cache_clear()


@cache
def run_arm(arm: str, *overrides: str) -> dict[str, NDArray[np.float64]]:
    scenario = load_scenario(f"berlin-{arm}" if arm else "berlin", overrides)
    values = run_chunk(scenario, SEED, 0, N_TRIALS).values
    return {column.name: values[:, place] for place, column in enumerate(columns(scenario))}


def is_clearly_positive(gained: NDArray[np.float64]) -> bool:
    return bool(gained.mean() > 2 * gained.std(ddof=1) / np.sqrt(gained.size))


def weeks_held(arm: str, *overrides: str) -> NDArray[np.float64]:
    return run_arm(arm, *overrides)["accord_weeks"]


def happened(arm: str, event: str, by: float = np.inf) -> NDArray[np.float64]:
    """Whether an event came, before a round; one that never came is NaN, which is before none."""
    return 1.0 * (run_arm(arm)[event] < by)


def broken(arm: str, by: str) -> NDArray[np.float64]:
    """Whether the accord was broken by a party: guarantors are called when Ukraine is attacked."""
    trials = run_arm(arm)
    called = trials["called_united_states"] > 0
    return 1.0 * ((trials["accord_end"] > 0) & (called if by == "russia" else ~called))


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("budapest", "bilateral"),
        ("bilateral", "article5"),
        ("article5", "force"),
        ("force", "alliance"),
        ("no-monitors", "article5"),
    ],
)
def test_the_accord_holds_longer_behind_the_stronger_arrangement(weaker: str, stronger: str) -> None:
    assert is_clearly_positive(weeks_held(stronger) - weeks_held(weaker))


def test_who_is_watched_keeps_quieter() -> None:
    watched, unwatched = run_arm("article5"), run_arm("no-monitors")
    assert is_clearly_positive(unwatched["incidents_year_1"] - watched["incidents_year_1"])
    assert is_clearly_positive(unwatched["crises"] - watched["crises"])


def test_with_donbas_russia_breaks_the_accord_less_and_ukraine_more() -> None:
    assert is_clearly_positive(broken("article5", "russia") - broken("donbas", "russia"))
    assert is_clearly_positive(broken("donbas", "ukraine") - broken("article5", "ukraine"))


def test_donbas_would_buy_more_if_leaving_it_did_not_expose_ukraine() -> None:
    unexposed = "parties.ukraine.positions.territory.vulnerability=0"
    assert is_clearly_positive(weeks_held("donbas", unexposed) - weeks_held("donbas"))


def test_donbas_for_guarantees_is_voted_down_at_home() -> None:
    offered = run_arm("donbas", *FROM_THE_WAR)
    in_force = 1.0 * ~np.isnan(offered["accord_weeks"])
    assert is_clearly_positive((offered["ratifications_lost"] > 0) - in_force)
    assert is_clearly_positive(~np.isnan(run_arm("")["accord_weeks"]) - in_force)


def test_a_ceasefire_comes_sooner_where_the_truce_comes_first() -> None:
    first, parallel = (happened(arm, "first_truce_round", ROUNDS_A_YEAR) for arm in ("truce-first", ""))
    assert is_clearly_positive(first - parallel)


def test_a_bare_truce_seldom_becomes_an_accord() -> None:
    assert is_clearly_positive(
        happened("", "ratification_round") - happened("truce-first", "ratification_round")
    )


def test_a_deadline_brings_agreements_sooner_and_more_of_them_collapse() -> None:
    pressed, free = (happened(arm, "agreement_round", DEADLINE_ROUND) for arm in ("deadline", ""))
    assert is_clearly_positive(pressed - free)
    assert is_clearly_positive(happened("deadline", "collapse_round") - happened("", "collapse_round"))


def test_the_same_deal_holds_for_less_time_if_it_was_signed_under_a_deadline() -> None:
    pressed, free = run_arm("deadline"), run_arm("")
    same = (pressed["agreement_round"] == free["agreement_round"]) & (
        pressed["agreement_round"] < DEADLINE_ROUND
    )
    assert is_clearly_positive((free["ceasefire_weeks"] - pressed["ceasefire_weeks"])[same])


def test_assets_spent_on_ukraine_hold_its_front() -> None:
    spent, frozen = run_arm("assets"), run_arm("")
    decision = OUTCOMES.index("military_decision")
    assert is_clearly_positive(spent["front"] - frozen["front"])
    assert is_clearly_positive(1.0 * (frozen["outcome"] == decision) - (spent["outcome"] == decision))
