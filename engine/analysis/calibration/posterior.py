"""The posterior of shared numbers as a scenario file that runs."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from engine.analysis.calibration.population import Population
from engine.analysis.calibration.shared import BOTH, PARTY_NUMBERS, TRUCES, Problem, lay, round_off
from engine.results.disk import writing_aside
from engine.results.folder import explaining_disk_errors
from engine.scenario.writing import write_value
from engine.simulation.records import Floats

CENTRE = 0.5
QUANTILES = (0.05, CENTRE, 0.95)
ALIKE = 0.99
"""Correlation between the two parties' draws of one shared number."""
KEPT = 0.9
"""Share of each correlation that is kept, once or more, until the matrix without the weak ones is valid."""
WEAK, LEAST_EIGENVALUE = 0.3, 0.05
PATHS = {
    **{name: tuple(f"{party}.{name}" for party in BOTH) for name in PARTY_NUMBERS},
    "severity": ("front.severity",),
    "blur_effect": ("front.blur_effect",),
    "zone_scale_km": ("front.zone_scale_km",),
    "resentment": ("talks.resentment",),
}
"""Where each shared number stands that is one number and not part of a distribution."""


def summarise(problem: Problem, population: Population) -> dict[str, tuple[float, ...]]:
    """Give the 5%, 50% and 95% points of each number's posterior, to three digits."""
    return {
        number.name: tuple(
            round_off(number.at(_quantile(population.places[:, i], population.weights, share)))
            for share in QUANTILES
        )
        for i, number in enumerate(problem.numbers)
    }


def find_centre(population: Population) -> Floats:
    """Give the place of the medians, shape (n_numbers,).

    The medians of a posterior that lies along a curve need not lie on it: see how far they are off.
    """
    weights = population.weights
    return np.array([_quantile(column, weights, CENTRE) for column in population.places.T])


def choose_point(problem: Problem, population: Population) -> dict[str, float]:
    """Give the medians, which a scenario states where it states one number, to three digits."""
    values = problem.values(find_centre(population))
    return {name: round_off(value) for name, value in values.items()}


def write_point(problem: Problem, population: Population) -> str:
    """Write the medians as overrides, one a line, for the file that all archetypes extend."""
    return "\n".join(lay(problem, choose_point(problem, population))[1:]) + "\n"


def write_posterior(population: Population) -> str:
    """Write the posterior of the truces' numbers as a scenario: even doubt about them is in every trial."""
    points = summarise(TRUCES, population)
    source = f"posterior of {len(population.weights)} places of {population.simulated} tried, sim calibrate"
    lines = [
        "# What calibration leaves open: the shared numbers of every archetype as distributions.",
        "# Written by `sim calibrate`; docs/validation.md says to what they are calibrated.",
        "",
        "schema = 1",
        f'extends = "{TRUCES.base}"',
        'title = "A signed agreement, with doubt about the shared numbers"',
        'description = "Every trial draws the shared numbers from their posterior, alike for both parties."',
        f"source = {write_value(f'assumption: {source}')}",
        "",
    ]
    for table, entries in _list_tables(points, _spread_of_cost(population)):
        lines += [f"[{table}]", *entries, ""]
    for first, second, rho in _list_correlations(population):
        between = write_value([first, second])
        lines += ["[[correlations]]", f"between = {between}", f"rho = {write_value(rho)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def save_posterior(population: Population, path: Path) -> None:
    """Write the posterior's file.

    Raises
    ------
    StoreError
        If the disk does not allow it.
    """
    with explaining_disk_errors(path), writing_aside(path) as aside:
        aside.write_text(write_posterior(population), encoding="utf-8")


def _list_tables(
    points: dict[str, tuple[float, ...]], cost: tuple[float, float]
) -> Iterator[tuple[str, list[str]]]:
    median, sigma = cost
    for party in BOTH:
        costs = {"dist": "lognormal", "median": median, "sigma": sigma, "high": 5.0}
        entries = [f"cost = {write_value(costs)}"]
        yield party, entries + [f"{name} = {_write(points, name)}" for name in PARTY_NUMBERS]
    alone = [name for name, paths in PATHS.items() if paths[0].startswith("front.")]
    yield "front", [f"{name} = {_write(points, name)}" for name in alone]
    yield "talks", [f"resentment = {_write(points, 'resentment')}"]


def _write(points: dict[str, tuple[float, ...]], name: str) -> str:
    number = next(number for number in TRUCES.numbers if number.name == name)
    low, middle, high = points[name]
    table = {"p5": low, "p50": middle, "p95": high, "low": number.low, "high": number.high}
    return write_value(table)


def _spread_of_cost(population: Population) -> tuple[float, float]:
    """Give median and sigma of costs over conflicts and over doubt about their median."""
    values = [TRUCES.values(place) for place in population.places]
    medians = np.log([each["cost_median"] for each in values])
    sigmas = np.array([each["cost_sigma"] for each in values])
    centre = population.weights @ medians
    doubt = population.weights @ (medians - centre) ** 2
    sigma = np.sqrt(population.weights @ sigmas**2 + doubt)
    return round_off(float(np.exp(centre))), round_off(float(sigma))


def _list_correlations(population: Population) -> Iterator[tuple[str, str, float]]:
    names = [number.name for number in TRUCES.numbers]
    kept = [names.index(name) for name in PATHS]
    correlations = _drop_weak(_correlate(population.places[:, kept], population.weights))
    for defender, *challenger in PATHS.values():
        for path in challenger:
            yield defender, path, ALIKE
    for (i, one), (j, other) in combinations(enumerate(PATHS.values()), 2):
        rho = round(ALIKE * float(correlations[i, j]), 2)
        if rho:
            yield from ((first, second, rho) for first in one for second in other)


def _drop_weak(correlations: Floats) -> Floats:
    """Leave out weak correlations, and weaken the others until the matrix is safely positive definite."""
    strong = np.where(np.abs(correlations) < WEAK, 0.0, correlations)
    np.fill_diagonal(strong, 0.0)
    while np.linalg.eigvalsh(strong + np.eye(len(strong)))[0] < LEAST_EIGENVALUE:
        strong = strong * KEPT
    return np.asarray(strong + np.eye(len(strong)))


def _correlate(places: Floats, weights: Floats) -> Floats:
    centred = places - weights @ places
    covariance = centred.T @ (weights[:, np.newaxis] * centred)
    spread = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(spread, spread))


def _quantile(values: Floats, weights: Floats, share: float) -> float:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    return float(np.interp(share, reached, values[order]))
