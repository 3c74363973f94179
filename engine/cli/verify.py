"""The command that has the model prove itself."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.compiling import announce_compilation
from engine.cli.modules import Modules

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
    module: Modules = None,
) -> None:
    """Check the installed model, or rules of a module, against known answers; status 1 if one is missed."""
    if patterns:
        from engine.cli.patterns import show_patterns

        show_patterns(trials, tuple(only or ()), json, quiet)
        return
    announce_compilation(quiet)
    if module:
        checks, abouts = _begin_contract(trials, only)
    else:
        checks, abouts = _begin_checks(trials, only)
    if json:
        done = list(checks)
        _print_json(done)
    else:
        done = list(_print_as_they_finish(checks, abouts, quiet))
        typer.echo(f"{_count_passed(done)} of {len(done)} checks hold.")
    if _count_passed(done) < len(done):
        raise typer.Exit(FAILED)


def _begin_checks(trials: int | None, only: list[str] | None) -> tuple[Iterator["Check"], dict[str, str]]:
    from engine.analysis.verification import verifying

    n_trials = verifying.N_TRIALS if trials is None else trials
    families = verifying.choose(only or (), n_trials)
    return verifying.verify(families, n_trials), {family.name: family.about for family in families}


def _begin_contract(trials: int | None, only: list[str] | None) -> tuple[Iterator["Check"], dict[str, str]]:
    from engine.analysis.verification import contract
    from engine.errors import Problem, ScenarioError

    if only:
        rule = "is for the model's own checks"
        raise ScenarioError(Problem("--only", ", ".join(only), rule, "leave it or --module out"))
    n_trials = contract.N_TRIALS if trials is None else trials
    return contract.check_modules(n_trials), {contract.FAMILY: contract.ABOUT}


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
