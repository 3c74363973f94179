"""What a number in a scenario may be: a number, or a distribution it is drawn from."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeAlias, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, PlainValidator
from pydantic_core import core_schema

from engine.scenario.distributions import Beta, Distribution, LogNormal, Normal, Triangular, Uniform
from engine.scenario.tabulated import Choice, Quantiles

Option = TypeVar("Option")

KEYS: dict[str, tuple[Callable[..., Distribution], tuple[str, ...], tuple[str, ...]]] = {
    "beta": (Beta, ("a", "b"), ("low", "high")),
    "normal": (Normal, ("mean", "sd"), ("low", "high")),
    "lognormal": (LogNormal, ("median", "sigma"), ("low", "high")),
    "triangular": (Triangular, ("low", "mode", "high"), ()),
    "uniform": (Uniform, ("low", "high"), ()),
}
PERCENT = re.compile(r"p(\d+(?:\.\d+)?)")


def read_number(value: object) -> float:
    """Accept a finite number; ValueError for anything else, true and false included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("must be finite")
    return number + 0.0


def read_distribution(table: Mapping[str, object]) -> Distribution:
    """Read a distribution from its TOML table; ValueError says what is wrong with it."""
    if "choice" in table:
        return _read_choice(table)
    if "dist" in table:
        return _read_parametric(table)
    if any(PERCENT.fullmatch(key) for key in table):
        return _read_quantiles(table)
    raise ValueError(
        'must be a number, {value = ...}, {dist = "..."}, {p5 = ..., p95 = ...} or {choice = [...]}'
    )


def read_quantity(value: object) -> float | Distribution:
    """Accept a number or a distribution of numbers, as an object or as its TOML table."""
    if isinstance(value, Mapping):
        value = read_distribution(value)
    if isinstance(value, Choice) and not value.numeric:
        raise ValueError("must be a choice among numbers")
    return value if isinstance(value, Distribution) else read_number(value)


def _read_parametric(table: Mapping[str, object]) -> Distribution:
    kind = table["dist"]
    if not isinstance(kind, str) or kind not in KEYS:
        raise ValueError(f"dist must be one of {', '.join(KEYS)}")
    build, required, optional = KEYS[kind]
    _refuse_unknown(table, ("dist", *required, *optional))
    missing = [key for key in required if key not in table]
    if missing:
        raise ValueError(f"dist = {kind} needs {' and '.join(missing)}")
    numbers = _read_numbers(table, (*required, *optional))
    arguments = [numbers[key] for key in required]
    return build(*arguments, **{key: numbers[key] for key in optional if key in numbers})


def _read_quantiles(table: Mapping[str, object]) -> Distribution:
    percents = {float(found[1]): key for key in table if (found := PERCENT.fullmatch(key))}
    _refuse_unknown(table, (*percents.values(), "low", "high"))
    numbers = _read_numbers(table, tuple(table))
    ordered = sorted(percents)
    bounds = {key: numbers[key] for key in ("low", "high") if key in numbers}
    return Quantiles(tuple(ordered), tuple(numbers[percents[percent]] for percent in ordered), **bounds)


def _read_choice(table: Mapping[str, object]) -> Distribution:
    _refuse_unknown(table, ("choice", "weights"))
    options = table["choice"]
    if not isinstance(options, list | tuple):
        raise ValueError("choice must be a list")
    weights = table.get("weights", [1.0] * len(options))
    if not isinstance(weights, list | tuple):
        raise ValueError("weights must be a list")
    read = tuple(option if isinstance(option, str | bool) else read_number(option) for option in options)
    return Choice(read, tuple(read_number(weight) for weight in weights))  # type: ignore[arg-type]


def _read_numbers(table: Mapping[str, object], keys: tuple[str, ...]) -> dict[str, float]:
    numbers = {}
    for key in keys:
        if key in table:
            try:
                numbers[key] = read_number(table[key])
            except ValueError as wrong:
                raise ValueError(f"{key} {wrong}") from None
    return numbers


def _refuse_unknown(table: Mapping[str, object], known: tuple[str, ...]) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        raise ValueError(f"has no {', '.join(unknown)}; it takes {', '.join(known)}")


class OrChoice:
    """Marks a word or a truth value that may be a choice among several."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Check each option of a choice as if it stood alone."""
        plain = next(kind for kind in get_args(source) if kind is not Choice)

        def accept(value: Any, check: core_schema.ValidatorFunctionWrapHandler) -> Any:
            if not isinstance(value, Choice):
                return check(value)
            options = [check(option) for option in value.options]
            codes = [float(get_args(plain).index(option)) for option in options if isinstance(option, str)]
            return replace(value, codes=tuple(codes))

        return core_schema.no_info_wrap_validator_function(accept, handler.generate_schema(plain))


Quantity: TypeAlias = Annotated[float | Distribution, PlainValidator(read_quantity)]
Chosen: TypeAlias = Annotated[Option | Choice, OrChoice()]
