"""What the commands that analyse scenarios share: their options, and how a finding is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.experiment.progress import Tick
    from engine.report.findings.finding import Finding, Table

Arms = Annotated[
    list[str],
    typer.Argument(
        metavar="ARM ...",
        help="Scenarios (TOML files, names of shipped ones) or folders of runs; the first is the reference.",
    ),
]
Trials = Annotated[
    int | None, typer.Option(help="Trials that all arms share; those of the first arm if absent.")
]
Seed = Annotated[int | None, typer.Option(help="Seed of all draws; that of the first arm if absent.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Lay a value over all scenarios.")
]
Wanted = Annotated[
    str | None,
    typer.Option(
        "--objective",
        metavar="WHAT",
        help="What counts, more being better: an outcome (durable_peace if absent), several with + between "
        "them or each with its worth (durable_peace=1,frozen_conflict=0.4), a recorded number (accord_weeks, "
        "-war_cost_ukraine), or a limit to one (collapse_round<=26).",
    ),
]
Out = Annotated[Path | None, typer.Option(help="A new folder; outputs/COMMAND-ARM if absent.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the folder alone, and no progress.")]

SHOWN_ROWS = 20
"""Most rows of a table that the terminal shows; all are in its file."""


@contextmanager
def showing_work(n_things: int, things: str = "trials", *, quiet: bool) -> Iterator["Tick"]:
    """Show how far the work has come, on stderr, once the model is compiled."""
    from rich.console import Console

    from engine.cli.compiling import announce_compilation
    from engine.experiment.progress import showing_progress

    announce_compilation(quiet)
    with showing_progress(n_things, Console(stderr=True, quiet=quiet), things) as tick:
        yield tick


def tell(finding: "Finding", out: Path | None, *, json: bool, quiet: bool) -> None:
    """Keep a finding in a folder, and print it, or where it is, or all of it as JSON."""
    from engine.cli.saying import list_records, print_json
    from engine.report.findings.keeping import describe, keep_finding

    folder = keep_finding(finding, out)
    if json:
        rows = {name: list_records(table.frame) for name, table in finding.tables.items()}
        print_json({"folder": str(folder), **describe(finding), "rows": rows})
    elif quiet:
        typer.echo(str(folder))
    else:
        print_finding(finding)
        names = ", ".join(finding.tables)
        typer.echo(f"\nTables are in {folder}: {names}; the page is {folder / 'report.html'}.")


def print_finding(finding: "Finding") -> None:
    """Print what a finding says."""
    from rich.console import Console
    from rich.text import Text

    from engine.report.answer import NOTE

    console = Console(highlight=False)
    console.print(Text(finding.title, style="bold"))
    console.print(Text(finding.about, style="dim"))
    for text in finding.answer:
        console.print()
        console.print(Text(text))
    for part in finding.parts:
        console.print()
        console.print(Text(part.heading, style="bold"))
        for text in part.texts:
            console.print(Text(text))
        for name in part.tables:
            _print_table(finding.tables[name], name)
        for name in part.folded:
            typer.echo(f"{finding.tables[name].caption}: {name}.csv")
    console.print()
    for line in (finding.premises, NOTE):
        console.print(line)


def _print_table(table: "Table", name: str) -> None:
    from engine.cli.listing import print_rows
    from engine.report.findings.showing import show_rows

    grid = show_rows(table, SHOWN_ROWS)
    print_rows(grid.headings, grid.rows)
    if more := max(0, len(table.frame) - SHOWN_ROWS):
        typer.echo(f"and {more:,} more rows in {name}.csv")
