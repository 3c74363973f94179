"""What a rule from outside the package must hold to, whatever it decides."""

import ctypes
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from engine.analysis.verification.checks import Check, exactly
from engine.analysis.verification.comparing import same
from engine.analysis.verification.worlds import PAIR
from engine.errors import Problem, ScenarioError
from engine.model.choices import OWN, check_rules, find_addresses, rules_of
from engine.modules import KINDS, list_rules
from engine.scenario import load_scenario
from engine.simulation import kernel, trials

Case: TypeAlias = tuple[float, ...]

FAMILY = "modules"
ABOUT = "Rules from outside keep to what the model relies on."
N_TRIALS = 40
MOST_TRIALS = 10_000
BUSY = ("start.phase=truce", "front.severity=2e-4")
"""Units exchange fire from the first week, and leaders meet crises."""


class Contract(NamedTuple):
    """What holds for the rules of one kind.

    Attributes
    ----------
    grid : mapping of str to tuple of float
        Values of every argument that are tried, all with all.
    may_be : callable
        Whether a case can occur in the model.
    highest : callable
        Greatest result in a case; the least is 0.
    range : str
        The bounds in words.
    """

    grid: dict[str, tuple[float, ...]]
    may_be: Callable[[dict[str, float]], bool]
    highest: Callable[[dict[str, float]], float]
    range: str


CONTRACTS = {
    "retaliation": Contract(
        {
            "current": (0.0, 0.5, 7.0, 400.0, 5000.0),
            "memory_weeks": (1.0, 4.0, 520.0),
            "norm": (0.0, 0.6, 3.0),
            "here": (0.0, 1.0, 20.0, 1000.0),
            "beside": (0.0, 3.0, 2000.0),
            "contagion": (0.0, 0.1, 1.0),
            "cap": (1.0, 5000.0, 1e6),
        },
        lambda case: case["current"] <= case["cap"],
        lambda case: case["cap"],
        "a number from 0 to the cap",
    ),
    "escalation": Contract(
        {
            "temptation": (-3.0, -0.5, -0.05, 0.0, 0.05, 0.5, 3.0),
            "anger": (-2.0, 0.0, 0.1, 2.0),
            "noise": (0.005, 0.113, 1.0, 5.0),
            "calming": (0.0, 0.3, 1.0),
            "commission": (0.0, 0.5, 1.0),
        },
        lambda case: True,
        lambda case: 1.0,
        "a chance from 0 to 1",
    ),
}


def check_modules(n_trials: int = N_TRIALS) -> Iterator[Check]:
    """Check every rule from outside; one that can't be called is refused beforehand.

    Raises
    ------
    ScenarioError
        If there is none, or one is not compiled or has other arguments than the model's own.
    """
    if not 1 <= n_trials <= MOST_TRIALS:
        raise ScenarioError(Problem("--trials", str(n_trials), f"must lie in [1, {MOST_TRIALS}]"))
    check_rules()
    for kind in KINDS:
        for code, (name, _) in enumerate(list_rules(kind), start=1):
            yield from check_rule(kind, name, code, n_trials)


def check_rule(kind: str, name: str, code: int, n_trials: int) -> Iterator[Check]:
    """Check one rule: its range, that nothing else moves it, and that both drivers see the same."""
    contract, rule, own = CONTRACTS[kind], rules_of(kind)[code], OWN[kind]
    cases = list(_list_cases(contract))
    results = [float(rule(*case)) for case in cases]
    called = f"{kind} rule {name}"
    outside = {
        case: result
        for case, result in zip(cases, results, strict=True)
        if not 0.0 <= result <= contract.highest(dict(zip(contract.grid, case, strict=True)))
    }
    ranged = _judge(
        f"{called} stays in range", f"{contract.range}, never NaN", list(outside), contract, cases
    )
    given = "".join(f", where it gives {result:g}" for result in list(outside.values())[:1])
    yield ranged._replace(measured=f"{ranged.measured}{given}")
    again = [float(rule(*case)) for case in reversed(cases)][::-1]
    moved = _list_different(cases, results, again)
    expected = "the same result for the same arguments, whatever was asked before"
    yield _judge(f"{called} depends on its arguments alone", expected, moved, contract, cases)
    by_address = _by_address(int(find_addresses()[KINDS.index(kind), code]), len(contract.grid))
    other = _list_different(cases, results, [by_address(*case) for case in cases])
    yield _judge(f"{called} is the same in compiled code", "equal bits", other, contract, cases)
    yield _compare_drivers(called, kind, name, n_trials)
    differing = len(_list_different(cases, results, [float(own(*case)) for case in cases]))
    measured = f"differs in {differing:,} of {len(cases):,} cases"
    expected = "another rule than the model's own, somewhere"
    yield Check(FAMILY, f"{called} is a rule of its own", expected, measured, "none, exact", differing > 0)


def _list_cases(contract: Contract) -> Iterator[Case]:
    for case in itertools.product(*contract.grid.values()):
        if contract.may_be(dict(zip(contract.grid, case, strict=True))):
            yield case


def _list_different(cases: Sequence[Case], ours: Sequence[float], theirs: Sequence[float]) -> list[Case]:
    return [
        case
        for case, one, other in zip(cases, ours, theirs, strict=True)
        if one != other and not (math.isnan(one) and math.isnan(other))
    ]


def _judge(
    name: str, expected: str, broken: Sequence[Case], contract: Contract, cases: Sequence[Case]
) -> Check:
    check = exactly(FAMILY, name, expected, {"exceptions": len(broken)}, len(cases))
    if not broken:
        return check
    first = ", ".join(f"{key} = {value:g}" for key, value in zip(contract.grid, broken[0], strict=True))
    return check._replace(measured=f"{check.measured}, the first at {first}")


def _by_address(address: int, n_arguments: int) -> Callable[..., float]:
    call: Callable[..., float] = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_double] * n_arguments)(address)
    return call


def _compare_drivers(called: str, kind: str, name: str, n_trials: int) -> Check:
    chosen = [f"parties.{party}.{kind}_rule={name}" for party in ("north", "south")]
    scenario = load_scenario(PAIR, [*BUSY, *chosen])
    compiled = kernel.run_without_twins(scenario, 0, 0, n_trials).values
    by_agents = trials.run_chunk(scenario, 0, 0, n_trials).values
    differing = int((~same(compiled, by_agents)).any(axis=1).sum())
    standard = kernel.run_without_twins(load_scenario(PAIR, BUSY), 0, 0, n_trials).values
    moved = int((~same(compiled, standard)).any(axis=1).sum())
    check = exactly(
        FAMILY,
        f"{called} gives the same trials by the kernel and by Mesa's agents",
        "the same trials, bit for bit",
        {"different trials": differing},
        n_trials,
    )
    told = f"{check.measured}; {moved:,} are other trials than under the model's own"
    return check._replace(measured=told)
