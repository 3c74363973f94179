"""The command that writes a run or a sweep as one page."""

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.modules import Modules
from engine.cli.run import Folder


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(report)


def report(
    folder: Folder,
    out: Annotated[
        Path | None,
        typer.Option(help="The file; report.html in the folder if absent. An older report is replaced."),
    ] = None,
    module: Modules = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object about the page.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the file alone.")] = False,
) -> None:
    """Write a stored run or sweep as one page of HTML; it loads nothing and runs nothing."""
    from engine.report.page.writing import write_report

    written = write_report(folder, out)
    if json:
        from json import dumps

        about = {"file": str(written.path), "bytes": written.size, "title": written.page.title}
        said = {"answer": list(written.page.answer), "note": written.page.note}
        typer.echo(dumps(about | said, indent=2, ensure_ascii=False))
    elif quiet:
        typer.echo(str(written.path))
    else:
        typer.echo(
            f"{written.path} is written ({written.size / 1e6:.2f} MB): one file, for any browser, offline."
        )
