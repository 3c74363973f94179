"""The commands that work on scenario files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from engine.scenario.differing import Difference
    from engine.scenario.dictionary import Description
    from engine.scenario.values import Value

Scenarios = Annotated[list[str], typer.Argument(help="TOML files, or names of shipped scenarios.")]
One = Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped scenario.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Lay a value over the scenario.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print errors alone.")]
ABSENT = "absent"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (check, inspect, diff, schema, new):
        app.command()(command)


def check(
    scenarios: Scenarios, overrides: Overrides = None, json: Json = False, quiet: Quiet = False
) -> None:
    """Check scenarios and say everything that is wrong with them; exit status 2 if anything is."""
    from engine.errors import ScenarioError
    from engine.scenario import assumptions, load_scenario

    reports: list[dict[str, Any]] = []
    for reference in scenarios:
        try:
            scenario = load_scenario(reference, overrides or ())
        except ScenarioError as error:
            problems = [problem._asdict() for problem in error.problems]
            reports.append({"scenario": reference, "ok": False, "problems": problems})
            if not json:
                typer.echo(str(error), err=True)
            continue
        counts = {
            "parameters": len(scenario.origins),
            "uncertain": len(scenario.uncertain),
            "assumptions": len(assumptions(scenario)),
        }
        reports.append({"scenario": reference, "ok": True, **counts, "digest": scenario.digest})
        if not json and not quiet:
            said = ", ".join(f"{count} {what}" for what, count in counts.items())
            typer.echo(f"{reference}: ok, {said}")
    if json:
        _print_json(reports)
    if not all(report["ok"] for report in reports):
        raise typer.Exit(2)


def inspect(
    scenario: One,
    origin: Annotated[
        bool, typer.Option("--origin", help="Say where each value comes from, and its source.")
    ] = False,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print every value of a scenario after inheritance, overrides and defaults."""
    from engine.cli.listing import print_rows
    from engine.scenario import load_scenario
    from engine.scenario.values import encode, list_values

    asked = load_scenario(scenario, overrides or ())
    entries = list(list_values(asked.parameters))
    if json:
        values = [
            {
                "path": entry.path,
                "value": encode(entry.value),
                "unit": entry.facts.unit,
                "lever": entry.facts.lever,
                **asked.origins[entry.path]._asdict(),
            }
            for entry in entries
        ]
        _print_json(
            {"scenario": asked.name, "title": asked.title, "extends": asked.parents}
            | {"digest": asked.digest, "values": values}
        )
    elif not quiet:
        headings = ["parameter", "value", "unit", *(["from", "source"] if origin else [])]
        rows = [
            [entry.path, _write(entry.value), entry.facts.unit]
            + (list(asked.origins[entry.path]) if origin else [])
            for entry in entries
        ]
        print_rows(headings, rows)


def diff(
    first: One,
    second: Annotated[str, typer.Argument(help="The scenario to compare it with.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print exactly the parameters in which two scenarios differ."""
    from engine.cli.listing import print_rows
    from engine.scenario import list_differences, load_scenario

    a, b = load_scenario(first), load_scenario(second)
    differences = list_differences(a, b)
    if json:
        _print_json([_as_record(difference) for difference in differences])
    elif not quiet and differences:
        rows = [
            [each.path, _write(each.first), _write(each.second), _kind(each.facts.lever)]
            for each in differences
        ]
        print_rows(["parameter", a.name, b.name, "kind"], rows)
    elif not quiet:
        typer.echo("No parameter differs.")


def schema(json: Json = False, quiet: Quiet = False) -> None:
    """Print every parameter that a scenario may have; with --json, a JSON Schema for editors."""
    from engine.cli.listing import print_rows
    from engine.scenario.dictionary import describe_parameters
    from engine.scenario.editing import build_json_schema

    if json:
        _print_json(build_json_schema())
    elif not quiet:
        headings = ["parameter", "unit", "bounds", "default", "kind", "meaning", "source of the default"]
        print_rows(headings, [_describe(each) for each in describe_parameters()])


def new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario; the file is NAME.toml.")],
    parent: Annotated[
        str | None, typer.Option("--from", metavar="SCENARIO", help="Shipped scenario that it extends.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write a commented scenario file in this folder, to be changed; never overwrites one."""
    from engine.scenario.starting import start_scenario

    path = start_scenario(Path(), name, parent)
    if not quiet:
        typer.echo(f"{path} written; change it, then: sim check {path}")


def _write(value: "Value | None") -> str:
    from engine.scenario.values import encode
    from engine.scenario.writing import write_value

    return ABSENT if value is None else write_value(encode(value))


def _kind(lever: bool) -> str:
    return "lever" if lever else "uncertainty"


def _as_record(difference: "Difference") -> dict[str, Any]:
    from engine.scenario.values import encode

    return {
        "path": difference.path,
        "first": encode(difference.first),
        "second": encode(difference.second),
        "unit": difference.facts.unit,
        "kind": _kind(difference.facts.lever),
    }


def _describe(row: "Description") -> list[str]:
    default = "required" if row.required else _write(row.default) if row.default is not None else ""
    bounds = ["" if bound is None else f"{bound:g}" for bound in (row.low, row.high)]
    shown = f"[{bounds[0]}, {bounds[1]}]" if any(bounds) else ""
    return [row.path, row.unit, shown, default, _kind(row.lever), row.meaning, row.source]


def _say_meaning(described: "Described") -> str:
    words = f" One of: {', '.join(described.words)}." if described.words else ""
    return f"{described.meaning}{words}"


def _print_json(content: Any) -> None:
    from json import dumps

    typer.echo(dumps(content, indent=2, ensure_ascii=False, allow_nan=False))
