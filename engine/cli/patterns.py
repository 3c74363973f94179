"""How the model fits patterns of history, in words."""

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from engine.cli.compiling import announce_compilation
from engine.cli.saying import print_json

if TYPE_CHECKING:
    from engine.analysis.patterns.measuring import Measured
    from engine.analysis.patterns.targets import Figure


def show_patterns(trials: int | None, only: tuple[str, ...], json: bool, quiet: bool) -> None:
    """Measure patterns and print each as it is done; a miss is told, and is no failure of the package.

    Raises
    ------
    ScenarioError
        If a pattern is not known or the number of trials is out of range.
    """
    from engine.analysis.patterns.bench import TRIALS, Bench
    from engine.analysis.patterns.measuring import choose, measure_patterns

    n_trials = TRIALS if trials is None else trials
    chosen = choose(only, n_trials)
    announce_compilation(quiet or json)
    measured = measure_patterns(Bench(n_trials), chosen)
    if json:
        print_json({"trials": n_trials, "patterns": [_encode(each) for each in measured]})
        return
    done = list(_print_as_they_finish(measured, quiet))
    judged = [each for each in done if each.pattern.pattern_id.startswith("P")]
    typer.echo(f"{sum(each.holds for each in judged)} of {len(judged)} patterns hold within tolerance.")


def _print_as_they_finish(measured: Iterable["Measured"], quiet: bool) -> Iterator["Measured"]:
    for each in measured:
        if not quiet or not each.holds:
            verdict = "holds " if each.holds else "MISSED"
            typer.echo(f"{each.pattern.pattern_id:<4} {verdict}  {each.pattern.title} ({each.pattern.use})")
            for figure, value, held in zip(each.pattern.figures, each.values, each.held, strict=True):
                mark = " " if held else "!"
                typer.echo(f"     {mark} {figure.name}: {say_number(value)}, {_say_target(figure)}")
        yield each


def say_number(value: float) -> str:
    """Write a measured value to three digits."""
    if not math.isfinite(value):
        return "none"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _say_target(figure: "Figure") -> str:
    target = f"history {say_number(figure.target)}"
    return f"{target}, tolerated {say_number(figure.low)} to {say_number(figure.high)}"


def _encode(each: "Measured") -> dict[str, object]:
    return {
        "id": each.pattern.pattern_id,
        "title": each.pattern.title,
        "use": each.pattern.use,
        "source": each.pattern.source,
        "holds": each.holds,
        "figures": [
            {
                "name": figure.name,
                "measured": _or_none(value),
                "target": figure.target,
                "low": figure.low,
                "high": figure.high,
                "holds": held,
            }
            for figure, value, held in zip(each.pattern.figures, each.values, each.held, strict=True)
        ],
    }


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None
