"""Every rule is compiled for one signature, and has tests."""

import importlib
import pkgutil
import re
from pathlib import Path

import numba
import numpy as np
import pytest

from engine.model import arithmetic, draws, rules
from engine.model.compiling import rule

HERE = Path(__file__).parent
MODULES = [
    importlib.import_module(f"engine.model.rules.{found.name}")
    for found in pkgutil.iter_modules(rules.__path__)
]
HAS_TABLE = "pytest.mark.parametrize"
HAS_PROPERTY = "@given("


def compiled_in(module):
    """Functions that a module itself compiles, not those that it imports."""
    return {
        name: function
        for name, function in vars(module).items()
        if hasattr(function, "signatures") and function.py_func.__module__ == module.__name__
    }


RULES = [(module, name) for module in MODULES for name in compiled_in(module)]


def test_there_are_rules_to_find():
    assert {module.__name__.rsplit(".", 1)[1] for module, _ in RULES} == {
        "guarantees",
        "incidents",
        "leadership",
        "outcome",
        "ratification",
        "talks",
        "utility",
        "war",
    }


def test_every_compiled_function_has_exactly_one_signature():
    for module in [*MODULES, arithmetic, draws]:
        for name, function in compiled_in(module).items():
            assert len(function.signatures) == 1, f"{module.__name__}.{name}"


def test_a_call_with_other_types_compiles_no_second_signature():
    from engine.model.rules.talks import happens, tilt_moved

    assert happens(0, 1) is True
    assert tilt_moved(0, 1, 1) == 1.0
    assert len(happens.signatures) == len(tilt_moved.signatures) == 1


def test_nothing_public_in_a_file_of_rules_is_left_uncompiled():
    for module in MODULES:
        for name, value in vars(module).items():
            ours = getattr(value, "__module__", None) == module.__name__
            assert not (ours and callable(value)) or hasattr(value, "signatures"), f"{module.__name__}.{name}"


@pytest.mark.parametrize(("module", "name"), RULES, ids=[name for _, name in RULES])
def test_every_rule_is_named_in_the_tests_of_its_file(module, name):
    text = (HERE / f"test_{module.__name__.rsplit('.', 1)[1]}.py").read_text()
    tests = re.split(r"\n(?=@|def )", text)
    body = [part for part in tests if re.search(rf"\b{name}\(", part)]
    assert body, f"no test calls {name}"
    assert HAS_TABLE in text
    assert HAS_PROPERTY in text


def test_every_function_of_the_arithmetic_is_named_in_its_tests():
    text = (HERE.parent / "test_arithmetic.py").read_text()
    for name in compiled_in(arithmetic):
        assert re.search(rf"\b{name}\(", text), f"no test calls {name}"


def test_a_rule_must_declare_scalars():
    def unfit(x: str) -> float:
        return float(len(x))

    with pytest.raises(KeyError):
        rule(unfit)


def test_a_rule_computes_what_it_computes_inside_other_compiled_code():
    from engine.model.rules.war import WAR_VALUE_ROOM, war_value

    @numba.njit
    def within(room, mean):
        return war_value(room, mean, 0.06, 0.1, 0.15, 0.2, 1.02, 0.5, 0.0, 0.2)

    room = np.empty(WAR_VALUE_ROOM)
    for mean in (-0.3, -0.01, 0.0, 0.02, 0.4):
        assert within(room, mean) == war_value(room, mean, 0.06, 0.1, 0.15, 0.2, 1.02, 0.5, 0.0, 0.2)
