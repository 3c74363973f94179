"""The command that calibrates the numbers which all archetypes of history share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from engine.analysis.calibration.fitting import Misfit
    from engine.analysis.calibration.population import Population
    from engine.analysis.calibration.shared import Problem


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(calibrate)


def calibrate(
    what: Annotated[
        Literal["truces", "wars"], typer.Argument(help="Which shared numbers: those of truces or of wars.")
    ] = "truces",
    trials: Annotated[int, typer.Option(help="Trials of each archetype at each place tried.")] = 400,
    first: Annotated[int, typer.Option(help="Places of the first design; a power of 2.")] = 256,
    kept: Annotated[int, typer.Option(help="Places kept, and tried anew in each generation.")] = 48,
    generations: Annotated[int, typer.Option(help="Generations after the first design.")] = 14,
    seed: Annotated[int, typer.Option(help="Seed of the design and of all draws.")] = 1,
    out: Annotated[Path | None, typer.Option(help="A new scenario file for the posterior of truces.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the medians as overrides alone.")] = False,
) -> None:
    """Calibrate shared numbers to the training patterns; about eight minutes on two cores."""
    from engine.analysis.calibration.asking import check
    from engine.analysis.calibration.fitting import Misfit
    from engine.analysis.calibration.population import calibrate as move
    from engine.analysis.calibration.shared import PROBLEMS
    from engine.cli.compiling import announce_compilation

    check(what, trials, first, kept, generations, seed, out)
    problem = next(problem for problem in PROBLEMS if problem.name == what)
    announce_compilation(quiet or json)
    moved = move(Misfit(problem, trials, seed), len(problem.numbers), kept, first, generations, seed)
    population = list(_telling(moved, quiet or json))[-1]
    _report(problem, population, Misfit(problem, trials, seed), json, quiet)
    if out is not None:
        from engine.analysis.calibration.posterior import save_posterior

        save_posterior(population, out)
        if not (json or quiet):
            typer.echo(f"\nThe posterior is written to {out}. Next: sim run {out}")


def _telling(moved: "Iterator[Population]", quiet: bool) -> "Iterator[Population]":
    for number, population in enumerate(moved):
        if not quiet:
            off = f"{population.distances[0]:.2f} to {population.distances[-1]:.2f}"
            said = f"generation {number}: {population.simulated} places tried, off by {off} half-widths"
            typer.echo(said, err=True)
        yield population


def _report(problem: "Problem", population: "Population", misfit: "Misfit", json: bool, quiet: bool) -> None:
    from engine.analysis.calibration.posterior import find_centre, summarise, write_point
    from engine.cli.listing import print_rows
    from engine.cli.saying import print_json

    points = summarise(problem, population)
    if json:
        numbers = {
            name: {"p5": low, "p50": middle, "p95": high} for name, (low, middle, high) in points.items()
        }
        print_json({"problem": problem.name, "tried": population.simulated, "numbers": numbers})
    elif quiet:
        typer.echo(write_point(problem, population), nl=False)
    else:
        rows = [[name, *(f"{point:g}" for point in three)] for name, three in points.items()]
        print_rows(["number", "5%", "50%", "95%"], rows)
        off, nearest = misfit.miss(find_centre(population)), population.distances[0]
        typer.echo(f"\nThe medians are off by {off:.2f} half-widths, the nearest place by {nearest:.2f}.")
