"""The command that has the model prove itself."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.compiling import announce_compilation

if TYPE_CHECKING:
    from engine.analysis.verification.checks import Check

FAILED = 1


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(verify)


def verify(
    trials: Annotated[
        int | None, typer.Option(help="Trials of each variant; so many that every lever is plain if absent.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FAMILY",
            help="closed-forms, symmetry, extremes or levers; with --patterns ids such as P4; all if absent.",
        ),
    ] = None,
    patterns: Annotated[
        bool,
        typer.Option("--patterns", help="Measure patterns of history instead; a miss is no failure."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print failures and the last line alone.")] = False,
) -> None:
    """Check the installed model against known answers; exit status 1 if one is missed."""
    if patterns:
        from engine.cli.patterns import show_patterns

        show_patterns(trials, tuple(only or ()), json, quiet)
        return
    announce_compilation(quiet)
    from engine.analysis.verification import verifying

    n_trials = verifying.N_TRIALS if trials is None else trials
    families = verifying.choose(only or (), n_trials)
    checks = verifying.verify(families, n_trials)
    if json:
        done = list(checks)
        _print_json(done)
    else:
        abouts = {family.name: family.about for family in families}
        done = list(_print_as_they_finish(checks, abouts, quiet))
        typer.echo(f"{_count_passed(done)} of {len(done)} checks hold.")
    if _count_passed(done) < len(done):
        raise typer.Exit(FAILED)


def _print_as_they_finish(
    checks: Iterable["Check"], abouts: dict[str, str], quiet: bool
) -> Iterator["Check"]:
    family = ""
    for check in checks:
        if check.family != family and not quiet:
            family = check.family
            typer.echo(f"{family}: {abouts[family]}")
        if not (quiet and check.passed):
            typer.echo(f"  {'pass' if check.passed else 'FAIL'}  {check.name}")
            typer.echo(f"        {_say_measured(check)}")
            typer.echo(f"        expected: {check.expected}; tolerance: {check.tolerance}")
        yield check


def _say_measured(check: "Check") -> str:
    return check.measured if isinstance(check.measured, str) else f"{check.measured:.6g}"


def _count_passed(checks: list["Check"]) -> int:
    return sum(check.passed for check in checks)


def _print_json(checks: list["Check"]) -> None:
    from json import dumps

    shown = {
        "passed": _count_passed(checks),
        "checks": [check._asdict() | {"measured": _encode(check)} for check in checks],
    }
    typer.echo(dumps(shown, indent=2, allow_nan=False))


def _encode(check: "Check") -> Any:
    """JSON has no word for what is not a number."""
    from math import isfinite

    is_number = isinstance(check.measured, float)
    return check.measured if not is_number or isfinite(float(check.measured)) else _say_measured(check)
