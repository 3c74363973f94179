"""An answer to `sim evidence`, printed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from engine.cli.answers import Answer, last_key, say_grounds, say_source
from engine.cli.listing import align, print_rows
from engine.cli.saying import print_lines, say_bounds, say_unit, say_value
from engine.evidence.facts import Fact
from engine.scenario.dictionary import Described
from engine.scenario.values import Entry

if TYPE_CHECKING:
    from engine.scenario import Scenario


def print_answer(answer: Answer, entries: Sequence[Entry] = (), scenario: "Scenario | None" = None) -> None:
    """Print an answer, the values of a scenario under it."""
    typer.echo(f"{answer.title}: {answer.meaning}")
    if answer.described:
        print_lines(f"  {line}" for line in align(_head(answer.described)))
    if answer.brought:
        typer.echo("")
        rows = [
            (
                value.origin.where.removeprefix("pledge class "),
                last_key(value.path),
                value.value,
                say_source(value.origin),
            )
            for value in answer.brought
        ]
        print_rows(["class", "parameter", "value", "rests on"], rows)
    if scenario:
        typer.echo("")
        _print_entries(entries, scenario)
    typer.echo("")
    print_lines(_say_facts(answer.facts))


def list_sources(
    answer: Answer, entries: Sequence[Entry] = (), scenario: "Scenario | None" = None
) -> Iterator[str]:
    """What it rests on alone, a line each; with a scenario, what the scenario's values do."""
    if scenario:
        for entry in entries:
            yield say_source(scenario.origins[entry.path])
        return
    if answer.described and not answer.brought:
        yield say_grounds(answer.described)
    for value in answer.brought:
        yield say_source(value.origin)


def _head(described: Described) -> list[list[str]]:
    rows = [
        ["unit", say_unit(described.unit) or "none"],
        ["bounds", say_bounds(described) or "none"],
        ["default", described.default],
        ["kind", described.kind],
        ["rests on", say_grounds(described)],
    ]
    return [row for row in rows if row[1]]


def _print_entries(entries: Sequence[Entry], scenario: "Scenario") -> None:
    if not entries:
        typer.echo(f"absent in {scenario.name}")
        return
    rows = [
        [
            entry.path,
            say_value(entry.value),
            scenario.origins[entry.path].where,
            say_source(scenario.origins[entry.path]),
        ]
        for entry in entries
    ]
    print_rows([f"in {scenario.name}", "value", "from", "rests on"], rows)


def _say_facts(facts: Sequence[Fact]) -> Iterator[str]:
    if not facts:
        yield "No fact of sim evidence bears on it."
        return
    yield "Facts that bear on it:"
    for fact in facts:
        yield f"  {say_fact(fact)}"
        yield f"      {fact.source}"


def say_fact(fact: Fact) -> str:
    """Write a fact with its mark; counts with what they alone would make of a uniform prior."""
    figures = f": {fact.figures}" if fact.figures else ""
    alone = ""
    if fact.counted:
        a, b = fact.counted.beta
        alone = f"; with a uniform prior and nothing else, Beta({a:g}, {b:g})"
    return f"[{fact.mark}] {fact.statement}{figures}{alone}"
