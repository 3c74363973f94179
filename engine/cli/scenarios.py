"""The commands that work on scenario files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.modules import Modules
from engine.cli.saying import print_json, print_lines, say_bounds, say_meaning, say_unit, say_value

if TYPE_CHECKING:
    from engine.scenario import Scenario
    from engine.scenario.values import Entry

BAD_INPUT = 2

One = Annotated[str, typer.Argument(help="A TOML file, or the name of a shipped scenario.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Lay a value over the scenario.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]
PathsAlone = Annotated[bool, typer.Option("--quiet", help="Print the parameters' paths alone.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (check, inspect, diff, schema, new):
        app.command()(command)


def check(
    scenarios: Annotated[list[str], typer.Argument(help="TOML files, or names of shipped scenarios.")],
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print problems alone.")] = False,
    module: Modules = None,
) -> None:
    """Say every problem of scenarios, with file and line; run nothing."""
    from engine.errors import ScenarioError
    from engine.scenario import load_scenario

    found: dict[str, ScenarioError] = {}
    counts: dict[str, dict[str, int]] = {}
    for reference in scenarios:
        try:
            counts[reference] = _count(load_scenario(reference))
        except ScenarioError as wrong:
            found[reference] = wrong
            continue
        if not (quiet or json):
            typer.echo(f"{reference}: ok: {_say_counts(counts[reference])}")
    if json:
        bad = {
            reference: [problem._asdict() for problem in wrong.problems] for reference, wrong in found.items()
        }
        print_json({"ok": not found, "counts": counts, "problems": bad})
        raise typer.Exit(BAD_INPUT if found else 0)
    if found:
        raise ScenarioError(*dict.fromkeys(problem for wrong in found.values() for problem in wrong.problems))


def inspect(
    scenario: One,
    origin: Annotated[
        bool, typer.Option("--origin", help="Say where each value comes from, and its source.")
    ] = False,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the table alone.")] = False,
    module: Modules = None,
) -> None:
    """Print every value of a scenario, after inheritance and overrides."""
    from engine.cli.listing import print_rows
    from engine.scenario import load_scenario
    from engine.scenario.values import list_values

    asked = load_scenario(scenario, overrides or ())
    entries = list(list_values(asked.parameters))
    if json:
        print_json(_head(asked) | {"values": [_encode_entry(asked, entry) for entry in entries]})
        return
    if not quiet:
        typer.echo(asked.title or asked.name)
        typer.echo(" extends ".join((asked.name, *asked.parents)))
        typer.echo(f"{_say_counts(_count(asked))}\n")
    rows = [[entry.path, say_value(entry.value), say_unit(entry.facts.unit)] for entry in entries]
    if not origin:
        print_rows(["parameter", "value", "unit"], rows)
        return
    for row in rows:
        where, source = asked.origins[row[0]]
        row += [where, " ".join(source.split())]
    print_rows(["parameter", "value", "unit", "from", "source"], rows)


def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A TOML file, or a shipped scenario's name.")],
    second: Annotated[str, typer.Argument(metavar="B", help="What to compare it with.")],
    json: Json = False,
    quiet: PathsAlone = False,
    module: Modules = None,
) -> None:
    """Print exactly the parameters in which two scenarios differ."""
    from engine.cli.listing import print_rows
    from engine.scenario import list_differences, load_scenario
    from engine.scenario.dictionary import say_kind
    from engine.scenario.values import encode

    a, b = load_scenario(first), load_scenario(second)
    found = list_differences(a, b)
    if json:
        differ = [
            {"path": at.path, "a": encode(at.first), "b": encode(at.second)}
            | {"unit": at.facts.unit, "kind": say_kind(at.facts)}
            for at in found
        ]
        print_json({"a": _head(a), "b": _head(b), "differ": differ})
    elif quiet:
        print_lines(at.path for at in found)
    elif found:
        rows = [
            [at.path, say_value(at.first), say_value(at.second), say_unit(at.facts.unit), say_kind(at.facts)]
            for at in found
        ]
        print_rows(["parameter", first, second, "unit", "kind"], rows)
    else:
        order = "" if a.digest == b.digest else "; they list the same names in another order"
        typer.echo(f"{first} and {second} differ in no parameter{order}.")


def schema(
    json: Annotated[bool, typer.Option("--json", help="Print the JSON Schema for editors instead.")] = False,
    quiet: PathsAlone = False,
    module: Modules = None,
) -> None:
    """List every parameter that a scenario may give; * stands for a name of your own."""
    from engine.cli.listing import print_rows
    from engine.scenario.dictionary import describe_parameters

    described = describe_parameters()
    if json:
        from engine.scenario.json_schema import write_json_schema

        print_json(write_json_schema())
    elif quiet:
        print_lines(one.path for one in described)
    else:
        rows = [
            [one.path, say_unit(one.unit), say_bounds(one), one.default, one.kind, say_meaning(one)]
            for one in described
        ]
        print_rows(["parameter", "unit", "bounds", "default", "kind", "meaning"], rows)


def new(
    name: Annotated[str, typer.Argument(help="Name of the new file, without its ending.")],
    parent: Annotated[
        str | None, typer.Option("--from", metavar="SCENARIO", help="A scenario that it extends.")
    ] = None,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing.")] = False,
    module: Modules = None,
) -> None:
    """Write a scenario file to begin from into this folder; never over another."""
    from engine.scenario.starting import start_scenario

    path = start_scenario(Path(), name, parent)
    if json:
        print_json({"file": str(path), "extends": parent})
    elif not quiet:
        typer.echo(f"{path} is written. Next: change it, then sim check {path}, sim run {path}.")


def _count(scenario: "Scenario") -> dict[str, int]:
    """Count values; texts, which no result depends on, are left out."""
    from engine.results.assumptions import state_values

    stated = list(state_values(scenario))
    assumed = sum(value.assumption == "yes" for value in stated)
    return {"parameters": len(stated), "uncertain": len(scenario.uncertain), "assumptions": assumed}


def _head(scenario: "Scenario") -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "description": scenario.description,
        "extends": list(scenario.parents),
        "digest": scenario.digest,
    }


def _encode_entry(scenario: "Scenario", entry: "Entry") -> dict[str, Any]:
    from engine.scenario.dictionary import say_kind
    from engine.scenario.values import encode

    origin = scenario.origins[entry.path]
    return {
        "path": entry.path,
        "value": encode(entry.value),
        "unit": entry.facts.unit,
        "kind": say_kind(entry.facts),
        "origin": origin.where,
        "source": origin.source,
        "assumption": origin.assumed,
    }


def _say_counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counts.items())
