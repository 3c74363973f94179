"""The numbers that all archetypes share, what is believed of them before, and which patterns train them."""

import math
from typing import NamedTuple

from engine.analysis.history.codes import CHALLENGER, DEFENDER
from engine.simulation.records import Floats

BOTH = tuple(f"parties.{party}" for party in (DEFENDER, CHALLENGER))


class Number(NamedTuple):
    """A shared number.

    Attributes
    ----------
    name : str
        What it is called.
    low, high : float
        Its prior is even between them, or even in its logarithm.
    in_log : bool
        Whether in its logarithm.
    """

    name: str
    low: float
    high: float
    in_log: bool

    def at(self, place: float) -> float:
        """Give the value at a place in [0, 1] of the prior."""
        if self.in_log:
            return float(self.low * (self.high / self.low) ** place)
        return self.low + (self.high - self.low) * place


class Problem(NamedTuple):
    """What is calibrated to what.

    Attributes
    ----------
    name : str
        What it is called.
    base : str
        The shipped scenario that its posterior extends.
    numbers : tuple of Number
        What is calibrated.
    patterns : tuple of str
        Ids of the patterns that train it.
    rounds : int
        Horizon that their figures need. [rounds]
    """

    name: str
    base: str
    numbers: tuple[Number, ...]
    patterns: tuple[str, ...]
    rounds: int

    def values(self, place: Floats) -> dict[str, float]:
        """Give the values at a place of the prior, by name."""
        return {number.name: number.at(float(at)) for number, at in zip(self.numbers, place, strict=True)}


TRUCES = Problem(
    name="truces",
    base="agreement",
    numbers=(
        Number("cost_median", 0.04, 0.4, in_log=True),
        Number("cost_sigma", 0.3, 1.5, in_log=False),
        Number("frailty_sd", 0.05, 0.6, in_log=False),
        Number("temptation_noise", 0.04, 0.25, in_log=True),
        Number("attack_rate", 0.1, 0.7, in_log=False),
        Number("damage", 0.5, 5.0, in_log=True),
        Number("surprise", 0.02, 0.3, in_log=False),
        Number("severity", 1.25e-6, 2e-5, in_log=True),
        Number("blur_effect", 0.5, 10.0, in_log=True),
        Number("zone_scale_km", 3.0, 20.0, in_log=True),
        Number("resentment", 0.3, 4.0, in_log=True),
    ),
    patterns=("H1", "P1", "P2", "P3", "P8"),
    rounds=66,
)
WARS = Problem(
    name="wars",
    base="war",
    numbers=(
        Number("reluctance_mean", -0.1, 0.6, in_log=False),
        Number("reluctance_sd", 0.05, 0.8, in_log=False),
        Number("patience_median", 3.0, 60.0, in_log=True),
        Number("volatility_median", 0.15, 0.8, in_log=True),
        Number("volatility_sigma", 0.3, 1.5, in_log=False),
        Number("ripeness_mean", -6.0, 1.0, in_log=False),
        Number("ripeness_sd", 0.2, 5.0, in_log=False),
    ),
    patterns=("P13", "P14"),
    rounds=130,
)
PROBLEMS = (TRUCES, WARS)


def lay(problem: Problem, values: dict[str, float]) -> tuple[str, ...]:
    """Give the values as overrides of a scenario."""
    return (f"clock.rounds={problem.rounds}", *(_LAID[problem.name](values)))


def _lay_truces(values: dict[str, float]) -> list[str]:
    median, sigma = values["cost_median"], values["cost_sigma"]
    overrides = [
        f"front.severity={values['severity']!r}",
        f"front.blur_effect={values['blur_effect']!r}",
        f"front.zone_scale_km={values['zone_scale_km']!r}",
        f"talks.resentment={values['resentment']!r}",
    ]
    for party in BOTH:
        overrides.append(f'{party}.cost={{dist="lognormal",median={median!r},sigma={sigma!r},high=5}}')
        overrides += [f"{party}.{name}={values[name]!r}" for name in PARTY_NUMBERS]
    return overrides


def _lay_wars(values: dict[str, float]) -> list[str]:
    def normal(of: str) -> str:
        return f'dist="normal",mean={values[f"{of}_mean"]!r},sd={values[f"{of}_sd"]!r}'

    median, sigma = values["volatility_median"], values["volatility_sigma"]
    overrides = [
        f'front.volatility={{dist="lognormal",median={median!r},sigma={sigma!r},low=0.03,high=3}}',
        f"talks.ripeness={{{normal('ripeness')},low=-20,high=20}}",
    ]
    for party in BOTH:
        patience = f'dist="lognormal",median={values["patience_median"]!r},sigma=1.0,low=1,high=400'
        overrides.append(f"{party}.truce_reluctance={{{normal('reluctance')},low=-2,high=2}}")
        overrides.append(f"{party}.patience_rounds={{{patience}}}")
    return overrides


PARTY_NUMBERS = ("frailty_sd", "temptation_noise", "attack_rate", "damage", "surprise")
_LAID = {TRUCES.name: _lay_truces, WARS.name: _lay_wars}


def round_off(value: float, digits: int = 3) -> float:
    """Round to so many significant digits."""
    return round(value, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0.0
