"""What the package holds as evidence, printed: the list of it, and each table."""

from typing import Any

import typer

from engine.cli.answering import say_fact
from engine.cli.listing import align, print_rows
from engine.cli.saying import print_lines
from engine.evidence.facts import SUBJECTS, shipped_facts
from engine.evidence.tables import Column, EvidenceTable, list_tables, read_rows

WIDE = 12
HOW = (
    "sim evidence cases                   a table, its columns and rows",
    "sim evidence parties.*.cost          what a default rests on; also by its end: cost",
    "sim evidence alliance_troops         what a class of pledges brings, and why",
    "sim evidence cost --scenario berlin  the values of a scenario, and what they rest on",
    "sim evidence --assumptions           all that rests on no source; with --scenario, of that scenario",
)


def print_list() -> None:
    """Print all tables, and all facts by subject."""
    rows = [[table.name, str(len(read_rows(table))), table.title, table.licence] for table in list_tables()]
    print_rows(["table", "rows", "what", "licence"], rows)
    for subject in SUBJECTS:
        typer.echo(f"\n{subject}")
        print_lines(f"  {say_fact(fact)}" for fact in shipped_facts() if fact.subject == subject)
    typer.echo("\nAsk for one:")
    print_lines(f"  {line}" for line in HOW)


def print_table(table: EvidenceTable) -> None:
    """Print what a table is, its columns and its rows; a wide one row by row."""
    typer.echo(f"{table.name}: {table.title}")
    about = [
        ["coded", table.coded],
        ["sources", table.sources],
        ["licence", table.licence],
        ["weakness", table.weakness],
    ]
    print_lines(f"  {line}" for line in align(about))
    typer.echo("")
    columns = [[column.name, _say_use(column), _say_column(column)] for column in table.columns]
    print_rows(["column", "use", "meaning"], columns)
    if table.hindsight:
        typer.echo(f"\nhindsight, never an input of a back-test: {', '.join(table.hindsight)}")
    typer.echo("")
    shipped = [column for column in table.columns if column.shipped]
    if len(shipped) < WIDE:
        print_rows([column.name for column in shipped], read_rows(table))
    else:
        for row in read_rows(table):
            _print_row(shipped, row)
    typer.echo(f"\nAs a CSV file: sim evidence {table.name} --quiet > mine.csv")


def encode_table(table: EvidenceTable) -> dict[str, Any]:
    """Turn a table into plain texts, lists and tables."""
    names = [column.name for column in table.columns if column.shipped]
    rows = [dict(zip(names, row, strict=True)) for row in read_rows(table)]
    return table._asdict() | {"columns": [column._asdict() for column in table.columns], "rows": rows}


def _print_row(columns: list[Column], row: tuple[str, ...]) -> None:
    """Print a row as its first two cells, then what was known and what came later, a line each."""
    typer.echo(f"{row[0]}  {row[1]}")
    cells = list(zip(columns, row, strict=True))[2:]
    for heading, hindsight in (("known", False), ("hindsight", True)):
        told = [f"{column.name} {cell}" for column, cell in cells if column.hindsight == hindsight and cell]
        typer.echo(f"  {heading.ljust(9)}  {' | '.join(told)}")


def _say_use(column: Column) -> str:
    uses = ["needed"] * column.needed + ["hindsight"] * column.hindsight
    return ", ".join(uses) or ("" if column.shipped else "optional")


def _say_column(column: Column) -> str:
    words = f". One of: {', '.join(column.words)}" if column.words else ""
    return f"{column.meaning}{words}"
