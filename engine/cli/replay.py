"""The command that plays one trial of a run again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.modules import Modules

if TYPE_CHECKING:
    import pandas as pd

    from engine.analysis.replaying.replay import Replay

CHECKED = "Played again by Mesa's agents, it equals its stored row to the last bit."

Folder = Annotated[Path, typer.Argument(help="A folder that sim run or sim sweep wrote.")]
Point = Annotated[int | None, typer.Option(help="The point of a sweep, from 0.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(replay)


def replay(
    folder: Folder,
    trial: Annotated[int, typer.Option(help="Number of the trial, from 0.")],
    point: Point = None,
    every: Annotated[
        bool, typer.Option("--all", help="Print provocations and each failed draft too.")
    ] = False,
    json: Json = False,
    module: Modules = None,
) -> None:
    """Play one trial again and tell what happened and why; it equals its stored row or is refused."""
    from engine.analysis.replaying.replay import replay as play_again

    replayed = play_again(folder, trial, point)
    if json:
        from engine.cli.saying import print_json

        print_json(encode(replayed))
    else:
        print_replay(replayed, every)


def print_replay(replayed: "Replay", every: bool) -> None:
    """Print a trial's timeline, its end, and whether it was checked."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from engine.analysis.replaying.condensing import condense, list_lines
    from engine.cli.summary import NOTE
    from engine.report.wording import say_name

    stored, console = replayed.stored, Console(highlight=False)
    parameters = stored.scenario.parameters
    console.print(Text(stored.scenario.title or say_name(stored.name), style="bold"))
    end = f"ends in {say_name(replayed.outcome)}" if replayed.outcome else "failed"
    console.print(Text(f"Trial {stored.trial:,}, seed {stored.run.seed}: {end}"), style="dim")
    console.print()
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    tell = list_lines if every else condense
    for line in tell(replayed.told, tuple(parameters.issues), parameters.start.date):
        dates = f"{line.first}" if line.first == line.last else f"{line.first}\nto {line.last}"
        table.add_row(Text(dates, style="dim"), Text(line.sentence))
    console.print(table)
    console.print()
    for said in (_say_end(replayed), replayed.note or CHECKED, NOTE):
        console.print(Text(said))


def encode(replayed: "Replay") -> dict[str, Any]:
    """Turn a replay into plain texts, numbers, lists and tables; what is no number becomes nothing."""
    run, tables = replayed.stored.run, ("events", "weeks", "rounds", "beliefs", "incidents")
    told: dict[str, Any] = {
        "folder": str(replayed.stored.folder),
        "scenario": replayed.stored.name,
        "seed": run.seed,
        "trial": replayed.stored.trial,
        "engine": run.engine,
        "sources": run.sources,
        "checked": not replayed.note,
        "record": dict(replayed.record),
    }
    return told | {name: _as_records(getattr(replayed, name)) for name in tables}


def _say_end(replayed: "Replay") -> str:
    from engine.report.wording import say_name

    last = replayed.weeks.iloc[-1]
    parties = replayed.stored.scenario.parameters.parties
    sides = {party.side: say_name(name).title() for name, party in parties.items()}
    where = f"+1 is victory for {sides['defender']}, -1 for {sides['challenger']}"
    ends = "in victory" if last["phase"] == "decided" else f"in {last['phase']}"
    return f"The trial ends {ends}, with the front at {last['front']:+.2f} ({where})."


def _as_records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    return [{str(key): _encode(cell) for key, cell in row.items()} for row in table.to_dict("records")]


def _encode(cell: Any) -> Any:
    from engine.scenario.values import encode

    return None if cell is None or cell != cell else encode(cell)
