"""The rules among which a scenario can choose: the model's own, and those of modules from outside.

Compiled code calls the model's own rules as it calls any, and those from outside by their address, so that
another module compiles nothing but itself.
"""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.errors import Problem, ScenarioError
from engine.model.compiling import address_of
from engine.model.rules import incidents, leadership
from engine.modules import KINDS, Module, Rule, list_rules

Addresses: TypeAlias = NDArray[np.int64]

OWN: dict[str, Rule] = {
    "retaliation": incidents.retaliate,
    "escalation": leadership.escalation_chance,
}
"""The model's own rule of every kind, whose arguments those from outside must have."""
RETALIATION, ESCALATION = KINDS.index("retaliation"), KINDS.index("escalation")


@cache
def rules_of(kind: str) -> tuple[Rule, ...]:
    """Rules of a kind by code, the model's own first.

    Raises
    ------
    ScenarioError
        If one from outside is not compiled, or has other arguments than the model's own.
    """
    found = [(name, module, module.rules[kind][name]) for name, module in list_rules(kind)]
    problems = [problem for each in found if (problem := _check(kind, *each))]
    if problems:
        raise ScenarioError(*problems)
    return (OWN[kind], *(rule for _, _, rule in found))


def check_rules() -> None:
    """Make sure that every rule from outside can be called as the model's own; raises as `rules_of` does."""
    problems: list[Problem] = []
    for kind in KINDS:
        try:
            rules_of(kind)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(*problems)


@cache
def find_addresses() -> Addresses:
    """Addresses of compiled rules by kind and code, shape (n_kinds, n_rules); 0 for the model's own."""
    rules = [rules_of(kind) for kind in KINDS]
    addresses = np.zeros((len(KINDS), max(map(len, rules))), dtype=np.int64)
    for row, each in zip(addresses, rules, strict=True):
        row[1 : len(each)] = [address_of(rule) for rule in each[1:]]
    return addresses


def say_signature(rule: Rule) -> str:
    """Say a compiled rule's arguments and result as they are written."""
    return str(inspect.signature(_plain(rule), eval_str=True))


def _check(kind: str, name: str, module: Module, rule: Rule) -> Problem | None:
    shown = f"{kind} rule {name}"
    if not hasattr(rule, "py_func"):
        return Problem(module.place, shown, "is not compiled", "decorate it with engine.model.compiling.rule")
    if say_signature(rule) != say_signature(OWN[kind]):
        needed = f"must take and give what the model's own does: {say_signature(OWN[kind])}"
        return Problem(module.place, f"{shown}{say_signature(rule)}", needed)
    return None


def _plain(rule: Any) -> Callable[..., Any]:
    function: Callable[..., Any] = rule.py_func
    return function
