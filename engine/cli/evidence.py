"""The command that says what a value rests on."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.saying import print_json, print_lines, say_unit
from engine.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from engine.cli.answers import Answer
    from engine.scenario import Scenario
    from engine.scenario.values import Entry


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(evidence)


def evidence(
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="PARAMETER",
            help="A parameter's path or its end, a class of pledges, or a table; all evidence if absent.",
        ),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help="Say too what this scenario gives: a TOML file or a shipped name.")
    ] = None,
    assumptions: Annotated[
        bool, typer.Option("--assumptions", help="List every value that rests on no source.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print names, sources, or a table's CSV alone.")
    ] = False,
) -> None:
    """Say what a default or a value rests on; list the evidence, or the assumptions."""
    from engine.evidence.tables import list_tables
    from engine.scenario import load_scenario

    tables = {table.name: table for table in list_tables()}
    _refuse_odd_pairs(about, about in tables, scenario, assumptions)
    asked = load_scenario(scenario) if scenario is not None else None
    if assumptions:
        _list_assumptions(asked, json, quiet)
    elif about is None:
        _list_all(json, quiet)
    elif about in tables:
        _show_table(about, json, quiet)
    else:
        _answer(about, tuple(tables), asked, json, quiet)


def _refuse_odd_pairs(about: str | None, is_table: bool, scenario: str | None, assumptions: bool) -> None:
    if assumptions and about is not None:
        rule = "lists all that is assumed and takes no parameter"
        raise ScenarioError(Problem("--assumptions", about, rule, "leave one of the two out"))
    if scenario is not None and not assumptions and (about is None or is_table):
        rule = "goes with a parameter, a class of pledges or --assumptions"
        raise ScenarioError(Problem("--scenario", scenario, rule, "say one, or leave it out"))


def _answer(
    about: str, tables: tuple[str, ...], scenario: "Scenario | None", json: bool, quiet: bool
) -> None:
    from engine.cli.answering import list_sources, print_answer
    from engine.cli.answers import encode_answer

    answer, entries = _find(about, tables, scenario)
    if json:
        print_json(encode_answer(answer, entries, scenario))
    elif quiet:
        print_lines(list_sources(answer, entries, scenario))
    else:
        print_answer(answer, entries, scenario)


def _find(about: str, tables: tuple[str, ...], scenario: "Scenario | None") -> "tuple[Answer, list[Entry]]":
    """Find what was asked, and the values that a scenario gives it."""
    from engine.cli.answers import answer_class, answer_parameter, entries_of_class
    from engine.evidence.facts import OF_PLEDGE
    from engine.scenario.naming import find_entries, find_parameter
    from engine.scenario.register import PLEDGE_CLASSES

    pledge = about.removeprefix(OF_PLEDGE)
    if pledge in PLEDGE_CLASSES:
        return answer_class(pledge), entries_of_class(pledge, scenario) if scenario else []
    classes = tuple(f"{OF_PLEDGE}{one}" for one in PLEDGE_CLASSES)
    named = find_parameter(about, (*classes, *PLEDGE_CLASSES, *tables))
    return answer_parameter(named), find_entries(named, scenario) if scenario else []


def _list_assumptions(scenario: "Scenario | None", json: bool, quiet: bool) -> None:
    from engine.cli.assuming import list_assumed
    from engine.cli.listing import print_rows

    assumed, of = list_assumed(scenario)
    if json:
        told: dict[str, Any] = {"scenario": scenario.name if scenario else None, "values": of}
        print_json(told | {"assumptions": [one._asdict() for one in assumed]})
    elif quiet:
        print_lines(one.path for one in assumed)
    else:
        whose = scenario.name if scenario else "defaults and classes of pledges"
        typer.echo(f"{whose}: {len(assumed):,} of {of:,} values rest on no source\n")
        rows = [[one.path, one.value, say_unit(one.unit), one.origin, one.reason] for one in assumed]
        print_rows(["parameter", "value", "unit", "from", "why"], rows)


def _list_all(json: bool, quiet: bool) -> None:
    from engine.cli.answers import encode_fact
    from engine.cli.tabulating import encode_table, print_list
    from engine.evidence.facts import shipped_facts
    from engine.evidence.tables import list_tables

    if json:
        facts = [encode_fact(fact) for fact in shipped_facts()]
        print_json({"tables": [encode_table(table) for table in list_tables()], "facts": facts})
    elif quiet:
        print_lines(table.name for table in list_tables())
        print_lines(fact.fact_id for fact in shipped_facts())
    else:
        print_list()


def _show_table(name: str, json: bool, quiet: bool) -> None:
    from engine.cli.tabulating import encode_table, print_table
    from engine.evidence.tables import read_text, table_named

    table = table_named(name)
    if json:
        print_json(encode_table(table))
    elif quiet:
        typer.echo(read_text(table.file), nl=False)
    else:
        print_table(table)
